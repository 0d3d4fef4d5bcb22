"""Rows of a documents table, beside what the rules on pages say: their own levels from 1 to 5."""

from mocgioi import contract
from mocgioi.incident import Fault, differing, quoted
from mocgioi.rules import rule
from mocgioi.tables import BODY_JOINT
from mocgioi.text import normalise, sha256

TEXT = "corpus/GUIDE.md: Text"
FILES = "corpus/README.md: What lies where"


@rule(
    "table-unreadable",
    level=1,
    scope="table",
    guide=FILES,
    meaning="A table of documents is Parquet, or JSON lines in UTF-8.",
    why="Until it can be read nothing in it can be checked.",
    example="A Parquet file that was cut off, or a line that is no JSON.",
    fix="write the table again",
)
def table_unreadable(table):
    yield from table.unreadable


@rule(
    "table-columns",
    level=2,
    scope="table",
    guide=FILES,
    meaning="A table of documents has the columns and types of schema/document.schema.json.",
    why="A missing column would hide every fault in it.",
    example="A Parquet file without the column `grounding`.",
    fix="write the table with the columns and types of the schema",
)
def table_columns(table):
    yield from table.columns


@rule(
    "id-twice",
    level=5,
    scope="table",
    guide=FILES,
    meaning="Each page is in a table once.",
    why="Ids name pages; two rows of one id make every citation of it ambiguous.",
    example="Rows 3 and 7 both have `mg0001`.",
    fix="remove the row that is wrong, or correct its id",
)
def id_twice(table):
    yield from table.doubles


@rule(
    "row-text",
    level=1,
    scope="row",
    guide=TEXT,
    meaning="A row's text is what the recipe gave: LF, no byte order mark, Unicode NFC, and the stated SHA-256.",
    why="Offsets count over exactly this text; over another one all of them may be wrong, and none is looked at.",
    example="A text with CRLF, or one of which a character was removed.",
    fix="make the text by the recipe text-1, its offsets over that, and its digest",
)
def row_text(row):
    text, stated = row.text, row.row.get("text_sha256")
    if text is None:
        return
    right = normalise(text)
    if right != text:
        at = differing(text, right)
        yield Fault(("text",), f"{quoted(text, at)}, differing at {at}", quoted(right, at))
    elif isinstance(stated, str) and sha256(text) != stated:
        if len(text) == row.row.get("text_chars") and not row.tiling_faults:
            yield Fault(
                ("text_sha256",), stated, f"{sha256(text)}, from the text", f'set "text_sha256": "{sha256(text)}"'
            )
        else:
            yield Fault(("text",), f"a text with SHA-256 {sha256(text)}", f"the text with {stated}")


@rule(
    "row-grounding",
    level=2,
    scope="row",
    guide="corpus/GUIDE.md: Metadata",
    meaning="A row's grounding has one entry for each metadata field, in their order.",
    why="A value without an entry has no evidence.",
    example="No entry for `published`.",
    fix="one entry for each field; absent, without spans, where the page does not give it",
)
def row_grounding(row):
    entries = row.row.get("grounding")
    names = [entry.get("field") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else None
    right = list(contract.metadata_fields())
    if names is not None and names != right and all(row.sound("grounding", i) for i in range(len(names))):
        twice = [name for i, name in enumerate(names) if name in names[:i]]
        lacking = [name for name in right if name not in names]
        found = f"{quoted(twice[0])} twice" if twice else f"none for {lacking[0]}" if lacking else quoted(names)
        yield Fault(("grounding",), found, f"{', '.join(right)}, each once")


@rule(
    "row-derived",
    level=3,
    scope="row",
    guide=FILES,
    meaning="The derived fields of a row follow from the decided ones.",
    why="body, span_id, zone, text_chars and text_sha256 are computed; typed ones go wrong.",
    example="zone `body` beside the label `title`.",
    fix="compute the derived fields anew: mocgioi build does",
)
def row_derived(row):
    spans, text = row.row.get("spans"), row.text
    for i in range(row.n_spans):
        label, derived = row.label(i), spans[i] if isinstance(spans[i], dict) else {}
        right = {"span_id": i, "zone": contract.labels()[label].zone if label in contract.labels() else None}
        for key, expected in right.items():
            if expected is not None and row.sound("spans", i, key) and derived.get(key) != expected:
                what = f"{key} {quoted(derived.get(key))}" + (f" for {label}" if key == "zone" else "")
                yield Fault(("spans", i, key), what, quoted(expected))
    if text is None or not row.sound("spans") or row.tiling_faults:
        return
    body = BODY_JOINT.join(row.span_text(i) or "" for i, zone in enumerate(row.zones()) if zone == "body")
    right = {"body": body, "text_chars": len(text)}
    for key, expected in right.items():
        found = row.row.get(key)
        if row.sound(key) and found != expected:
            at = differing(found, expected) if isinstance(found, str) else 0
            yield Fault((key,), quoted(found, at), quoted(expected, at))
