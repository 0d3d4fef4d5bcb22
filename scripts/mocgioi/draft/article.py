"""Which lines of a Vietnamese page are its article: one stretch of the page, or nothing where the page only lists.

The constants were chosen on drafts of pages whose site the network had not seen; for pages to practise on that was a
network trained on other outlets only. With neighbouring values a page or two change sides.
"""

from functools import cache

import numpy as np

from .chances import Chances
from .columns import row_names
from .labels import BODY
from .lines import Lines
from .reading import Reading
from .windows import best_segment, running

_ONE, _STEPS = 4096, 64  # steps of a probability and of a gain, so that sums over a page are whole numbers
_SECOND = 3.0  # weight of what the web pages of all languages say, beside the labels: where both are sure, the greater
_DOUBT = 0.25  # log-odds that a line must have for it to speak for the article
_SURE = 6.0  # log-odds beyond which a line is no surer
_BARRIER = 200  # what it costs to cross a heading of a list or of the comments: some two sure paragraphs
_TELLING = 0.4  # share of a page that must look like body for it to have any,
_PURE, _LONG = 0.65, 150  # or share and gain of the best stretch alone: a long sure paragraph or two
_HEADING_WORDS, _COMMENT_WORDS, _TWIN_WORDS = 8, 6, 3


def article(chances: Chances, content: np.ndarray, read: Reading) -> np.ndarray:
    """The lines of the article of each page: bool[lines]. ``content`` is the log-odds, as of a web page: float[lines].

    Worth something on Vietnamese pages only.
    """
    lines = read.lines
    if not read.local.any():
        return np.zeros(len(lines), dtype=bool)
    body, size = chances.zone[BODY], lines.end - lines.start
    odds = np.log((body + 1e-4) / (1 - body + 1e-4)) + _SECOND * np.clip(content, -4, 4)
    barrier = _barriers(read) & (odds < 0)
    gain = np.sqrt(size) * np.clip(odds - _DOUBT, -_SURE, _SURE) - _BARRIER * barrier
    gain = np.where(_captioned(chances, read), np.maximum(gain, 0), gain)
    steps = np.rint(gain * _STEPS).astype(np.int64)
    low, high = best_segment(steps, lines)
    index = np.arange(len(body))
    stretch = (index >= low[lines.page]) & (index < high[lines.page])
    stretch &= _told(body, steps, size, low, high, lines)[lines.page]
    return stretch & (odds > 0)


def _told(
    body: np.ndarray, steps: np.ndarray, size: np.ndarray, low: np.ndarray, high: np.ndarray, lines: Lines
) -> np.ndarray:
    """Whether a page tells anything at all, or only lists: bool[pages].

    It does where enough of it looks like body, or where its best stretch ``low`` to ``high`` (int64[pages] each) is
    long and mostly body, however long the lists around it are.
    """
    like, whole = running(np.rint(body * _ONE).astype(np.int64) * size), running(size) * _ONE
    begin, end = lines.first[:-1], lines.first[1:]
    much = like[end] - like[begin] >= _TELLING * (whole[end] - whole[begin])
    pure = like[high] - like[low] >= _PURE * (whole[high] - whole[low])
    total = running(steps)
    return much | (pure & (total[high] - total[low] >= _LONG * _STEPS))


@cache
def _rows() -> dict[str, int]:
    """The number of each row by its name."""
    return {name: number for number, name in enumerate(row_names())}


def _barriers(read: Reading) -> np.ndarray:
    """Short lines that may announce a list of other articles, or the comments: bool[lines]. Enumerations hold some, too."""
    rows, words = read.rows, read.count
    heading = (rows[_rows()["cue_heading"]] > 0) & (words <= _HEADING_WORDS)
    return heading | ((rows[_rows()["cue_comments"]] > 0) & (words <= _COMMENT_WORDS))


def _captioned(chances: Chances, read: Reading) -> np.ndarray:
    """Two equal lines that are a picture's text and its caption rather than a card of a list: bool[lines].

    The first is no body, yet the article does not end there.
    """
    twin = (read.rows[_rows()["same_next"]] > 0) | (read.rows[_rows()["same_previous"]] > 0)
    return twin & (chances.shown > 0.5 * chances.card) & (read.count >= _TWIN_WORDS)
