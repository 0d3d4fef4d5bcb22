"""From probabilities to one label a line."""

from dataclasses import dataclass

import numpy as np

from .labels import BODY, BOILERPLATE, METADATA, ZONE_OF, ZONES
from .lines import Lines
from .pages import Pages
from .windows import best_segment, running

_ONE = 4096  # steps of a probability, so that sums over a page are whole numbers
_STEPS = 128  # levels of probability that a page may be cut at
_DOUBT = 0.25  # log-odds that a line must have for it to speak for the article
_TELLING = 0.2  # share of a Vietnamese page that must look like body for it to have any
_VIETNAMESE = 0.02  # share of visible bytes that open a letter only Vietnamese has
_INSIDE = [slice(*(np.flatnonzero(zone == ZONE_OF)[[0, -1]] + (0, 1))) for zone in range(len(ZONES))]


def sigmoid(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Over the first axis, in place."""
    logits -= logits.max(axis=0)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=0)
    return logits


def vietnamese_letters(pages: Pages) -> np.ndarray:
    """How many letters of each page only Vietnamese has, composed or not: int64[pages]."""
    data = pages.data
    at = np.flatnonzero((data == 0xE1) | (data == 0xC6) | (data == 0xCC))
    lead, second = data[at], data[at + 1]
    letter = (lead == 0xE1) & ((second & np.uint8(0xFE)) == 0xBA)
    letter |= ((lead == 0xC6) & ((second == 0xA1) | (second == 0xB0))) | ((lead == 0xCC) & (second == 0xA3))
    at = at[letter]
    return np.searchsorted(at, pages.ends) - np.searchsorted(at, pages.starts)


def vietnamese(pages: Pages, lines: Lines) -> np.ndarray:
    """Which pages are in Vietnamese, by their letters: bool[pages]."""
    return enough_letters(vietnamese_letters(pages), lines)


def enough_letters(letters: np.ndarray, lines: Lines) -> np.ndarray:
    """Whether so many letters (int64[pages]) are enough for the bytes of a page's lines: bool[pages]."""
    size = running(lines.end - lines.start)
    return letters > _VIETNAMESE * (size[lines.first[1:]] - size[lines.first[:-1]])


def best_f1(content: np.ndarray, weight: np.ndarray, lines: Lines) -> np.ndarray:
    """The lines whose choice maximises the expected F1 of each page: bool[lines].

    The choice is of a level: all lines at least so likely. content float[lines] is the probability of being content,
    weight int[lines] the words of the line.
    """
    pages = len(lines.first) - 1
    level = np.minimum((content * _STEPS).astype(np.int64), _STEPS - 1)
    cell = lines.page * _STEPS + level
    size = np.bincount(cell, weight, minlength=pages * _STEPS).reshape(pages, _STEPS)
    gain = size * ((np.arange(_STEPS) + 0.5) / _STEPS)
    taken, got = (np.cumsum(table[:, ::-1], axis=1)[:, ::-1] for table in (size, gain))
    value = got / np.maximum(taken + got[:, :1], 1)
    best = _STEPS - 1 - np.argmax(value[:, ::-1], axis=1)
    return level >= best[lines.page]


def told(body: np.ndarray, size: np.ndarray, lines: Lines) -> np.ndarray:
    """Whether a page tells anything at all, or only lists: bool[pages]. body float[lines], size int[lines] in bytes."""
    mass = running(np.rint(body * _ONE).astype(np.int64) * size)
    total = running(size)
    begin, end = lines.first[:-1], lines.first[1:]
    return mass[end] - mass[begin] >= _TELLING * _ONE * (total[end] - total[begin])


def article(body: np.ndarray, size: np.ndarray, lines: Lines) -> np.ndarray:
    """The stretch of each page that is most like one article: bool[lines]. body float[lines], size int[lines].

    Sums of log-odds, weighted by the root of the size: lists of other articles do not go on where it has ended.
    """
    odds = np.log((body + 1e-4) / (1 - body + 1e-4)) - _DOUBT
    gain = np.rint(np.sqrt(size) * np.clip(odds, -6, 6) * 64).astype(np.int64)
    low, high = best_segment(gain, lines)
    index = np.arange(len(body))
    return (index >= low[lines.page]) & (index < high[lines.page])


@dataclass(frozen=True)
class Chances:
    """What is kept of the probabilities of a line's labels.

    zone   float32[zones, lines]  of all labels of the zone
    top    float32[zones, lines]  of the likeliest of them
    label  int8[zones, lines]     its number
    """

    zone: np.ndarray
    top: np.ndarray
    label: np.ndarray

    @classmethod
    def empty(cls, lines: int) -> "Chances":
        zone, top = np.empty((2, len(ZONES), lines), dtype=np.float32)
        return cls(zone, top, np.empty((len(ZONES), lines), dtype=np.int8))

    def fill(self, first: int, fine: np.ndarray) -> None:
        """Take in the probabilities float32[labels, n] of the lines from ``first`` on."""
        here = slice(first, first + fine.shape[1])
        for number, inside in enumerate(_INSIDE):
            np.add.reduce(fine[inside], axis=0, out=self.zone[number, here])
            top = np.maximum.reduce(fine[inside], axis=0, out=self.top[number, here])
            behind = np.arange(inside.stop - inside.start, 0, -1, dtype=np.int8)[:, None]  # the first of equals counts
            self.label[number, here] = inside.stop - np.maximum.reduce((fine[inside] == top) * behind, axis=0)


def labels(content: np.ndarray, chances: Chances, words: np.ndarray, local: np.ndarray, lines: Lines):
    """Label int64[lines] and score float32[lines].

    content  probability that a web page's reader would keep the line, float[lines]
    words    number of words, int[lines]
    local    whether the page is in Vietnamese, bool[pages]
    """
    metadata, body, rest = chances.zone
    outside = np.where(metadata > rest, METADATA, BOILERPLATE)
    kept = best_f1(content, words, lines)
    size = lines.end - lines.start
    ours = (body > 0.5) & told(body, size, lines)[lines.page] & article(body, size, lines)
    here = local[lines.page]
    zone = np.where(np.where(here, ours, kept), BODY, outside)
    place = np.arange(len(zone))
    label, of_zone = chances.label[zone, place].astype(np.int64), chances.zone[zone, place]
    inside = chances.top[zone, place] / np.maximum(of_zone, 1e-9)
    sure = np.where(here, of_zone, np.where(kept, content, 1 - content))
    return label, np.round(sure * inside, 3).astype(np.float32)
