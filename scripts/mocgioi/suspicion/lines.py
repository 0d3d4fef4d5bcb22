"""JSON lines as a documents table, when each line has exactly the fields and types of a row."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import contract
from mocgioi.offsets import numbers


def table(lines: list[bytes]) -> pa.Table | None:
    """The rows in JSON lines, or None unless each line has every field of the contract, once, in the right type.

    Arrow's reader refuses unknown fields, fields that come twice and values of another type; it takes a missing field
    for null, so the keys are counted in the bytes.
    """
    from pyarrow import json

    data = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines)
    parse = json.ParseOptions(explicit_schema=contract.arrow_schema("documents"), unexpected_field_behavior="error")
    read = json.ReadOptions(use_threads=False, block_size=len(data) + 1)
    try:
        found = json.read_json(io.BytesIO(data), read, parse)
    except (pa.ArrowException, ValueError):
        return None
    if len(found) != len(lines) or not found.schema.equals(contract.arrow_schema("documents")):
        return None
    return found if (_keys(data) == _expected(found)).all() else None


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
