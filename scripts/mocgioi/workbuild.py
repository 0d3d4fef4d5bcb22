"""A build of the working state: like a release, in a folder of its own that may be written again and again."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mocgioi import release
from mocgioi.errors import MocgioiError

FIRST = ("1.0.0", "1970-01-01")
"""Version and date of a build while there is no release yet."""
HEADING = "# Mốc Giới: a build of the working state, not a release"


def build(root: Path) -> release.Release:
    """The working state of a checkout, built under the newest release's version and date, with a card."""
    version, date = FIRST
    if release.versions(root):
        newest = release.read_manifest(release.folder(root=root))
        version, date = newest["version"], newest["date"]
    return release.build(release.documents_of(root), version, date, root=root, heading=HEADING)


def write(built: release.Release, folder: Path) -> None:
    """Write a build to `folder`, in place of an older build; any other folder is refused."""
    if folder.exists() and any(folder.iterdir()) and not (folder / release.MANIFEST).is_file():
        raise MocgioiError(
            f"{folder}: found a folder that is no build, expected a build or nothing", "name another with -o"
        )
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.")) if folder.exists() else None
    if old:
        folder.rename(old / "old")
    try:
        release.write(built, folder)
    except BaseException:
        if old:
            (old / "old").rename(folder)
        raise
    finally:
        if old:
            shutil.rmtree(old, ignore_errors=True)


def differences(built: release.Release, root: Path) -> Iterator[str]:
    """Lines that say how a build differs from the newest release."""
    if not release.versions(root):
        yield "release  none yet"
        return
    newest = release.read_manifest(release.folder(root=root))
    old, new = newest["documents"], built.manifest["documents"]
    if old == new:
        yield f"release  equal to {newest['version']}"
    for doc_id in sorted(old.keys() | new.keys()):
        if old.get(doc_id) != new.get(doc_id):
            what = "added" if doc_id not in old else "removed" if doc_id not in new else "changed"
            yield f"{what.ljust(8)} {doc_id} since release {newest['version']}"
