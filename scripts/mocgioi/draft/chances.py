"""What is kept of the probabilities of labels: a few numbers a line, so that a long page needs little memory."""

from dataclasses import dataclass

import numpy as np

from .labels import INSIDE, ZONES


@dataclass(frozen=True)
class Chances:
    """What is kept of the probabilities of a line's labels.

    zone   float32[zones, lines]  of all labels of the zone
    top    float32[zones, lines]  of the likeliest of them
    label  int8[zones, lines]     its number
    """

    zone: np.ndarray
    top: np.ndarray
    label: np.ndarray

    @classmethod
    def empty(cls, lines: int) -> "Chances":
        zone, top = np.empty((2, len(ZONES), lines), dtype=np.float32)
        return cls(zone, top, np.empty((len(ZONES), lines), dtype=np.int8))

    def fill(self, first: int, fine: np.ndarray) -> None:
        """Take in the probabilities float32[labels, n] of the lines from ``first`` on."""
        here = slice(first, first + fine.shape[1])
        for number, inside in enumerate(INSIDE):
            np.add.reduce(fine[inside], axis=0, out=self.zone[number, here])
            top = np.maximum.reduce(fine[inside], axis=0, out=self.top[number, here])
            behind = np.arange(inside.stop - inside.start, 0, -1, dtype=np.int8)[:, None]  # the first of equals counts
            self.label[number, here] = inside.stop - np.maximum.reduce((fine[inside] == top) * behind, axis=0)
