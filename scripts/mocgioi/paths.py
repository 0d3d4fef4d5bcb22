"""Where the repository is: the checkout when there is one around the package, else the copy inside the wheel."""

import os
import tempfile
from functools import cache
from pathlib import Path

from mocgioi.errors import MocgioiError

PACKAGE = Path(__file__).resolve().parent
CARRIED = PACKAGE / "repository"


@cache
def home() -> Path:
    """The repository to work on when none is named.

    The checkout that the package is part of; for an installed package the checkout around the current folder, and
    where there is none, the copy of releases and schemas that the wheel carries.
    """
    own = PACKAGE.parent.parent
    around = [Path.cwd(), *Path.cwd().parents]
    return next((folder for folder in (own, *around) if is_checkout(folder)), CARRIED)


def is_checkout(root: Path) -> bool:
    """Whether `root` holds the contract, the pages and their annotations, not only releases."""
    parts = ("schema/common.schema.json", "corpus/raw", "corpus/annotations")
    return all((root / part).exists() for part in parts)


def checkout(root: Path | None = None) -> Path:
    """`root` or the own repository, which must be a checkout.

    Raises MocgioiError when it holds no pages, as with an installed wheel.
    """
    root = home() if root is None else Path(root)
    if not (root / "corpus" / "raw").is_dir() or not (root / "corpus" / "annotations").is_dir():
        raise MocgioiError(
            f"{root}: found no corpus/raw and corpus/annotations, expected a checkout of the corpus",
            "run the command inside a checkout, or name one with --root DIR",
        )
    return root


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, flush it to the disk, then rename: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
