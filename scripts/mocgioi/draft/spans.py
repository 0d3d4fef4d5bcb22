"""From labelled lines to the column of spans that tiles every page."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi.offsets import strings

from .labels import AGENCY, LABELS, ZONE_OF, ZONES
from .lines import Lines
from .marks import Marks
from .pages import Pages
from .rank import Rank

SPAN = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("zone", pa.string()), ("label", pa.string()), ("score", pa.float32())]
)
SPANS = pa.list_(SPAN)


def tile(
    pages: Pages,
    marks: Marks,
    lines: Lines,
    label: np.ndarray,
    score: np.ndarray,
    tagged: np.ndarray,
    cut: np.ndarray,
) -> pa.ListArray:
    """One span a line, two where an agency tag opens it: list<SPAN>[pages].

    label int[lines], score float32[lines]; the lines ``tagged`` open with a tag that ends before byte ``cut``.
    """
    start, end, first = lines.start, lines.end, lines.first
    if len(tagged):
        rest = _first_visible(marks, cut)
        label, score = np.insert(label, tagged, AGENCY), np.insert(score, tagged, score[tagged])
        start, end = np.insert(start, tagged + 1, rest), np.insert(end, tagged, cut)
        first = first + np.searchsorted(tagged, first)
        page = np.insert(lines.page, tagged, lines.page[tagged])
    else:
        page = lines.page
    rank = Rank(marks.continuation)
    base = (pages.starts - rank.before(pages.starts))[page]
    begin, stop = ((at - rank.before(at) - base).astype(np.int32) for at in (start, end))
    columns = [
        _numbers(begin, pa.int32()),
        _numbers(stop, pa.int32()),
        pc.take(strings(ZONES), _numbers(ZONE_OF[label], pa.int8())),
        pc.take(strings(LABELS), _numbers(label.astype(np.int8), pa.int8())),
        _numbers(score.astype(np.float32), pa.float32()),
    ]
    flat = pa.StructArray.from_arrays(columns, fields=list(SPAN))
    return pa.ListArray.from_arrays(_numbers(first.astype(np.int32), pa.int32()), flat)


def _numbers(values: np.ndarray, kind: pa.DataType) -> pa.Array:
    """An Arrow array over the memory of ``values``, which are of that kind; `pyarrow.array` would import pandas."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def _first_visible(marks: Marks, at: np.ndarray) -> np.ndarray:
    """The first visible byte at or behind each place; the caller knows that one follows on the line."""
    return np.array([place + int(np.argmax(marks.visible[place : place + 1000])) for place in at], dtype=np.int64)
