"""Reading pages from files of several kinds as a stream of record batches {id, text}, in memory of bounded size."""

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from mocgioi.errors import MocgioiError
from mocgioi.offsets import strings
from mocgioi.text import read_text

SCHEMA = pa.schema([("id", pa.string()), ("text", pa.large_string())])
"""A batch of pages. Text is large_string because a batch may hold one page of any size."""
BATCH_BYTES = 4 << 20
"""A batch is closed when its text reaches this many characters. Measured: larger batches are no faster, and memory
grows with them."""
ID_KEYS = ("id", "doc_id")
KINDS = (".txt", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
STANDARD_INPUT = "-"


class BadRow(MocgioiError):
    """A row of the input that holds no page; the rest of the file can still be read."""


Rows = Iterator[tuple[str, str] | BadRow]


def read_batches(inputs: Iterable[str], skip: Callable[[BadRow], None] | None = None) -> Iterator[pa.RecordBatch]:
    """The pages of the inputs, in order: paths, or `-` for JSON lines on standard input.

    A bad row is raised, as BadRow with its place, or given to `skip` and left out.
    """
    ids, texts, size = [], [], 0
    for row in _all_rows(inputs):
        if isinstance(row, BadRow):
            if skip is None:
                raise row
            skip(row)
            continue
        ids.append(row[0])
        texts.append(row[1])
        size += len(row[1])
        if size >= BATCH_BYTES:
            yield _batch(ids, texts)
            ids, texts, size = [], [], 0
    if ids:
        yield _batch(ids, texts)


def kind_of(path: str) -> str:
    """The kind of an input by its name. Raises MocgioiError for one that is not known."""
    kind = next((kind for kind in KINDS if path.endswith(kind)), None)
    if kind is None:
        raise MocgioiError(f"{path}: kind of file not known, expected one of {', '.join(KINDS)}")
    return kind


def _all_rows(inputs: Iterable[str]) -> Rows:
    for name in inputs:
        if name == STANDARD_INPUT:
            yield from _json_lines(sys.stdin.buffer, "standard input")
        else:
            yield from READERS[kind_of(name)](name)


def _batch(ids: list[str], texts: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([strings(ids), _strings(texts)], schema=SCHEMA)


def _strings(values: list[str]) -> pa.Array:
    """A large_string array, made without `pyarrow.array`, which would import pandas."""
    encoded = [value.encode() for value in values]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(encoded), buffers)


def _text_file(path: str) -> Rows:
    """One page, its text by the recipe of the corpus, its id the file's name without `.txt`."""
    try:
        yield Path(path).name.removesuffix(".txt"), read_text(Path(path).read_bytes(), name=path).text
    except OSError as error:
        raise MocgioiError(f"{path}: cannot be read: {error.strerror}") from None
    except MocgioiError as error:
        yield BadRow(error.message, error.fix)


def _json_lines_file(path: str) -> Rows:
    try:
        with pa.input_stream(path) as stream:
            yield from _json_lines(io.BufferedReader(stream), path)
    except OSError as error:
        raise MocgioiError(f"{path}: cannot be read: {error}") from None


def _json_lines(stream, name: str) -> Rows:
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield _json_row(line, f"{name}:{number}")


def _json_row(line: bytes, place: str) -> tuple[str, str] | BadRow:
    try:
        row = json.loads(line)
    except UnicodeDecodeError as error:
        return BadRow(f"{place}: found a byte that is not UTF-8 at byte {error.start} of the line")
    except (json.JSONDecodeError, RecursionError) as error:
        return BadRow(f"{place}: not JSON: {error}")
    if not isinstance(row, dict):
        return BadRow(f"{place}: found {type(row).__name__}, expected an object with id and text")
    key = next((key for key in ID_KEYS if key in row), None)
    if key is None or not isinstance(row[key], str | int):
        return BadRow(f"{place}: found no id, expected a string or number under {' or '.join(ID_KEYS)}")
    if not isinstance(row.get("text"), str):
        return BadRow(f"{place}: found no text, expected a string under text")
    try:
        row["text"].encode()
    except UnicodeEncodeError as error:
        return BadRow(
            f"{place}: found half of a surrogate pair at code point {error.start} of text, expected Unicode text"
        )
    return str(row[key]), row["text"]


def _parquet_file(path: str) -> Rows:
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise MocgioiError(f"{path}: no readable Parquet file: {error}") from None
    key = next((key for key in ID_KEYS if key in file.schema_arrow.names), None)
    if key is None or "text" not in file.schema_arrow.names:
        raise MocgioiError(f"{path}: found columns {', '.join(file.schema_arrow.names)}, expected id and text")
    number = 0
    for batch in file.iter_batches(batch_size=256, columns=[key, "text"]):
        for identifier, text in zip(batch[key].to_pylist(), batch["text"].to_pylist(), strict=True):
            number += 1
            if identifier is None or not isinstance(text, str):
                yield BadRow(f"{path}: row {number}: found no id or no text")
            else:
                yield str(identifier), text


READERS = {
    ".txt": _text_file,
    ".jsonl": _json_lines_file,
    ".jsonl.gz": _json_lines_file,
    ".jsonl.zst": _json_lines_file,
    ".parquet": _parquet_file,
}
