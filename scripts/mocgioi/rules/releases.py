"""Level 5: a release is frozen, and is what it says."""

import json
import re

import pyarrow as pa

from mocgioi import digest, tables
from mocgioi.incident import Fault, listed, quoted
from mocgioi.release import MANIFEST, jsonl_bytes
from mocgioi.rules import rule
from mocgioi.text import sha256

GUIDE = "corpus/README.md: What lies where"
RESTORE = "restore the release folder: git checkout -- corpus/releases; a release is never edited"


@rule(
    "release-folder",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="A release's folder is named by its version.",
    why="The version is how people ask for it.",
    example="`corpus/releases/1.0.1/manifest.json` says version 1.0.0.",
    fix="rename the folder, or restore the manifest",
)
def release_folder(release):
    version = release.get("version")
    if isinstance(version, str) and version != release.version and re.fullmatch(r"\d+\.\d+\.\d+", release.version):
        yield Fault(("version",), quoted(version), f"{quoted(release.version)}, the folder's name")


@rule(
    "release-missing",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="Every file that a release lists is there.",
    why="A release is whole or it is none.",
    example="`spans.parquet` was deleted or renamed.",
    fix=RESTORE,
)
def release_missing(release):
    if not release.manifest.usable:
        return
    for name in release.listed():
        if name not in release.present or release.present[name].trouble:
            moved = release.moved(name)
            fix = f"rename {moved} to {name}: it has the stated SHA-256" if moved else None
            yield Fault(("files", name), f"no file {name}" + (f"; there is {moved}" if moved else ""), name, fix)


@rule(
    "release-changed",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="Every file of a release has the size and SHA-256 that its manifest states.",
    why="A citation names bytes that anyone can check; one changed bit makes it wrong.",
    example="One bit of `documents.parquet` is flipped.",
    fix=RESTORE,
)
def release_changed(release):
    for name, entry in release.listed().items():
        file = release.present.get(name)
        if file is None or file.trouble or release.get("files", name) is None:
            continue
        data = file.path.read_bytes()
        if file.outside:
            yield Fault(("files", name), f"{name} is a link that leads out of the checkout", "the file itself")
        elif file.is_pointer:
            yield Fault(("files", name), f"a Git LFS pointer in {name}", "the file that it points to", "git lfs pull")
        elif sha256(data) != entry["sha256"]:
            size = "" if len(data) == entry["bytes"] else f", {len(data):,} bytes"
            yield Fault(("files", name, "sha256"), f"{sha256(data)} for {name}{size}", entry["sha256"])
        elif len(data) != entry["bytes"]:
            yield Fault(("files", name, "bytes"), f"{entry['bytes']:,} for {name}", f"{len(data):,}, its size")


@rule(
    "release-stray",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="A release folder holds the files that its manifest lists, and nothing else.",
    why="What lies there is published under the release's name without being part of it.",
    example="`corpus/releases/1.0.0/notes.txt`",
    fix="move the file out of the release",
)
def release_stray(release):
    if not release.manifest.usable or not isinstance(release.value.get("files"), dict):
        return
    listed_names = release.value["files"]
    renamed = {release.moved(name) for name in listed_names if name not in release.present}
    for name, file in release.present.items():
        if name != MANIFEST and name not in listed_names and name not in renamed:
            yield Fault((), "a file that the manifest does not list", f"the files of {MANIFEST}", file=file.name)


@rule(
    "release-manifest",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="A manifest agrees with the files it describes, and is written as the release wrote it.",
    why="Whoever reads only the manifest must get the truth.",
    example='`"counts": {"documents": 5}` for four pages; `"guide": "1.1"` for pages annotated by 1.0.',
    fix=RESTORE,
)
def release_manifest(release):
    documents, value = release.tables["documents"], release.value
    told = release.manifest.positions.twice or release.manifest.schema_faults
    if release.manifest.usable and not told and release.manifest.data != _written(value):
        yield Fault(
            (), "another layout than the release command writes", "JSON with an indent of 1, a line end behind it"
        )
    for name, table in release.tables.items():
        count = release.get("counts", name)
        complete = table is not None and not release.amended["documents"]
        if complete and type(count) is int and count != len(table):
            yield Fault(("counts", name), f"{count:,}", f"{len(table):,}, the rows of {name}.parquet")
    for key in ("guide", "text_recipe"):
        found = documents[key].unique().to_pylist() if documents is not None and key in documents.column_names else []
        if isinstance(release.get(key), str) and found and found != [release.get(key)]:
            yield Fault((key,), quoted(release.get(key)), f"{listed(map(quoted, found))}, as in documents.parquet")
    yield from _written_by(release)


def _written(value: dict) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _written_by(release):
    """The version of pyarrow that the manifest states against the one that the Parquet file itself names."""
    import pyarrow.parquet as pq

    stated, data = release.get("tools", "pyarrow"), release.bytes_of("documents.parquet")
    if data and isinstance(stated, str):
        try:
            writer = pq.ParquetFile(pa.BufferReader(data)).metadata.created_by.rpartition(" ")[2]
        except (pa.ArrowException, OSError):
            return
        if writer != stated:
            yield Fault(("tools", "pyarrow"), quoted(stated), f"{quoted(writer)}, which wrote documents.parquet")


