"""The lines of all pages on one axis with room between pages, so that a neighbour is a shift and never another page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np

from .lines import Lines

GAP = 8


class Grid:
    """Page p's lines stand behind ``p + 1`` gaps of GAP empty places; ``width`` is the length of the axis.

    place  int64[lines]     where each line stands
    begin  int64[pages]     where each page's lines begin, or would
    count  int64[pages]     how many they are
    held   float32[width]   1 where a line stands, 0 in the gaps

    Lines are moved page by page: one slice is much cheaper than one index a line.
    """

    def __init__(self, lines: Lines):
        pages = np.arange(len(lines.first) - 1)
        self.place = np.arange(len(lines)) + GAP * (lines.page + 1)
        self.width = len(lines) + GAP * (len(pages) + 1)
        self.begin = lines.first[:-1] + GAP * (pages + 1)
        self.count = np.diff(lines.first)
        self.held = np.zeros(self.width, dtype=np.float32)
        self.held[self.place] = 1
        self._begin, self._end = self.begin.tolist(), (self.begin + self.count).tolist()

    def blocks(self, size: int) -> Iterator[tuple[int, int]]:
        """All lines in stretches [low, high) of at most ``size`` places, GAP or more away from the ends of the axis."""
        for low in range(GAP, self.width - GAP, size):
            yield low, min(low + size, self.width - GAP)

    def _parts(self, low: int, high: int) -> Iterator[tuple[int, slice, slice]]:
        """The pages with lines in places [low, high): page, which places counted from low, which lines."""
        for page in range(max(bisect_right(self._begin, low) - 1, 0), bisect_left(self._begin, high)):
            begin, end = max(self._begin[page], low), min(self._end[page], high)
            if begin < end:
                behind = GAP * (page + 1)
                yield page, slice(begin - low, end - low), slice(begin - behind, end - behind)

    def spread(self, table: np.ndarray, low: int = 0, high: int | None = None) -> np.ndarray:
        """``table`` [rows, lines] as [rows, high - low], for places [low, high), 0 in the gaps and off the axis."""
        high = self.width if high is None else high
        out = np.zeros((len(table), high - low), dtype=table.dtype)
        for _, place, line in self._parts(low, high):
            out[:, place] = table[:, line]
        return out

    def collected(self, part: np.ndarray, low: int) -> np.ndarray:
        """The lines of ``part`` [rows, places], which begins at place ``low``: [rows, lines]."""
        places = [place for _, place, _ in self._parts(low, low + part.shape[1])]
        return (
            part[:, places[0]] if len(places) == 1 else np.concatenate([part[:, :0], *(part[:, p] for p in places)], 1)
        )

    def add(self, part: np.ndarray, low: int, by_page: np.ndarray) -> None:
        """Add column p of ``by_page`` [rows, pages] to every line of page p, in place; ``part`` begins at place ``low``."""
        for page, place, _ in self._parts(low, low + part.shape[1]):
            part[:, place] += by_page[:, page, None]
