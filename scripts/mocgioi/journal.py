"""Changing many files of a checkout at once: after a crash at any point there is the old state or the new one.

The new files are written into a working folder first, then a journal that names them; writing the journal is the one
step that decides. From there on the files are only renamed into place, and whoever finds the journal goes on with it:
every `mocgioi` command does, before anything else. A working folder without a journal is what a crash before the
decision left, and is thrown away.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from mocgioi.errors import MocgioiError
from mocgioi.paths import write_atomically

try:
    import fcntl
except ImportError:  # not a POSIX system; there two of these commands at a time are not kept apart
    fcntl = None

FOLDER = ".release"
JOURNAL = "journal.json"


@contextlib.contextmanager
def working_folder(root: Path) -> Iterator[Path]:
    """An empty folder inside `root` that is ours alone until the block ends; then it is gone.

    Raises MocgioiError while another process is at it. A state that a crash left is settled first.
    """
    recover(root)
    place = root / FOLDER
    place.mkdir(exist_ok=True)
    with _locked(place) as ours:
        if not ours:
            raise MocgioiError(
                f"{place}: found another release or withdrawal going on, expected none", "wait for its end"
            )
        try:
            yield place
        finally:
            # A journal that is still there is a decision that was not carried out, as when the disk was full.
            if not (place / JOURNAL).is_file():
                shutil.rmtree(place)


def switch(root: Path, new: dict[str, Path], gone: list[str] = ()) -> None:
    """Put files and folders in place, and take others away, as one step.

    `new` gives, by path inside `root`, what is to stand there: a file or folder inside the working folder, on the
    same disk. A folder must not stand there yet. `gone` are paths of files inside `root`.
    """
    place = root / FOLDER
    for source in new.values():
        _flush(source)
    moves = {path: source.relative_to(place).as_posix() for path, source in new.items()}
    write_atomically(place / JOURNAL, json.dumps({"new": moves, "gone": list(gone)}).encode())
    _flush_folder(place)
    _go_on(root)


def recover(root: Path) -> bool:
    """Settle what a crash left behind; whether a change was carried to its end."""
    place = root / FOLDER
    if not place.is_dir():
        return False
    with _locked(place) as ours:
        if not ours:
            return False
        decided = (place / JOURNAL).is_file()
        if decided:
            _go_on(root)
        shutil.rmtree(place)
        return decided


def _go_on(root: Path) -> None:
    """Do what the journal says, as far as it is not done, and close it."""
    place = root / FOLDER
    journal = json.loads((place / JOURNAL).read_text("utf-8"))
    for path, source in journal["new"].items():
        if (place / source).exists():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(place / source, root / path)
    for path in journal["gone"]:
        (root / path).unlink(missing_ok=True)
    for folder in {(root / path).parent for path in (*journal["new"], *journal["gone"])}:
        _flush_folder(folder)
    (place / JOURNAL).unlink()
    _flush_folder(place)


@contextlib.contextmanager
def _locked(place: Path) -> Iterator[bool]:
    """Whether the lock on a folder is ours; the system drops it when the process ends, however it ends."""
    if fcntl is None:
        yield True
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    """Have a file, or all files of a folder, written to the disk."""
    for file in [path] if path.is_file() else [*path.rglob("*"), path]:
        if file.is_file():
            with open(file, "rb") as opened:
                os.fsync(opened.fileno())
        else:
            _flush_folder(file)


def _flush_folder(path: Path) -> None:
    """Have the names in a folder written to the disk, where the system can."""
    if fcntl is not None and path.is_dir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
