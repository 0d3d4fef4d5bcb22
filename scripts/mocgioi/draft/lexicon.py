"""What the words of a line say about it: log-odds of content, learnt from pages of other sites.

Five tables: single words, pairs of words, whole lines, the first and the last word of a line. An entry is sixteen bits:
eight to recognise the word (the rest of its hash chose the slot), eight for its log-odds in steps of 1/24.
"""

from dataclasses import dataclass

import numpy as np

from .cues import pair_keys
from .features import Windows, line_keys, running
from .lines import Lines
from .words import Words

TABLES = {"word": 18, "pair": 19, "line": 15, "first": 15, "last": 15}  # bits of the slot
STEP = 24.0
NAMES = [
    "word_mean",
    "word_sum",
    "word_max",
    "word_min",
    "pair_mean",
    "pair_sum",
    "pair_max",
    "pair_min",
    "line_odds",
    "first_odds",
    "last_odds",
]
WINDOWED = ("word_mean", "word_sum", "pair_mean", "pair_sum")
REACHES = (2, 5, 15)


@dataclass(frozen=True)
class LineKeys:
    """The keys to look up: word and pair uint64[words], line, first and last uint64[lines] (0 where there is no word).

    The last word of a line pairs with the line's end.
    """

    word: np.ndarray
    pair: np.ndarray
    line: np.ndarray
    first: np.ndarray
    last: np.ndarray

    @classmethod
    def of(cls, lines: Lines, words: Words) -> "LineKeys":
        filled = np.diff(words.first) > 0
        ends = words.first[1:][filled] - 1
        pair = np.empty_like(words.key)
        if len(pair):
            pair[:-1] = pair_keys(words.key)
            pair[ends] = words.key[ends] * np.uint64(3)
        first, last = np.zeros((2, len(lines)), dtype=np.uint64)
        first[filled] = words.key[words.first[:-1][filled]]
        last[filled] = words.key[ends]
        return cls(words.key, pair, line_keys(lines, words), first, last)


def look_up(table: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """int8[keys]: log-odds in steps of 1/STEP, 0 for what the table (uint16[2**bits]) does not hold."""
    bits = len(table).bit_length() - 1
    entry = table[keys >> np.uint64(64 - bits)]
    known = (entry >> np.uint16(8)) == ((keys >> np.uint64(64 - bits - 8)) & np.uint64(0xFF)).astype(np.uint16)
    return (entry.astype(np.uint8) * known).view(np.int8)


def lexicon_features(tables: dict[str, np.ndarray], lines: Lines, words: Words) -> np.ndarray:
    """uint8[len(NAMES), lines], 128 where the words say nothing."""
    return features_of(tables, LineKeys.of(lines, words), words.first)


def features_of(tables: dict[str, np.ndarray], keys: LineKeys, first: np.ndarray) -> np.ndarray:
    """The same from keys; words of line i are ``first[i]:first[i + 1]``."""
    out = np.full((len(NAMES), len(first) - 1), 128, dtype=np.uint8)
    count = np.diff(first)
    filled = np.flatnonzero(count)
    starts, many = first[:-1][filled], count[filled].astype(np.float32)
    if len(filled):
        for row, name in ((0, "word"), (4, "pair")):
            odds = look_up(tables[name], getattr(keys, name))
            upto = np.zeros(len(odds) + 1, dtype=np.int32)
            np.cumsum(odds, dtype=np.int32, out=upto[1:])
            total = np.diff(upto[first])[filled].astype(np.float32)
            out[row][filled] = squeeze(total * np.float32(1.25) / many)
            out[row + 1][filled] = squeeze(total * np.float32(0.83) / np.sqrt(many))
            out[row + 2][filled] = squeeze(np.maximum.reduceat(odds, starts))
            out[row + 3][filled] = squeeze(np.minimum.reduceat(odds, starts))
    for row, name in ((8, "line"), (9, "first"), (10, "last")):
        out[row] = squeeze(look_up(tables[name], getattr(keys, name)))
    return out


def squeeze(value: np.ndarray) -> np.ndarray:
    """uint8 around 128."""
    return np.clip(np.rint(value) + 128, 0, 255).astype(np.uint8)


def lexicon_windows(features: np.ndarray, lines: Lines) -> np.ndarray:
    """Means of the WINDOWED rows over neighbours and over the page: uint8[len(WINDOWED) * (len(REACHES) + 1), lines]."""
    upto = [running(features[NAMES.index(name)]) for name in WINDOWED]
    out = [Windows(lines, reach).mean(total) for reach in REACHES for total in upto]
    size = np.maximum(np.diff(lines.first), 1).astype(np.float32)
    for total in upto:
        page = (total[lines.first[1:]] - total[lines.first[:-1]]).astype(np.float32) / size
        out.append(page.astype(np.uint8)[lines.page])
    return np.stack(out)
