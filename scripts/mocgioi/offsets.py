"""Code point offsets over columns of text: the few array kernels that every stage shares.

Arrow keeps text in UTF-8, spans count code points; here the one is turned into the other for a whole column at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa


@dataclass(frozen=True)
class CodePoints:
    """A column of n texts with its code points found.

    `data`: uint8, the UTF-8 bytes of all texts, one after the other. `starts`: integers, the byte in `data` at which each
    code point begins, and behind them the length of `data`. `rows`: int64, shape n + 1, the index in `starts` of each
    text's first code point, and behind them their number.
    """

    data: np.ndarray
    starts: np.ndarray
    rows: np.ndarray

    def lengths(self) -> np.ndarray:
        """Code points of each text, int64, shape n."""
        return np.diff(self.rows)

    def slices(self, row: np.ndarray, start: np.ndarray, end: np.ndarray) -> pa.Array:
        """The stretch [start, end), code points, of text number `row`, for each of m triples: a string array.

        Offsets must be inside their text; nothing is checked here.
        """
        first = self.rows[row]
        return gather(self.data, self.starts[first + start], self.starts[first + end])


def code_points(texts: pa.Array | pa.ChunkedArray) -> CodePoints:
    """Find the code points of a column of text, any string type, nulls counted as empty."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    texts = large_strings(texts)
    if texts.null_count:  # asked first, for fill_null makes a scalar and that imports pandas: see `integers`
        texts = texts.fill_null("")
    _, offset_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offset_buffer, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    whole = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.zeros(0, np.uint8)
    data = whole[offsets[0] : offsets[-1]]
    starts = places(data, lambda bytes: bytes.view(np.int8) >= -0x40, end=True)  # all but 0x80 to 0xBF
    return CodePoints(data, starts, np.searchsorted(starts[:-1], (offsets - offsets[0]).astype(starts.dtype)))


BLOCK = 2**17
"""Bytes that are looked at together: few enough for the cache of a core, four times as fast as all at once."""


def places(
    data: np.ndarray, test: Callable[[np.ndarray], np.ndarray], *, ahead: int = 0, end: bool = False
) -> np.ndarray:
    """The places in `data`, uint8, at which `test` says so; int32 where that is wide enough, for the speed.

    `test` takes a stretch of bytes and answers for each, bool; it sees `ahead` bytes more than it is asked for. With
    `end` the place behind the last byte is one, too.
    """
    kind = np.int32 if len(data) < 2**31 else np.int64
    found = [np.zeros(0, kind)]
    for at in range(0, len(data), BLOCK):
        block = np.flatnonzero(test(data[at : at + BLOCK + ahead])[:BLOCK])
        found.append(np.add(block, at, dtype=kind, casting="unsafe"))
    return np.concatenate([*found, np.full(int(end), len(data), kind)])


def gather(data: np.ndarray, begin: np.ndarray, end: np.ndarray) -> pa.Array:
    """The stretches [begin, end), bytes of `data`, as a string array. They must be whole UTF-8 characters."""
    widths = end - begin
    offsets = np.zeros(len(widths) + 1, np.int64)
    np.cumsum(widths, out=offsets[1:])
    index = np.repeat(begin - offsets[:-1], widths) + np.arange(offsets[-1])
    return string_array(offsets, data[index])


def string_array(offsets: np.ndarray, data: np.ndarray) -> pa.Array:
    """The string array of bytes uint8[offsets[-1]] cut at `offsets`, int64[n + 1]; they must fit a string array."""
    if offsets[-1] >= 2**31:
        raise pa.ArrowCapacityError(f"{offsets[-1]} bytes of text, a string array holds 2147483647")
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers)


def large_strings(texts: pa.Array) -> pa.Array:
    """The array as one of large strings. The common cases go round `cast`, which imports pyarrow.compute, 0.06 s."""
    if texts.type == pa.large_string():
        return texts
    if texts.type != pa.string():
        return texts.cast(pa.large_string())
    valid, offsets, data = texts.buffers()
    wide = np.frombuffer(offsets or b"", np.int32)[: texts.offset + len(texts) + 1].astype(np.int64)
    return pa.Array.from_buffers(pa.large_string(), len(texts), [valid, pa.py_buffer(wide), data], offset=texts.offset)


def integers(values: np.ndarray, valid: np.ndarray | None = None) -> pa.Array:
    """An int64 array of numbers, null where `valid` is false.

    Like `strings`, this goes round `pyarrow.array`, which imports pandas wherever it is installed: 1 to 2 s.
    """
    values = np.ascontiguousarray(values, np.int64)
    bitmap = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(pa.int64(), len(values), [bitmap, pa.py_buffer(values)])


def numbers(array: pa.Array) -> np.ndarray:
    """An array of integers or truth values, without nulls, as int64 or bool; by DLPack, which leaves pandas alone."""
    if pa.types.is_boolean(array.type):
        bits = np.frombuffer(array.buffers()[1] or b"", np.uint8)
        return np.unpackbits(bits, bitorder="little")[array.offset : array.offset + len(array)].view(bool)
    return np.from_dlpack(array).astype(np.int64)


def strings(values: Sequence[str]) -> pa.Array:
    """A string array of a sequence without nulls."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0] + [len(value) for value in encoded])
    return gather(np.frombuffer(b"".join(encoded), np.uint8), ends[:-1], ends[1:])


def line_numbers(points: CodePoints, row: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The line, counted from 1, in which code point `start` of text number `row` lies, for each of m pairs."""
    feeds = _feeds(points)
    return np.searchsorted(feeds, points.rows[row] + start) - np.searchsorted(feeds, points.rows[row]) + 1


def _feeds(points: CodePoints) -> np.ndarray:
    """The code points of the column that are line feeds, by their place in `starts`."""
    return np.flatnonzero(points.data[points.starts[:-1]] == 0x0A)


def lines(points: CodePoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every line of every text: (row, start, end), int64; start and end in code points, the line feed left out.

    Lines end at LF only. A text has one line more than line feeds, an empty text one empty line.
    """
    feeds = _feeds(points)
    first, behind = points.rows[:-1], points.rows[1:]
    begins = np.sort(np.concatenate([feeds + 1, first]))
    ends = np.sort(np.concatenate([feeds, behind]))
    feeds_in_row = np.searchsorted(feeds, behind) - np.searchsorted(feeds, first)
    row = np.repeat(np.arange(len(first)), feeds_in_row + 1)
    return row, begins - first[row], ends - first[row]
