"""Broken corpora: a small valid one, and edits that break it in one place. `python -m tests.faulty` writes what is found.

tests/faults/<rule>/fault.json says what is broken, tests/faults/<rule>/expected.txt what the checker says of it. Review
expected.txt after writing it: it is what a contributor reads.
"""

import json
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import pyarrow as pa

from mocgioi import annotation, checking, contract, digest, registry, release, report
from mocgioi.loading import read_parquet
from mocgioi.text import read_text, sha256

FAULTS = Path(__file__).resolve().parent / "faults"
ROOT = FAULTS.parent.parent
RELEASED = ("1.0.0", "2025-02-01")


@cache
def _base() -> Path:
    """The valid corpus with its release, built once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="mocgioi-base-")) / "corpus"
    shutil.copytree(FAULTS / "_base", folder)
    built = release.build(release.documents_of(folder), *RELEASED, root=ROOT)
    release.write(built, folder / release.FOLDER / RELEASED[0])
    (folder / registry.FILE).write_text(registry.dumps({RELEASED[0]: registry.entry(built.files)}), "utf-8")
    return folder


def valid(folder: Path) -> Path:
    """A copy of the valid corpus in `folder`."""
    return Path(shutil.copytree(_base(), folder, dirs_exist_ok=True))


def broken(id: str, folder: Path) -> Path:
    """A copy of the valid corpus, broken as tests/faults/<id>/fault.json says."""
    root = valid(folder)
    for edit in json.loads((FAULTS / id / "fault.json").read_text("utf-8"))["edits"]:
        apply(edit, root)
    return root


def apply(edit: dict, root: Path) -> None:
    """Make one edit in a corpus: each has a `do`, and what that needs."""
    DOES[edit["do"]](root, **{key: value for key, value in edit.items() if key != "do"})


def checked_fault(id: str, folder: Path) -> checking.Checked:
    """What the checker finds in a broken corpus."""
    root = broken(id, folder)
    paths = json.loads((FAULTS / id / "fault.json").read_text("utf-8")).get("paths")
    return checking.check([root / path for path in paths] if paths else [root], root)


def _replace(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in the file once."""
    text = (root / file).read_bytes().decode("utf-8")
    assert text.count(old) == 1, f"{file}: {old!r} stands there {text.count(old)} times"
    (root / file).write_bytes(text.replace(old, new).encode("utf-8", "surrogatepass"))


def _reword(root: Path, page: str, old: str, new: str) -> None:
    """Replace a text in a raw page by one of the same length, and state the new digests in its annotation."""
    raw, path = root / "corpus" / "raw" / f"{page}.txt", root / "corpus" / "annotations" / f"{page}.json"
    assert len(old) == len(new), f"{old!r} and {new!r} differ in length"
    _replace(root, f"corpus/raw/{page}.txt", old, new)
    _stamp(raw, path, path.read_text("utf-8").replace(old, new))


def _stamp(raw: Path, path: Path, text: str) -> None:
    page, data = json.loads(text), raw.read_bytes()
    decoded = read_text(data, page["raw"]["encoding"]).text
    page["raw"] |= {"bytes": len(data), "sha256": sha256(data)}
    page["text"] |= {"chars": len(decoded), "sha256": sha256(decoded)}
    path.write_text(annotation.dumps(page), "utf-8")


def _raw(root: Path, page: str, hex: str) -> None:
    """Put other bytes in a raw page and state their size and digest in its annotation, but not the text's."""
    data, path = bytes.fromhex(hex), root / "corpus" / "annotations" / f"{page}.json"
    (root / "corpus" / "raw" / f"{page}.txt").write_bytes(data)
    value = json.loads(path.read_text("utf-8"))
    value["raw"] |= {"bytes": len(data), "sha256": sha256(data)}
    path.write_text(annotation.dumps(value), "utf-8")


def _copy_page(root: Path, page: str, to: str) -> None:
    """Add a copy of a page under another id."""
    raw = root / "corpus" / "raw"
    shutil.copy(raw / f"{page}.txt", raw / f"{to}.txt")
    text = (root / "corpus" / "annotations" / f"{page}.json").read_text("utf-8").replace(f'"{page}"', f'"{to}"')
    (root / "corpus" / "annotations" / f"{to}.json").write_text(
        text.replace(f"raw/{page}.txt", f"raw/{to}.txt"), "utf-8"
    )


