"""Cutting releases in a copy of this checkout: what is refused, what changes, and that a kill leaves old or new."""

import contextlib
import datetime
import os
import re
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from mocgioi import citation, cli, cutting, generated, journal, registry, release, verify
from tests.conftest import put_page
from tests.kills import killed_each, operations
from tests.releases import commit, edit, git, ready, unreleased

TODAY = datetime.datetime.now(datetime.UTC).date().isoformat()


@pytest.fixture(scope="module")
def first(root, tmp_path_factory):
    return ready(root, tmp_path_factory.mktemp("first") / "copy")


@pytest.fixture
def repo(first, tmp_path, monkeypatch):
    monkeypatch.setattr(cutting, "_invalid", lambda root: [])
    return shutil.copytree(first, tmp_path / "repo")


def newest(root):
    return release.versions(root)[-1]


def state(root):
    paths = (p for p in sorted(root.rglob("*")) if p.is_file() and ".git" not in p.relative_to(root).parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in paths}


def test_a_patch_changes_everything_in_one_step(repo, mocgioi):
    before, last = state(repo), newest(repo)
    ran = mocgioi("release", "patch", "--root", repo)
    assert (ran.code, ran.err) == (0, "")
    version = newest(repo)
    assert version == re.sub(r"\d+$", lambda m: str(int(m[0]) + 1), last)
    manifest = release.read_manifest(release.folder(version, repo))
    assert manifest["commit"] == git(repo, "rev-parse", "HEAD").strip()
    assert manifest["date"] == TODAY
    assert manifest["digest"] == registry.read(repo)[last]["digest"]
    assert not any(report.faults for report in verify.repository(repo))
    assert generated.stale(repo) == {}
    assert f'"{version}"' in (repo / "scripts/mocgioi/version.py").read_text("utf-8")
    assert f"## [Unreleased]\n\n## [{version}] - {TODAY}\n\n- Words.\n" in (repo / "CHANGELOG.md").read_text("utf-8")
    assert (citation.read(repo)["version"], citation.read(repo)["date-released"]) == (version, TODAY)
    after = state(repo)
    old = f"corpus/releases/{last}/"
    assert {p: d for p, d in after.items() if p.startswith(old)} == {
        p: d for p, d in before.items() if p.startswith(old)
    }
    for line in ran.out.splitlines():
        if line.startswith("  writes   "):
            assert (repo / line.removeprefix("  writes   ")).exists()


def test_the_whole_of_it_validates(first, tmp_path, mocgioi):
    repo = shutil.copytree(first, tmp_path / "repo")
    ran = mocgioi("release", "patch", "--root", repo)
    assert (ran.code, ran.err) == (0, "") and "0 faults" in ran.out
    (repo / "corpus/annotations/mg0001.json").write_text("{}", "utf-8")
    commit(repo)
    ran = mocgioi("release", "major", "--root", repo)
    assert ran.code == 2 and "found the faults printed above" in ran.err


def test_the_undo_hint_undoes(repo, mocgioi):
    before = state(repo)
    ran = mocgioi("release", "patch", "--root", repo)
    assert state(repo) != before
    undo = ran.out.rpartition("not committed:\n")[2].strip()
    subprocess.run(undo, shell=True, cwd=repo, check=True, capture_output=True)
    assert state(repo) == before and git(repo, "status", "--porcelain") == ""


def test_a_dry_run_says_it_all_and_changes_nothing(repo, mocgioi):
    before = state(repo)
    dry = mocgioi("release", "patch", "--root", repo, "--dry-run")
    assert dry.code == 0 and state(repo) == before
    wet = mocgioi("release", "patch", "--root", repo)
    assert wet.out.startswith(dry.out.replace("would release", "released"))


def test_the_same_release_again_has_the_same_bytes(repo, tmp_path, mocgioi):
    other = shutil.copytree(repo, tmp_path / "elsewhere" / "other")
    for root in (repo, other):
        assert mocgioi("release", "minor", "--root", root, "--date", TODAY).code == 0
    assert state(repo) == state(other)


def refused(mocgioi, root, *words):
    before = state(root)
    ran = mocgioi("release", *words, "--root", root)
    assert ran.code == 2 and ran.out == "" and state(root) == before
    assert not (root / journal.FOLDER).exists()
    return ran.err


def test_a_dirty_tree_is_refused(repo, mocgioi):
    (repo / "new.txt").write_text("x")
    (repo / "README.md").write_text((repo / "README.md").read_text("utf-8") + "x\n", "utf-8")
    told = refused(mocgioi, repo, "patch")
    assert "new.txt: found a change that is not committed" in told and "README.md: found a change" in told


def test_a_relabelled_span_is_refused_as_minor_and_its_row_named(repo, mocgioi):
    edit(repo, "mg0002", lambda page: page["spans"][3].update(label="footer"))
    commit(repo)
    told = refused(mocgioi, repo, "minor")
    assert "demand major" in told and "mg0002: spans row 3: zone, label changed" in told
    assert mocgioi("release", "major", "--root", repo).code == 0
    assert newest(repo) == "2.0.0"