@rule(
    "release-digest",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="The digests of a manifest are those of the released pages.",
    why="They name the data in citations.",
    example="One digit of a page's digest differs.",
    fix=RESTORE,
)
def release_digest(release):
    documents, stated = release.tables["documents"], release.get("documents")
    if documents is None or not isinstance(stated, dict) or release.contract is None or release.unfit is not None:
        return
    found = release.digests
    for doc_id in sorted(found.keys() | stated.keys()):
        if found.get(doc_id) != stated.get(doc_id):
            path = ("documents", doc_id) if doc_id in stated else ("documents",)
            told, expected = (
                stated.get(doc_id, f"no {doc_id}"),
                found.get(doc_id, f"no {doc_id}: documents.parquet lacks it"),
            )
            yield Fault(path, told, expected)
    whole = digest.release_digest(found.values())
    if isinstance(release.get("digest"), str) and release.get("digest") != whole:
        yield Fault(("digest",), release.get("digest"), f"{whole}, from the digests of the pages")
    for name, table in release.tables.items():
        stated = release.get("tables", name)
        complete = table is not None and not release.amended["documents"]
        if complete and isinstance(stated, str) and stated != digest.table_digest(table):
            yield Fault(("tables", name), stated, f"{digest.table_digest(table)}, from {name}.parquet")


@rule(
    "release-rebuild",
    level=5,
    scope="release",
    guide=GUIDE,
    meaning="The tables of a release are those that its documents give.",
    why="Documents are the source; spans, lines and JSON lines follow from them and may say nothing else.",
    example="A label differs between `spans.parquet` and `documents.parquet`.",
    fix=RESTORE,
)
def release_rebuild(release):
    documents = release.tables["documents"]
    if release.unfit is not None:
        yield Fault(
            ("files", f"{release.unfit}.parquet"),
            "a table that does not fit the contract",
            "the columns of schema.json",
            file=release.present[f"{release.unfit}.parquet"].name,
        )
        return
    if documents is None or not release.current:
        return  # what an older contract gave cannot be computed anew; release-digest compares it with the manifest
    derived = tables.derive(documents)
    for name, make in tables.BUILDERS.items():
        found, built = release.tables[name], make(derived)
        if found is not None and not found.equals(built):
            place = _first_difference(found, built)
            yield Fault(
                (),
                place,
                "what documents.parquet gives" if name != "documents" else "what text and spans give",
                file=release.present[f"{name}.parquet"].name,
            )
    lines = release.bytes_of("documents.jsonl")
    if lines is not None and lines != jsonl_bytes(documents):
        pairs = enumerate(zip(lines.split(b"\n"), jsonl_bytes(documents).split(b"\n"), strict=False), 1)
        line = next((i for i, (a, b) in pairs if a != b), None)
        yield Fault(
            (),
            "another row than in documents.parquet",
            "the row of documents.parquet as JSON",
            file=release.present["documents.jsonl"].name,
            line=line,
        )


def _first_difference(found: pa.Table, built: pa.Table) -> str:
    """The first place in which two tables of one release differ, in words."""
    if found.schema.names != built.schema.names:
        return f"the columns {', '.join(found.schema.names)}"
    if len(found) != len(built):
        return f"{len(found):,} rows, not {len(built):,}"
    for i in range(len(found)):
        old, new = (table.slice(i, 1).to_pylist()[0] for table in (found, built))
        key = next((key for key in old if old[key] != new[key]), None)
        if key:
            return f"row {i} ({old.get('doc_id')}), {key} {quoted(old[key])}"
    return "other types of columns"


@rule(
    "release-index",
    level=5,
    scope="corpus",
    guide=GUIDE,
    meaning="The index names every release, with the manifest and the SWHID that it has, and no other.",
    why="A manifest vouches for the files of its release, the index for the manifest; citations name what it names.",
    example="`corpus/releases/1.0.1` was put there by hand; one digit of `index.json` differs.",
    fix="restore it: git checkout -- corpus/releases; nox -s release and nox -s withdraw write it",
)
def release_index(corpus):
    index = next((file for file in corpus.others if file.schema == "index"), None)
    if index is not None and (not index.usable or index.schema_faults):
        return  # the rules on files and schemas tell of it
    if any(("version",) in release.broken for release in corpus.releases):
        return  # release-folder tells that a folder was renamed
    told = {release.name for release in corpus.releases if _is_faulty(release)}
    for fault in corpus.unvouched:
        file = fault.path.relative_to(corpus.root).as_posix()
        if file not in told:
            yield Fault((), fault.found, fault.expected, file=file, line=1 if fault.path.is_file() else None)


def _is_faulty(release) -> bool:
    """Whether another rule has something to say about a manifest, so that it is told once."""
    rules = (release_folder, release_missing, release_manifest, release_digest)
    return bool(release.broken) or any(next(check(release), None) is not None for check in rules)
