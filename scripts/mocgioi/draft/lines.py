"""The lines of the pages that hold something visible, and where their visible part begins and ends."""

from dataclasses import dataclass

import numpy as np

from .marks import Marks
from .pages import LINE_FEED, Pages
from .rank import Rank


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
        edges = np.flatnonzero(marks.visible[1:] != marks.visible[:-1]) + 1
        runs, stops = edges[0::2], edges[1::2]
        opening = np.zeros(len(pages.data), dtype=bool)
        opening[runs] = True
        upto = Rank(opening).before(feeds)
        kept = np.flatnonzero(upto[1:] > upto[:-1])
        start, end = runs[upto[kept]], stops[upto[kept + 1] - 1]
        first = np.searchsorted(start, np.append(pages.starts, len(pages.data)))
        page = np.repeat(np.arange(len(pages)), np.diff(first))
        return cls(page, start, end, first)
