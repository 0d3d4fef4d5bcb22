"""The JSON Schema of document rows, asked of Arrow columns: what the types leave open is asked for each value."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import contract
from mocgioi.coded import codes, fitting, looked_up
from mocgioi.offsets import filled, numbers, raw, whole


def wrong(table: pa.Table) -> np.ndarray:
    """For each row whether it differs from schema/document.schema.json, bool."""
    found = np.zeros(len(table), bool)
    for key, node in _columns().items():
        found |= _wrong(whole(table[key]), node)
    return found


@cache
def _columns() -> dict[str, dict]:
    """The schema of each column, its references followed at every depth."""
    return {key: _resolved(node, "document") for key, node in contract.schema("document")["properties"].items()}


def _resolved(node: dict, file: str) -> dict:
    node, file = contract.resolve(node, file)
    if "items" in node:
        node = node | {"items": _resolved(node["items"], file)}
    if "properties" in node:
        node = node | {"properties": {key: _resolved(child, file) for key, child in node["properties"].items()}}
    return node


def ungrounded(table: pa.Table) -> np.ndarray:
    """For each row whether its grounding is not one entry for each metadata field, in their order, bool."""
    column, fields = whole(table["grounding"]), list(contract.metadata_fields())
    lengths = filled(pc.list_value_length(column), 0)
    named = codes(column.flatten().field("field"), fields)
    found = lengths != len(fields)
    if found.any():
        place = np.arange(len(named)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    else:
        place = np.tile(np.arange(len(fields)), len(table))
    wrong = np.flatnonzero(named != place)
    found[np.repeat(np.arange(len(table)), lengths)[wrong] if len(wrong) else wrong] = True
    return found


def _wrong(column: pa.Array, node: dict) -> np.ndarray:
    """For each value whether it differs from a schema that says: type, pattern, choice, minimum, length, parts."""
    kinds = node.get("type", ())
    found = np.zeros(len(column), bool)
    if column.null_count and "null" not in kinds:
        found |= ~numbers(column.is_valid())
    if pa.types.is_list(column.type):
        inner = _wrong(column.flatten(), node["items"])
        if inner.any():
            found[numbers(pc.list_parent_indices(column))[inner]] = True
    elif pa.types.is_struct(column.type):
        for key, child in node["properties"].items():
            found |= _wrong(column.field(key), child)
    elif pa.types.is_integer(column.type):
        low = raw(column) < node.get("minimum", -np.inf)
        found |= low & numbers(column.is_valid()) if column.null_count else low
    elif any(key in node for key in ("oneOf", "enum", "pattern", "minLength")):
        found |= looked_up(column, lambda texts: _wrong_text(texts, node), False)
    return found


def _wrong_text(texts: pa.Array, node: dict) -> np.ndarray:
    """For each text whether it breaks the schema's choice, pattern or length, bool.

    Patterns are those of whole texts. A line feed that Python's `$` lets stand at the end is for the rules to judge.
    """
    found = np.zeros(len(texts), bool)
    choices = [branch["const"] for branch in node.get("oneOf", ())] or node.get("enum")
    if choices:
        return codes(texts, choices) < 0
    if "pattern" in node:
        found |= ~fitting(texts, node["pattern"].removeprefix("^").removesuffix("$"))
    if "minLength" in node:
        found |= numbers(pc.utf8_length(texts)) < node["minLength"]
    return found


HANDLED = {
    "$ref", "type", "pattern", "oneOf", "enum", "minimum", "minLength", "items", "properties", "required",
    "additionalProperties", "description", "x-derived", "x-zone", "title", "const",
}  # fmt: skip
"""Every keyword that these functions, or the Arrow types, answer for; a test fails when the schema uses another."""
