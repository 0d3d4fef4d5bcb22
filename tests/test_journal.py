"""Switching many files at once, with processes that are really killed at every step."""

import json
import shutil

import pytest

from mocgioi import MocgioiError, journal
from tests.conftest import spawn
from tests.kills import killed

OLD = {"a.txt": "old a", "sub/b.txt": "old b", "c.txt": "old c"}
NEW = {"a.txt": "new a", "sub/b.txt": "new b", "made/d.txt": "new d", "made/e.txt": "new e", "other/f.txt": "new f"}


def change(root) -> None:
    with journal.working_folder(root) as place:
        (place / "made").mkdir()
        for name in ("a.txt", "made/d.txt", "made/e.txt"):
            (place / name).write_text(NEW[name])
        (place / "b").write_text(NEW["sub/b.txt"])
        (place / "f").write_text(NEW["other/f.txt"])
        new = {"made": place / "made", "a.txt": place / "a.txt", "sub/b.txt": place / "b", "other/f.txt": place / "f"}
        journal.switch(root, new, ["c.txt"])


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    for name, text in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def state(root):
    return {p.relative_to(root).as_posix(): p.read_text() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_process_killed_at_any_file_operation_leaves_the_old_state_or_the_new(root, tmp_path):
    seen = []
    for turn in range(1, 500):
        copy = shutil.copytree(root, tmp_path / f"copy{turn}")
        died = killed(change, copy, turn)
        journal.recover(copy)
        assert state(copy) in (OLD, NEW), turn
        seen.append(state(copy) == NEW)
        if not died:
            break
    # Kills left both states, and once decided it never goes back.
    assert not died and 5 < seen.index(True) < len(seen) - 5
    assert all(seen[seen.index(True) :])


def test_recovery_itself_may_be_killed(root, tmp_path):
    dead = tmp_path / "dead"
    for turn in range(1, 500):
        shutil.copytree(root, dead)
        killed(change, dead, turn)
        if (dead / journal.FOLDER / journal.JOURNAL).is_file():
            break
        shutil.rmtree(dead)
    for turn in range(1, 500):
        copy = shutil.copytree(dead, tmp_path / f"copy{turn}")
        died = killed(journal.recover, copy, turn)
        journal.recover(copy)
        assert state(copy) == NEW, turn
        if not died:
            break
    assert turn > 5 and not died


def test_any_command_finishes_what_was_decided(root, mocgioi):
    place = root / journal.FOLDER
    place.mkdir()
    (place / "a").write_text("new a")
    (place / journal.JOURNAL).write_text(json.dumps({"new": {"a.txt": "a"}, "gone": ["c.txt"]}))
    ran = mocgioi("verify", "--root", root)
    assert "finished a change" in ran.err
    assert state(root) == {"a.txt": "new a", "sub/b.txt": "old b"}


def test_two_at_a_time_are_refused(root):
    with journal.working_folder(root):
        with pytest.raises(MocgioiError, match="another release"), journal.working_folder(root):
            pass
        ran = spawn(
            "-c", f"from pathlib import Path; from mocgioi import journal; print(journal.recover(Path({str(root)!r})))"
        )
        assert ran.stdout == "False\n"
        assert (root / journal.FOLDER).is_dir()
    assert state(root) == OLD


def test_a_failure_before_the_decision_leaves_nothing(root):
    with pytest.raises(RuntimeError), journal.working_folder(root) as place:
        (place / "a").write_text("new a")
        raise RuntimeError
    assert state(root) == OLD and not (root / journal.FOLDER).exists()
