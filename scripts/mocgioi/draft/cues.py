"""Phrases known to surround articles on Vietnamese sites, looked up by the hash of a word or of a pair of words."""

from functools import cache
from importlib import resources

import numpy as np

from mocgioi.offsets import strings

from .features import scaled_log
from .lines import Lines
from .marks import Marks
from .pages import Pages
from .windows import running
from .words import Words

_PAIR = np.uint64(0xA24BAED4963EE407)
_SLOTS = 16  # bits of the table's index
_HEADING_WORDS = 8  # a longer line is no heading, whatever it says


def pair_keys(key: np.ndarray) -> np.ndarray:
    """uint64[words - 1]: a hash for every two words that stand next to each other (lines are not looked at)."""
    return (key[:-1] * _PAIR) ^ key[1:]


def words_of(pages: Pages) -> Words:
    """The words of ``pages``."""
    marks = Marks.of(pages.data)
    return Words.of(pages, marks, Lines.of(pages, marks))


@cache
def _phrases() -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Names of the categories, and their tables for single words and for pairs: uint16[2**16], a bit a category."""
    names, phrases, bits = [], [], []
    for line in resources.files(__package__).joinpath("cues.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            names.append(line.strip("[]"))
        elif line and not line.startswith("#"):
            phrases.append(line)
            bits.append(1 << (len(names) - 1))
    words, bits = words_of(Pages.of(strings(phrases))), np.array(bits, dtype=np.uint16)
    singles, pairs = np.zeros((2, 1 << _SLOTS), dtype=np.uint16)
    first, count, shift = words.first[:-1], np.diff(words.first), np.uint64(64 - _SLOTS)
    alone = count == 1
    np.bitwise_or.at(singles, words.key[first[alone]] >> shift, bits[alone])
    two = np.repeat(bits, np.maximum(count - 1, 0))
    both = np.concatenate([np.arange(a, a + many - 1) for a, many in zip(first, count, strict=True)])
    np.bitwise_or.at(pairs, pair_keys(words.key)[both] >> shift, two)
    return tuple(names), singles, pairs


def cue_names() -> tuple[str, ...]:
    """The categories, and two that follow from headings above: how many lines ago, and how many."""
    return *_phrases()[0], "heading_ago", "headings"


def fill_cues(table: np.ndarray, words: Words, local: np.ndarray) -> None:
    """Cues of each category into ``table`` uint8[categories, lines], zeros: 100 for one, 175 for two, 255 for more.

    Lines that are not ``local`` (bool[lines], on Vietnamese pages) have no cues.
    """
    _, singles, pairs = _phrases()
    if not local.any():
        return
    shift = np.uint64(64 - _SLOTS)
    hit = singles[words.key >> shift]
    if len(hit) > 1:
        both = pairs[pair_keys(words.key) >> shift]
        inside = np.ones(len(words.key) + 1, dtype=bool)
        inside[words.first] = False
        hit[:-1] |= both * inside[1:-1]
    at = np.flatnonzero(hit)
    line = np.searchsorted(words.first, at, side="right") - 1
    at, line = at[local[line]], line[local[line]]
    scale = np.array([0, 100, 175, 255], dtype=np.uint8)
    for row, out in enumerate(table):
        mine = line[(hit[at] >> np.uint16(row)) & 1 > 0]
        out[:] = scale[np.minimum(np.bincount(mine, minlength=len(out)), 3)]


def fill_headings(table: np.ndarray, count: np.ndarray, lines: Lines) -> None:
    """The two rows that follow from headings above, the last of ``table``, whose others hold the cues."""
    heading = (table[cue_names().index("heading")] > 0) & (count <= _HEADING_WORDS)
    table[-2:] = _below(heading, lines)


def lines_ago(count: np.ndarray | int) -> np.ndarray:
    """How many lines ago a heading stood, as the row says it: uint8."""
    return scaled_log(count, 100)


def _below(heading: np.ndarray, lines: Lines) -> np.ndarray:
    """For every line, how long ago the last heading stood above it (255: none did), and how many do: uint8[2, lines]."""
    index, begin = np.arange(len(heading)), lines.first[lines.page]
    last = np.maximum.accumulate(np.where(heading, index, -1)) if len(index) else index
    upto = running(heading)
    ago = np.where(last >= begin, lines_ago(index - last), 255)
    return np.stack([ago, scaled_log(upto[1:] - upto[begin], 10)]).astype(np.uint8)
