"""Versions: the smallest one that a change of the tables allows, and the rows that demand it."""

import pyarrow as pa
import pytest

from mocgioi import bump, release
from mocgioi.tables import BUILDERS
from tests.conftest import put_page
from tests.releases import checkout, edit


@pytest.fixture
def root(tmp_path):
    return checkout(tmp_path)


def tables(root):
    documents = release.documents_of(root)
    return {name: make(documents) for name, make in BUILDERS.items()}


def demand(old, new):
    return bump.demand(old, new, set(old["documents"]["doc_id"].to_pylist()))


def test_the_same_rows_are_a_patch(root):
    assert demand(tables(root), tables(root)) == bump.Demand("patch", ())


def test_a_page_more_is_minor(root):
    old = tables(root)
    put_page(root, "mg0003")
    assert demand(old, tables(root)) == bump.Demand("minor", (("minor", "mg0003: page added"),))


def test_a_page_less_is_major(root):
    old = tables(root)
    (root / "corpus/annotations/mg0001.json").unlink()
    found = demand(old, tables(root))
    assert found.level == "major" and found.reasons[0] == ("major", "mg0001: page removed")


def test_a_label_changed_is_major_and_its_rows_are_named(root):
    old = tables(root)
    edit(root, "mg0002", lambda page: page["spans"][2].update(label="footer"))
    found = demand(old, tables(root))
    assert found.level == "major"
    assert [reason for _, reason in found.reasons] == [
        "mg0002: documents: spans changed",
        "mg0002: spans row 2: label changed",
        "mg0002: lines row 2: label changed",
    ]


@pytest.mark.parametrize("name", ["documents", "spans", "lines"])
def test_a_column_more_is_minor_and_a_column_less_is_major(root, name):
    old = tables(root)
    more = old | {name: old[name].append_column("seen", pa.array([1] * len(old[name])))}
    assert demand(old, more) == bump.Demand("minor", (("minor", f"{name}: column seen added"),))
    assert demand(more, old) == bump.Demand("major", (("major", f"{name}: column seen removed"),))


def test_a_derived_value_that_changes_is_major(root):
    old = tables(root)
    place = old["documents"].schema.get_field_index("body")
    new = old | {"documents": old["documents"].set_column(place, "body", pa.array(["x", "y"]))}
    assert [reason for _, reason in demand(old, new).reasons] == [
        "mg0001: documents: body changed",
        "mg0002: documents: body changed",
    ]


def test_a_page_withdrawn_from_the_old_release_still_counts(root):
    now = tables(root)
    found = bump.demand(now, now, {"mg0001", "mg0002", "mg0009"})
    assert found == bump.Demand("major", (("major", "mg0009: page removed"),))


@pytest.mark.parametrize(
    "level, allowed", [("patch", ["patch", "minor", "major"]), ("minor", ["minor", "major"]), ("major", ["major"])]
)
def test_a_larger_bump_is_allowed_and_a_smaller_one_is_not(level, allowed):
    assert [name for name in bump.LEVELS if bump.Demand(level, ()).allows(name)] == allowed


@pytest.mark.parametrize("level, version", [("patch", "1.2.4"), ("minor", "1.3.0"), ("major", "2.0.0")])
def test_raising_a_version(level, version):
    assert bump.raise_version("1.2.3", level) == version
