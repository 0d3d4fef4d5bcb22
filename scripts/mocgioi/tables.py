"""From annotations to the tables of a release: documents, and the spans and lines that follow from them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import contract, offsets
from mocgioi.text import INVISIBLE, Text, sha256

BODY_JOINT = "\n\n"
"""Stands between two body spans in the column `body`."""


def document_row(annotation: dict, text: Text) -> dict:
    """The decided fields of one page's document row; `documents` adds the derived ones."""
    facts = annotation["metadata"]
    raw = annotation["raw"]
    evidence = ("basis", "spans", "note")
    return {
        "doc_id": annotation["doc_id"],
        "source": annotation["source"],
        "guide": annotation["guide"],
        **{field: facts[field]["value"] for field in contract.metadata_fields() if field != "source"},
        "grounding": [{"field": field} | {key: facts[field][key] for key in evidence} for field in facts],
        "text": text.text,
        "spans": [{key: span[key] for key in ("start", "end", "label", "group")} for span in annotation["spans"]],
        "raw_name": raw["original_name"],
        "raw_bytes": raw["bytes"],
        "raw_sha256": raw["sha256"],
        "raw_encoding": raw["encoding"],
        "text_recipe": annotation["text"]["recipe"],
    }


def documents(rows: list[dict]) -> pa.Table:
    """The documents table of decided rows, in the order of their ids, derived fields filled in."""
    rows = sorted(rows, key=lambda row: row["doc_id"])
    return derive(pa.Table.from_pylist(rows, schema=contract.arrow_schema("documents")))


def derive(table: pa.Table) -> pa.Table:
    """A documents table with every derived field computed anew from the decided ones."""
    table = table.combine_chunks()
    points = offsets.code_points(table["text"])
    row, span = _flat_spans(table)
    columns = {
        "body": _bodies(points, row, span, len(table)),
        "spans": _with_derived(table["spans"].combine_chunks(), row, span),
        "text_chars": offsets.integers(points.lengths()),
        "text_sha256": offsets.strings([sha256(text) for text in table["text"].to_pylist()]),
    }
    for name, column in columns.items():
        field = contract.arrow_schema("documents").field(name)
        table = table.set_column(table.schema.get_field_index(name), field, column.cast(field.type))
    return table


def spans(documents: pa.Table) -> pa.Table:
    """The spans table: one row a span, with its text."""
    points = offsets.code_points(documents["text"])
    row, span = _flat_spans(documents)
    start, end = _bounds(span)
    columns = {
        "doc_id": pc.take(documents["doc_id"].combine_chunks(), offsets.integers(row)),
        "line_no": offsets.integers(offsets.line_numbers(points, row, start)).cast(pa.int32()),
        **{key: span.field(key) for key in ("span_id", "start", "end", "zone", "label", "group")},
        "text": points.slices(row, start, end),
    }
    return pa.table(columns, schema=contract.arrow_schema("spans"))


def lines(documents: pa.Table) -> pa.Table:
    """The lines table: one row a line, with its label and its nearest visible neighbours."""
    points = offsets.code_points(documents["text"])
    row, start, end = offsets.lines(points)
    text = points.slices(row, start, end)
    line_no = np.arange(len(row)) - np.searchsorted(row, row) + 1
    blank = ~offsets.numbers(pc.match_substring_regex(text, f"[^{_RE2_INVISIBLE}]"))
    above, below = _neighbours(row, blank)
    label, span_ids = _line_labels(documents, points, row, start)
    columns = {
        "doc_id": pc.take(documents["doc_id"].combine_chunks(), offsets.integers(row)),
        "line_no": line_no,
        "start": start,
        "end": end,
        "text": text,
        "zone": pc.take(_zones(), label),
        "label": pc.take(_labels(), label),
        "span_ids": span_ids,
        "prev_text": pc.take(text, _or_null(above)),
        "next_text": pc.take(text, _or_null(below)),
        "blank_before": _blanks(above, np.arange(len(row)), line_no - 1),
        "blank_after": _blanks(np.arange(len(row)), below, _lines_below(row)),
    }
    schema = contract.arrow_schema("lines")
    arrays = {name: offsets.integers(x) if isinstance(x, np.ndarray) else x for name, x in columns.items()}
    return pa.table({name: array.cast(schema.field(name).type) for name, array in arrays.items()}, schema)


