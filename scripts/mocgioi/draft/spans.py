"""From labelled lines to the column of spans that tiles every page."""

import numpy as np
import pyarrow as pa

from mocgioi.offsets import string_array

from .labels import AGENCY, LABELS, ZONE_OF, ZONES
from .marks import Marks
from .pages import LINE_FEED, Pages
from .reading import Reading
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
    pages: Pages, read: Reading, label: np.ndarray, score: np.ndarray, tagged: np.ndarray, cut: np.ndarray
) -> pa.ListArray:
    """One span a line, two where an agency tag opens it: list<SPAN>[pages].

    label int[lines], score float32[lines]; the lines ``tagged`` open with a tag that ends before byte ``cut``.
    """
    begin, stop, first = read.begin, read.stop, read.lines.first
    if len(tagged):
        label, score = np.insert(label, tagged, AGENCY), np.insert(score, tagged, score[tagged])
        ends, rests = np.array([_around(pages.data, *at) for at in zip(read.lines.start[tagged], cut, strict=True)]).T
        begin, stop = np.insert(begin, tagged + 1, begin[tagged] + rests), np.insert(stop, tagged, begin[tagged] + ends)
        first = first + np.searchsorted(tagged, first)
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


def _around(data: np.ndarray, start: int, cut: int) -> tuple[int, int]:
    """Code points from a line's start to byte ``cut``, and to the first visible character there, which the line has."""
    marks = Marks.of(np.pad(data[start : cut + 1000], 8, constant_values=LINE_FEED))
    rest = cut + int(np.argmax(marks.visible[8 + cut - start :]))
    return tuple(int(at - start - marks.continuation[8 : 8 + at - start].sum()) for at in (cut, rest))
