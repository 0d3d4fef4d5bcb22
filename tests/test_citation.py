"""Citations: one source, every format, each checked by a reader that is not ours where there is one."""

import json
import shutil

import pytest
import yaml
from datacite import schema45
from jsonschema import Draft202012Validator

from mocgioi import citation, contract, registry
from tests.releases import ABOUT, checkout, cut

FORMATS = ["apa", "bibtex", "csl-json", "datacite", "ris", "zenodo"]


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A repository with two releases of the same pages."""
    root = checkout(tmp_path_factory.mktemp("two"))
    cut(root, "1.0.0", "2024-05-06")
    cut(root, "1.0.1", "2025-07-08")
    return root


def test_every_format_has_a_test():
    assert sorted(citation.formats()) == FORMATS


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("version, date", [("1.0.0", "2024-05-06"), ("1.0.1", "2025-07-08")])
def test_every_format_names_version_year_author_and_identifiers(mocgioi, two, name, version, date):
    ran = mocgioi("cite", version, "--root", two, "--format", name)
    entry = registry.read(two)[version]
    assert (ran.code, ran.err) == (0, "")
    for word in (version, date[:4], "The Mốc Giới developers", entry["digest"], entry["swhid"]):
        assert word in ran.out


def test_the_newest_release_is_cited_by_default(mocgioi, two):
    assert "(Version 1.0.1)" in mocgioi("cite", "--root", two).out


def test_datacite_fits_its_schema(mocgioi, two):
    record = json.loads(mocgioi("cite", "--root", two, "--format", "datacite").out)
    assert list(schema45.validator.iter_errors(record)) == []
    assert list(schema45.validator.iter_errors({key: record[key] for key in record if key != "titles"}))


def test_csl_json_has_its_date_in_parts(mocgioi, two):
    [item] = json.loads(mocgioi("cite", "1.0.0", "--root", two, "--format", "csl-json").out)
    assert item["issued"] == {"date-parts": [[2024, 5, 6]]}


def test_ris_opens_with_its_type_and_ends_with_er(mocgioi, two):
    lines = mocgioi("cite", "--root", two, "--format", "ris").out.splitlines()
    assert (lines[0], lines[-1]) == ("TY  - DATA", "ER  - ")


def test_bibtex_escapes_what_tex_would_read():
    work = citation.Work("A & B_50%", ("C #1",), "", (), "MIT", "1.0.0", "2024-05-06", "0" * 64, None)
    text = citation.formats()["bibtex"](work)
    assert r"A \& B\_50\%" in text and r"C \#1" in text


def test_authors_in_parts_are_put_together(two, tmp_path):
    shutil.copytree(two, tmp_path / "copy")
    path = tmp_path / "copy" / ABOUT[0]
    about = yaml.safe_load(path.read_text("utf-8"))
    about["authors"] = [{"given-names": "Mị", "family-names": "Vàng"}, {"name": "A group"}]
    path.write_text(yaml.safe_dump(about, allow_unicode=True), "utf-8")
    work = citation.work(tmp_path / "copy")
    assert work.authors == ("Mị Vàng", "A group")
    assert citation.formats()["apa"](work).startswith("Mị Vàng, & A group (2025).")


def test_the_citation_file_and_the_index_agree(root):
    about, work = citation.read(root), citation.work(root)
    assert (about["version"], about["date-released"]) == (work.version, work.date)
    assert {entry["value"] for entry in about["identifiers"]} == set(work.identifiers)


def test_the_index_fits_its_schema(root):
    index = json.loads((root / registry.FILE).read_text("utf-8"))
    validator = contract.validator("index")
    assert isinstance(validator, Draft202012Validator) and validator.is_valid(index)
