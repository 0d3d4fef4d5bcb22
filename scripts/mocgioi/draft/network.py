"""A small convolutional network over the lines of a page, computed exactly.

Activations are whole numbers from 0 to LEVELS, weights multiples of a power of two, both held as float32 and bounded so
that every sum is exact. The outcome depends neither on the machine nor on the pages that share a batch.
"""

from dataclasses import dataclass

import numpy as np

from .grid import Grid
from .lines import Lines

DILATIONS = (1, 3)
LEVELS = 1000
_BLOCK = 1024  # lines at a time: what fits a processor's cache


@dataclass(frozen=True)
class Network:
    """float32 weights [out, in]; the last column of ``enter``, ``here`` and ``hidden`` is the bias.

    enter   [C, rows + 1]   from rows to levels
    before, here, behind    one [C, C], [C, C + 1], [C, C] a dilation, from levels to levels
    page    [C, 2C + 1]     from levels to real numbers, of which 1.0 are ``unit`` levels
    hidden  [C, C + 1]      from levels to levels
    content [1, C + 1], fine [labels, C + 1]   from levels to logits
    words_row               the row of the input that weighs a line in the mean over its page
    """

    enter: np.ndarray
    before: tuple[np.ndarray, ...]
    here: tuple[np.ndarray, ...]
    behind: tuple[np.ndarray, ...]
    page: np.ndarray
    hidden: np.ndarray
    content: np.ndarray
    fine: np.ndarray
    words_row: int
    unit: float

    def run(self, table: np.ndarray, grid: Grid, lines: Lines) -> tuple[np.ndarray, np.ndarray]:
        """Content logit float32[lines] and label logits float32[labels, lines] for the grid ``table`` uint8[rows, width]."""
        h = np.ones((len(self.enter) + 1, grid.width), dtype=np.float32)  # its last row stays 1, for the biases
        levels, total = h[:-1], np.empty((len(self.enter), grid.width), dtype=np.float32)
        self._enter(table, levels)
        grid.empty_gaps(levels)
        for number, reach in enumerate(DILATIONS):
            if number == 1:
                grid.add(levels, self._page(levels, table[self.words_row].astype(np.float32), grid, lines))
                np.clip(levels, 0, LEVELS, out=levels)
            np.matmul(self.here[number], h, out=total)
            total[:, reach:] += self.before[number] @ levels[:, :-reach]
            total[:, :-reach] += self.behind[number] @ levels[:, reach:]
            levels += _settle(total)
            np.minimum(levels, LEVELS, out=levels)
            grid.empty_gaps(levels)
        content = self.content @ h
        _settle(np.matmul(self.hidden, h, out=total))
        levels[:] = total
        return grid.collect(content)[0], grid.collect(self.fine @ h)

    def _enter(self, table: np.ndarray, levels: np.ndarray) -> None:
        x = np.ones((len(table) + 1, _BLOCK), dtype=np.float32)
        for low in range(0, levels.shape[1], _BLOCK):
            part = levels[:, low : low + _BLOCK]
            x[:-1, : part.shape[1]] = table[:, low : low + _BLOCK]
            part[:] = _settle(self.enter @ x[:, : part.shape[1]])

    def _page(self, levels: np.ndarray, words: np.ndarray, grid: Grid, lines: Lines) -> np.ndarray:
        """What a page as a whole adds to each of its lines: float32[C, pages], in levels."""
        out = np.zeros((len(levels), len(lines.first) - 1), dtype=np.float32)
        held = np.flatnonzero(np.diff(lines.first))
        if len(held):
            starts = grid.place[lines.first[held]]
            weight = words + 64  # the gaps add nothing: there ``levels`` are 0
            means = np.ones((2 * len(levels) + 1, len(held)), dtype=np.float32)
            plain, heavy = np.split(means[:-1], 2)
            np.divide(np.add.reduceat(levels, starts, axis=1), np.diff(lines.first)[held], out=plain)
            total = np.add.reduceat(words, starts) + 64 * np.diff(lines.first)[held]  # words are 0 in the gaps
            np.divide(np.add.reduceat(levels * weight, starts, axis=1), total.astype(np.float32), out=heavy)
            np.rint(means, out=means)
            out[:, held] = np.rint(np.tanh(self.page @ means) * self.unit)
        return out


def _settle(value: np.ndarray) -> np.ndarray:
    """Whole numbers 0..LEVELS, in place."""
    np.rint(value, out=value)
    return np.clip(value, 0, LEVELS, out=value)
