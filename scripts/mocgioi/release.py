"""Releases: building one from a checkout, writing its folder whole or not at all, and finding those that exist."""

import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mocgioi import annotation, card, citation, contract, croissant, digest, tables, tombstones
from mocgioi.errors import MocgioiError
from mocgioi.paths import home
from mocgioi.text import read_text, sha256

MANIFEST = "manifest.json"
CONTRACT = "schema.json"
CARD = "README.md"
TOOLS = ("pyarrow", "rfc8785")
"""The tools that decide the bytes of a release beside the code of `commit`."""
FOLDER = Path("corpus", "releases")
RESTORE = "restore the release folder, or install the package again: a release is never edited"


@dataclass(frozen=True)
class Release:
    """A release in memory: its manifest and the bytes of each of its files, the manifest's own included."""

    manifest: dict
    files: dict[str, bytes]

    @property
    def version(self) -> str:
        return self.manifest["version"]


def documents_of(root: Path) -> pa.Table:
    """The documents table of a checkout, from its raw pages and annotations.

    Raises MocgioiError when a page cannot be decoded or differs from what its annotation declares.
    """
    rows, gone = [], tombstones.read(root)
    for path in annotation.paths(root):
        page = annotation.read(path)
        if page["doc_id"] in gone:
            raise MocgioiError(f"{path}: found the id of a page that was withdrawn", "give the page an id of its own")
        place = annotation.raw_path(root, page)
        if not place.is_file():
            raise MocgioiError(
                f"{path}: found no raw file {page['raw']['file']}", "put the page there as it was received"
            )
        raw = place.read_bytes()
        text = read_text(raw, page["raw"]["encoding"], str(place))
        for what, found, expected in (
            ("raw.sha256", page["raw"]["sha256"], sha256(raw)),
            ("text.sha256", page["text"]["sha256"], sha256(text.text)),
        ):
            if found != expected:
                raise MocgioiError(
                    f"{path}: {what}: found {found}, expected {expected}", "restore the raw file: it is never edited"
                )
        rows.append(tables.document_row(page, text))
    return tables.documents(rows)


def build(
    documents: pa.Table,
    version: str,
    date: str,
    commit: str | None = None,
    *,
    root: Path | None = None,
    heading: str | None = None,
) -> Release:
    """The release of a documents table. The same input gives the same bytes, in any process, with the same tools.

    `commit` is the one released from; it and the date are given and never looked up, so that a release can be built
    again. `root` holds CITATION.cff and the answers of the RAI vocabulary. `heading` replaces the card's first line.
    """
    root = root or home()
    built = {name: make(documents) for name, make in tables.BUILDERS.items()}
    files = {f"{name}.parquet": parquet_bytes(table) for name, table in built.items()}
    files["documents.jsonl"] = jsonl_bytes(documents)
    digests = digest.document_digests(documents)
    manifest = {
        "name": "mocgioi",
        "version": version,
        "date": date,
        "commit": commit,
        "text_recipe": _only(documents, "text_recipe"),
        "guide": _only(documents, "guide"),
        "digest": digest.release_digest(digests.values()),
        "documents": digests,
        "counts": {name: table.num_rows for name, table in built.items()},
        "tables": {name: digest.table_digest(table) for name, table in built.items()},
        "files": describe(files),
        "tools": {name: installed(name) for name in TOOLS},
    }
    files |= documentation(manifest, root, heading)
    manifest["files"] = describe(files)
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return Release(manifest, files)


def documentation(manifest: dict, root: Path, heading: str | None = None) -> dict[str, bytes]:
    """The files of a release that describe its tables: contract, Croissant, card."""
    about = citation.read(root)
    described = croissant.metadata(manifest, about, annotation.read(root / croissant.ANSWERS))
    return {
        CONTRACT: (json.dumps(contract.bundle(), ensure_ascii=False, indent=1) + "\n").encode(),
        croissant.FILE: croissant.dumps(described).encode(),
        CARD: card.of_release(manifest, about, heading).encode(),
    }


def describe(files: dict[str, bytes]) -> dict[str, dict]:
    """Size and digest of files, as a manifest states them."""
    return {name: {"bytes": len(data), "sha256": sha256(data)} for name, data in sorted(files.items())}


