"""JSON lines as a documents table, when each line has exactly the fields and types of a row."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import contract
from mocgioi.offsets import filled, places


def table(lines: list[bytes]) -> pa.Table | None:
    """The rows in JSON lines, or None unless each line has every field of the contract, once, in the right type.

    Arrow's reader refuses unknown fields, fields that come twice and values of another type; it takes a missing field
    for null, so the keys are counted in the bytes. It reads any bytes as text, so what it read is looked at once more.
    """
    from pyarrow import json

    data = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines)
    keys = _keys(np.frombuffer(data, np.uint8))
    if keys is None or len(keys) != len(lines) or not all(line.startswith(b"{") for line in lines):
        return None  # what is no object takes Arrow's reader down
    parse = json.ParseOptions(explicit_schema=contract.arrow_schema("documents"), unexpected_field_behavior="error")
    read = json.ReadOptions(use_threads=False, block_size=len(data) + 1)
    try:
        found = json.read_json(io.BytesIO(data), read, parse)
        found.validate(full=True)
    except (pa.ArrowException, ValueError):
        return None
    if len(found) != len(lines) or not found.schema.equals(contract.arrow_schema("documents")):
        return None
    return found if (keys == _expected(found)).all() else None


DEEPEST = 8
"""Brackets inside one another that Arrow's reader is given; a row needs four."""


def _keys(data: np.ndarray) -> np.ndarray | None:
    """For each line the number of its keys: texts with a colon right behind them. None if Arrow's reader is not to see it.

    That reader follows brackets by recursion and takes the process down when there are too many. Outside of texts they
    must be closed in each line and lie at most `DEEPEST` deep in one another. A quotation mark behind two backslashes
    makes it uncertain where texts end; that is not looked into.
    """
    quotes = places(data, lambda bytes: bytes == 0x22)
    escaped = data[np.maximum(quotes - 1, 0)] == 0x5C
    if (data[np.maximum(quotes[escaped] - 2, 0)] == 0x5C).any():
        return None
    quotes = quotes[~escaped]
    marks = places(data, lambda bytes: ((bytes | 0x20) == 0x7B) | ((bytes | 0x20) == 0x7D) | (bytes == 0x0A))
    marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    kind = data[marks]
    ends = kind == 0x0A
    depth = np.cumsum(np.where(ends, 0, np.where((kind | 0x20) == 0x7B, 1, -1)))
    if (depth < 0).any() or (depth > DEEPEST).any() or depth[ends].any():
        return None
    closing = quotes[1::2]
    keys = closing[data[np.minimum(closing + 1, len(data) - 1)] == 0x3A]
    return np.bincount(np.searchsorted(marks[ends], keys), minlength=np.count_nonzero(ends))


def _expected(rows: pa.Table) -> np.ndarray:
    """For each row the number of keys that it has when none is missing."""
    columns = contract.arrow_schema("documents")
    found = np.full(len(rows), len(columns))
    for name in ("grounding", "spans"):
        lengths = filled(pc.list_value_length(rows[name].combine_chunks()), 0)
        width = len(columns.field(name).type.value_type)
        found = found + width * lengths
    return found
