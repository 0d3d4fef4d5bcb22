"""Adding a page to the corpus: the next id, the raw bytes, and an annotation to correct rather than to write."""

from pathlib import Path

import pyarrow as pa

from mocgioi import annotation, contract, grounding, release, tombstones
from mocgioi.draft import draft_batch
from mocgioi.errors import MocgioiError
from mocgioi.paths import write_atomically
from mocgioi.text import RECIPE, Text, read_text, sha256

GUIDE = "1.0"
"""Version of corpus/GUIDE.md that new annotations follow."""


def add(root: Path, page: Path, source: str, encoding: str = "utf-8") -> tuple[str, dict]:
    """Put a page into a checkout under the next free id, with a drafted annotation; gives the id and the annotation.

    Raises MocgioiError when the outlet is not in sources.json, the page cannot be read or decoded, or is held already.
    """
    known = [entry["id"] for entry in annotation.read(root / "corpus" / "sources.json")["sources"]]
    if source not in known:
        raise MocgioiError(
            f"--source: found {source}, expected one of {', '.join(known)}",
            "add the outlet to corpus/sources.json first, and say how you know",
        )
    try:
        raw = page.read_bytes()
    except OSError as error:
        raise MocgioiError(f"{page}: cannot be read: {error.strerror}") from None
    _refuse_a_copy(root, page, raw)
    text = read_text(raw, encoding, str(page))
    doc_id = next_id(root)
    made = _annotation(doc_id, source, page.name, raw, text)
    write_atomically(root / made["raw"]["file"], raw)
    write_atomically(root / "corpus" / "annotations" / f"{doc_id}.json", annotation.dumps(made).encode())
    return doc_id, made


def next_id(root: Path) -> str:
    """The id behind the highest that any page has or had: in the checkout, in a release, or under a tombstone."""
    used = {path.stem for path in annotation.paths(root)} | {path.stem for path in (root / "corpus" / "raw").iterdir()}
    used |= set(tombstones.read(root))
    for version in release.versions(root):
        used |= release.read_manifest(release.folder(version, root))["documents"].keys()
    numbers = [int(name[2:]) for name in used if name.startswith("mg") and name[2:].isdigit()]
    return f"mg{max(numbers, default=0) + 1:04d}"


def _refuse_a_copy(root: Path, page: Path, raw: bytes) -> None:
    for path in annotation.paths(root):
        held = annotation.read(path)
        if held["raw"]["sha256"] == sha256(raw):
            raise MocgioiError(
                f"{page}: found the very bytes of {held['doc_id']}, expected a page that is not held yet"
            )


def _annotation(doc_id: str, source: str, name: str, raw: bytes, text: Text) -> dict:
    spans = _drafted(text.text)
    return {
        "doc_id": doc_id,
        "source": source,
        "guide": GUIDE,
        "raw": {
            "file": f"corpus/raw/{doc_id}.txt",
            "original_name": name,
            "bytes": len(raw),
            "sha256": sha256(raw),
            "encoding": text.encoding,
        },
        "text": {"recipe": RECIPE, "chars": len(text.text), "sha256": sha256(text.text)},
        "metadata": {field: _fact(field, spans) for field in contract.metadata_fields()},
        "spans": spans,
    }


def _drafted(text: str) -> list[dict]:
    batch = pa.RecordBatch.from_pylist([{"id": "page", "text": text}])
    keys = ("start", "end", "label")
    return [
        {key: span[key] for key in keys} | {"group": None, "quote": text[span["start"] : span["end"]]}
        for span in draft_batch(batch)["spans"][0].as_py()
    ]


def _fact(field: str, spans: list[dict]) -> dict:
    """A field as far as it can be read off the drafted spans that may show it; absent otherwise."""
    labels = grounding.labels_for(field)
    evidence = [number for number, span in enumerate(spans) if span["label"] in labels]
    normaliser = grounding.NORMALISERS.get(field)
    if evidence and normaliser and field in READ_OFF:
        values = normaliser.read([spans[number]["quote"] for number in evidence])
        if values and values[0]:
            return {"value": values[0], "basis": "printed", "spans": evidence, "note": None}
    empty = [] if field in ("authors", "places") else None
    return {"value": empty, "basis": "absent", "spans": [], "note": None}


READ_OFF = ("title", "published", "authors", "agency", "source_credit", "category", "page_clock")
"""Fields that a label of their own shows; the others take a reader."""
