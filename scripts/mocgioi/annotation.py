"""Annotation files: reading, and writing with one span on each line so that a diff reads well."""

import json
from collections.abc import Iterator
from pathlib import Path

from mocgioi.errors import MocgioiError


def read(path: Path) -> dict:
    """The annotation in file `path`. Raises MocgioiError with line and column when it is not JSON in UTF-8."""
    try:
        return json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise MocgioiError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise MocgioiError(f"{path}: found a byte that is not UTF-8 at byte offset {error.start}") from None
    except json.JSONDecodeError as error:
        raise MocgioiError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:  # a number of too many digits, nesting without end
        raise MocgioiError(f"{path}: cannot be read as JSON: {error}") from None


def paths(root: Path) -> list[Path]:
    """The annotation files of a checkout, by id."""
    return sorted((root / "corpus" / "annotations").glob("*.json"))


def raw_path(root: Path, annotation: dict) -> Path:
    """The raw file that an annotation names."""
    return root / annotation["raw"]["file"]


def dumps(annotation: dict) -> str:
    """The annotation as its file's text: one metadata field and one span on each line, a line feed at the end."""
    return "".join(_lines(annotation))


def _lines(annotation: dict) -> Iterator[str]:
    head = [key for key in annotation if key not in ("metadata", "spans")]
    yield "{\n"
    for key in head:
        yield f" {_json(key)}: {_json(annotation[key])},\n"
    facts = [f"  {_json(key)}: {_json(fact)}" for key, fact in annotation["metadata"].items()]
    yield ' "metadata": {\n' + ",\n".join(facts) + "\n },\n"
    spans = [f"  {_json(span)}" for span in annotation["spans"]]
    yield ' "spans": [\n' + ",\n".join(spans) + ("\n" if spans else "") + " ]\n}\n"


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)
