"""How many marked bytes stand before a place: constant time a question, one bit a byte."""

import numpy as np

_BELOW = (np.uint64(1) << np.arange(64, dtype=np.uint64)) - np.uint64(1)


class Rank:
    """Counts over a boolean byte mask (bool[n]).

    ``before(at)`` is the number of True in ``mask[:at]`` for each place of ``at`` (int64[k], 0 <= at <= n).
    """

    __slots__ = ("_upto", "_words", "total")

    def __init__(self, mask: np.ndarray):
        packed = np.packbits(mask, bitorder="little")
        words = np.zeros(len(mask) // 64 + 1, dtype="<u8")
        words.view(np.uint8)[: len(packed)] = packed
        counts = np.bitwise_count(words)
        self._upto = np.zeros(len(words) + 1, dtype=np.int64)
        np.cumsum(counts, dtype=np.int64, out=self._upto[1:])
        self._words = words
        self.total = int(self._upto[-1])

    def before(self, at: np.ndarray) -> np.ndarray:
        block = at >> 6
        inside = np.bitwise_count(self._words[block] & _BELOW[at & 63])
        return self._upto[block] + inside
