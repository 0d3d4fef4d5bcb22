"""A small convolutional network over the lines of a page, computed exactly.

Activations are whole numbers from 0 to LEVELS and weights whole numbers from -127 to 127, both held as float32: every sum
stays below 2**24 and is exact, so the outcome depends neither on the machine nor on the pages that share a batch.
"""

from dataclasses import dataclass

import numpy as np

from .grid import Grid
from .lines import Lines

DILATIONS = (1, 3)
LEVELS = 1000


@dataclass(frozen=True)
class Layer:
    """weight float32[out, in] (whole numbers), scale and bias float32[out, 1]: ``weight @ x * scale + bias``."""

    weight: np.ndarray
    scale: np.ndarray
    bias: np.ndarray

    def __call__(self, total: np.ndarray) -> np.ndarray:
        total *= self.scale
        total += self.bias
        return total


def levels(value: np.ndarray) -> np.ndarray:
    """Whole numbers 0..LEVELS (in place)."""
    np.rint(value, out=value)
    return np.clip(value, 0, LEVELS, out=value)


@dataclass(frozen=True)
class Network:
    """enter [C, rows]; convolutions [C, 3C] one a dilation, page [C, 2C], hidden [C, C], content [1, C], fine [labels, C].

    ``words_row`` is the row of the input that weighs a line in the mean over its page; ``unit`` levels are 1.0.
    """

    enter: Layer
    convolutions: tuple[Layer, ...]
    page: Layer
    hidden: Layer
    content: Layer
    fine: Layer
    words_row: int
    unit: float

    def run(self, table: np.ndarray, grid: Grid, lines: Lines) -> tuple[np.ndarray, np.ndarray]:
        """Content logit float32[lines] and label logits float32[labels, lines] for the grid ``table`` uint8[rows, width]."""
        x = table.astype(np.float32)
        mask = grid.line.astype(np.float32)
        h = levels(self.enter(self.enter.weight @ x)) * mask
        for number, (reach, layer) in enumerate(zip(DILATIONS, self.convolutions, strict=True)):
            if number == 1:
                h = levels(h + self._page(h, x[self.words_row], grid, lines)[:, grid.page]) * mask
            left, here, right = np.split(layer.weight, 3, axis=1)
            total = here @ h
            total[:, reach:] += left @ h[:, :-reach]
            total[:, :-reach] += right @ h[:, reach:]
            layer(total)
            h = levels(h + np.maximum(total, 0)) * mask
        h = np.ascontiguousarray(h[:, grid.place])
        f = levels(self.hidden(self.hidden.weight @ h))
        return self.content(self.content.weight @ h)[0], self.fine(self.fine.weight @ f)

    def _page(self, h: np.ndarray, words: np.ndarray, grid: Grid, lines: Lines) -> np.ndarray:
        """What a page as a whole adds to each of its lines: float32[C, pages], in levels."""
        out = np.zeros((len(h), len(lines.first) - 1), dtype=np.float32)
        held = np.flatnonzero(np.diff(lines.first))
        if len(held):
            starts = grid.place[lines.first[held]]
            weight = (words + 64) * grid.line
            plain = np.add.reduceat(h, starts, axis=1, dtype=np.float64) / np.diff(lines.first)[held]
            heavy = np.add.reduceat(h * weight, starts, axis=1, dtype=np.float64) / np.add.reduceat(weight, starts)
            both = np.rint(np.concatenate([plain, heavy])).astype(np.float32)
            out[:, held] = np.tanh(self.page(self.page.weight @ both)) * self.unit
        return out
