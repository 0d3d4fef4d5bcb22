"""Building a release again from its commit."""

import pytest

from mocgioi import cutting, release
from tests.releases import commit, git, ready


@pytest.mark.slow
def test_a_release_is_built_again_from_its_commit_byte_for_byte(root, tmp_path, mocgioi, monkeypatch):
    monkeypatch.setattr(cutting, "_invalid", lambda root: [])
    copy = ready(root, tmp_path / "copy")
    assert mocgioi("release", "patch", "--root", copy).code == 0
    commit(copy)
    (copy / "corpus/annotations/mg0001.json").unlink()
    ran = mocgioi("reproduce", "--root", copy)
    assert (ran.code, ran.err) == (0, "") and "every byte the same" in ran.out
    manifest = release.folder(release.versions(copy)[-1], copy) / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace('"date": "2', '"date": "1'), "utf-8")
    ran = mocgioi("reproduce", "--root", copy)
    assert ran.code == 1 and "manifest.json: found SHA-256" in ran.out
    manifest.write_text(text.replace(git(copy, "rev-parse", "HEAD~1").strip(), "0" * 40), "utf-8")
    assert mocgioi("reproduce", "--root", copy).code == 2