def test_a_page_more_is_refused_as_patch(repo, mocgioi):
    put_page(repo, "mg9001")
    commit(repo)
    assert "mg9001: page added" in refused(mocgioi, repo, "patch")
    assert mocgioi("release", "minor", "--root", repo).code == 0


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("scripts/mocgioi/version.py", r'= "\d+', '= "9', "version.py: found version 9"),
        ("CITATION.cff", r"(?m)^version: \d+", "version: 9", "CITATION.cff: found version 9"),
        ("CITATION.cff", r"date-released: \d+", "date-released: 1999", "CITATION.cff: found date-released 1999"),
        ("CHANGELOG.md", r"## \[\d+(\S+) -", r"## [9\1 -", "CHANGELOG.md: found version 9"),
        ("CHANGELOG.md", r"\] - \d+", "] - 1999", "CHANGELOG.md: found date 1999"),
        ("CHANGELOG.md", r"- Words\.\n", "", "CHANGELOG.md: found nothing under Unreleased"),
        ("README.md", r"version: \d+\.", "version: 9.", "README.md: found stale generated parts"),
        ("DATASHEET.md", r"\| spans \| ", "| spans | 9", "DATASHEET.md: found stale generated parts"),
        (".zenodo.json", r'"publication_date": "\d+', '"publication_date": "1999', ".zenodo.json: found stale"),
        ("pyproject.toml", r"pyarrow==\d+", "pyarrow==9", "expected 9"),
    ],
)
def test_what_disagrees_is_refused(repo, mocgioi, path, old, new, told):
    text = (repo / path).read_text("utf-8")
    assert re.search(old, text)
    (repo / path).write_text(re.sub(old, new, text, count=1), "utf-8")
    commit(repo)
    assert told in refused(mocgioi, repo, "patch")


@pytest.mark.parametrize("date", ["1999-01-01", "2999-01-01", "20260101", "soon"])
def test_a_date_that_cannot_be_is_refused(repo, mocgioi, date):
    assert f"--date: found {date}" in refused(mocgioi, repo, "patch", "--date", date)


def test_a_damaged_old_release_is_refused(repo, mocgioi):
    path = release.folder(newest(repo), repo) / "spans.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    commit(repo)
    assert "spans.parquet: found SHA-256" in refused(mocgioi, repo, "patch")


def test_a_tag_that_exists_is_refused(repo, mocgioi):
    *head, last = newest(repo).split(".")
    tag = f"v{'.'.join(head)}.{int(last) + 1}"
    git(repo, "tag", tag)
    assert f"{tag}: found the tag already" in refused(mocgioi, repo, "patch")


def test_without_validation_nothing_is_released(first, tmp_path, mocgioi, monkeypatch):
    repo = shutil.copytree(first, tmp_path / "repo")

    def nothing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(cutting, "importlib", SimpleNamespace(import_module=nothing))
    assert "mocgioi validate: found no such command" in refused(mocgioi, repo, "patch")


def test_what_does_not_validate_is_not_released(first, tmp_path, mocgioi, monkeypatch):
    repo = shutil.copytree(first, tmp_path / "repo")
    real = cli.main
    monkeypatch.setattr(cli, "main", lambda argv: 1 if argv[0] == "validate" else real(argv))
    assert "found the faults printed above" in refused(mocgioi, repo, "patch")


@pytest.mark.slow
def test_a_page_is_withdrawn_and_the_next_release_is_major(first, tmp_path, mocgioi):
    repo = shutil.copytree(first, tmp_path / "repo")
    assert mocgioi("withdraw", "mg0003", "--reason", "Asked for.", "--root", repo, "--yes").code == 0
    assert mocgioi("agreement", "--root", repo).code == 0
    assert mocgioi("generate", "--root", repo).code == 0
    unreleased(repo, "- Page mg0003 is withdrawn.")
    assert mocgioi("validate", "--root", repo).code == 0
    commit(repo)
    assert "mg0003: page removed" in mocgioi("release", "minor", "--root", repo).err
    assert mocgioi("release", "major", "--root", repo).code == 0
    ran = mocgioi("verify", "--root", repo)
    assert ran.code == 0 and "verified, 3 of 4 pages" in ran.out and "withdrawn mg0003" in ran.out
    assert mocgioi("validate", "--root", repo).code == 0


def _release(root):
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        assert cli.main(["release", "patch", "--root", str(root)]) == 0


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need fork")
def test_a_release_killed_anywhere_leaves_the_old_state_or_the_new(repo, tmp_path):
    old = state(repo)
    done = shutil.copytree(repo, tmp_path / "done")
    last = operations(_release, done)
    new = state(done)
    seen = []
    # Most of the operations read; the switch stands near the end and is looked at closely.
    turns = [1, *range(2, last - 150, (last - 150) // 5), *range(last - 150, last, 9), last]
    copies = ((shutil.copytree(repo, tmp_path / str(turn)), turn) for turn in turns)
    for copy, turn, died in killed_each(_release, copies):
        assert died
        journal.recover(copy)
        assert state(copy) in (old, new), turn
        seen.append(state(copy) == new)
        shutil.rmtree(copy)
    assert True in seen and False in seen


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.5, 1.0, 1.5, 2.0, 2.5, 3.0])
def test_a_release_killed_at_any_time(repo, tmp_path, wait):
    """A process of its own, killed by the clock; the next command, whatever it is, settles the rest."""
    old = state(repo)
    code = "from mocgioi import cutting, cli; cutting._invalid = lambda root: []; raise SystemExit(cli.main())"
    done = shutil.copytree(repo, tmp_path / "done")
    subprocess.run([sys.executable, "-c", code, "release", "patch", "--root", done], check=True, capture_output=True)
    process = subprocess.Popen(
        [sys.executable, "-c", code, "release", "patch", "--root", repo], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    subprocess.run([sys.executable, "-m", "mocgioi", "digest", "--root", repo], check=True, capture_output=True)
    assert state(repo) in (old, state(done))
