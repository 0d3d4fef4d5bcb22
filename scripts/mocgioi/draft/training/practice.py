"""Pages to practise on: Vietnamese sites of many kinds, invented for this project, with a label for each line.

A folder an outlet, a file ``kind.tsv`` a page; a line of it is a label, a tab and the line of the page; a blank line is
blank on the page, too. They are for training and for choosing constants; no figure that is published is measured on them.
"""

import hashlib
from pathlib import Path

from mocgioi.draft.labels import LABELS

from .pages import Labelled

FOLDER = Path(__file__).parent / "practice"


def pages(folder: Path = FOLDER) -> list[Labelled]:
    """All of them, sorted by name. Raises ValueError that names file and line where one cannot be read."""
    return [_read(path) for path in files(folder)]


def files(folder: Path = FOLDER) -> list[Path]:
    """Raises FileNotFoundError where there are none: a wheel leaves them out."""
    found = sorted(folder.glob("*/*.tsv"))
    if not found:
        raise FileNotFoundError(f"no pages to practise on in {folder}: train in a checkout, installed with --editable")
    return found


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 of the files' names and bytes, sorted by name."""
    found = hashlib.sha256()
    for path in files(folder):
        found.update(_name(path).encode() + b"\n" + path.read_bytes())
    return found.hexdigest()


def _read(path: Path) -> Labelled:
    lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    return Labelled(
        _name(path), f"practice {path.parent.name}", [_line(path, n, line) for n, line in enumerate(lines, 1)]
    )


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _line(path: Path, number: int, line: str) -> tuple[str, str | None]:
    if not line.strip():
        return "", None
    label, tab, text = line.partition("\t")
    if label not in LABELS or not tab or not text.strip():
        raise ValueError(
            f"{_name(path)}:{number}: found {line[:60]!r}, expected a label, a tab and the text of the line"
        )
    return text, label
