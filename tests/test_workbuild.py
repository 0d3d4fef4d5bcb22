"""Builds of the working state."""

import pytest

from mocgioi import release, workbuild
from tests.conftest import put_page


def test_build_says_what_changed_since_the_release(small, mocgioi):
    release.write(release.build(release.documents_of(small), "1.0.0", "2026-01-31"), small / "corpus/releases/1.0.0")
    assert "release  equal to 1.0.0" in mocgioi("build", "--root", small).out
    put_page(small, "mg0002")
    put_page(small, "mg0001", "Khác.", [("Khác.", "lede")])
    out = mocgioi("build", "--root", small).out
    assert "changed  mg0001 since release 1.0.0" in out
    assert "added    mg0002 since release 1.0.0" in out
    assert "built 2 documents, 8 spans, 10 lines" in out


def test_before_the_first_release(small, mocgioi):
    assert "release  none yet" in mocgioi("build", "--root", small).out
    assert (small / "build" / "documents.parquet").is_file()


def test_a_folder_that_is_no_build_is_left_alone(small, tmp_path, mocgioi):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    ran = mocgioi("build", "--root", small, "-o", tmp_path / "mine")
    assert ran.code == 2
    assert "found a folder that is no build" in ran.err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "x"


def test_a_failed_build_leaves_the_old_one(small, tmp_path, monkeypatch):
    built = workbuild.build(small)
    workbuild.write(built, tmp_path / "build")
    before = {path.name: path.read_bytes() for path in (tmp_path / "build").iterdir()}
    monkeypatch.setattr(workbuild.release, "write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workbuild.write(built, tmp_path / "build")
    assert {path.name: path.read_bytes() for path in (tmp_path / "build").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
