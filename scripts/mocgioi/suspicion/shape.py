"""The JSON Schema of document rows, asked of Arrow columns: what the types leave open is asked for each value."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import contract
from mocgioi.offsets import numbers, strings


def wrong(table: pa.Table) -> np.ndarray:
    """For each row whether it differs from schema/document.schema.json, bool."""
    found = np.zeros(len(table), bool)
    for key, node in contract.schema("document")["properties"].items():
        found |= _wrong(table[key].combine_chunks(), node, "document")
    return found


def ungrounded(table: pa.Table) -> np.ndarray:
    """For each row whether its grounding is not one entry for each metadata field, in their order, bool."""
    column, fields = table["grounding"].combine_chunks(), list(contract.metadata_fields())
    lengths = pc.list_value_length(column)
    lengths = numbers(lengths.fill_null(0) if lengths.null_count else lengths)
    found, row = lengths != len(fields), np.repeat(np.arange(len(table)), lengths)
    place = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    named = pc.index_in(column.flatten().field("field"), strings(fields))
    found[row[numbers(named.fill_null(-1) if named.null_count else named) != place]] = True
    return found


def _wrong(column: pa.Array, node: dict, file: str) -> np.ndarray:
    """For each value whether it differs from a schema that says: type, pattern, choice, minimum, length, parts."""
    node, file = contract.resolve(node, file)
    kinds = node.get("type", ())
    found = np.zeros(len(column), bool)
    if column.null_count and "null" not in kinds:
        found |= ~numbers(column.is_valid())
    if pa.types.is_list(column.type):
        inner = _wrong(column.flatten(), node["items"], file)
        found[numbers(pc.list_parent_indices(column))[inner]] = True
    elif pa.types.is_struct(column.type):
        for key, child in node["properties"].items():
            found |= _wrong(column.field(key), child, file)
    elif pa.types.is_integer(column.type):
        if "minimum" in node:
            found |= _not(pc.greater_equal(column, pa.scalar(node["minimum"], column.type)))
    else:
        found |= _wrong_text(column, node)
    return found


def _wrong_text(column: pa.Array, node: dict) -> np.ndarray:
    """For each text whether it breaks the schema's choice, pattern or length, bool; null is for others to judge."""
    if len(column) > MANY:
        coded = column.dictionary_encode()
        wrong, indices = _wrong_text(coded.dictionary, node), coded.indices
        valid = indices.is_valid()
        found = np.zeros(len(column), bool)
        if wrong.any():
            found[numbers(valid)] = wrong[numbers(indices.drop_null())]
        return found
    found = np.zeros(len(column), bool)
    choices = [branch["const"] for branch in node.get("oneOf", ())] or node.get("enum")
    if choices:
        return _not(pc.is_in(column, strings(choices)))
    if "pattern" in node:  # by Python's re, which keeps what it compiled, while Arrow compiles anew for every batch
        fits = re.compile(node["pattern"]).search
        found |= np.fromiter((text is not None and not fits(text) for text in column.to_pylist()), bool, len(column))
    if "minLength" in node:
        found |= _not(pc.greater_equal(pc.binary_length(column), pa.scalar(node["minLength"], pa.int32())))
    return found


def _not(verdict: pa.Array) -> np.ndarray:
    """Where a verdict is no, bool; null is for others to judge."""
    return ~numbers(verdict.fill_null(True) if verdict.null_count else verdict)


MANY = 10_000
"""Values from which it pays to look at each different one once."""
HANDLED = {
    "$ref", "type", "pattern", "oneOf", "enum", "minimum", "minLength", "items", "properties", "required",
    "additionalProperties", "description", "x-derived", "x-zone", "title", "const",
}  # fmt: skip
"""Every keyword that these functions, or the Arrow types, answer for; a test fails when the schema uses another."""
