"""JSON lines as a documents table, when each line has exactly the fields and types of a row."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import contract
from mocgioi.offsets import numbers, places


def table(lines: list[bytes]) -> pa.Table | None:
    """The rows in JSON lines, or None unless each line has every field of the contract, once, in the right type.

    Arrow's reader refuses unknown fields, fields that come twice and values of another type; it takes a missing field
    for null, so the keys are counted in the bytes.
    """
    from pyarrow import json

    data = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines)
    if not all(line.startswith(b"{") for line in lines) or not _is_shallow(np.frombuffer(data, np.uint8)):
        return None  # what is no object takes Arrow's reader down
    try:
        data.decode()  # Arrow reads any bytes
    except UnicodeDecodeError:
        return None
    parse = json.ParseOptions(explicit_schema=contract.arrow_schema("documents"), unexpected_field_behavior="error")
    read = json.ReadOptions(use_threads=False, block_size=len(data) + 1)
    try:
        found = json.read_json(io.BytesIO(data), read, parse)
    except (pa.ArrowException, ValueError):
        return None
    if len(found) != len(lines) or not found.schema.equals(contract.arrow_schema("documents")):
        return None
    return found if (_keys(data) == _expected(found)).all() else None


DEEPEST = 8
"""Brackets inside one another that Arrow's reader is given; a row needs four."""


def _is_shallow(data: np.ndarray) -> bool:
    """Whether brackets outside of texts are closed in each line and lie at most `DEEPEST` deep in one another.

    Arrow's reader follows brackets by recursion and takes the process down when there are too many. A quotation mark
    behind two backslashes makes it uncertain where texts end; that is not looked into.
    """
    quotes = places(data, lambda bytes: bytes == 0x22)
    escaped = data[np.maximum(quotes - 1, 0)] == 0x5C
    if (data[np.maximum(quotes[escaped] - 2, 0)] == 0x5C).any():
        return False
    quotes = quotes[~escaped]
    marks = places(data, lambda bytes: ((bytes | 0x20) == 0x7B) | ((bytes | 0x20) == 0x7D) | (bytes == 0x0A))
    marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    kind = data[marks]
    depth = np.cumsum(np.where(kind == 0x0A, 0, np.where((kind | 0x20) == 0x7B, 1, -1)))
    return bool((depth >= 0).all() and (depth <= DEEPEST).all() and not depth[kind == 0x0A].any())


def _keys(data: bytes) -> np.ndarray:
    """For each line the number of its keys: a quotation mark before a colon, and no backslash before that."""
    array = np.frombuffer(data, np.uint8)
    at = np.flatnonzero((array[1:-1] == 0x22) & (array[2:] == 0x3A) & (array[:-2] != 0x5C)) + 1
    ends = np.flatnonzero(array == 0x0A)
    return np.bincount(np.searchsorted(ends, at), minlength=len(ends))


def _expected(rows: pa.Table) -> np.ndarray:
    """For each row the number of keys that it has when none is missing."""
    columns = contract.arrow_schema("documents")
    found = np.full(len(rows), len(columns))
    for name in ("grounding", "spans"):
        lengths = pc.list_value_length(rows[name].combine_chunks())
        width = len(columns.field(name).type.value_type)
        found = found + width * numbers(lengths.fill_null(0) if lengths.null_count else lengths)
    return found
