"""The lines of all pages on one axis with room between pages, so that a neighbour is a shift and never another page."""

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
        self._pages = list(zip(self.begin.tolist(), (self.begin + self.count).tolist(), strict=True))

    def blocks(self, size: int) -> Iterator[tuple[int, int]]:
        """All lines in stretches [low, high) of at most ``size`` places, GAP or more away from the ends of the axis."""
        for low in range(GAP, self.width - GAP, size):
            yield low, min(low + size, self.width - GAP)

    def page_at(self, place: np.ndarray) -> np.ndarray:
        """The page of each place, the one before for a gap: int64[places]."""
        return np.maximum(np.searchsorted(self.begin, place, side="right") - 1, 0)

    def spread(self, table: np.ndarray) -> np.ndarray:
        """``table`` [rows, lines] as [rows, width], 0 in the gaps."""
        out = np.zeros((len(table), self.width), dtype=table.dtype)
        for page, (begin, end) in enumerate(self._pages):
            behind = GAP * (page + 1)
            out[:, begin:end] = table[:, begin - behind : end - behind]
        return out

    def collect(self, part: np.ndarray, low: int, out: np.ndarray) -> None:
        """Lay the lines of ``part`` [rows, places], which begins at place ``low``, into ``out`` [rows, lines]."""
        high = low + part.shape[1]
        first, last = self.page_at(np.array([low, high - 1])).tolist()
        for page in range(first, last + 1):
            begin, end = max(self._pages[page][0], low), min(self._pages[page][1], high)
            if begin < end:
                behind = GAP * (page + 1)
                out[:, begin - behind : end - behind] = part[:, begin - low : end - low]

    def add(self, table: np.ndarray, by_page: np.ndarray) -> None:
        """Add column p of ``by_page`` [rows, pages] to every line of page p, in place; the gaps are left alone."""
        for page, (begin, end) in enumerate(self._pages):
            table[:, begin:end] += by_page[:, page, None]
