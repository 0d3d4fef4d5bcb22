"""Building a release again from the commit that its manifest names, with the code of that commit."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path

from mocgioi import registry, release
from mocgioi.errors import MocgioiError
from mocgioi.text import sha256

BUILD = """
import sys
from pathlib import Path
from mocgioi import release
root, folder, version, date, commit = sys.argv[1:]
release.write(release.build(release.documents_of(Path(root)), version, date, commit, root=Path(root)), Path(folder))
"""


def rebuild(root: Path, manifest: dict) -> dict[str, bytes]:
    """The files of a release, built from the commit of its manifest, which the repository at `root` must have.

    Raises MocgioiError where there is no such commit or its code cannot build.
    """
    if manifest["commit"] is None:
        raise MocgioiError(
            f"release {manifest['version']}: found no commit in its manifest, expected one to build from"
        )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "checkout")
        place.mkdir()
        _run(
            ["git", "--work-tree", place, "checkout", "--force", manifest["commit"], "--", "."],
            root,
            Path(folder, "index"),
        )
        words = [manifest[key] for key in ("version", "date", "commit")]
        _run([sys.executable, "-c", BUILD, place, Path(folder, "made"), *words], place)
        return release.read_files(Path(folder, "made"))


def differences(place: Path, built: dict[str, bytes]) -> Iterator[str]:
    """A line for each file that was built otherwise than it was released; and the tools that may be the cause."""
    manifest = release.read_manifest(place)
    expected = {name: entry["sha256"] for name, entry in manifest["files"].items()}
    entry = registry.read_file(place.parent / registry.FILE.name).get(place.name)
    expected[release.MANIFEST] = entry["manifest"] if entry else sha256((place / release.MANIFEST).read_bytes())
    found = {name: sha256(data) for name, data in built.items()}
    differing = [name for name in sorted(expected.keys() | found.keys()) if expected.get(name) != found.get(name)]
    for name in differing:
        yield f"{name}: found SHA-256 {found.get(name)}, expected {expected.get(name)}"
    for tool, version in manifest["tools"].items() if differing else ():
        if installed(tool) != version:
            yield f"{tool}: found {installed(tool)}, expected {version}, which wrote the release"


def _run(words: list, cwd: Path, index: Path | None = None) -> None:
    environment = os.environ | ({"GIT_INDEX_FILE": str(index)} if index else {"PYTHONPATH": str(cwd / "scripts")})
    ran = subprocess.run([str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True)
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no message"])[-1]
        raise MocgioiError(
            f"{Path(str(words[0])).name}: {last}", "run it in a Git checkout that has the release's commit"
        )
