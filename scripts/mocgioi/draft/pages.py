"""Pages laid end to end in one byte buffer: the form in which every later step reads them.

Each page is followed by a line feed, and the whole is fenced by line feeds, so that no line, word or eight-byte
load ever crosses from one page into another or runs off the buffer.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mocgioi.offsets import large_strings, numbers

FENCE = 32
LINE_FEED = 0x0A


@dataclass(frozen=True)
class Pages:
    """Bytes of several pages.

    data    uint8[n]      fence, page, LF, page, LF, …, fence
    starts  int64[pages]  byte offset of each page in ``data``
    ends    int64[pages]  byte offset just past each page (where its closing LF stands)
    """

    data: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, text: pa.Array) -> "Pages":
        """Lay out a string array; a null is an empty page."""
        whole, begin, end = extents(text)
        ends = FENCE + np.cumsum(end - begin + 1)
        starts = ends - (end - begin)
        data = np.full((ends[-1] if len(ends) else FENCE) + FENCE, LINE_FEED, dtype=np.uint8)
        for place, first, last in zip(starts.tolist(), begin.tolist(), end.tolist(), strict=True):
            data[place : place + last - first] = whole[first:last]
        return cls(data, starts, ends)

    @classmethod
    def of_bytes(cls, text: np.ndarray) -> "Pages":
        """One page, of bytes that close with a line feed."""
        fence = np.full(FENCE, LINE_FEED, dtype=np.uint8)
        start = np.array([FENCE])
        return cls(np.concatenate([fence, text, fence]), start, start + len(text) - 1)


def extents(text: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each text of a string array stands: its bytes uint8[n], first and one-past-last byte int64[rows].

    Read from the buffers: `to_numpy` and the like import pandas, which takes longer than all the rest.
    """
    text = large_strings(text)
    _, offsets, data = text.buffers()
    whole = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    if not len(text):
        return whole, np.zeros(0, np.int64), np.zeros(0, np.int64)
    edges = np.frombuffer(offsets, np.int64)[text.offset : text.offset + len(text) + 1]
    begin, end = edges[:-1], edges[1:]
    if text.null_count:
        end = np.where(numbers(text.is_valid()), end, begin)
    return whole, begin, end


def shifted(mask: np.ndarray, by: int) -> np.ndarray:
    """``out[i] = mask[i - by]``; what moves in from outside is False (uint8/bool, any length)."""
    out = np.zeros_like(mask)
    if by >= 0:
        out[by:] = mask[: len(mask) - by]
    else:
        out[:by] = mask[-by:]
    return out
