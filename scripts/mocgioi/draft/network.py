"""A small convolutional network over the lines of a page, computed exactly.

Activations are whole numbers from 0 to LEVELS, weights multiples of a power of two, both held as float32 and bounded so
that every sum is exact. The outcome depends neither on the machine nor on the pages that share a batch.

All work is done in blocks that a processor's cache holds, in a third of the time that whole arrays take. Only the levels
behind the first convolution are kept whole: the means over a page are taken there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .grid import GAP, Grid

DILATIONS = (1, 3)
LEVELS = 1000
_BLOCK = 2048  # places at a time
_EXACT = 64  # so many products of a level and a byte add up to less than 2**24, which float32 holds exactly


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

    def first(self, table: np.ndarray, held: np.ndarray) -> np.ndarray:
        """Levels behind the first convolution: float32[C, places - 2], 0 in the gaps; ``held`` is 0 there, 1 elsewhere."""
        reach = DILATIONS[0]
        x = np.empty((len(table) + 1, table.shape[1]), dtype=np.float32)
        x[:-1] = table
        x[-1] = held  # no bias in the gaps: they stay 0
        h = np.ones((len(self.enter) + 1, x.shape[1]), dtype=np.float32)
        _settle(np.matmul(self.enter, x, out=h[:-1]))
        levels = self._convolve(0, h)
        levels *= held[reach:-reach]
        return levels

    def second(self, h: np.ndarray) -> np.ndarray:
        """Logits, content and then labels: float32[1 + labels, places - 6]; gaps hold nonsense. ``h`` is used up.

        ``h`` float32[C + 1, places] holds what ``first`` gave with what the page adds, 0 in the gaps, and a row of 1.
        """
        np.clip(h[:-1], 0, LEVELS, out=h[:-1])
        there = h[:, : h.shape[1] - 2 * DILATIONS[1]]
        there[:-1] = self._convolve(1, h)
        found = np.empty((1 + len(self.fine), there.shape[1]), dtype=np.float32)
        np.matmul(self.content, there, out=found[:1])
        there[:-1] = _settle(self.hidden @ there)
        np.matmul(self.fine, there, out=found[1:])
        return found

    def _convolve(self, number: int, h: np.ndarray) -> np.ndarray:
        """A layer on levels (the last row is 1): float32[C, places] from [C + 1, places + 2 * reach].

        The three products are exact, but each in a unit of its own, so they are added in this order only.
        """
        reach, levels = DILATIONS[number], h[:-1]
        size = h.shape[1] - 2 * reach
        total = self.here[number] @ h[:, reach : reach + size]
        total += self.before[number] @ levels[:, :size]
        total += self.behind[number] @ levels[:, 2 * reach :]
        _settle(total)
        total += levels[:, reach : reach + size]
        return np.clip(total, 0, LEVELS, out=total)

    def by_page(self, count: np.ndarray, means: np.ndarray) -> np.ndarray:
        """What a page as a whole adds to each of its lines: float32[C, pages], in levels."""
        added = np.zeros((len(self.page), len(count)), dtype=np.float32)
        held = np.flatnonzero(count)
        added[:, held] = np.rint(np.tanh(self.page @ means[:, held]) * self.unit)
        return added


class Run:
    """The network on the lines of one grid: first all lines are read, then there are logits."""

    def __init__(self, network: Network, grid: Grid):
        self._network, self._grid = network, grid
        channels = len(network.enter)
        self._levels = np.zeros((channels, grid.width), dtype=np.uint16)  # half the memory of float32, and as fast
        self._means = PageMeans(grid, channels)

    def read(self, table: np.ndarray, low: int) -> None:
        """Take in places ``low`` and on: uint8[rows, GAP + places + GAP], the neighbours of the first and the last, too."""
        reach = DILATIONS[0]
        high = low + table.shape[1] - 2 * GAP
        for at in range(max(low, GAP), min(high, self._grid.width - GAP), _BLOCK):
            end = min(at + _BLOCK, high, self._grid.width - GAP)
            part = table[:, at - low + GAP - reach : end - low + GAP + reach]
            levels = self._network.first(part, self._grid.held[at - reach : end + reach])
            self._means.add(at, levels, table[self._network.words_row, at - low + GAP : end - low + GAP])
            self._levels[:, at:end] = levels

    def logits(self) -> Iterator[tuple[int, np.ndarray]]:
        """Line after line, in blocks: the number of the first, and logits float32[1 + labels, lines], content before labels."""
        added, reach, done = self._network.by_page(*self._means.found()), DILATIONS[1], 0
        for low, high in self._grid.blocks(_BLOCK):
            h = np.ones((len(self._levels) + 1, high - low + 2 * reach), dtype=np.float32)
            h[:-1] = self._levels[:, low - reach : high + reach]
            self._grid.add(h[:-1], low - reach, added)
            found = self._grid.collected(self._network.second(h), low)
            yield done, found
            done += found.shape[1]


class PageMeans:
    """Means over every page of its levels, each line alike and each by its words: exact, so however a page is cut."""

    def __init__(self, grid: Grid, channels: int):
        self._grid = grid
        cut = np.sort(np.concatenate([np.arange(GAP, grid.width - GAP, _EXACT), grid.begin]))
        self._cut = cut[np.diff(cut, prepend=-1) > 0]
        self._sums = np.zeros((2, channels, len(self._cut)), dtype=np.float32)
        self._words = np.zeros(len(self._cut), dtype=np.int64)

    def add(self, low: int, levels: np.ndarray, words: np.ndarray) -> None:
        """Take in a block: levels float32[C, places], 0 in the gaps; words uint8[places]."""
        here = slice(*np.searchsorted(self._cut, (low, low + len(words))))
        cut = self._cut[here] - low
        np.add.reduceat(levels, cut, axis=1, out=self._sums[0, :, here])
        np.add.reduceat(levels * words.astype(np.float32), cut, axis=1, out=self._sums[1, :, here])
        self._words[here] = np.add.reduceat(words, cut, dtype=np.int64)

    def found(self) -> tuple[np.ndarray, np.ndarray]:
        """Lines int64[pages], and whole numbers float32[2C + 1, pages]: the plain means, those by words, 1."""
        first = np.searchsorted(self._cut, self._grid.begin)
        plain, heavy = np.add.reduceat(self._sums, first, axis=2, dtype=np.float64)
        count = self._grid.count
        weight = np.maximum(np.add.reduceat(self._words, first) + 64 * count, 1)
        means = [plain / np.maximum(count, 1), (heavy + 64 * plain) / weight, np.ones((1, len(count)))]
        return count, np.rint(np.concatenate(means).astype(np.float32))


def _settle(value: np.ndarray) -> np.ndarray:
    """Whole numbers 0..LEVELS, in place."""
    np.rint(value, out=value)
    return np.clip(value, 0, LEVELS, out=value)
