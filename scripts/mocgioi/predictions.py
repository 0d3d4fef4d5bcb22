"""Files of predicted spans: rows {id, spans}, written as a stream and whole or not at all, and read back."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from mocgioi import contract
from mocgioi.errors import MocgioiError
from mocgioi.pages import ID_KEYS

KINDS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")


@contextmanager
def writer(path: str | None, stdout=None) -> Iterator:
    """Gives a function that writes a record batch {id, spans} to `path`, or as JSON lines to `stdout` without one.

    The file appears under its name only when the block ends without an error; until then it stands beside.
    """
    if path is None:
        yield lambda batch: stdout.writelines(piece.decode() for piece in _json_lines(batch))
        return
    kind = next((kind for kind in KINDS if path.endswith(kind)), None)
    if kind is None:
        raise MocgioiError(f"{path}: kind of file not known, expected one of {', '.join(KINDS)}")
    place = Path(path)
    if not place.parent.is_dir():
        raise MocgioiError(f"{path}: found no folder {place.parent}, expected one to write to")
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=kind)
    os.close(handle)
    try:
        with (_parquet if kind == ".parquet" else _lines)(temporary) as write:
            yield write
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def _lines(path: str):
    with pa.output_stream(path) as stream:
        yield lambda batch: [stream.write(piece) for piece in _json_lines(batch)]


@contextmanager
def _parquet(path: str):
    import pyarrow.parquet as pq

    opened = []

    def write(batch: pa.RecordBatch) -> None:
        if not opened:
            opened.append(pq.ParquetWriter(path, batch.schema, compression="zstd"))
        opened[0].write_batch(batch)

    try:
        yield write
    finally:
        if not opened:
            opened.append(pq.ParquetWriter(path, EMPTY, compression="zstd"))
        opened[0].close()


SPAN = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("zone", pa.string()), ("label", pa.string()), ("score", pa.float32())]
)
EMPTY = pa.schema([("id", pa.string()), ("spans", pa.list_(SPAN))])


_SPANS = 10_000
"""Spans that are turned into JSON at a time: a page of a million tiny lines took a gigabyte at once."""


def _json_lines(batch: pa.RecordBatch) -> Iterator[bytes]:
    """The rows as JSON lines, in pieces."""
    for number, identifier in enumerate(batch["id"].to_pylist()):
        spans = batch["spans"][number].values
        yield f'{{"id": {json.dumps(identifier, ensure_ascii=False)}, "spans": ['.encode()
        for low in range(0, len(spans), _SPANS):
            some = json.dumps(_rounded(spans.slice(low, _SPANS).to_pylist()), ensure_ascii=False)
            yield (", " * (low > 0) + some[1:-1]).encode()
        yield b"]}\n"


def _rounded(spans: list[dict]) -> list[dict]:
    """A score is a float32; more than four digits would only show the noise of its conversion."""
    for span in spans:
        span["score"] = round(span["score"], 4)
    return spans


def read(path: str) -> dict[str, list[dict]]:
    """The spans of every page in a file of predictions, by id; a zone that is missing is that of the label.

    Raises MocgioiError for a file that cannot be read and for a row that is no prediction.
    """
    found = {}
    for place, row in _rows(path):
        key = next((key for key in ID_KEYS if isinstance(row, dict) and key in row), None)
        if key is None or not isinstance(row.get("spans"), list):
            raise MocgioiError(f"{place}: found no row {{id, spans}}")
        found[str(row[key])] = [_span(span, f"{place}: spans[{number}]") for number, span in enumerate(row["spans"])]
    return found


def _rows(path: str) -> Iterator[tuple[str, object]]:
    """The rows of a file, each with its place."""
    try:
        if path.endswith(".parquet"):
            import pyarrow.parquet as pq

            table = pq.ParquetFile(path).read().to_pylist()
            yield from ((f"{path}: row {number}", row) for number, row in enumerate(table, 1))
            return
        with pa.input_stream(path) as stream:
            lines = stream.read().splitlines()
    except (OSError, pa.ArrowInvalid) as error:
        raise MocgioiError(f"{path}: cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield f"{path}:{number}", json.loads(line)
        except (ValueError, RecursionError) as error:
            raise MocgioiError(f"{path}:{number}: not JSON: {error}") from None


def _span(span, place: str) -> dict:
    label = span.get("label") if isinstance(span, dict) else None
    if label not in contract.labels() or not _in_order(span.get("start"), span.get("end")):
        raise MocgioiError(
            f"{place}: found {json.dumps(span, ensure_ascii=False)}, "
            "expected start, end and a label of the guide, with 0 <= start <= end"
        )
    return {"zone": contract.zone_of(label)} | span


def _in_order(start, end) -> bool:
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end
