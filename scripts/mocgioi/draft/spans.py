"""From labelled lines to the column of spans that tiles every page."""

import numpy as np
import pyarrow as pa

from .agency import tag_ends
from .labels import AGENCY, BODY, LABELS, ZONE_OF, ZONES
from .lines import Lines
from .marks import Marks
from .pages import Pages
from .rank import Rank

SPAN = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("zone", pa.string()), ("label", pa.string()), ("score", pa.float32())]
)
SPANS = pa.list_(SPAN)
_OPENING_LINES = 3  # of the body, in which an agency tag may stand


def tile(pages: Pages, marks: Marks, lines: Lines, label: np.ndarray, score: np.ndarray) -> pa.ListArray:
    """One span a line, two where an agency tag opens it: list<SPAN>[pages]; label int[lines], score float32[lines]."""
    start, end, first = lines.start, lines.end, lines.first
    candidates = _openings(lines, label)
    cut = tag_ends(pages, lines, candidates)
    candidates, cut = candidates[cut > 0], cut[cut > 0]
    if len(candidates):
        rest = _first_visible(marks, cut)
        label, score = np.insert(label, candidates, AGENCY), np.insert(score, candidates, score[candidates])
        start, end = np.insert(start, candidates + 1, rest), np.insert(end, candidates, cut)
        first = first + np.searchsorted(candidates, first)
        page = np.insert(lines.page, candidates, lines.page[candidates])
    else:
        page = lines.page
    begin, stop = _code_points(pages, marks, page, start), _code_points(pages, marks, page, end)
    zones = pa.DictionaryArray.from_arrays(pa.array(ZONE_OF[label]), list(ZONES)).cast(pa.string())
    labels = pa.DictionaryArray.from_arrays(pa.array(label.astype(np.int8)), list(LABELS)).cast(pa.string())
    columns = [pa.array(begin), pa.array(stop), zones, labels, pa.array(score.astype(np.float32))]
    flat = pa.StructArray.from_arrays(columns, fields=list(SPAN))
    return pa.ListArray.from_arrays(pa.array(first.astype(np.int32)), flat)


def _openings(lines: Lines, label: np.ndarray) -> np.ndarray:
    """The first body lines of every page: int64[k], line numbers."""
    body = np.flatnonzero(ZONE_OF[label] == BODY)
    order = np.arange(len(body)) - np.searchsorted(body, lines.first[:-1])[lines.page[body]]
    return body[order < _OPENING_LINES]


def _first_visible(marks: Marks, at: np.ndarray) -> np.ndarray:
    """The first visible byte at or behind each place; the caller knows that one follows on the line."""
    return np.array([place + int(np.argmax(marks.visible[place : place + 1000])) for place in at], dtype=np.int64)


def _code_points(pages: Pages, marks: Marks, page: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Byte offsets in the buffer as code points of their page: int32."""
    rank = Rank(marks.continuation)
    return ((at - rank.before(at)) - (pages.starts - rank.before(pages.starts))[page]).astype(np.int32)