def _flip(root: Path, file: str, byte: int) -> None:
    """Flip the lowest bit of one byte."""
    data = bytearray((root / file).read_bytes())
    data[byte] ^= 1
    (root / file).write_bytes(data)


def _digit(root: Path, file: str, path: list) -> None:
    """Change the first digit of a digest in a JSON file that is written with an indent of 1."""
    value = json.loads((root / file).read_text("utf-8"))
    node = value
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = ("1" if node[path[-1]][0] == "0" else "0") + node[path[-1]][1:]
    (root / file).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _vouch(root: Path) -> None:
    """Write the index anew, so that it vouches for the manifest as it now is."""
    folder = root / release.FOLDER / RELEASED[0]
    entry = registry.entry({path.name: path.read_bytes() for path in folder.iterdir()})
    (root / registry.FILE).write_text(registry.dumps({RELEASED[0]: entry}), "utf-8")


def _schemas(root: Path, name: str, old: str, new: str) -> None:
    """Put the schemas of the contract in the corpus, one of them changed."""
    (root / "schema").mkdir()
    for path in (ROOT / "schema").glob("*.json"):
        shutil.copy(path, root / "schema")
    _replace(root, f"schema/{name}.schema.json", old, new)


def _cell(root: Path, table: str, row: int, column: str, value) -> None:
    """Change one cell of a released table, and state the digests of the changed table in the manifest."""
    folder = root / release.FOLDER / RELEASED[0]
    path, place = folder / f"{table}.parquet", folder / release.MANIFEST
    rows = read_parquet(path.read_bytes()).to_pylist()
    rows[row][column] = value
    changed = pa.Table.from_pylist(rows, schema=contract.arrow_schema(table))
    path.write_bytes(release.parquet_bytes(changed))
    manifest = json.loads(place.read_text("utf-8"))
    manifest["files"][path.name] = release.describe({path.name: path.read_bytes()})[path.name]
    manifest["tables"][table] = digest.table_digest(changed)
    place.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _rows_out(root: Path, file: str, without: str | None = None) -> None:
    """Copy the released documents to a table of their own, without one column."""
    folder = root / release.FOLDER / RELEASED[0]
    if file.endswith(".jsonl"):
        shutil.copy(folder / "documents.jsonl", root / file)
    else:
        documents = read_parquet((folder / "documents.parquet").read_bytes())
        (root / file).write_bytes(release.parquet_bytes(documents.drop_columns([without] if without else [])))


def _shifted(root: Path, page: str) -> None:
    """Count the offsets of an annotation in UTF-8 bytes."""
    path = root / "corpus" / "annotations" / f"{page}.json"
    text = (root / "corpus" / "raw" / f"{page}.txt").read_text("utf-8")
    value = json.loads(path.read_text("utf-8"))
    for span in value["spans"]:
        span |= {key: len(text[: span[key]].encode()) for key in ("start", "end")}
    path.write_text(annotation.dumps(value), "utf-8")


def _sized(root: Path, file: str, bytes: int) -> None:
    with open(root / file, "wb") as handle:
        handle.truncate(bytes)


def _written(root: Path, file: str, text: str = "", hex: str = "") -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes.fromhex(hex) or text.encode("utf-8"))


def _linked(root: Path, file: str, to: str) -> None:
    (root / file).unlink(missing_ok=True)
    (root / file).symlink_to(to)


def _turned_into_folder(root: Path, file: str) -> None:
    (root / file).unlink(missing_ok=True)
    (root / file).mkdir()


DOES = {
    "replace": _replace,
    "reword": _reword,
    "raw": _raw,
    "copy page": _copy_page,
    "flip": _flip,
    "digit": _digit,
    "schema": _schemas,
    "vouch": lambda root: _vouch(root),
    "cell": _cell,
    "rows": _rows_out,
    "count bytes": _shifted,
    "size": _sized,
    "write": _written,
    "link": _linked,
    "folder": _turned_into_folder,
    "delete": lambda root, file: (root / file).unlink(),
    "rename": lambda root, file, to: (root / file).rename(root / to),
}


def write(ids: list[str]) -> None:
    """Write expected.txt of the named rules, or of all."""
    for place in sorted(FAULTS.glob("*/fault.json")):
        if not ids or place.parent.name in ids:
            with tempfile.TemporaryDirectory() as folder:
                told = report.text(checked_fault(place.parent.name, Path(folder) / "corpus"))
            (place.parent / "expected.txt").write_text(told, "utf-8")
            print(told)


if __name__ == "__main__":
    write(sys.argv[1:])
