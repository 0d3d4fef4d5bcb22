"""Oblivious decision trees over one-byte features: eight comparisons a tree, then one table of 256 leaves."""

from dataclasses import dataclass

import numpy as np

from .grid import GAP

DEPTH = 8
_BLOCK, _GROUP = 16384, 20  # lines and trees at a time: few calls, and what fits a processor's cache


@dataclass(frozen=True)
class Trees:
    """row, offset, threshold  [trees, DEPTH]  a bit is set where row ``row``, ``offset`` lines away, is > threshold
    leaf    float32[trees, 256]  value of each combination of bits: whole numbers, in steps of ``step``
    bias    int                added to every sum of leaves
    """

    row: np.ndarray
    offset: np.ndarray
    threshold: np.ndarray
    leaf: np.ndarray
    bias: int
    step: float

    def score(self, table: np.ndarray) -> np.ndarray:
        """float32[width]: exact sum of leaves for each place of a grid; ``table`` is uint8[rows, width]. Gaps score nonsense."""
        rows, width = table.shape
        padded = np.zeros((rows, width + 2 * GAP), dtype=np.uint8)
        padded[:, GAP:-GAP] = table
        total = np.full(width, self.bias, dtype=np.float32)
        for low in range(0, width, _BLOCK):
            high = min(low + _BLOCK, width)
            self._block(padded[:, low : high + 2 * GAP], total[low:high])
        return total

    def _block(self, padded: np.ndarray, total: np.ndarray) -> None:
        rows, size = len(padded), len(total)
        step = padded.strides[0]
        views = np.lib.stride_tricks.as_strided(padded, (rows, 2 * GAP + 1, size), (step, 1, 1), writeable=False)
        leaf = np.empty(size, dtype=np.float32)
        bit = np.empty((_GROUP, size), dtype=bool)
        for first in range(0, len(self.leaf), _GROUP):
            last = min(first + _GROUP, len(self.leaf))
            index = np.zeros((last - first, size), dtype=np.uint8)
            for depth in range(DEPTH - 1, -1, -1):
                chosen = views[self.row[first:last, depth], GAP + self.offset[first:last, depth]]
                above = np.greater(chosen, self.threshold[first:last, depth, None], out=bit[: last - first])
                index += index
                index |= above.view(np.uint8)
            for tree, places in enumerate(index, first):
                np.take(self.leaf[tree], places, mode="clip", out=leaf)
                total += leaf
