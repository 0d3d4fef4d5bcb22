"""The lines of all pages on one axis with room between pages, so that a neighbour is a shift and never another page."""

import numpy as np

from .lines import Lines

GAP = 8


class Grid:
    """Page p's lines stand behind ``p + 1`` gaps of GAP empty places; ``width`` is the length of the axis.

    place  int64[lines]   where each line stands
    page   int64[width]   the page of each place (gaps belong to the page before, the first gap to page 0)
    line   bool[width]    whether a line stands there
    """

    def __init__(self, lines: Lines):
        pages = len(lines.first) - 1
        self.place = np.arange(len(lines)) + GAP * (lines.page + 1)
        self.width = len(lines) + GAP * (pages + 1)
        self.line = np.zeros(self.width, dtype=bool)
        self.line[self.place] = True
        sizes = np.diff(lines.first) + GAP
        sizes[:1] += GAP
        self.page = np.repeat(np.arange(pages), sizes)

    def spread(self, table: np.ndarray) -> np.ndarray:
        """``table`` [rows, lines] as [rows, width], 0 in the gaps."""
        out = np.zeros((len(table), self.width), dtype=table.dtype)
        for row, values in zip(out, table, strict=True):
            row[self.place] = values
        return out
