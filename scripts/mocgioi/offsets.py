"""Code point offsets over columns of text: the few array kernels that every stage shares.

Arrow keeps text in UTF-8, spans count code points; here the one is turned into the other for a whole column at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from mocgioi.rank import Rank


@dataclass(frozen=True)
class CodePoints:
    """A column of n texts with its code points found.

    `data`: uint8, the UTF-8 bytes of all texts, one after the other. `edges`: int64, shape n + 1, the byte in `data` at
    which each text begins, and behind them the length of `data`. `leads`: the bytes at which code points begin. Only
    what is asked for is looked up: all places of all code points would take eight times the memory of the texts, and
    more time than all that is done with them.
    """

    data: np.ndarray
    edges: np.ndarray
    leads: Rank

    @cached_property
    def rows(self) -> np.ndarray:
        """The number of each text's first code point among all of the column, and behind them how many there are."""
        return self.leads.before(self.edges).astype(np.int64)

    def lengths(self) -> np.ndarray:
        """Code points of each text, int64, shape n."""
        return np.diff(self.rows)

    def bytes(self, row: np.ndarray, offset: np.ndarray) -> np.ndarray:
        """The byte in `data` at which code point `offset` of text number `row` begins, for each of m pairs, int64.

        Offsets must be inside their text, or just behind it; nothing is checked here.
        """
        return self.leads.select(self.rows[row] + offset)

    def slices(self, row: np.ndarray, start: np.ndarray, end: np.ndarray) -> pa.Array:
        """The stretch [start, end), code points, of text number `row`, for each of m triples: a string array.

        Offsets must be inside their text; nothing is checked here.
        """
        return gather(self.data, self.bytes(row, start), self.bytes(row, end))


def code_points(texts: pa.Array | pa.ChunkedArray) -> CodePoints:
    """Find the code points of a column of text, any string type, nulls counted as empty."""
    data, edges = text_bytes(texts)
    return CodePoints(data, edges, Rank.over(data, lambda data: data.view(np.int8) >= -0x40))  # all but 0x80 to 0xBF


def text_bytes(texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """A column of n texts, any string type, nulls counted as empty, as `data` and `edges`: see `CodePoints`."""
    texts = large_strings(whole(texts))
    if texts.null_count:  # asked first, for fill_null makes a scalar and that imports pandas: see `integers`
        texts = texts.fill_null("")
    _, offset_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offset_buffer, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.zeros(0, np.uint8)
    return data[offsets[0] : offsets[-1]], offsets - offsets[0]


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece; one that is in one piece is not copied, as `combine_chunks` does."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def places(data: np.ndarray, test: Callable[[np.ndarray], np.ndarray], *, ahead: int = 0) -> np.ndarray:
    """The places in `data`, uint8, at which `test` says so, int64: see `Rank.over`. Made for few places among many."""
    return Rank.over(data, test, ahead=ahead).places()


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


def filled(column: pa.Array, null: int) -> np.ndarray:
    """A column of integers as int64, `null` for what is missing; asked first, for fill_null imports pandas."""
    return numbers(column.fill_null(null) if column.null_count else column)


def strings(values: Sequence[str]) -> pa.Array:
    """A string array of a sequence without nulls."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0] + [len(value) for value in encoded])
    return gather(np.frombuffer(b"".join(encoded), np.uint8), ends[:-1], ends[1:])


def raw(array: pa.Array) -> np.ndarray:
    """The values of an array of integers as they lie in memory; what stands for a null is anything."""
    values = np.frombuffer(array.buffers()[1] or b"", str(array.type))
    return values[array.offset : array.offset + len(array)]


def line_numbers(points: CodePoints, row: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The line, counted from 1, in which code point `start` of text number `row` lies, for each of m pairs."""
    feeds = _feeds(points)
    return feeds.before(points.bytes(row, start)) - feeds.before(points.edges[row]) + 1


def _feeds(points: CodePoints) -> Rank:
    """The line feeds of the column."""
    return Rank.over(points.data, lambda data: data == 0x0A)


def lines(points: CodePoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every line of every text: (row, start, end), int64; start and end in code points, the line feed left out.

    Lines end at LF only. A text has one line more than line feeds, an empty text one empty line.
    """
    feeds = _feeds(points)
    ends = points.leads.before(feeds.places()).astype(np.int64)
    first, behind = points.rows[:-1], points.rows[1:]
    row = np.repeat(np.arange(len(first)), np.diff(feeds.before(points.edges)) + 1)
    begins, ends = np.sort(np.concatenate([ends + 1, first])), np.sort(np.concatenate([ends, behind]))
    return row, begins - first[row], ends - first[row]
