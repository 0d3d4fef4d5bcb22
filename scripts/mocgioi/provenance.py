"""What a file of predictions was made by and from, and what a score was computed on."""

import hashlib
import json
from pathlib import Path

import pyarrow as pa

from mocgioi.errors import MocgioiError
from mocgioi.paths import write_atomically

SUFFIX = ".provenance.json"
"""Behind the name of a file of predictions: the file that says where it comes from."""


def file_sha256(path: str) -> str:
    """SHA-256 of a file, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: str, about: dict) -> None:
    """Say beside a file of predictions what it is: `about`, and the file's own SHA-256."""
    text = json.dumps(about | {"sha256": file_sha256(path)}, ensure_ascii=False, indent=1) + "\n"
    write_atomically(Path(path + SUFFIX), text.encode())


def write_json_lines(path: str, rows: list[dict]) -> None:
    """Write rows as JSON lines, whole or not at all."""
    write_atomically(Path(path), "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


def of_predictions(path: str) -> dict:
    """What is known of a file of predictions: its name and SHA-256, and what stands beside it if that still fits."""
    found = {"file": path, "sha256": file_sha256(path)}
    beside = Path(path + SUFFIX)
    if beside.is_file():
        about = json.loads(beside.read_text("utf-8"))
        if about.get("sha256") != found["sha256"]:
            raise MocgioiError(
                f"{beside}: speaks of another file, SHA-256 {about.get('sha256')}", "draft again, or remove it"
            )
        found |= {key: value for key, value in about.items() if isinstance(value, str)}
    return found


def gold_rows(path: str) -> list[dict]:
    """The rows of a gold file, JSON lines or Parquet."""
    try:
        if path.endswith(".parquet"):
            import pyarrow.parquet as pq

            return pq.ParquetFile(path).read().to_pylist()
        with pa.input_stream(path) as stream:
            return [json.loads(line) for line in stream.read().splitlines() if line.strip()]
    except (OSError, pa.ArrowInvalid) as error:
        raise MocgioiError(f"{path}: cannot be read: {error}") from None
    except ValueError as error:
        raise MocgioiError(f"{path}: not JSON lines: {error}") from None
