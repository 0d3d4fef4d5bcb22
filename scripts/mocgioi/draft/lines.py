"""The lines of the pages that hold something visible, and where their visible part begins and ends."""

from dataclasses import dataclass

import numpy as np

from .marks import Marks
from .pages import LINE_FEED, Pages

_STEPS = 16  # blank bytes of a line that are looked at one by one


@dataclass(frozen=True)
class Lines:
    """One entry per line with a visible character, in order; byte offsets into ``Pages.data``.

    page    int64[lines]    which page
    start   int64[lines]    first visible byte
    end     int64[lines]    just past the last visible byte
    first   int64[pages+1]  lines of page p are ``first[p]:first[p + 1]``
    """

    page: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray

    def __len__(self) -> int:
        return len(self.page)

    @classmethod
    def of(cls, pages: Pages, marks: Marks) -> "Lines":
        feeds = np.flatnonzero(pages.data == LINE_FEED)
        start, end = feeds[:-1] + 1, feeds[1:]
        held = end > start
        start, end = start[held], end[held]
        ragged = np.flatnonzero(~(marks.visible[start] & marks.visible[end - 1]))
        if len(ragged):
            start[ragged], end[ragged] = _trimmed(marks.visible, start[ragged], end[ragged])
            held = end > start
            start, end = start[held], end[held]
        return cls.from_extents(pages, start, end)

    @classmethod
    def from_extents(cls, pages: Pages, start: np.ndarray, end: np.ndarray) -> "Lines":
        """Lines of which it is known where they begin and end."""
        first = np.searchsorted(start, np.append(pages.starts, len(pages.data)))
        page = np.repeat(np.arange(len(pages)), np.diff(first))
        return cls(page, start, end, first)


def _trimmed(visible: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first visible byte at or behind each start, and just past the last before each end; equal where none is.

    Step by step at first, which is all that most lines need; then by the edges of all that is visible.
    """
    for _ in range(_STEPS):
        blank = (start < end) & ~visible[start]
        start, end = start + blank, end - ((start < end) & ~visible[end - 1] & ~blank)
    left = np.flatnonzero((start < end) & ~(visible[start] & visible[end - 1]))
    if len(left):
        start[left], end[left] = _trimmed_by_edges(visible, start[left], end[left])
    return start, end


def _trimmed_by_edges(visible: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    edges = np.flatnonzero(visible[1:] != visible[:-1]) + 1
    runs, stops = edges[0::2], edges[1::2]
    first = np.searchsorted(stops, start, side="right")  # the first run that ends behind the start
    last = np.searchsorted(runs, end) - 1  # the last run that begins before the end
    begin = np.maximum(runs[np.minimum(first, len(runs) - 1)], start) if len(runs) else end
    behind = np.minimum(stops[np.maximum(last, 0)], end) if len(runs) else end
    blank = first > last
    return np.where(blank, end, begin), np.where(blank, end, behind)
