"""What changed from one release to another, as a script of edits from which the second is rebuilt out of the first.

An edit is a JSON object; `op` says what was done, `old` and `new` are complete, so that an edit can be checked before
it is applied and turned round. Edits of one page follow each other:

- `add`, `drop`: a page, with its whole decided row in `new` or `old`; or, where `span` is true, a span of a page
- `metadata`: the value of `field`; `grounding.title` is the evidence of the field title. A side on which the row has
  no such field is left out
- `retext`: the text at `start`, code points of the old text; or, where `span` is true, what a span quotes
- `move`: a span stands at other offsets, its quote the same; `relabel`: a span has another label or group

The first line names both releases by version and digest.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import rfc8785

from mocgioi import contract, digest, release
from mocgioi.loading import read_parquet, verified_documents
from mocgioi.text import sha256

Rows = dict[str, dict]
"""Decided rows of documents by doc_id."""


def rows_of(place: Path, verify: bool = True) -> Rows:
    """The decided rows of the release in folder `place`, by the contract that it carries."""
    table = verified_documents(place) if verify else read_parquet((place / "documents.parquet").read_bytes())
    read = contract.reader(release.read_contract(place))
    return {row["doc_id"]: digest.decided(row, read) for row in table.to_pylist()}


def working_rows(root: Path) -> Rows:
    """The decided rows of a checkout's working state."""
    return {row["doc_id"]: digest.decided(row) for row in release.documents_of(root).to_pylist()}


def rows_digest(rows: Rows) -> str:
    """The release digest of decided rows."""
    return digest.release_digest(sha256(rfc8785.dumps(row)) for row in rows.values())


def script(old: Rows, new: Rows, versions: tuple[str | None, str | None]) -> Iterator[dict]:
    """The edits that make `new` of `old`, the line that names both first. `versions` None is a working state."""
    sides = [{"version": v, "digest": rows_digest(rows)} for v, rows in zip(versions, (old, new), strict=True)]
    yield {"op": "release", "old": sides[0], "new": sides[1]}
    for doc_id in sorted(old.keys() | new.keys()):
        if doc_id not in old:
            yield {"op": "add", "doc_id": doc_id, "new": new[doc_id]}
        elif doc_id not in new:
            yield {"op": "drop", "doc_id": doc_id, "old": old[doc_id]}
        elif old[doc_id] != new[doc_id]:
            yield from _page(doc_id, old[doc_id], new[doc_id])


def _page(doc_id: str, old: dict, new: dict) -> Iterator[dict]:
    for key in [*old, *(key for key in new if key not in old)]:
        if key in ("text", "spans"):
            continue
        for field, before, after in _fields(key, old, new):
            sides = {side: value for side, value in (("old", before), ("new", after)) if value is not ABSENT}
            yield {"op": "metadata", "doc_id": doc_id, "field": field} | sides
    yield from ({"op": "retext", "doc_id": doc_id} | edit for edit in _text(old["text"], new["text"]))
    for op, before, after in _spans(_quoted(old), _quoted(new)):
        sides = {side: value for side, value in (("old", before), ("new", after)) if value is not None}
        yield {"op": op, "doc_id": doc_id, "span": True} | sides


ABSENT = object()
"""Stands for the value of a field that a row does not have."""


def _fields(key: str, old: dict, new: dict) -> Iterator[tuple[str, object, object]]:
    before, after = old.get(key, ABSENT), new.get(key, ABSENT)
    if before == after:
        return
    if key == "grounding" and ABSENT not in (before, after):
        names = [[entry["field"] for entry in entries] for entries in (before, after)]
        if names[0] == names[1] and len(set(names[0])) == len(names[0]):
            pairs = zip(names[0], before, after, strict=True)
            yield from ((f"grounding.{name}", a, b) for name, a, b in pairs if a != b)
            return
    yield key, before, after


def _text(old: str, new: str) -> Iterator[dict]:
    """The stretches of `old` that `new` has otherwise, by whole lines."""
    if old == new:
        return
    before, after = old.split("\n"), new.split("\n")
    before, after = ([line + "\n" for line in lines[:-1]] + lines[-1:] for lines in (before, after))
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield {"start": starts[a], "old": "".join(before[a:b]), "new": "".join(after[c:d])}


def _quoted(row: dict) -> list[dict]:
    """The spans of a row with what they quote."""
    return [{**span, "quote": row["text"][span["start"] : span["end"]]} for span in row["spans"]]


def _spans(old: list[dict], new: list[dict]) -> Iterator[tuple[str, dict | None, dict | None]]:
    """(op, old span, new span). Spans are paired by place, then by quote and label, then where they overlap."""
    gone = [span for span in old if span not in new]
    come = [span for span in new if span not in old]
    edits = []
    for alike in (_same_place, _same_words, _overlapping):
        for before in list(gone):
            after = next((span for span in come if alike(before, span)), None)
            if after is not None:
                gone.remove(before)
                come.remove(after)
                edits.append((_op(before, after), before, after))
    edits += [("drop", span, None) for span in gone] + [("add", None, span) for span in come]
    yield from sorted(edits, key=lambda edit: (edit[1] or edit[2])["start"])


def _same_place(a: dict, b: dict) -> bool:
    return (a["start"], a["end"]) == (b["start"], b["end"])


def _same_words(a: dict, b: dict) -> bool:
    return (a["quote"], _mark(a)) == (b["quote"], _mark(b))


def _overlapping(a: dict, b: dict) -> bool:
    return a["label"] == b["label"] and a["start"] < b["end"] and b["start"] < a["end"]


def _op(a: dict, b: dict) -> str:
    if _mark(a) != _mark(b):
        return "relabel"
    return "move" if a["quote"] == b["quote"] else "retext"


def _mark(span: dict) -> dict:
    """What was decided about a span beside its place: label and group."""
    return {key: value for key, value in span.items() if key not in ("start", "end", "quote")}
