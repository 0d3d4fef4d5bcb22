"""Applying a script of edits to the rows of a release. Every `old` is compared first; nothing is applied by force."""

import copy
from collections.abc import Iterable

from rfc8785 import CanonicalizationError

from mocgioi.diff import Rows, rows_digest
from mocgioi.errors import MocgioiError


def apply(rows: Rows, edits: Iterable[dict]) -> Rows:
    """The rows that the script makes of `rows`, which stay as they are.

    Raises MocgioiError when the script is for other rows than these, or does not give the digest that it names.
    """
    made, grown = copy.deepcopy(rows), {}
    number, head = 0, None
    try:
        for edit in edits:
            number += 1
            if head is None:
                head = edit
                _begin(rows, head)
            else:
                _apply(made, edit, grown)
        for row in made.values():
            row["spans"].sort(key=lambda span: (span["start"], span["end"]))
        found = rows_digest(made)
    except (LookupError, TypeError, AttributeError, ValueError, CanonicalizationError) as error:
        raise MocgioiError(
            f"script: line {number}: found no edit: {type(error).__name__}: {error}", "write one with: mocgioi diff"
        ) from None
    if head is None:
        raise MocgioiError("script: found no line, expected one with op release", "write one with: mocgioi diff")
    _expect("result", found, head["new"]["digest"])
    return made


def _begin(rows: Rows, head: dict) -> None:
    """Whether a script may be applied to `rows`, from its first line."""
    if head["op"] != "release":
        raise ValueError(f"op {head['op']!r} in the first line, not release")
    _expect("release", rows_digest(rows), head["old"]["digest"])
    str(head["new"]["digest"])


def _apply(rows: Rows, edit: dict, grown: dict[str, int]) -> None:
    """Apply one edit. `grown` keeps by how many code points the text of each page has grown so far."""
    doc_id, op = edit["doc_id"], edit["op"]
    if op == "add" and not edit.get("span"):
        _expect(doc_id, rows.get(doc_id), None)
        rows[doc_id] = copy.deepcopy(edit["new"])
        return
    if doc_id not in rows:
        raise MocgioiError(f"{doc_id}: found no such page, expected one to {op}")
    if edit.get("span"):
        _span(rows[doc_id], edit)
    elif op == "drop":
        _expect(doc_id, rows.pop(doc_id), edit["old"])
    elif op == "metadata":
        _metadata(rows[doc_id], edit)
    elif op == "retext":
        grown[doc_id] = _text(rows[doc_id], edit, grown.get(doc_id, 0))
    else:
        raise MocgioiError(f"{doc_id}: found op {op!r}, expected add, drop, metadata, retext, move or relabel")


def _metadata(row: dict, edit: dict) -> None:
    key, _, field = edit["field"].partition(".")
    if field:
        place = [entry["field"] for entry in row[key]].index(field)
        _expect(f"{row['doc_id']} {edit['field']}", row[key][place], edit["old"])
        row[key][place] = edit["new"]
        return
    _expect(f"{row['doc_id']} {key}", row.pop(key, None), edit.get("old"))
    if "new" in edit:
        row[key] = edit["new"]


def _text(row: dict, edit: dict, grown: int) -> int:
    """Replace one stretch; how much the text has grown then. Edits stand in the order of the old text."""
    start = edit["start"] + grown
    end = start + len(edit["old"])
    _expect(f"{row['doc_id']} text at {edit['start']}", row["text"][start:end], edit["old"])
    row["text"] = row["text"][:start] + edit["new"] + row["text"][end:]
    return grown + len(edit["new"]) - len(edit["old"])


def _span(row: dict, edit: dict) -> None:
    if "old" in edit:
        old = _stored(edit["old"])
        if old not in row["spans"]:
            raise MocgioiError(f"{row['doc_id']}: found no span {old}, expected one to {edit['op']}")
        row["spans"].remove(old)
    if "new" in edit:
        row["spans"].append(_stored(edit["new"]))


def _stored(span: dict) -> dict:
    """A span of a script as a row holds it."""
    return {key: value for key, value in span.items() if key != "quote"}


def _expect(what: str, found, expected) -> None:
    if found != expected:
        raise MocgioiError(
            f"{what}: found {found!r}, expected {expected!r}", "apply the script to the release that it names"
        )
