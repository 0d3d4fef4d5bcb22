"""How many marked bytes stand before a place: constant time a question, one bit a byte."""

import numpy as np

_BELOW = (np.uint64(1) << np.arange(64, dtype=np.uint64)) - np.uint64(1)


class Rank:
    """Counts over boolean byte masks of one length (bool[n] each), asked for the same places together."""

    __slots__ = ("_packed", "_upto")

    def __init__(self, *masks: np.ndarray):
        blocks = len(masks[0]) // 64 + 1
        packed = np.zeros((len(masks), blocks * 8), dtype=np.uint8)
        for row, mask in zip(packed, masks, strict=True):
            row[: (len(mask) + 7) // 8] = np.packbits(mask, bitorder="little")
        self._packed = packed.view("<u8")
        self._upto = np.zeros((len(masks), blocks + 1), dtype=np.int32)
        np.cumsum(np.bitwise_count(self._packed), axis=1, dtype=np.int32, out=self._upto[:, 1:])

    def before(self, at: np.ndarray) -> np.ndarray:
        """How many True stand in ``mask[:a]`` for each place a (0 <= a <= n): int32[masks, k], of one mask int32[k]."""
        block = at >> 6
        part = np.take(self._packed, block, axis=1, mode="clip")
        part &= np.take(_BELOW, at & 63, mode="clip")
        found = np.take(self._upto, block, axis=1, mode="clip")
        found += np.bitwise_count(part)
        return found if len(found) > 1 else found[0]