def parquet_bytes(table: pa.Table) -> bytes:
    """A table as Parquet, settled so that the same rows give the same bytes.

    One chunk a column and no foreign metadata, for both change the bytes; row groups of 10,000 rows, a page index
    and page checksums for readers that fetch only part of a file.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.combine_chunks().replace_schema_metadata(None),
        sink,
        compression="zstd",
        compression_level=9,
        row_group_size=10_000,
        write_page_index=True,
        write_page_checksum=True,
        use_content_defined_chunking=False,
        version="2.6",
    )
    return sink.getvalue().to_pybytes()


def jsonl_bytes(table: pa.Table) -> bytes:
    """A table as JSON lines in UTF-8, fields in the order of the schema."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist()).encode()


def read_files(place: Path) -> dict[str, bytes]:
    """Every file of a release folder by name; none where there is no folder."""
    return {path.name: path.read_bytes() for path in sorted(place.glob("*")) if path.is_file()}


def jsonl_rows(data: bytes) -> list[dict]:
    """The rows in JSON lines."""
    return [json.loads(line) for line in data.split(b"\n") if line]


def write(release: Release, folder: Path) -> None:
    """Write a release's files to `folder`, which must not exist: beside it first, then renamed."""
    if folder.exists():
        raise MocgioiError(f"{folder}: found a release there already, expected none", "a release is never overwritten")
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, data in release.files.items():
            with open(temporary / name, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(0o755)
        os.rename(temporary, folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def versions(root: Path | None = None) -> list[str]:
    """The versions that a repository holds, oldest first. A folder whose name is no version is no release."""
    found = [path.parent.name for path in (root or home()).joinpath(FOLDER).glob(f"*/{MANIFEST}")]
    return sorted((name for name in found if re.fullmatch(r"\d+\.\d+\.\d+", name)), key=version_key)


def version_key(version: str) -> tuple[int, ...]:
    """Sorts versions by number."""
    return tuple(int(part) for part in version.split("."))


def folder(version: str | None = None, root: Path | None = None) -> Path:
    """The folder of a release, the newest unless `version` names one. Raises MocgioiError when there is none."""
    root = root or home()
    held = versions(root)
    if not held:
        raise MocgioiError(f"{root / FOLDER}: found no release", "build one with: nox -s release")
    if version is not None and version.removeprefix("v") not in held:
        raise MocgioiError(f"release {version}: not held here, expected one of {', '.join(held)}")
    return root / FOLDER / (held[-1] if version is None else version.removeprefix("v"))


def read_manifest(place: Path) -> dict:
    """The manifest in a release folder, read by the contract that the release carries.

    Raises MocgioiError when it is missing or does not fit its schema.
    """
    path = place / MANIFEST
    manifest = annotation.read(path)
    fault = next(contract.bundled_validator(read_contract(place), "manifest").iter_errors(manifest), None)
    if fault is not None:
        raise MocgioiError(f"{path}: {fault.json_path}: {fault.message}", RESTORE)
    return manifest


def read_contract(place: Path) -> dict:
    """The contract of the release in folder `place`: its schemas, bundled.

    Raises MocgioiError when it is not the file that the manifest names: a damaged schema would misjudge everything.
    """
    path = place / CONTRACT
    bundled, manifest = annotation.read(path), annotation.read(place / MANIFEST)
    try:
        expected = manifest["files"][CONTRACT]["sha256"]
    except (KeyError, TypeError):
        raise MocgioiError(f"{place / MANIFEST}: found no SHA-256 of {CONTRACT}, expected one", RESTORE) from None
    found = sha256(path.read_bytes())
    if found != expected:
        raise MocgioiError(f"{path}: found SHA-256 {found}, expected {expected}", RESTORE)
    return bundled


def _only(documents: pa.Table, column: str) -> str:
    """The one value of a column that must agree on every page."""
    values = documents[column].unique().to_pylist()
    if len(values) != 1:
        raise MocgioiError(f"{column}: found {values} among the pages, expected one value for a release")
    return values[0]
