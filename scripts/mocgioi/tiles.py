"""Spans of many pages at once: where they lie in the bytes, and whether they tile their pages.

Only the edges of spans and the gaps between them are looked at. They are a hundredth of the text: that nothing of a line
feed is inside of a span follows from the gaps holding them all.
"""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import offsets
from mocgioi.offsets import CodePoints
from mocgioi.rank import Rank, count
from mocgioi.text import INVISIBLE


class Tiles:
    """The spans of a column of n texts, m in all, as a list array of structs with `start` and `end`.

    `first`, int64, shape n + 1: the number of each text's first span, and behind them m. `row`, int64, shape m: the text
    of each span. `begin`, `stop`, int64, shape m: its bytes in `points.data`; nothing in a text where one is out of
    bounds. `opens`, bool, shape m: whether a line feed is in the gap before it. `untiled`, bool, shape n: whether the
    spans of a text do not tile it.
    """

    def __init__(self, spans: pa.Array, points: CodePoints):
        self.points = points
        widths = offsets.filled(pc.list_value_length(spans), 0)
        self.first = np.concatenate([[0], np.cumsum(widths)])
        self.row = np.repeat(np.arange(len(widths)), widths)
        flat = spans.flatten()
        start, end = (offsets.filled(flat.field(key), -1) for key in ("start", "end"))
        floor = np.zeros(len(start), np.int64)
        floor[1:] = end[:-1]
        floor[self.first[:-1][widths > 0]] = 0
        self.untiled = np.zeros(len(widths), bool)
        self.untiled[self.row[(start < floor) | (end <= start) | (end > points.lengths()[self.row])]] = True
        if self.untiled.any():
            lost = self.untiled[self.row]
            start[lost] = end[lost] = 0
        self.begin, self.stop = points.bytes(self.row, start), points.bytes(self.row, end)
        self._look_at_edges()
        self._look_at_gaps()

    def _look_at_edges(self) -> None:
        """Note the texts of which a span begins or ends with something invisible."""
        data, some = self.points.data, np.flatnonzero(self.stop > self.begin)
        wrong = invisible(data, self.begin[some]) | invisible(data, _last(data, self.stop[some]))
        self.untiled[self.row[some[wrong]]] = True

    def _look_at_gaps(self) -> None:
        """Note the texts with something visible in no span, or with a line feed in one.

        There is a gap before each span, be it empty, and one behind the last of each text. Their bytes are gathered.
        """
        data, edges, m = self.points.data, self.points.edges, len(self.row)
        full = np.diff(self.first) > 0
        behind = np.concatenate([[0], self.stop])
        last = np.where(full, behind[self.first[1:]], edges[:-1])
        behind[self.first[:-1][full]] = edges[:-1][full]
        begin = np.concatenate([behind[:m], last])
        width = np.concatenate([self.begin, np.where(self.untiled, last, edges[1:])]) - begin
        stop = np.cumsum(width)
        at = np.repeat(begin - stop + width, width) + np.arange(width.sum())
        byte = data[at]
        feeds = np.concatenate([[0], np.cumsum(byte == 0x0A)])
        self.opens = feeds[stop[:m]] > feeds[stop[:m] - width[:m]]
        at = at[~ASCII_INVISIBLE[byte]]
        at = at[(data[at] & 0xC0) != 0x80]
        seen = at[~invisible(data, at)]
        self.untiled[np.searchsorted(edges, seen, side="right") - 1] = True
        if count(data, _is_feed) != feeds[-1]:  # asked first, for most batches have none in a span
            rank = Rank.over(data, _is_feed)
            self.untiled[self.row[rank.before(self.stop) > rank.before(self.begin)]] = True


def _is_feed(data: np.ndarray) -> np.ndarray:
    return data == 0x0A


def _last(data: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """The byte at which the code point begins that ends at a byte of `data`, for each of m bytes."""
    at = stop - 1
    inside = np.flatnonzero((data[at] & 0xC0) == 0x80)
    for _ in range(3):
        at[inside] -= 1
        inside = inside[(data[at[inside]] & 0xC0) == 0x80]
    return at


def invisible(data: np.ndarray, at: np.ndarray) -> np.ndarray:
    """For each byte position of `data`, where a code point begins, whether it is an invisible one, bool.

    All invisible ones have at most three bytes in UTF-8, so a look-up of the value of those bytes decides; the few that
    have more than one are looked at closer only where the first byte may be theirs.
    """
    first = data[at]
    answer = ASCII_INVISIBLE[first]
    wide = np.flatnonzero(LEADS[first])
    if len(wide):
        answer[wide] = WIDE_INVISIBLE[_wide_codes(data, at[wide])]
    return answer


def _wide_codes(data: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The code points that begin at byte positions whose lead byte announces two or three bytes."""
    top = len(data) - 1
    one, two, three = (data[np.minimum(at + i, top)].astype(np.int64) for i in range(3))
    return np.where(one < 0xE0, (one & 0x1F) << 6 | two & 0x3F, (one & 0x0F) << 12 | (two & 0x3F) << 6 | three & 0x3F)


def _codes() -> list[int]:
    """The code points of INVISIBLE, its ranges spelled out."""
    member = re.compile(f"[{INVISIBLE}]")
    return [code for code in range(0x10000) if not 0xD800 <= code < 0xE000 and member.match(chr(code))]


INVISIBLE_CODES = np.array(_codes())
WIDE_INVISIBLE = np.isin(np.arange(0x10000), INVISIBLE_CODES)
ASCII_INVISIBLE = np.isin(np.arange(256), INVISIBLE_CODES[INVISIBLE_CODES < 0x80])
LEADS = np.isin(np.arange(256), [chr(code).encode()[0] for code in INVISIBLE_CODES if code >= 0x80])
"""For each code point, and each byte of ASCII, whether it is invisible; for each byte whether it may begin such."""
