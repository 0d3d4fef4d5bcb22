"""From probabilities to one label a line."""

import numpy as np

from .chances import Chances
from .labels import BODY, BOILERPLATE, METADATA
from .lines import Lines
from .pages import Pages
from .windows import running

_STEPS = 128  # levels of probability that a page may be cut at
_VIETNAMESE = 0.02  # share of visible bytes that open a letter only Vietnamese has


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


def enough_letters(letters: np.ndarray, lines: Lines) -> np.ndarray:
    """Which pages are in Vietnamese: so many of its letters (int64[pages]) are enough for the bytes of its lines: bool[pages]."""
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


def labels(
    content: np.ndarray, chances: Chances, ours: np.ndarray, words: np.ndarray, local: np.ndarray, lines: Lines
) -> tuple[np.ndarray, np.ndarray]:
    """Label int64[lines] and score float32[lines].

    content  probability that a web page's reader would keep the line, float[lines]
    ours     whether a line is of the article, if its page is in Vietnamese, bool[lines]
    words    number of words, int[lines]
    local    whether the page is in Vietnamese, bool[pages]
    """
    metadata, _, rest = chances.zone
    outside = np.where(metadata > rest, METADATA, BOILERPLATE)
    kept = best_f1(content, words, lines)
    here = local[lines.page]
    zone = np.where(np.where(here, ours, kept), BODY, outside)
    place = np.arange(len(zone))
    label, of_zone = chances.label[zone, place].astype(np.int64), chances.zone[zone, place]
    inside = chances.top[zone, place] / np.maximum(of_zone, 1e-9)
    sure = np.where(here, of_zone, np.where(kept, content, 1 - content))
    return label, np.round(sure * inside, 3).astype(np.float32)
