"""Whether spans tile their pages: the data model's rules on offsets.

`suspects` looks at whole columns at once and finds the pages that break a rule; `faults_of` takes one page and says
which span is to blame. Most pages never need the second.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import offsets
from mocgioi.text import INVISIBLE, STRETCH, VISIBLE


@dataclass(frozen=True, slots=True)
class TilingFault:
    """A span that breaks the tiling: `span` is its place in the page, `start` and `end` are its code points.

    For `gap` they are the visible stretch that no span covers, and `span` is the one that follows it, or the number of
    spans. `other` is, for `overlap`, the span that lies there already, and for `order` the first on whose wrong side it stands.
    """

    kind: str
    span: int
    start: int
    end: int
    other: int | None = None


KINDS = {
    "bounds": "found [{start}:{end}), expected 0 <= start < end <= {length}",
    "line": "found [{start}:{end}) across a line feed, expected a span inside one line",
    "edge": "found [{start}:{end}) with white space at an edge, expected visible characters at both",
    "overlap": "found [{start}:{end}) across spans[{other}], expected spans apart from one another",
    "order": "found [{start}:{end}) on the wrong side of spans[{other}], expected spans in the order of the text",
    "gap": "found [{start}:{end}) in no span, expected every visible character in one",
}
"""Kinds of fault, in the order in which they are looked for, and what is said of each."""


def faults(documents: pa.Table) -> Iterator[tuple[str, TilingFault, str]]:
    """(doc_id, fault, message) for every tiling fault of a table with columns doc_id, text and spans."""
    for row in np.flatnonzero(suspects(documents)):
        page = documents.slice(int(row), 1).to_pylist()[0]
        for fault in faults_of(page["text"], [(span["start"], span["end"]) for span in page["spans"]]):
            values = {"start": fault.start, "end": fault.end, "other": fault.other, "length": len(page["text"])}
            yield page["doc_id"], fault, KINDS[fault.kind].format(**values)


# --- one page -------------------------------------------------------------------------------------------------------


def faults_of(
    text: str, spans: Sequence[tuple[int, int] | None], excused: Collection[int] = ()
) -> Iterator[TilingFault]:
    """The tiling faults of one page, one for each span at most.

    Offsets are code points. A span in `excused`, or given as None, has been reported already: it is not looked at, and
    a gap that it leaves is its fault and not told again.
    """
    blamed = set(excused) | {i for i, span in enumerate(spans) if span is None}
    for i, span in enumerate(spans):
        kind = alone(text, *span) if i not in blamed else None
        if kind:
            blamed.add(i)
            yield TilingFault(kind, i, *span)
    sound = [i for i in range(len(spans)) if i not in blamed]
    kept = _in_order(spans, sound)
    for i in sorted(set(sound) - set(kept)):
        blamed.add(i)
        yield _misplaced(spans, kept, i)
    yield from _gaps(text, spans, kept, blamed)


def alone(text: str, start: int, end: int) -> str | None:
    """The rule that a span breaks whatever the others are, or None."""
    if not 0 <= start < end <= len(text):
        return "bounds"
    if "\n" in text[start:end]:
        return "line"
    if not (VISIBLE.match(text[start]) and VISIBLE.match(text[end - 1])):
        return "edge"
    return None


def _in_order(spans: Sequence, sound: list[int]) -> list[int]:
    """The longest series of spans that stand in order and apart; the others are the ones out of place.

    By dynamic programming over the ends: `last[k]` is the span with the smallest end that closes a series of k + 1.
    """
    last: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for i in sound:
        start, end = spans[i]
        k = bisect_left(ends, start + 1)  # how many series end at or before this start
        before[i] = last[k - 1] if k else None
        if k == len(last):
            last.append(i)
            ends.append(end)
        elif end < ends[k]:
            last[k], ends[k] = i, end
    kept, i = [], last[-1] if last else None
    while i is not None:
        kept.append(i)
        i = before[i]
    return kept[::-1]


def _misplaced(spans: Sequence, kept: list[int], i: int) -> TilingFault:
    start, end = spans[i]
    over = next((k for k in kept if spans[k][0] < end and start < spans[k][1]), None)
    if over is not None:
        return TilingFault("overlap", i, start, end, over)
    crossed = next(k for k in kept if (k < i) != (spans[k] < spans[i]))
    return TilingFault("order", i, start, end, crossed)


def _gaps(text: str, spans: Sequence, kept: list[int], blamed: set[int]) -> Iterator[TilingFault]:
    """Each visible stretch of one line between two spans in order that no span covers.

    Where a blamed span stands between the two in the list, the gap is its doing.
    """
    cover = sorted(span for span in spans if span is not None and 0 <= span[0] < span[1] <= len(text))
    edges = [-1, *kept, len(spans)]
    for before, after in pairwise(edges):
        if any(between in blamed for between in range(before + 1, after)):
            continue
        start = spans[before][1] if before >= 0 else 0
        end = spans[after][0] if after < len(spans) else len(text)
        for match in STRETCH.finditer(text, start, end):
            if not any(a < match.end() and match.start() < b for a, b in cover):
                yield TilingFault("gap", after, match.start(), match.end())


# --- columns --------------------------------------------------------------------------------------------------------


def suspects(documents: pa.Table, points: offsets.CodePoints | None = None) -> np.ndarray:
    """For each row of a table with columns text and spans whether its spans fail to tile it, bool.

    The same verdict as `faults_of`, without the blame: computed on bytes, a span's edges looked up, gaps gathered.
    `points` are those of the column text, when they are known already.
    """
    points = points or offsets.code_points(documents["text"])
    column = (
        documents["spans"].combine_chunks() if isinstance(documents["spans"], pa.ChunkedArray) else documents["spans"]
    )
    column = column.cast(pa.list_(column.type.value_type))
    row = offsets.numbers(pc.list_parent_indices(column))
    flat = column.flatten()
    start, end = (_filled(flat.field(key)) for key in ("start", "end"))
    sick = np.zeros(len(points.rows) - 1, bool)
    floor = np.concatenate([[0], end[:-1]]) * (np.diff(row, prepend=-1) == 0)
    sick[row[(start < floor) | (end <= start) | (end > points.lengths()[row])]] = True
    sound = ~sick[row]
    row, first, behind = row[sound], points.rows[row[sound]] + start[sound], points.rows[row[sound]] + end[sound]
    begin, stop = points.starts[first], points.starts[behind]
    feeds = offsets.places(points.data, lambda data: data == 0x0A)
    wrong = np.append(feeds, len(points.data))[np.searchsorted(feeds, begin)] < stop
    wrong |= _invisible(points.data, begin) | _invisible(points.data, points.starts[behind - 1])
    sick[row[wrong]] = True
    return sick | _with_gaps(points, row, begin, stop, sick)


def _filled(column: pa.Array) -> np.ndarray:
    """A column of offsets as numbers, a missing one out of bounds; asked first, for fill_null imports pandas."""
    return offsets.numbers(pc.fill_null(column, -1) if column.null_count else column)


def _with_gaps(points: offsets.CodePoints, row: np.ndarray, begin: np.ndarray, stop: np.ndarray, sick) -> np.ndarray:
    """For each page whether something visible stands between its spans, before the first or behind the last."""
    page_begin, page_stop = points.starts[points.rows[:-1]], points.starts[points.rows[1:]]
    pages = np.arange(len(sick))
    place = np.arange(len(row)) + row  # before each span a gap, and one behind the last of each page
    last = np.searchsorted(row, pages, side="right") + pages
    gap_row, gap_stop = np.empty(len(row) + len(pages), np.int64), np.empty(len(row) + len(pages), np.int64)
    gap_row[place], gap_row[last] = row, pages
    gap_stop[place], gap_stop[last] = begin, page_stop
    opener = np.diff(gap_row, prepend=-1) > 0
    previous = np.empty(len(gap_row), np.int64)
    previous[opener] = page_begin
    previous[~opener] = stop
    width = np.where(sick[gap_row], 0, gap_stop - previous)
    inside = np.repeat(previous - np.cumsum(width) + width, width) + np.arange(width.sum())
    inside_row = np.repeat(gap_row, width)
    lead = (points.data[inside] & 0xC0) != 0x80
    visible = ~_invisible(points.data, inside[lead])
    found = np.zeros(len(sick), bool)
    found[inside_row[lead][visible]] = True
    return found & ~sick


def _invisible(data: np.ndarray, at: np.ndarray) -> np.ndarray:
    """For each byte position of `data`, where a code point begins, whether it is an invisible one, bool.

    All invisible ones have at most three bytes in UTF-8, so a look-up of the value of those bytes decides; the few that
    have more than one are looked at closer only where the first byte may be theirs.
    """
    first = data[at]
    answer = ASCII_INVISIBLE[first]
    wide = np.flatnonzero(LEADS[first])
    if len(wide):
        answer[wide] = WIDE_INVISIBLE[_wide_codes(data, at[wide])]
    return answer


def _wide_codes(data: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The code points that begin at byte positions whose lead byte announces two or three bytes."""
    top = len(data) - 1
    one, two, three = (data[np.minimum(at + i, top)].astype(np.int64) for i in range(3))
    return np.where(one < 0xE0, (one & 0x1F) << 6 | two & 0x3F, (one & 0x0F) << 12 | (two & 0x3F) << 6 | three & 0x3F)


def _codes() -> list[int]:
    """The code points of INVISIBLE, its ranges spelled out."""
    member = re.compile(f"[{INVISIBLE}]")
    return [code for code in range(0x10000) if not 0xD800 <= code < 0xE000 and member.match(chr(code))]


INVISIBLE_CODES = np.array(_codes())
WIDE_INVISIBLE = np.isin(np.arange(0x10000), INVISIBLE_CODES)
ASCII_INVISIBLE = np.isin(np.arange(256), INVISIBLE_CODES[INVISIBLE_CODES < 0x80])
LEADS = np.isin(np.arange(256), [chr(code).encode()[0] for code in INVISIBLE_CODES if code >= 0x80])
"""For each code point, and each byte of ASCII, whether it is invisible; for each byte whether it may begin such."""