BUILDERS = {"documents": lambda table: table, "spans": spans, "lines": lines}
"""How each table of a release follows from the documents table."""

_RE2_INVISIBLE = "".join(
    c if c == "-" or (c.isascii() and c.isprintable()) else f"\\x{{{ord(c):x}}}" for c in INVISIBLE
)


def _flat_spans(table: pa.Table) -> tuple[np.ndarray, pa.StructArray]:
    """All spans of a documents table: the row that each belongs to, and the spans as one struct array."""
    column = table["spans"].combine_chunks()
    return offsets.numbers(pc.list_parent_indices(column)), column.flatten()


def _bounds(span: pa.StructArray) -> tuple[np.ndarray, np.ndarray]:
    return offsets.numbers(span.field("start")), offsets.numbers(span.field("end"))


def _with_derived(column: pa.ListArray, row: np.ndarray, span: pa.StructArray) -> pa.ListArray:
    """The spans column with `span_id` and `zone` computed from the order and the label."""
    derived = {
        "span_id": offsets.integers(np.arange(len(row)) - np.searchsorted(row, row)).cast(pa.int32()),
        "zone": pc.take(_zones(), pc.index_in(span.field("label"), _labels())),
    }
    kinds = contract.arrow_schema("documents").field("spans").type.value_type
    parts = [derived[kind.name] if kind.name in derived else span.field(kind.name) for kind in kinds]
    return pa.ListArray.from_arrays(column.offsets, pa.StructArray.from_arrays(parts, fields=list(kinds)))


def _bodies(points: offsets.CodePoints, row: np.ndarray, span: pa.StructArray, n: int) -> pa.Array:
    """The text of each page's body spans, joined."""
    in_body = offsets.strings(contract.labels_of("body"))
    keep = offsets.numbers(pc.is_in(span.field("label"), in_body))
    start, end = _bounds(span)
    texts = points.slices(row[keep], start[keep], end[keep])
    first = offsets.integers(np.searchsorted(row[keep], np.arange(n + 1))).cast(pa.int32())
    return pc.binary_join(pa.ListArray.from_arrays(first, texts), offsets.strings([BODY_JOINT])[0])


def _neighbours(row: np.ndarray, blank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each line the index of the nearest visible line above and below in its page, or -1."""
    seen = np.flatnonzero(~blank)
    index = np.arange(len(row))
    place = np.searchsorted(seen, index)
    padded = np.concatenate([[-1], seen, [-1]])
    above, below = padded[place], padded[place + 1 + ~blank]
    return tuple(np.where((near >= 0) & (row[near] == row), near, -1) for near in (above, below))


def _line_labels(documents: pa.Table, points: offsets.CodePoints, row: np.ndarray, start: np.ndarray):
    """For each line the number of its label among all, null where nothing is visible, and the list of its spans."""
    page, span = _flat_spans(documents)
    begin, end = _bounds(span)
    line = np.searchsorted(points.rows[row] + start, points.rows[page] + begin, side="right") - 1
    code = offsets.numbers(pc.index_in(span.field("label"), _labels()))
    order = np.lexsort((begin, begin - end, line))  # in each line the longest span first, then the first
    leaders, first = np.unique(line[order], return_index=True)
    label = np.full(len(row), -1)
    label[leaders] = code[order][first]
    bounds = offsets.integers(np.searchsorted(line, np.arange(len(row) + 1))).cast(pa.int32())
    return _or_null(label), pa.ListArray.from_arrays(bounds, span.field("span_id"))


def _or_null(index: np.ndarray) -> pa.Array:
    """An index array whose -1 are null."""
    return offsets.integers(index, valid=index >= 0)


def _labels() -> pa.Array:
    """All labels, in the order of the guide."""
    return offsets.strings(list(contract.labels()))


def _zones() -> pa.Array:
    """The zone of each label, in the same order."""
    return offsets.strings([label.zone for label in contract.labels().values()])


def _blanks(upper: np.ndarray, lower: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """Number of lines between two lines; `otherwise` where one of them is missing."""
    return np.where((upper >= 0) & (lower >= 0), lower - upper - 1, otherwise)


def _lines_below(row: np.ndarray) -> np.ndarray:
    """For each line the number of lines below it in its page."""
    return np.searchsorted(row, row, side="right") - np.arange(len(row)) - 1
