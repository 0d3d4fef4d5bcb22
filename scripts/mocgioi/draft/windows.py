"""Sums over stretches of lines: running totals, neighbours on the same page, the best segment of a page."""

import numpy as np

from .lines import Lines


def running(values: np.ndarray) -> np.ndarray:
    """0 and the running sums: int64[len + 1]."""
    total = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=total[1:])
    return total


def running_bytes(values: np.ndarray) -> np.ndarray:
    """0 and the running sums of uint8 or int8 values: int32[len + 1], wrapping round, so that differences of a page are right."""
    total = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum(values, dtype=np.int32, out=total[1:])
    return total


class Windows:
    """For every line, the lines at most ``reach`` away on the same page."""

    def __init__(self, lines: Lines):
        self._index = np.arange(len(lines))
        self._begin, self._end = lines.first[lines.page], lines.first[lines.page + 1]
        self._known: tuple | None = None

    def edges(self, reach: int) -> tuple[np.ndarray, np.ndarray]:
        """First and one-past-last line of each line's window: int64[lines] each."""
        low, high = self._index - reach, self._index + (reach + 1)
        return np.maximum(low, self._begin, out=low), np.minimum(high, self._end, out=high)

    def mean(self, upto: np.ndarray, reach: int) -> np.ndarray:
        """Mean over the window (uint8[lines]) of the uint8 values whose running sums (int32[lines + 1]) these are.

        The windows of one reach are kept for the next call: ask for all means of a reach one after the other.
        """
        if self._known is None or self._known[0] != reach:
            self._known = None
            low, high = self.edges(reach)
            self._known = reach, low, high, (high - low).astype(np.int32)
        _, low, high, many = self._known
        total = upto[high]
        total -= upto[low]
        return (total.astype(np.float32) / many).astype(np.uint8)


def best_segment(gain: np.ndarray, lines: Lines) -> tuple[np.ndarray, np.ndarray]:
    """First and one-past-last line of the best segment of every page (int64[pages] each), for integer gains."""
    pages = len(lines.first) - 1
    upto = running(gain)
    fall = lines.page * (np.int64(1) << 40)  # so that a page's minimum never lies on an earlier page
    floor = np.minimum.accumulate(upto[:-1] - fall) + fall
    best = upto[1:] - floor
    low, high = np.zeros(pages, np.int64), np.zeros(pages, np.int64)
    held = np.flatnonzero(np.diff(lines.first))
    if len(held):
        peak = np.zeros(pages, np.int64)
        peak[held] = np.maximum.reduceat(best, lines.first[held])
        at = np.flatnonzero(best == peak[lines.page])
        last = at[np.append(lines.page[at][1:] != lines.page[at][:-1], True)]
        fresh = np.append(True, (floor[1:] != floor[:-1]) | (lines.page[1:] != lines.page[:-1]))
        origin = np.maximum.accumulate(np.where(fresh, np.arange(len(gain)), 0))
        low[lines.page[last]], high[lines.page[last]] = origin[last], last + 1
    return low, high
