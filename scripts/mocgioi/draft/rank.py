"""How many marked bytes stand before a place: constant time a question, one bit a byte."""

import numpy as np

_BELOW = (np.uint64(1) << np.arange(64, dtype=np.uint64)) - np.uint64(1)


class Places:
    """Byte offsets to ask about (int64[k]), taken apart once for many masks."""

    __slots__ = ("below", "block")

    def __init__(self, at: np.ndarray):
        self.block = at >> 6
        self.below = _BELOW[at & 63]


class Rank:
    """Counts over a boolean byte mask (bool[n])."""

    __slots__ = ("_upto", "_words")

    def __init__(self, mask: np.ndarray):
        packed = np.packbits(mask, bitorder="little")
        self._words = np.zeros(len(mask) // 64 + 1, dtype="<u8")
        self._words.view(np.uint8)[: len(packed)] = packed
        self._upto = np.zeros(len(self._words) + 1, dtype=np.int32)
        np.cumsum(np.bitwise_count(self._words), dtype=np.int32, out=self._upto[1:])

    def before(self, at: np.ndarray | Places) -> np.ndarray:
        """How many True stand in ``mask[:a]`` for each place a (0 <= a <= n): int32[k]."""
        places = at if isinstance(at, Places) else Places(at)
        return self._upto[places.block] + np.bitwise_count(self._words[places.block] & places.below)
