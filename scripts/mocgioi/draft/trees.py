"""Oblivious decision trees over one-byte features: eight comparisons a tree, then one table of 256 leaves."""

from dataclasses import dataclass

import numpy as np

from .grid import GAP

DEPTH = 8
_BLOCK, _GROUP = 2048, 20  # lines and trees at a time: what fits a processor's cache


@dataclass(frozen=True)
class Trees:
    """row, offset, threshold  [trees, DEPTH]  a bit is set where row ``row``, ``offset`` lines away, is > threshold
    leaf    int16[trees, 256]  value of each combination of bits, in steps of ``step``
    bias    int                added to every sum of leaves
    """

    row: np.ndarray
    offset: np.ndarray
    threshold: np.ndarray
    leaf: np.ndarray
    bias: int
    step: float

    def score(self, table: np.ndarray) -> np.ndarray:
        """int32[width]: sum of leaves for each place of a grid; ``table`` is uint8[rows, width]. Gaps score nonsense."""
        rows, width = table.shape
        padded = np.zeros((rows, width + 2 * GAP), dtype=np.uint8)
        padded[:, GAP:-GAP] = table
        total = np.full(width, self.bias, dtype=np.int32)
        for low in range(0, width, _BLOCK):
            high = min(low + _BLOCK, width)
            self._block(padded[:, low : high + 2 * GAP], total[low:high])
        return total

    def _block(self, padded: np.ndarray, total: np.ndarray) -> None:
        rows, size = len(padded), len(total)
        step = padded.strides[0]
        wide = -(-size // 8) * 8
        views = np.lib.stride_tricks.as_strided(padded, (rows, 2 * GAP + 1, size), (step, 1, 1), writeable=False)
        bits = np.zeros((_GROUP, DEPTH, wide), dtype=bool)
        leaf = np.empty(size, dtype=np.int16)
        for first in range(0, len(self.leaf), _GROUP):
            row, offset = self.row[first : first + _GROUP], self.offset[first : first + _GROUP]
            count = len(row)
            np.greater(
                views[row, GAP + offset], self.threshold[first : first + count, :, None], out=bits[:count, :, :size]
            )
            eight = bits.view(np.uint64)
            index = eight[:count, 0].copy()
            for bit in range(1, DEPTH):
                index |= eight[:count, bit] << np.uint64(bit)
            for tree, places in enumerate(index.view(np.uint8), first):
                np.take(self.leaf[tree], places[:size], mode="clip", out=leaf)
                total += leaf
