"""What is kept of the probabilities of labels: a few numbers a line, so that a long page needs little memory."""

from dataclasses import dataclass

import numpy as np

from mocgioi.twins import of_another_article

from .labels import INSIDE, LABELS, ZONES

_CARD = [number for number, name in enumerate(LABELS) if of_another_article(name)]
_SHOWN = [LABELS.index(name) for name in ("image_alt", "image_file", "caption")]


@dataclass(frozen=True)
class Chances:
    """What is kept of the probabilities of a line's labels.

    zone   float32[zones, lines]  of all labels of the zone
    top    float32[zones, lines]  of the likeliest of them
    label  int8[zones, lines]     its number
    card   float32[lines]         of the labels of a list of other articles
    shown  float32[lines]         of the labels of a picture in an article
    """

    zone: np.ndarray
    top: np.ndarray
    label: np.ndarray
    card: np.ndarray
    shown: np.ndarray

    @classmethod
    def empty(cls, lines: int) -> "Chances":
        zone, top = np.empty((2, len(ZONES), lines), dtype=np.float32)
        return cls(zone, top, np.empty((len(ZONES), lines), dtype=np.int8), *np.empty((2, lines), dtype=np.float32))

    def fill(self, first: int, fine: np.ndarray) -> None:
        """Take in the probabilities float32[labels, n] of the lines from ``first`` on."""
        here = slice(first, first + fine.shape[1])
        for number, inside in enumerate(INSIDE):
            np.add.reduce(fine[inside], axis=0, out=self.zone[number, here])
            top = np.maximum.reduce(fine[inside], axis=0, out=self.top[number, here])
            behind = np.arange(inside.stop - inside.start, 0, -1, dtype=np.int8)[:, None]  # the first of equals counts
            self.label[number, here] = inside.stop - np.maximum.reduce((fine[inside] == top) * behind, axis=0)
        np.add.reduce(fine[_CARD], axis=0, out=self.card[here])
        np.add.reduce(fine[_SHOWN], axis=0, out=self.shown[here])
