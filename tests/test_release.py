"""Building a release, writing it, and finding releases."""

import json

import pytest

from mocgioi import MocgioiError, release
from tests.conftest import put_page, spawn

BUILD = """
import sys
from pathlib import Path
from mocgioi import release
root, out = map(Path, sys.argv[1:])
release.write(release.build(release.documents_of(root), "1.0.0", "2026-01-31"), out)
"""


def test_two_processes_build_the_same_bytes(root, tmp_path):
    for name, seed in (("one", "1"), ("two", "2")):
        ran = spawn(
            "-c", BUILD, root, tmp_path / name, PYTHONHASHSEED=seed, ARROW_USER_SIMD_LEVEL="NONE" if seed == "2" else ""
        )
        assert ran.returncode == 0, ran.stderr
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 8
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_manifest_of_a_small_release(small):
    built = release.build(release.documents_of(small), "1.2.3", "2026-01-31")
    assert (built.version, built.manifest["date"], built.manifest["guide"]) == ("1.2.3", "2026-01-31", "1.0")
    assert built.manifest["counts"] == {"documents": 1, "spans": 7, "lines": 9}
    assert json.loads(built.files["manifest.json"]) == built.manifest
    for name, stated in built.manifest["files"].items():
        assert stated["bytes"] == len(built.files[name])


def test_a_release_is_never_overwritten(small, tmp_path):
    built = release.build(release.documents_of(small), "1.0.0", "2026-01-31")
    release.write(built, tmp_path / "1.0.0")
    with pytest.raises(MocgioiError, match="found a release there already"):
        release.write(built, tmp_path / "1.0.0")


def test_a_failed_write_leaves_nothing(small, tmp_path, monkeypatch):
    built = release.build(release.documents_of(small), "1.0.0", "2026-01-31")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(release.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        release.write(built, tmp_path / "there" / "1.0.0")
    assert list((tmp_path / "there").iterdir()) == []


def test_pages_are_sorted_by_id(small):
    put_page(small, "mg0003")
    put_page(small, "mg0002")
    assert release.documents_of(small)["doc_id"].to_pylist() == ["mg0001", "mg0002", "mg0003"]


def test_a_raw_page_that_was_edited_stops_the_build(small):
    (small / "corpus/raw/mg0001.txt").write_bytes(b"other")
    with pytest.raises(MocgioiError, match=r"mg0001.json: raw.sha256: found \w{64}, expected \w{64}"):
        release.documents_of(small)


def test_a_missing_raw_page_stops_the_build(small):
    (small / "corpus/raw/mg0001.txt").unlink()
    with pytest.raises(MocgioiError, match=r"found no raw file corpus/raw/mg0001.txt"):
        release.documents_of(small)


def test_versions_are_sorted_by_number(tmp_path):
    for version in ("1.10.0", "1.9.0", "0.1.0"):
        (tmp_path / "corpus/releases" / version).mkdir(parents=True)
        (tmp_path / "corpus/releases" / version / "manifest.json").write_text("{}")
    assert release.versions(tmp_path) == ["0.1.0", "1.9.0", "1.10.0"]
    assert release.folder(root=tmp_path).name == "1.10.0"
    assert release.folder("v1.9.0", tmp_path).name == "1.9.0"
    with pytest.raises(MocgioiError, match=r"release 2.0.0: not held here, expected one of 0.1.0, 1.9.0, 1.10.0"):
        release.folder("2.0.0", tmp_path)
