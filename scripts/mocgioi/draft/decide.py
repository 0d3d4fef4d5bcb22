"""From probabilities to one label a line."""

import numpy as np

from .labels import BODY, BOILERPLATE, INSIDE, METADATA
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


def vietnamese(pages: Pages, lines: Lines) -> np.ndarray:
    """Which pages are in Vietnamese, by their letters, composed or not: bool[pages]."""
    data = pages.data
    at = np.flatnonzero((data == 0xE1) | (data == 0xC6) | (data == 0xCC))
    lead, second = data[at], data[at + 1]
    letter = (lead == 0xE1) & ((second & np.uint8(0xFE)) == 0xBA)
    letter |= ((lead == 0xC6) & ((second == 0xA1) | (second == 0xB0))) | ((lead == 0xCC) & (second == 0xA3))
    at = at[letter]
    many = np.searchsorted(at, pages.ends) - np.searchsorted(at, pages.starts)
    size = running(lines.end - lines.start)
    return many > _VIETNAMESE * (size[lines.first[1:]] - size[lines.first[:-1]])


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
    content: np.ndarray, fine: np.ndarray, ours: np.ndarray, words: np.ndarray, local: np.ndarray, lines: Lines
) -> tuple[np.ndarray, np.ndarray]:
    """Label int64[lines] and score float32[lines].

    content  probability that a web page's reader would keep the line, float[lines]
    fine     probability of each label, float[labels, lines]
    ours     whether a line is of the article, if its page is in Vietnamese, bool[lines]
    words    number of words, int64[lines]
    local    whether the page is in Vietnamese, bool[pages]
    """
    metadata, _, rest = zones = np.stack([fine[inside].sum(axis=0) for inside in INSIDE])
    outside = np.where(metadata > rest, METADATA, BOILERPLATE)
    kept = best_f1(content, words, lines)
    here = local[lines.page]
    zone = np.where(np.where(here, ours, kept), BODY, outside)
    label = np.empty(len(zone), dtype=np.int64)
    for number, inside in enumerate(INSIDE):
        mine = np.flatnonzero(zone == number)
        label[mine] = inside.start + np.argmax(np.take(fine[inside], mine, axis=1), axis=0)
    place = np.arange(len(zone))
    inside = fine[label, place] / np.maximum(zones[zone, place], 1e-9)
    sure = np.where(here, zones[zone, place], np.where(kept, content, 1 - content))
    return label, np.round(sure * inside, 3).astype(np.float32)
