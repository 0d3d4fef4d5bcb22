"""Croissant 1.1 metadata of a release, with the RAI vocabulary, generated from the contract and the manifest.

What Croissant is: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html. Paths are relative, so that the
description holds for a release folder wherever it lies.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from mocgioi import contract
from mocgioi.contract import TABLES

RIGHTS = (
    "The licence covers annotations and metadata. The text of the pages belongs to its publishers; "
    "no licence is claimed or given for it."
)
CONFORMS_TO = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
FILE = "croissant.json"
ANSWERS = Path("corpus", "responsible-ai.json")
"""Where the answers of the RAI vocabulary stand, written by hand, by property."""
TERMS = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject",
    "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
    "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator",
    "source", "subField", "transform",
)  # fmt: skip
"""Words of the Croissant vocabulary that the standard context gives without their prefix."""
TYPES = {"string": "sc:Text", "int32": "cr:Int32", "double": "cr:Float64", "bool": "sc:Boolean"}
"""Arrow types and Croissant's names for them."""
ENUMERATIONS = ("zone", "label")
"""The closed lists of the contract; a field of such a name refers to its list."""


def metadata(manifest: dict, about: dict, rai: dict) -> dict:
    """The description of a release as a JSON-LD value.

    `manifest` needs version, date and files; `about` is the citation file, `rai` the answers by RAI property.
    """
    return {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": "mocgioi",
        "alternateName": "Mốc Giới",
        "description": " ".join(about["abstract"].split()),
        "license": f"https://spdx.org/licenses/{about['license']}",
        "conditionsOfAccess": RIGHTS,
        "version": manifest["version"],
        "datePublished": manifest["date"],
        "inLanguage": "vi",
        "keywords": about["keywords"],
        "creator": [{"@type": "sc:Organization", "name": author["name"]} for author in about["authors"]],
        "citeAs": f"{about['title']}, version {manifest['version']}, sha256:{manifest['digest']}",
        "isLiveDataset": False,
        **{f"rai:{key}": value for key, value in rai.items()},
        "distribution": [_file(name, entry) for name, entry in sorted(manifest["files"].items()) if name in FORMATS],
        "recordSet": [*map(_enumeration, ENUMERATIONS), *map(_records, TABLES)],
    }


def dumps(value: dict) -> str:
    """A description as the text of its file."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


FORMATS = {f"{table}.parquet": "application/x-parquet" for table in TABLES}
FORMATS["documents.jsonl"] = "application/jsonlines"
"""The files that are described, each with its media type."""


def _context() -> dict:
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "description": {"@container": "@language"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "name": {"@container": "@language"},
        **{term: f"cr:{term}" for term in TERMS},
    }


def _file(name: str, entry: dict) -> dict:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{entry['bytes']} B",
        "encodingFormat": FORMATS[name],
        "sha256": entry["sha256"],
    }


def _enumeration(name: str) -> dict:
    """The values of a closed list, each with its definition, as records that stand in the description itself."""
    columns = {"name": "sc:Text", "description": "sc:Text"}
    fields = [{"@type": "cr:Field", "@id": f"{name}s/{key}", "name": key, "dataType": t} for key, t in columns.items()]
    return {
        "@type": "cr:RecordSet",
        "@id": f"{name}s",
        "name": f"{name}s",
        "description": contract.schema("common")["$defs"][name]["description"],
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{name}s/name"},
        "field": fields,
        "data": [{f"{name}s/name": k, f"{name}s/description": text} for k, text in contract.choices(name).items()],
    }


def _records(table: str) -> dict:
    name = TABLES[table]
    schema = contract.schema(name)
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": schema["description"],
        "key": [{"@id": f"{table}/{key}"} for key in KEYS[table]],
        "field": [_field(table, key, node, name) for key, node in schema["properties"].items()],
    }


KEYS = {"documents": ["doc_id"], "spans": ["doc_id", "span_id"], "lines": ["doc_id", "line_no"]}
"""The columns that together name a row of each table."""


def _field(table: str, column: str, node: dict, file: str) -> dict:
    """A column; a list of objects becomes a repeated field with one sub-field for each key of the objects."""
    about, file = contract.resolve(node, file)
    kind = contract.arrow_type(about, file)
    entry = _head(f"{table}/{column}", column, about)
    origin = {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": column}}
    children = list(_children(about, file))
    if children:
        entry["subField"] = [
            _leaf(_head(f"{table}/{column}/{key}", key, child), str(contract.arrow_type(child, inner)))
            | {"source": origin | {"transform": {"jsonPath": key}}}
            for key, child, inner in children
        ]
        return entry | {"isArray": True, "arrayShape": "-1"}
    return _leaf(entry, str(kind)) | {"source": origin}


def _children(node: dict, file: str) -> Iterator[tuple[str, dict, str]]:
    if node.get("type") == "array":
        item, file = contract.resolve(node["items"], file)
        for key, child in item.get("properties", {}).items():
            yield key, *contract.resolve(child, file)


def _head(identifier: str, name: str, node: dict) -> dict:
    entry = {"@type": "cr:Field", "@id": identifier, "name": name, "description": node["description"]}
    if name in ENUMERATIONS:
        entry["references"] = {"field": {"@id": f"{name}s/name"}}
    return entry


def _leaf(entry: dict, kind: str) -> dict:
    """The data type of a field without sub-fields; a list of strings or numbers is an array of one dimension."""
    if kind.startswith("list<"):
        item = kind.removesuffix(">").rpartition(" ")[2]
        return entry | {"dataType": TYPES[item], "isArray": True, "arrayShape": "-1"}
    return entry | {"dataType": TYPES[kind]}
