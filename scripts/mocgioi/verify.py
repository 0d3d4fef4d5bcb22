"""Whether a release is what was released: every file, every page, every digest, told from the index and the manifest.

The chain is: a citation names the release digest and the SWHID; the index names both beside the SHA-256 of the
manifest; the manifest names the SHA-256 of every other file and the digest of every page. Faults are values.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mocgioi import contract, digest, registry, release, swhid, tombstones
from mocgioi.errors import MocgioiError
from mocgioi.release import MANIFEST, RESTORE
from mocgioi.text import sha256


@dataclass(frozen=True)
class Fault:
    """A place that is not what it ought to be."""

    path: Path
    found: str
    expected: str
    fix: str = RESTORE

    def __str__(self) -> str:
        return f"{self.path}\n  found    {self.found}\n  expected {self.expected}\n  fix      {self.fix}"


@dataclass(frozen=True)
class Report:
    """What checking one release folder gave. `withdrawn`: pages that only their tombstones stand for."""

    place: Path
    faults: tuple[Fault, ...]
    manifest: dict | None
    swhid: str
    withdrawn: tuple[str, ...]
    indexed: bool


def repository(root: Path) -> Iterator[Report]:
    """Reports on every release of a repository, and on every one that only its index names."""
    named = root / release.FOLDER
    for version in sorted({*release.versions(root), *_indexed(root)}, key=release.version_key):
        yield folder(named / version, indexed=True)


def folder(place: Path, indexed: bool = False) -> Report:
    """The report on the release in folder `place`, checked against the index beside it, if there is one.

    In a repository there ought to be one: with `indexed` it is a fault when there is none.
    """
    files = release.read_files(place)
    identity = swhid.of_folder(files)
    index, faults = _index(place)
    entry = index.get(place.name)
    here = place.parent / registry.FILE.name
    if indexed and not here.is_file():
        faults.append(Fault(here, "no file", "the index of releases", registry.RESTORE))
    elif index and entry is None:
        faults.append(Fault(here, f"no release {place.name}", "every release that has a folder", registry.RESTORE))
    faults += _against_index(place, files, identity, entry)
    amended = (entry or {}).get("amended", {"files": {}, "documents": []})
    manifest = None
    if not any(fault.path.name == MANIFEST for fault in faults):
        manifest = _manifest(files)
        if manifest is None:
            faults.append(Fault(place / MANIFEST, "no manifest in JSON", "the manifest of a release"))
    if manifest is not None:
        faults += _files(place, files, manifest["files"] | amended["files"])
    if not faults:
        faults += _data(place, files, manifest, amended["documents"])
    return Report(place, tuple(faults), manifest, identity, tuple(amended["documents"]), entry is not None)


def vouching(root: Path) -> Iterator[Fault]:
    """Whether the index of a repository is whole and names every release as it is; nothing but manifests is compared."""
    place = root / release.FOLDER
    index, faults = _index(place / "any")
    yield from faults
    if faults or not (root / registry.FILE).is_file():
        return
    for version in release.versions(root):
        if version in index:
            files = release.read_files(place / version)
            yield from _against_index(place / version, files, swhid.of_folder(files), index[version])
        else:
            yield Fault(
                root / registry.FILE, f"no release {version}", "every release that has a folder", registry.RESTORE
            )
    for version in index:
        if version not in release.versions(root):
            yield Fault(place / version / MANIFEST, "no file", "a release that the index names")


def citation(report: Report, cited: str) -> Iterator[Fault]:
    """Whether a release is the one that a citation names by release digest or SWHID."""
    if cited.startswith("swh:"):
        found = {report.swhid, _released_swhid(report.place)}
    else:
        found = {report.manifest["digest"]} if report.manifest else set()
    if cited not in found:
        shown = " or ".join(sorted(filter(None, found))) or "no readable manifest"
        yield Fault(report.place, shown, cited, "look for the release that has this identifier: mocgioi verify")


# --- the steps of a report ------------------------------------------------------------------------------------------


def _manifest(files: dict[str, bytes]) -> dict | None:
    """The manifest, or None where it cannot be one. The contract beside it is not asked: it may be what is damaged."""
    try:
        manifest = json.loads(files.get(MANIFEST, b""))
    except ValueError:
        return None
    needed = {"version", "date", "digest", "documents", "counts", "tables", "files"}
    return manifest if isinstance(manifest, dict) and needed <= manifest.keys() else None


def _indexed(root: Path) -> list[str]:
    try:
        return list(registry.read(root))
    except MocgioiError:
        return []


def _index(place: Path) -> tuple[dict, list[Fault]]:
    path = place.parent / registry.FILE.name
    if not path.is_file():
        return {}, []
    try:
        return registry.read_file(path), []
    except MocgioiError as error:
        return {}, [
            Fault(
                path,
                error.message.removeprefix(f"{path}: ").removeprefix("found "),
                "the index as it was written",
                registry.RESTORE,
            )
        ]


def _released_swhid(place: Path) -> str | None:
    index, _ = _index(place)
    return index.get(place.name, {}).get("swhid")


def _against_index(place: Path, files: dict[str, bytes], identity: str, entry: dict | None) -> Iterator[Fault]:
    """The manifest against its entry. Where the SWHID says that the folder is whole, it is the entry that is wrong."""
    if entry is None:
        return
    expected = entry.get("amended", entry)["swhid"]
    found = sha256(files.get(MANIFEST, b""))
    index = place.parent / registry.FILE.name
    if MANIFEST not in files:
        yield Fault(place / MANIFEST, "no file", f"SHA-256 {entry['manifest']}")
        return
    if found != entry["manifest"]:
        if identity == expected:
            yield Fault(index, f"{place.name}: manifest {entry['manifest']}", found, registry.RESTORE)
        else:
            yield Fault(place / MANIFEST, f"SHA-256 {found}", entry["manifest"])
        return
    manifest = json.loads(files[MANIFEST])
    for key in ("digest", "date"):
        if entry[key] != manifest[key]:
            yield Fault(index, f"{place.name}: {key} {entry[key]}", manifest[key], registry.RESTORE)
    listed = manifest["files"] | entry.get("amended", {"files": {}})["files"]
    whole = {name: data for name, data in files.items() if name != MANIFEST}
    if identity != expected and release.describe(whole) == dict(sorted(listed.items())):
        yield Fault(index, f"{place.name}: SWHID {expected}", identity, registry.RESTORE)


def _files(place: Path, files: dict[str, bytes], expected: dict[str, dict]) -> Iterator[Fault]:
    for name in sorted(files.keys() | expected.keys() - {MANIFEST}):
        if name not in files:
            yield Fault(place / name, "no file", f"SHA-256 {expected[name]['sha256']}")
        elif name not in expected:
            if name != MANIFEST:
                yield Fault(place / name, "a file that the manifest does not name", "no such file", "remove it")
        elif sha256(files[name]) != expected[name]["sha256"]:
            yield Fault(place / name, f"SHA-256 {sha256(files[name])}", expected[name]["sha256"])
        elif len(files[name]) != expected[name]["bytes"]:
            yield Fault(place / MANIFEST, f"{name}: {expected[name]['bytes']} bytes", f"{len(files[name])} bytes")


def _data(place: Path, files: dict[str, bytes], manifest: dict, withdrawn: list[str]) -> Iterator[Fault]:
    """Whether the manifest tells the truth: every digest computed anew from the rows."""
    from mocgioi import croissant
    from mocgioi.loading import check_spans, read_parquet

    tables = {name: read_parquet(files[f"{name}.parquet"]) for name in contract.TABLES}
    rows = tables["documents"].to_pylist()
    read = contract.reader(json.loads(files[release.CONTRACT]))
    digests = {row["doc_id"]: digest.document_digest(row, read) for row in rows}
    digests |= _stones(place, withdrawn, digests)
    for doc_id in sorted(digests.keys() | manifest["documents"].keys()):
        found, expected = digests.get(doc_id), manifest["documents"].get(doc_id)
        if found != expected:
            where = (
                place / "documents.parquet" if doc_id not in withdrawn else place.parent.parent / tombstones.FILE.name
            )
            yield Fault(where, f"{doc_id}: digest {found}", str(expected))
    total = digest.release_digest(digests.values())
    if total != manifest["digest"]:
        yield Fault(place / MANIFEST, f"release digest {manifest['digest']}", total)
    if release.jsonl_rows(files["documents.jsonl"]) != rows:
        yield Fault(place / "documents.jsonl", "rows that differ from documents.parquet", "the same rows")
    for name, table in tables.items():
        for doc_id in set(withdrawn) & set(table["doc_id"].to_pylist()):
            yield Fault(place / f"{name}.parquet", f"rows of {doc_id}", "none, for it was withdrawn")
    if not withdrawn:
        for name, table in tables.items():
            if digest.table_digest(table) != manifest["tables"][name] or len(table) != manifest["counts"][name]:
                yield Fault(
                    place / f"{name}.parquet",
                    f"rows with digest {digest.table_digest(table)}",
                    manifest["tables"][name],
                )
    described = {entry["@id"]: entry["sha256"] for entry in json.loads(files[croissant.FILE])["distribution"]}
    if described != {name: sha256(files[name]) for name in croissant.FORMATS}:
        yield Fault(place / croissant.FILE, "digests of files", "those of the files beside it")
    try:
        check_spans(tables["documents"])
    except MocgioiError as error:
        yield Fault(place / "documents.parquet", error.message, "spans that tile their page")


def _stones(place: Path, withdrawn: list[str], present: dict) -> dict[str, str]:
    """The digests that tombstones hold for the pages withdrawn from a release."""
    stones = tombstones.read(place.parent.parent.parent)
    held = {doc_id: stones.get(doc_id, {"digests": {}})["digests"].get(place.name) for doc_id in withdrawn}
    return {doc_id: value for doc_id, value in held.items() if doc_id not in present and value is not None}
