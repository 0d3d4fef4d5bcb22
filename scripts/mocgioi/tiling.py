"""Whether spans tile their pages: the data model's rules on offsets.

`suspects` looks at whole columns at once (see `tiles`) and finds the pages that break a rule; `faults_of` takes one page
and says which span is to blame. Most pages never need the second.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from mocgioi import offsets
from mocgioi.text import STRETCH, VISIBLE
from mocgioi.tiles import Tiles


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


def suspects(documents: pa.Table) -> np.ndarray:
    """For each row of a table with columns text and spans whether its spans fail to tile it, bool.

    The same verdict as `faults_of`, without the blame.
    """
    return Tiles(offsets.whole(documents["spans"]), offsets.code_points(documents["text"])).untiled
