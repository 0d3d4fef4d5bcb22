"""Oblivious decision trees over one-byte features: eight comparisons a tree, then one table of 256 leaves."""

from dataclasses import dataclass

import numpy as np

from .grid import GAP

DEPTH = 8
_BLOCK, _GROUP = 16384, 20  # lines and trees at a time: few calls, and what fits a processor's cache
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

    def score(self, table: np.ndarray) -> np.ndarray:
        """float32[width]: exact sum of leaves for each place of a grid; ``table`` is uint8[rows, width]. Gaps score nonsense.

        Where the first trees leave no doubt the others are not asked.
        """
        padded = np.zeros((len(table), table.shape[1] + 2 * GAP), dtype=np.uint8)
        padded[:, GAP:-GAP] = table
        total = np.full(table.shape[1], self.bias, dtype=np.float32)
        for low in range(0, len(total), _BLOCK):
            part = total[low : low + _BLOCK]
            views = _views(padded[:, low:], len(part))
            self._add(
                part,
                slice(0, _FIRST),
                lambda trees, bit, views=views: views[self.row[trees, bit], GAP + self.offset[trees, bit]],
            )
        doubtful = np.flatnonzero(np.abs(total) * self.step < _DOUBT)
        rest = total[doubtful]
        columns, place = self._gather(padded, doubtful)
        for low in range(0, len(rest), _BLOCK):
            part = columns[:, low : low + _BLOCK]
            self._add(
                rest[low : low + _BLOCK],
                slice(_FIRST, len(self.leaf)),
                lambda trees, bit, part=part: part[place[trees, bit]],
            )
        total[doubtful] = rest
        return total

    def _gather(self, padded: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The columns that any tree looks at, for the places ``at`` alone, and which of them each split reads."""
        used, place = np.unique((self.row * 2 * GAP) + self.offset + GAP, return_inverse=True)
        columns = np.empty((len(used), len(at)), dtype=np.uint8)
        for column, key in zip(columns, used.tolist(), strict=True):
            np.take(padded[key // (2 * GAP)], at + key % (2 * GAP), out=column, mode="clip")
        return columns, place.reshape(self.row.shape)

    def _add(self, total: np.ndarray, trees: slice, chosen) -> None:
        """Add the leaves of those trees; ``chosen(trees, bit)`` gives the column of one split of each: uint8[trees, size]."""
        leaf, bit = np.empty(len(total), dtype=np.float32), np.empty((_GROUP, len(total)), dtype=bool)
        for first in range(trees.start, trees.stop, _GROUP):
            group = slice(first, min(first + _GROUP, trees.stop))
            index = np.zeros((group.stop - first, len(total)), dtype=np.uint8)
            for depth in range(DEPTH - 1, -1, -1):
                above = bit[: len(index)]
                np.greater(chosen(group, depth), self.threshold[group, depth, None], out=above)
                index += index
                index |= above.view(np.uint8)
            for values, places in zip(self.leaf[group], index, strict=True):
                np.take(values, places, mode="clip", out=leaf)
                total += leaf


def _views(padded: np.ndarray, size: int) -> np.ndarray:
    """uint8[rows, 2 * GAP + 1, size]: every row as seen from up to GAP lines away, without a copy."""
    shape, strides = (len(padded), 2 * GAP + 1, size), (padded.strides[0], 1, 1)
    return np.lib.stride_tricks.as_strided(padded, shape, strides, writeable=False)
