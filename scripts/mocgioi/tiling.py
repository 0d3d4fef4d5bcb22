"""Whether spans tile their pages: the data model's rules on offsets, checked for whole columns at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import offsets
from mocgioi.text import INVISIBLE


@dataclass(frozen=True)
class TilingFault:
    """A span that breaks the tiling. `row` is the page's place in the table, `span` the span's place in the page.

    `start` and `end` are the code points concerned; for `gap` they are the visible stretch that no span covers, and
    `span` is the one that follows it.
    """

    kind: str
    row: int
    doc_id: str
    span: int
    start: int
    end: int
    message: str


MESSAGES = {
    "bounds": "found [{start}:{end}), expected 0 <= start < end <= {length}",
    "order": "found start {start}, expected at least {floor}, the end of the span before",
    "line": "found [{start}:{end}) across a line feed, expected a span inside one line",
    "edge": "found [{start}:{end}) with white space at an edge, expected visible characters at both",
    "gap": "found [{start}:{end}) in no span, expected every visible character in one",
}
"""Kinds of fault, in the order in which they are looked for, and what is said of each."""


def faults(documents: pa.Table) -> Iterator[TilingFault]:
    """Every tiling fault of a table with columns doc_id, text and spans, by page, a page's first kind only.

    A page whose spans are out of bounds is not looked at for order, and so on: later kinds would repeat the first.
    """
    points = offsets.code_points(documents["text"])
    column = (
        documents["spans"].combine_chunks() if isinstance(documents["spans"], pa.ChunkedArray) else documents["spans"]
    )
    row = offsets.numbers(pc.list_parent_indices(column))
    flat = column.flatten()
    start, end = (offsets.numbers(flat.field(key)) for key in ("start", "end"))
    number = np.arange(len(row)) - np.searchsorted(row, row)
    length = points.lengths()
    sick = np.zeros(len(length), bool)
    found = []

    def report(kind: str, page: np.ndarray, span: np.ndarray, begin: np.ndarray, behind: np.ndarray, **more) -> None:
        for i in np.flatnonzero(~sick[page]):
            values = {"start": int(begin[i]), "end": int(behind[i]), "length": int(length[page[i]])}
            values |= {key: int(value[i]) for key, value in more.items()}
            doc_id = documents["doc_id"][int(page[i])].as_py()
            fault = TilingFault(
                kind,
                int(page[i]),
                doc_id,
                int(span[i]),
                values["start"],
                values["end"],
                MESSAGES[kind].format(**values),
            )
            found.append(fault)
        sick[page] = True

    def report_where(kind: str, wrong: np.ndarray, **more) -> None:
        more = {key: value[wrong] for key, value in more.items()}
        report(kind, row[wrong], number[wrong], start[wrong], end[wrong], **more)

    report_where("bounds", (start < 0) | (end <= start) | (end > length[row]))
    before = np.concatenate([[0], end[:-1]]) * (number > 0)
    report_where("order", start < before, floor=before)
    sound = ~sick[row]
    visible, line_of = _visible(points), _line_of(points)
    first, last = points.rows[row[sound]] + start[sound], points.rows[row[sound]] + end[sound] - 1
    wrong = np.zeros(len(row), bool)
    wrong[sound] = line_of[first] != line_of[last]
    report_where("line", wrong)
    wrong[:] = False
    wrong[sound] = ~(visible[first] & visible[last])
    report_where("edge", wrong)
    _report_gaps(points, row, start, end, sick, visible, line_of, report)
    yield from sorted(found, key=lambda fault: (fault.row, fault.span))


def _report_gaps(points, row, start, end, sick, visible, line_of, report) -> None:
    """Report each stretch of visible characters of one line that no span covers."""
    change = np.zeros(len(visible) + 1, np.int32)
    sound = ~sick[row]
    np.add.at(change, points.rows[row[sound]] + start[sound], 1)
    np.add.at(change, points.rows[row[sound]] + end[sound], -1)
    bare = np.flatnonzero(visible & (np.cumsum(change)[:-1] == 0))
    if not len(bare):
        return
    page = np.searchsorted(points.rows, bare, side="right") - 1
    cut = np.flatnonzero((line_of[bare][1:] != line_of[bare][:-1]) | (page[1:] != page[:-1])) + 1
    heads = np.concatenate([[0], cut])
    tails = np.concatenate([cut, [len(bare)]]) - 1
    page = page[heads]
    begin, behind = bare[heads] - points.rows[page], bare[tails] + 1 - points.rows[page]
    absolute = points.rows[row] + start
    span = np.searchsorted(absolute, bare[heads]) - np.searchsorted(row, page)
    report("gap", page, span, begin, behind)


def _visible(points: offsets.CodePoints) -> np.ndarray:
    """For each code point of the column whether it is visible, bool.

    All invisible ones have at most three bytes in UTF-8, so a look-up of the value of those bytes decides.
    """
    first = points.data[points.starts[:-1]].astype(np.int64)
    width = np.diff(points.starts)
    value = np.where(width == 1, first, -1)
    two, three = np.flatnonzero(width == 2), np.flatnonzero(width == 3)
    tail = points.data.astype(np.int64) & 0x3F
    value[two] = (first[two] & 0x1F) << 6 | tail[points.starts[two] + 1]
    value[three] = (first[three] & 0x0F) << 12 | tail[points.starts[three] + 1] << 6 | tail[points.starts[three] + 2]
    return ~np.isin(value, INVISIBLE_CODES)


def _line_of(points: offsets.CodePoints) -> np.ndarray:
    """For each code point of the column the number of line feeds before it."""
    feeds = points.data[points.starts[:-1]] == 0x0A
    return np.cumsum(feeds) - feeds


def _codes() -> np.ndarray:
    """The code points of INVISIBLE, its ranges spelled out."""
    import re

    member = re.compile(f"[{INVISIBLE}]")
    return np.array([code for code in range(0x10000) if not 0xD800 <= code < 0xE000 and member.match(chr(code))])


INVISIBLE_CODES = _codes()
