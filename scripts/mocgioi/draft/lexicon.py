"""What the words of a line say about it: log-odds of content, learnt from pages of other sites.

Three tables: single words, pairs of words, the first word of a line. An entry is sixteen bits: eight to recognise the
word (the rest of its hash chose the slot), eight for its log-odds in steps of 1/24.
"""

from dataclasses import dataclass

import numpy as np

from .cues import pair_keys
from .lines import Lines
from .windows import Windows, running_bytes
from .words import Words

TABLES = {"word": 18, "pair": 19, "first": 15}  # bits of the slot
STEP = 24.0
NAMES = ("word_mean", "word_sum", "word_min", "pair_mean", "pair_sum", "first_odds")
NEAR, REACHES = ("word_mean", "pair_sum"), (2, 5, 15)  # of which rows the means over neighbours are taken
WHOLE = ("word_mean", "word_sum", "pair_mean", "pair_sum")  # and over the page
WINDOW_NAMES = (*(f"{name}_{reach}" for reach in REACHES for name in NEAR), *(f"{name}_page" for name in WHOLE))


@dataclass(frozen=True)
class LineKeys:
    """The keys to look up: word and pair uint64[words], first uint64[lines] (0 where there is no word).

    The last word of a line pairs with the line's end.
    """

    word: np.ndarray
    pair: np.ndarray
    first: np.ndarray

    @classmethod
    def of(cls, words: Words) -> "LineKeys":
        filled = np.diff(words.first) > 0
        ends = words.first[1:][filled] - 1
        pair = np.empty_like(words.key)
        if len(pair):
            pair[:-1] = pair_keys(words.key)
            pair[ends] = words.key[ends] * np.uint64(3)
        first = np.zeros(len(filled), dtype=np.uint64)
        first[filled] = words.key[words.first[:-1][filled]]
        return cls(words.key, pair, first)


def look_up(table: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """int8[keys]: log-odds in steps of 1/STEP, 0 for what the table (uint16[2**bits]) does not hold."""
    bits = len(table).bit_length() - 1
    place = (keys >> np.uint64(64 - bits - 8)).view(np.int64)
    entry = np.take(table, place >> 8, mode="clip")
    known = (entry >> np.uint16(8)).astype(np.uint8) == place.astype(np.uint8)
    return (entry.astype(np.uint8) * known).view(np.int8)


def lexicon_features(tables: dict[str, np.ndarray], words: Words) -> np.ndarray:
    """uint8[len(NAMES), lines], 128 where the words say nothing."""
    return features_of(tables, LineKeys.of(words), words.first)


def features_of(tables: dict[str, np.ndarray], keys: LineKeys, first: np.ndarray) -> np.ndarray:
    """The same from keys; words of line i are ``first[i]:first[i + 1]``."""
    out = np.full((len(NAMES), len(first) - 1), 128, dtype=np.uint8)
    count = np.diff(first)
    filled = np.flatnonzero(count)
    starts, many = first[:-1][filled], count[filled].astype(np.float32)
    if len(filled):
        for row, name in ((0, "word"), (3, "pair")):
            odds = look_up(tables[name], getattr(keys, name))
            upto = running_bytes(odds)
            total = np.diff(upto[first])[filled].astype(np.float32)
            out[row][filled] = squeeze(total * np.float32(1.25) / many)
            out[row + 1][filled] = squeeze(total * np.float32(0.83) / np.sqrt(many))
            if name == "word":
                out[2][filled] = around(np.minimum.reduceat(odds, starts))
    out[5] = around(look_up(tables["first"], keys.first))
    return out


def around(value: np.ndarray) -> np.ndarray:
    """int8 as uint8 around 128."""
    return value.view(np.uint8) ^ np.uint8(0x80)


def squeeze(value: np.ndarray) -> np.ndarray:
    """float32 as uint8 around 128."""
    np.rint(value, out=value)
    value += 128
    return np.clip(value, 0, 255, out=value).astype(np.uint8)


def lexicon_windows(features: np.ndarray, lines: Lines, near: Windows) -> np.ndarray:
    """Means over neighbours and over the page: uint8[len(WINDOW_NAMES), lines]."""
    upto = {name: running_bytes(features[NAMES.index(name)]) for name in WHOLE}
    out = [near.mean(upto[name], reach) for reach in REACHES for name in NEAR]
    size = np.maximum(np.diff(lines.first), 1).astype(np.float32)
    for total in upto.values():
        page = (total[lines.first[1:]] - total[lines.first[:-1]]).astype(np.float32) / size
        out.append(page.astype(np.uint8)[lines.page])
    return np.stack(out)
