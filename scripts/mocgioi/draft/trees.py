"""Oblivious decision trees over one-byte features: eight comparisons a tree, then one table of 256 leaves."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .grid import GAP

DEPTH = 8
_BLOCK, _GROUP = 8192, 20  # lines and trees at a time: few calls, and what fits a processor's cache
_FIRST, _DOUBT = 40, 3.0  # trees that every line is shown to, and the logit beyond which they are enough


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

    @cached_property
    def _splits(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row and offset of every column that is read, and the column of each split: int64[columns] twice, int64[trees, DEPTH]."""
        used, column = np.unique(self.row * (2 * GAP) + self.offset + GAP, return_inverse=True)
        return used // (2 * GAP), used % (2 * GAP) - GAP, column.reshape(self.row.shape)

    def score(self, table: np.ndarray) -> np.ndarray:
        """float32[width]: exact sum of leaves for each place of a grid; ``table`` is uint8[rows, width]. Gaps score nonsense."""
        return self.score_inside(np.pad(table, ((0, 0), (GAP, GAP))))

    def score_inside(self, padded: np.ndarray) -> np.ndarray:
        """The same for all places but GAP at either end: float32[width - 2 * GAP].

        Where the first trees leave no doubt the others are not asked.
        """
        total = np.full(padded.shape[1] - 2 * GAP, self.bias, dtype=np.float32)
        doubtful, columns = [], []
        for low in range(0, len(total), _BLOCK):
            part = total[low : low + _BLOCK]
            seen = self._seen(padded, low, len(part))
            self._add(part, seen, slice(0, _FIRST))
            asked = np.flatnonzero(np.abs(part) * self.step < _DOUBT)
            columns.append(np.take(seen, asked, axis=1, mode="clip"))
            doubtful.append(asked + low)
        if doubtful:
            doubtful = np.concatenate(doubtful)
            rest = total[doubtful]
            self._add(rest, np.concatenate(columns, axis=1), slice(_FIRST, len(self.leaf)))
            total[doubtful] = rest
        return total

    def _seen(self, padded: np.ndarray, low: int, size: int) -> np.ndarray:
        """Every column that is read, for ``size`` places from ``low`` on: uint8[columns, size]."""
        row, offset, _ = self._splits
        shape, strides = (len(padded), 2 * GAP, size), (padded.strides[0], 1, 1)
        return np.lib.stride_tricks.as_strided(padded[:, low:], shape, strides, writeable=False)[row, offset + GAP]

    def _add(self, total: np.ndarray, columns: np.ndarray, trees: slice) -> None:
        """Add the leaves of those trees to float32[size]; ``columns`` is uint8[columns, size]."""
        leaf, bit = np.empty(len(total), dtype=np.float32), np.empty((_GROUP, len(total)), dtype=bool)
        column = self._splits[2]
        for first in range(trees.start, trees.stop, _GROUP):
            group = slice(first, min(first + _GROUP, trees.stop))
            index = np.zeros((group.stop - first, len(total)), dtype=np.uint8)
            for depth in range(DEPTH - 1, -1, -1):
                above = bit[: len(index)]
                np.greater(columns[column[group, depth]], self.threshold[group, depth, None], out=above)
                index += index
                index |= above.view(np.uint8)
            for values, places in zip(self.leaf[group], index, strict=True):
                np.take(values, places, mode="clip", out=leaf)
                total += leaf
