"""The contract and what follows from it."""

import json

import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator

from mocgioi import contract

NAMES = [
    "annotation", "common", "dispensations", "document", "index", "line", "manifest", "pass", "source", "span",
    "tombstones",
]  # fmt: skip


def test_every_schema_is_valid_and_described(root):
    assert sorted(path.name.removesuffix(".schema.json") for path in (root / "schema").iterdir()) == NAMES
    for name in NAMES:
        schema = json.loads((root / "schema" / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        assert schema["description"]


def test_labels_have_zone_and_definition():
    assert len(contract.labels()) == 26
    assert {label.zone for label in contract.labels().values()} == set(contract.zones())
    assert all(label.description.endswith(".") for label in contract.labels().values())
    assert contract.zone_of("lede") == "body"


def test_every_field_of_every_table_is_described():
    for table in contract.TABLES:
        for field in contract.fields(table):
            assert field.description.endswith("."), field.path


def test_arrow_types_of_spans():
    assert contract.arrow_schema("spans") == pa.schema(
        [
            ("doc_id", pa.string()),
            ("span_id", pa.int32()),
            ("line_no", pa.int32()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("zone", pa.string()),
            ("label", pa.string()),
            ("group", pa.string()),
            ("text", pa.string()),
        ]
    )


@pytest.mark.parametrize("table", contract.TABLES)
def test_rows_of_the_release_fit_the_schema_that_it_carries(table):
    from mocgioi import load, release

    rows = load(table).to_pylist()
    validator = contract.bundled_validator(release.read_contract(release.folder()), contract.TABLES[table])
    faults = [fault.message for row in rows for fault in validator.iter_errors(row)]
    assert rows and not faults


def test_annotations_sources_and_manifest_fit_their_schema(root):
    places = {
        "annotation": sorted((root / "corpus" / "annotations").glob("*.json")),
        "source": [root / "corpus" / "sources.json"],
        "manifest": sorted((root / "corpus" / "releases").glob("*/manifest.json")),
    }
    for name, paths in places.items():
        assert paths
        for path in paths:
            assert list(contract.validator(name).iter_errors(json.loads(path.read_text("utf-8")))) == []


def test_annotation_and_document_have_the_same_metadata_fields():
    row = contract.schema("document")["properties"]
    assert [name for name in row if name in contract.metadata_fields()] != []
    assert set(contract.metadata_fields()) <= set(row)
