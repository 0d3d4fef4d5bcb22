"""From labelled lines to the column of spans that tiles every page."""

import numpy as np
import pyarrow as pa

from mocgioi.offsets import string_array

from .labels import AGENCY, LABELS, ZONE_OF, ZONES
from .lines import Lines
from .marks import Marks
from .pages import Pages
from .rank import Rank
from .windows import running

SPAN = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("zone", pa.string()), ("label", pa.string()), ("score", pa.float32())]
)
SPANS = pa.list_(SPAN)


class Names:
    """A few names to choose from, many times: twice as fast as `pyarrow.compute.take`, which takes 0.06 s to import."""

    def __init__(self, names: tuple[str, ...]):
        encoded = [name.encode() for name in names]
        self._bytes = np.array(encoded, dtype=bytes)[:, None].view(np.uint8)  # [names, longest], filled up with 0
        self._size = np.array([len(name) for name in encoded])

    def names(self, number: np.ndarray) -> pa.Array:
        """The name of each of these numbers: a string array."""
        offsets = running(np.take(self._size, number))
        filled = np.take(self._bytes, number, axis=0).reshape(-1)
        return string_array(offsets, filled[filled != 0])


_ZONES, _LABELS = Names(ZONES), Names(LABELS)


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
        _ZONES.names(ZONE_OF[label]),
        _LABELS.names(label),
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
