"""Phrases known to surround articles on Vietnamese sites, looked up by the hash of a word or of a pair of words."""

from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa

from .lines import Lines
from .marks import Marks
from .pages import Pages
from .words import Words

_PAIR = np.uint64(0xA24BAED4963EE407)
_SLOTS = 16  # bits of the table's index


def pair_keys(key: np.ndarray) -> np.ndarray:
    """uint64[words - 1]: a hash for every two words that stand next to each other (lines are not looked at)."""
    return (key[:-1] * _PAIR) ^ key[1:]


def words_of(pages: Pages) -> Words:
    """The words of ``pages``."""
    marks = Marks.of(pages.data)
    return Words.of(pages, marks, Lines.of(pages, marks))


@cache
def _phrases() -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Names of the categories, and their tables for single words and for pairs: uint8[2**16], a bit a category."""
    names, singles, pairs = [], np.zeros(1 << _SLOTS, np.uint8), np.zeros(1 << _SLOTS, np.uint8)
    for line in resources.files(__package__).joinpath("cues.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            names.append(line.strip("[]"))
        elif line and not line.startswith("#"):
            key = words_of(Pages.of(pa.array([line]))).key
            bit = np.uint8(1 << (len(names) - 1))
            if len(key) == 1:
                singles[key >> np.uint64(64 - _SLOTS)] |= bit
            else:
                pairs[pair_keys(key) >> np.uint64(64 - _SLOTS)] |= bit
    return tuple(names), singles, pairs


def cue_names() -> tuple[str, ...]:
    return _phrases()[0]


def cue_features(words: Words) -> np.ndarray:
    """uint8[categories, lines]: 0 for no cue of the category in the line, 100 for one, 175 for two, 255 for more."""
    names, singles, pairs = _phrases()
    shift = np.uint64(64 - _SLOTS)
    hit = singles[words.key >> shift]
    if len(hit) > 1:
        both = pairs[pair_keys(words.key) >> shift]
        inside = np.ones(len(words.key) + 1, dtype=bool)
        inside[words.first] = False
        hit[:-1] |= both * inside[1:-1]
    at = np.flatnonzero(hit)
    line = np.searchsorted(words.first, at, side="right") - 1
    lines = len(words.first) - 1
    scale = np.array([0, 100, 175, 255], dtype=np.uint8)
    out = np.empty((len(names), lines), dtype=np.uint8)
    for row in range(len(names)):
        mine = line[(hit[at] >> np.uint8(row)) & 1 > 0]
        out[row] = scale[np.minimum(np.bincount(mine, minlength=lines), 3)]
    return out
