"""Pages laid end to end in one byte buffer: the form in which every later step reads them.

Each page is followed by a line feed, and the whole is fenced by line feeds, so that no line, word or eight-byte
load ever crosses from one page into another or runs off the buffer.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
        text = pc.fill_null(text.cast(pa.string()), "")
        fence = pa.array(["\n" * FENCE])
        parts = pa.concat_arrays([fence, text, fence])
        offsets = pa.array([0, len(parts)], pa.int32())
        joined = pc.binary_join(pa.ListArray.from_arrays(offsets, parts), "\n")
        data = np.frombuffer(joined.buffers()[2], dtype=np.uint8)
        lengths = pc.binary_length(text).to_numpy(zero_copy_only=False).astype(np.int64)
        ends = FENCE + np.cumsum(lengths + 1)
        return cls(data, ends - lengths, ends)


def shifted(mask: np.ndarray, by: int) -> np.ndarray:
    """``out[i] = mask[i - by]``; what moves in from outside is False (uint8/bool, any length)."""
    out = np.zeros_like(mask)
    if by >= 0:
        out[by:] = mask[: len(mask) - by]
    else:
        out[:by] = mask[-by:]
    return out
