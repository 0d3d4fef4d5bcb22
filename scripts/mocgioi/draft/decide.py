"""From probabilities to one label a line."""

import numpy as np

from .features import running
from .labels import BODY, LABELS, METADATA, ZONE_OF
from .lines import Lines
from .pages import Pages, shifted
from .rank import Rank

_ONE = 4096  # steps of a probability, so that sums over a page are whole numbers
_VIETNAMESE = 0.02  # share of visible bytes that open a letter only Vietnamese has


def sigmoid(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Over the first axis."""
    power = np.exp(logits - logits.max(axis=0))
    return power / power.sum(axis=0)


def vietnamese(pages: Pages, lines: Lines) -> np.ndarray:
    """Which pages are in Vietnamese, by their letters, composed or not: bool[pages]."""
    data = pages.data
    following = shifted(data, -1)
    letter = (data == 0xE1) & ((following & np.uint8(0xFE)) == 0xBA)
    letter |= ((data == 0xC6) & ((following == 0xA1) | (following == 0xB0))) | ((data == 0xCC) & (following == 0xA3))
    rank = Rank(letter)
    many = rank.before(pages.ends) - rank.before(pages.starts)
    size = running(lines.end - lines.start)
    return many > _VIETNAMESE * (size[lines.first[1:]] - size[lines.first[:-1]])


def best_f1(content: np.ndarray, weight: np.ndarray, lines: Lines) -> np.ndarray:
    """The lines whose choice maximises the expected F1 of each page: bool[lines].

    content  float[lines]  probability of being content
    weight   int[lines]    words of the line
    """
    chance = np.rint(content * _ONE).astype(np.int64)
    order = np.argsort(lines.page * (2 * _ONE) - chance, kind="stable")
    gain, size = running((chance * weight)[order]), running(weight[order])
    begin, page = lines.first[:-1], lines.page
    mass = gain[lines.first[1:]] - gain[begin]
    got, taken = gain[1:] - gain[begin][page], size[1:] - size[begin][page]
    value = got / np.maximum(taken * _ONE + mass[page], 1)
    held = np.flatnonzero(np.diff(lines.first))
    peak = np.zeros(len(begin))
    if len(held):
        peak[held] = np.maximum.reduceat(value, begin[held])
    at = np.flatnonzero(value == peak[page])
    last = np.full(len(begin), -1, dtype=np.int64)
    last[page[at][::-1]] = at[::-1]
    kept = np.empty(len(order), dtype=bool)
    kept[order] = np.arange(len(order)) <= last[page]
    return kept


def choose(zone: np.ndarray, fine: np.ndarray) -> np.ndarray:
    """The likeliest label inside of each line's zone: int64[lines]; fine float[labels, lines]."""
    inside = np.where(ZONE_OF[:, None] == zone[None, :], fine, -1)
    return np.argmax(inside, axis=0)


def decide(content: np.ndarray, fine: np.ndarray, words: np.ndarray, local: np.ndarray, lines: Lines):
    """Label int64[lines] and score float32[lines].

    content  probability that a web page's reader would keep the line, float[lines]
    fine     probability of each label, float[labels, lines]
    words    number of words, int64[lines]
    local    whether the page is in Vietnamese, bool[pages]
    """
    body = fine[ZONE_OF == BODY].sum(axis=0)
    metadata = fine[ZONE_OF == METADATA].sum(axis=0)
    rest = 1 - body - metadata
    kept = best_f1(content, words, lines)
    by_zone = np.stack([metadata, body, rest]).argmax(axis=0)
    outside = np.where(metadata > rest, METADATA, 2)
    zone = np.where(local[lines.page], by_zone, np.where(kept, BODY, outside))
    label = choose(zone, fine)
    total = np.stack([metadata, body, rest])[zone, np.arange(len(zone))]
    inside = fine[label, np.arange(len(label))] / np.maximum(total, 1e-9)
    sure = np.where(local[lines.page], total, np.where(kept, content, 1 - content))
    return label, np.round(sure * inside, 3).astype(np.float32)


assert len(LABELS) == len(ZONE_OF)
