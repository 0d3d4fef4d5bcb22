"""The contract: what schema/*.schema.json says, read once, and the Arrow types that follow from it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from mocgioi.paths import home

TABLES = {"documents": "document", "spans": "span", "lines": "line"}
"""The tables of a release and the schema of their rows."""


@cache
def schema(name: str) -> dict:
    """The JSON Schema `schema/<name>.schema.json`."""
    return json.loads((home() / "schema" / f"{name}.schema.json").read_text("utf-8"))


@cache
def validator(name: str):
    """A jsonschema validator for schema `name` that knows the others. Errors come from its `iter_errors`."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    names = sorted(path.name.removesuffix(".schema.json") for path in (home() / "schema").glob("*.schema.json"))
    registry = Registry().with_resources((f"{n}.schema.json", Resource.from_contents(schema(n))) for n in names)
    return Draft202012Validator(schema(name), registry=registry)


def resolve(node: dict, file: str, read: Callable[[str], dict] = schema) -> tuple[dict, str]:
    """`node` with its `$ref` followed, keywords beside the reference winning, and the schema that it now stands in.

    `read` gives a schema by name: today's, unless the contract of an older release is meant (see `reader`).
    """
    while "$ref" in node:
        where, pointer = node["$ref"].split("#/")
        file = where.removesuffix(".schema.json") or file
        target = read(file)
        for key in pointer.split("/"):
            target = target[key]
        node = target | {key: value for key, value in node.items() if key != "$ref"}
    return node, file


def bundle() -> dict:
    """The schemas of a release's rows and manifest as one JSON Schema, whose instances are document rows.

    A release carries it, so that its digests can be checked when the schemas of a later version say something else.
    """
    names = ("common", *TABLES.values(), "manifest")
    embedded = {name: {"$id": f"{name}.schema.json"} | schema(name) for name in names}
    return {"$schema": schema("common")["$schema"], "$ref": "document.schema.json", "$defs": embedded}


def bundled_validator(bundled: dict, name: str):
    """A jsonschema validator for schema `name` of a bundled contract."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(bundled | {"$ref": f"{name}.schema.json"})


def reader(bundled: dict) -> Callable[[str], dict]:
    """What `schema` is for today's contract, for a bundled one."""
    return bundled["$defs"].__getitem__


# --- labels and zones -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Label:
    """A label with the zone it decides and its definition."""

    name: str
    zone: str
    description: str


def choices(name: str) -> dict[str, str]:
    """The values of `$defs/<name>` in the common schema, each with its definition, in order."""
    return {choice["const"]: choice["description"] for choice in schema("common")["$defs"][name]["oneOf"]}


@cache
def labels() -> dict[str, Label]:
    """All labels by name, in the order of the guide."""
    branches = schema("common")["$defs"]["label"]["oneOf"]
    return {b["const"]: Label(b["const"], b["x-zone"], b["description"]) for b in branches}


@cache
def zones() -> tuple[str, ...]:
    """All zones, in the order of the guide."""
    return tuple(choices("zone"))


def zone_of(label: str) -> str:
    """The zone that `label` decides. Raises KeyError for an unknown label."""
    return labels()[label].zone


def labels_of(zone: str) -> tuple[str, ...]:
    """The labels that decide `zone`, in the order of the guide."""
    return tuple(name for name, label in labels().items() if label.zone == zone)


@cache
def doc_id_pattern() -> re.Pattern:
    """What an id of a page looks like; to be matched against the whole of a text."""
    return re.compile(schema("common")["$defs"]["docId"]["pattern"])


@cache
def metadata_fields() -> tuple[str, ...]:
    """The metadata fields of an annotation, in order."""
    return tuple(schema("annotation")["properties"]["metadata"]["properties"])


# --- Arrow ----------------------------------------------------------------------------------------------------------

SCALARS = {"string": pa.string(), "integer": pa.int32(), "number": pa.float64(), "boolean": pa.bool_()}


def unwrapped(node: dict, file: str, read: Callable[[str], dict] = schema) -> tuple[dict, str]:
    """A resolved node without the branch that allows null, and the schema that it then stands in."""
    branches = [branch for branch in node.get("anyOf", []) if branch != {"type": "null"}]
    return resolve(branches[0], file, read) if branches else (node, file)


def arrow_type(node: dict, file: str, read: Callable[[str], dict] = schema) -> pa.DataType:
    """The Arrow type of values that fit the JSON Schema `node`: strings stay strings, integers are int32."""
    node, file = unwrapped(*resolve(node, file, read), read)
    kinds = node.get("type", "string" if "oneOf" in node else None)
    kind = next(k for k in ([kinds] if isinstance(kinds, str) else kinds) if k != "null")
    if kind == "array":
        return pa.list_(arrow_type(node["items"], file, read))
    if kind == "object":
        return pa.struct([pa.field(key, arrow_type(value, file, read)) for key, value in node["properties"].items()])
    return SCALARS[kind]


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of a release by today's contract: documents, spans or lines."""
    return arrow_schema_by(table, schema)


def arrow_schema_by(table: str, read: Callable[[str], dict]) -> pa.Schema:
    """The Arrow schema of a table by the contract whose schemas `read` gives: see `reader`."""
    name = TABLES[table]
    columns = read(name)["properties"].items()
    return pa.schema([pa.field(key, arrow_type(node, name, read)) for key, node in columns])


# --- fields, for documentation and digests --------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """A field of a row, at any depth: `path` is as in `spans[].start`."""

    path: str
    kind: str
    description: str
    derived: bool
    choices: str | None


def fields(table: str) -> Iterator[Field]:
    """Every field of a table's rows, depth first, in order."""
    name = TABLES[table]
    for key, node in schema(name)["properties"].items():
        yield from _fields(key, node, name)


def _fields(path: str, node: dict, file: str) -> Iterator[Field]:
    node, file = resolve(node, file)
    description = node.get("description", "")
    derived = bool(node.get("x-derived"))
    nullable = "null" in node.get("type", ()) or {"type": "null"} in node.get("anyOf", [])
    node, file = unwrapped(node, file)
    enumerated = next((key for key in ("label", "zone", "basis") if node.get("oneOf") == _one_of(key)), None)
    kind = arrow_type(node, file)
    yield Field(path, _kind(kind) + " or null" * nullable, description, derived, enumerated)
    if pa.types.is_list(kind):
        item, inner = resolve(node["items"], file)
        if item.get("type") == "object":
            for key, child in item["properties"].items():
                yield from _fields(f"{path}[].{key}", child, inner)


def _kind(kind: pa.DataType) -> str:
    """The type in words: struct and list of struct, whose fields follow, are not spelled out."""
    if pa.types.is_list(kind):
        return f"list of {_kind(kind.value_type)}"
    return "struct" if pa.types.is_struct(kind) else str(kind)


def _one_of(key: str) -> list:
    return schema("common")["$defs"][key]["oneOf"]
