"""The lines of all pages on one axis with room between pages, so that a neighbour is a shift and never another page."""

import numpy as np

from .lines import Lines

GAP = 8


class Grid:
    """Page p's lines stand behind ``p + 1`` gaps of GAP empty places; ``width`` is the length of the axis.

    place  int64[lines]   where each line stands

    Lines are moved page by page: one slice is much cheaper than one index a line.
    """

    def __init__(self, lines: Lines):
        pages = len(lines.first) - 1
        self.place = np.arange(len(lines)) + GAP * (lines.page + 1)
        self.width = len(lines) + GAP * (pages + 1)
        held = np.flatnonzero(np.diff(lines.first))
        first, last = lines.first[held].tolist(), lines.first[held + 1].tolist()
        gap = (GAP * (held + 1)).tolist()
        self._slices = [(slice(a + g, b + g), slice(a, b)) for a, b, g in zip(first, last, gap, strict=True)]
        self._places = [(page, place) for page, (place, _) in zip(held.tolist(), self._slices, strict=True)]

    def spread(self, table: np.ndarray) -> np.ndarray:
        """``table`` [rows, lines] as [rows, width], 0 in the gaps."""
        out = np.zeros((len(table), self.width), dtype=table.dtype)
        for place, line in self._slices:
            out[:, place] = table[:, line]
        return out

    def collect(self, table: np.ndarray) -> np.ndarray:
        """``table`` [rows, width] as [rows, lines]."""
        out = np.empty((len(table), len(self.place)), dtype=table.dtype)
        for place, line in self._slices:
            out[:, line] = table[:, place]
        return out

    def add(self, table: np.ndarray, by_page: np.ndarray) -> None:
        """Add column p of ``by_page`` [rows, pages] to every line of page p, in place; the gaps are left alone."""
        for page, place in self._places:
            table[:, place] += by_page[:, page, None]

    def empty_gaps(self, table: np.ndarray) -> None:
        """Set the gaps of ``table`` [rows, width] to 0."""
        behind = 0
        for _, place in self._places:
            table[:, behind : place.start] = 0
            behind = place.stop
        table[:, behind:] = 0
