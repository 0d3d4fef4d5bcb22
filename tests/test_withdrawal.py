"""Taking a page down: nothing of it stays but its tombstone, and old citations still verify."""

import json
import os
import shutil

import pytest

import mocgioi as package
from mocgioi import MocgioiError, diff, journal, registry, release, tombstones, verify, withdrawal
from tests.conftest import put_page
from tests.kills import killed
from tests.releases import SECOND, checkout, cut, edit

DAY = "2026-03-04"


@pytest.fixture
def root(tmp_path):
    """Two releases that differ in the page's label, and a second pass."""
    root = checkout(tmp_path / "root")
    cut(root, "1.0.0")
    edit(root, "mg0002", lambda page: page["spans"][2].update(label="footer"))
    cut(root, "2.0.0", "2026-02-03")
    shutil.copytree(root / "corpus/annotations", root / "corpus/passes/b")
    return root


def state(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_nothing_of_the_page_stays_but_its_tombstone(root):
    words = [line.encode() for line in SECOND.split("\n") if line]
    assert any(word in data for data in state(root).values() for word in words)
    withdrawal.withdraw(root, "mg0002", "Asked for by the publisher.", DAY)
    for name, data in state(root).items():
        assert not any(word in data for word in words), name
    for version in ("1.0.0", "2.0.0"):
        for table in ("documents", "spans", "lines"):
            rows = package.load(table, version, root=root)
            assert set(rows["doc_id"].to_pylist()) == {"mg0001"}
    assert tombstones.read(root)["mg0002"]["reason"] == "Asked for by the publisher."
    assert not list((root / "corpus").rglob("mg0002*"))


def test_old_manifests_verify_and_the_page_is_reported(root, mocgioi):
    manifests = {v: (root / release.FOLDER / v / "manifest.json").read_bytes() for v in ("1.0.0", "2.0.0")}
    before = registry.read(root)
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    for version, data in manifests.items():
        assert (root / release.FOLDER / version / "manifest.json").read_bytes() == data
        for cited in (before[version]["digest"], before[version]["swhid"]):
            ran = mocgioi("verify", cited, "--root", root)
            assert (ran.code, ran.err) == (0, "")
            assert "withdrawn mg0002" in ran.out
    stone = tombstones.read(root)["mg0002"]
    assert stone["digests"] == {v: json.loads(data)["documents"]["mg0002"] for v, data in manifests.items()}
    assert len(set(stone["digests"].values())) == 2


def test_a_second_page_may_follow(root):
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    withdrawal.withdraw(root, "mg0001", "y", "2026-03-05")
    for report in verify.repository(root):
        assert (report.faults, report.withdrawn) == ((), ("mg0001", "mg0002"))


def test_other_rows_stay_as_they_were(root):
    old = diff.rows_of(root / release.FOLDER / "1.0.0")
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    assert diff.rows_of(root / release.FOLDER / "1.0.0") == {"mg0001": old["mg0001"]}


@pytest.mark.parametrize("name", ["1.0.0/documents.parquet", "1.0.0/README.md", "2.0.0/croissant.json", "index.json"])
def test_a_flipped_bit_in_an_amended_release_is_found(root, name):
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    path = root / release.FOLDER / name
    good = path.read_bytes()
    for place in range(0, len(good), max(1, len(good) // 60)):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        found = [fault for report in verify.repository(root) for fault in report.faults]
        assert path in [fault.path for fault in found], place
    path.write_bytes(good)


def test_a_tombstone_with_another_digest_is_found(root):
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    path = root / tombstones.FILE
    digest = tombstones.read(root)["mg0002"]["digests"]["1.0.0"]
    path.write_text(path.read_text("utf-8").replace(digest, "0" * 64), "utf-8")
    found = [fault for report in verify.repository(root) for fault in report.faults]
    assert path in [fault.path for fault in found]


def test_the_id_is_never_given_again(root):
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    put_page(root, "mg0002", SECOND, [("Chợ phiên vùng cao", "title")])
    with pytest.raises(MocgioiError, match="id of a page that was withdrawn"):
        release.documents_of(root)
    with pytest.raises(MocgioiError, match="withdrawn on 2026-03-04 already"):
        withdrawal.withdraw(root, "mg0002", "x", DAY)


def test_load_dataset_does_not_serve_the_page_from_its_cache(root, tmp_path):
    from datasets import load_dataset

    place = str(root / release.FOLDER / "1.0.0")
    assert len(load_dataset(place, split="train", cache_dir=str(tmp_path / "cache"))) == 2
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    assert load_dataset(place, split="train", cache_dir=str(tmp_path / "cache"))["doc_id"][:] == ["mg0001"]


def test_the_card_of_the_repository_follows(root, tmp_path):
    from datasets import load_dataset

    from mocgioi.generated import front_matter, versions

    (root / "README.md").write_text(front_matter.render(root), "utf-8")
    assert len(load_dataset(str(root), "spans", split="train", cache_dir=str(tmp_path / "cache"))) == 10
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    assert "| 2.0.0 | 2026-02-03 | 1 (1 withdrawn) |" in versions.render(root)
    (root / "README.md").write_text(front_matter.render(root), "utf-8")
    assert len(load_dataset(str(root), "spans", split="train", cache_dir=str(tmp_path / "cache"))) == 7


def test_the_adjudicators_decisions_go_as_well(root):
    path = root / withdrawal.ADJUDICATION
    decisions = [{"doc_id": "mg0001", "reason": "stays"}, {"doc_id": "mg0002", "reason": "goes"}]
    path.write_text(json.dumps({"guide": "1.0", "decisions": decisions}), "utf-8")
    withdrawal.withdraw(root, "mg0002", "x", DAY)
    assert json.loads(path.read_text("utf-8")) == {"guide": "1.0", "decisions": decisions[:1]}


def test_command_asks_first_and_a_dry_run_changes_nothing(root, mocgioi):
    before = state(root)
    ran = mocgioi("withdraw", "mg0002", "--reason", "x", "--root", root, "--dry-run")
    assert ran.code == 0 and "removed  corpus/raw/mg0002.txt" in ran.out and state(root) == before
    ran = mocgioi("withdraw", "mg0002", "--reason", "x", "--root", root)
    assert ran.code == 2 and "not confirmed" in ran.err and state(root) == before
    (root / "corpus/raw/other.txt").write_text("x")
    before = state(root)
    assert mocgioi("withdraw", "../raw/other", "--reason", "x", "--root", root, "--yes").code == 2
    assert mocgioi("withdraw", "mg0009", "--reason", "x", "--root", root, "--yes").code == 2
    assert mocgioi("withdraw", "mg0002", "--reason", " ", "--root", root, "--yes").code == 2
    assert state(root) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need fork")
def test_a_withdrawal_killed_anywhere_leaves_the_old_state_or_the_new(root, tmp_path):
    def work(copy):
        withdrawal.withdraw(copy, "mg0002", "x", DAY)

    done = shutil.copytree(root, tmp_path / "done")
    work(done)
    old, new, seen = state(root), state(done), []
    for turn in range(1, 2000, 11):
        copy = shutil.copytree(root, tmp_path / "copy")
        died = killed(work, copy, turn)
        journal.recover(copy)
        assert state(copy) in (old, new), turn
        seen.append(state(copy) == new)
        shutil.rmtree(copy)
        if not died:
            break
    assert not died and True in seen and False in seen
