"""The index of releases, which vouches for their manifests: corpus/releases/index.json.

A manifest vouches for every other file of its folder. The index says what the manifest is, twice: by the SHA-256 of
the file and by the SWHID of the folder. So a damaged byte in the index itself is told from one in the folder.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import rfc8785

from mocgioi import annotation, contract, release, swhid
from mocgioi.errors import MocgioiError
from mocgioi.text import sha256

FILE = release.FOLDER / "index.json"


@dataclass(frozen=True)
class Vouched:
    """What a release folder ought to hold: its manifest, each file's size and digest, the pages withdrawn from it."""

    manifest: dict
    files: dict[str, dict]
    withdrawn: frozenset[str] = field(default=frozenset())


def read(root: Path) -> dict[str, dict]:
    """The entries of a repository's index by version; none where there is no index.

    Raises MocgioiError when it is not the index that `dumps` writes.
    """
    path = root / FILE
    return read_file(path) if path.is_file() else {}


def read_file(path: Path) -> dict[str, dict]:
    """The entries in an index file by version."""
    index = annotation.read(path)
    fault = next(contract.validator("index").iter_errors(index), None)
    if fault is not None:
        raise MocgioiError(f"{path}: {fault.json_path}: {fault.message}", RESTORE)
    if dumps(index["releases"]).encode() != path.read_bytes():
        raise MocgioiError(f"{path}: found other bytes than its releases and their sha256 are written with", RESTORE)
    return index["releases"]


def dumps(entries: dict[str, dict]) -> str:
    """Entries as the text of the index."""
    releases = {version: entries[version] for version in sorted(entries, key=release.version_key)}
    index = {"name": "mocgioi", "sha256": sha256(rfc8785.dumps(releases)), "releases": releases}
    return json.dumps(index, ensure_ascii=False, indent=1) + "\n"


def entry(files: dict[str, bytes]) -> dict:
    """The entry of a release whose folder holds `files`."""
    manifest = json.loads(files[release.MANIFEST])
    return {
        "date": manifest["date"],
        "digest": manifest["digest"],
        "manifest": sha256(files[release.MANIFEST]),
        "swhid": swhid.of_folder(files),
    }


def vouched(place: Path) -> Vouched:
    """What the release folder `place` ought to hold, by its manifest and by the index beside it, if there is one.

    Raises MocgioiError when the manifest is not the one that the index names.
    """
    beside, path = place.parent / FILE.name, place / release.MANIFEST
    found = read_file(beside).get(place.name) if beside.is_file() else None
    if found is not None and path.is_file():
        digest = sha256(path.read_bytes())
        if digest != found["manifest"]:
            raise MocgioiError(f"{path}: found SHA-256 {digest}, expected {found['manifest']}", release.RESTORE)
    manifest = release.read_manifest(place)
    if found is None:
        return Vouched(manifest, manifest["files"])
    amended = found.get("amended", {"files": {}, "documents": []})
    return Vouched(manifest, manifest["files"] | amended["files"], frozenset(amended["documents"]))


def current(place: Path) -> dict:
    """The manifest of a release folder, with files, counts and table digests as they are after withdrawals."""
    from mocgioi.digest import table_digest
    from mocgioi.loading import read_parquet

    found = vouched(place)
    if not found.withdrawn:
        return found.manifest
    tables = {name: read_parquet((place / f"{name}.parquet").read_bytes()) for name in contract.TABLES}
    return found.manifest | {
        "files": found.files,
        "counts": {name: len(table) for name, table in tables.items()},
        "tables": {name: table_digest(table) for name, table in tables.items()},
    }


RESTORE = "restore the index: it is written by nox -s release and nox -s withdraw only"
