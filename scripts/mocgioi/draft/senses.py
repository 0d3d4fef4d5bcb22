"""What the words of a line mean for its labels: a few learnt numbers a word, added up over a line of a Vietnamese page.

Where the lexicon knows how often a word stands in content, these tell menus from headlines from dates. A table of
Vietnamese syllables is small, and labelled pages are few: words share entries by their hash. An entry of which training
saw no word keeps a little of where it began; to clear those changes no figure of the model card by more than .0001.
"""

import numpy as np

from .words import Words

SIZE = 8  # numbers a word
SLOTS = 13  # bits of the table's index, the first of a word's hash
LIMIT = 32  # words that count, from the beginning of a line
NAMES = tuple(f"sense_{number}" for number in range(SIZE))
UNIT = 64  # of a word's numbers, and of the rows, that make 1.0
NOTHING = 128  # the row where no word says anything
_LANES, _LANE = 4, np.uint64(16)  # numbers that are added at once in 64 bits, and the bits of each
_MASK, _OFFSET = np.uint64(0xFFFF), 128


def slots_of(key: np.ndarray) -> np.ndarray:
    """The entry of each word, from its key (uint64[words]): int64[words]."""
    return (key >> np.uint64(64 - SLOTS)).view(np.int64)


def packed(table: np.ndarray) -> np.ndarray:
    """int8[2**SLOTS, SIZE] as uint64[SIZE / 4, 2**SLOTS]: four numbers side by side, none below 0."""
    lanes = (table.astype(np.int64) + _OFFSET).astype(np.uint64).reshape(len(table), -1, _LANES)
    return np.ascontiguousarray((lanes << (np.arange(_LANES, dtype=np.uint64) * _LANE)).sum(axis=2, dtype=np.uint64).T)


def fill_senses(out: np.ndarray, senses: np.ndarray, words: Words, local: np.ndarray) -> None:
    """The rows of each line into ``out`` uint8[SIZE, lines]; ``senses`` is a packed table.

    They mean something on Vietnamese pages only. Where no line is ``local`` (bool[lines]) they are NOTHING at once.
    """
    if local.any():
        fill_rows(out, senses, slots_of(words.key), words.first)
    else:
        out[:] = NOTHING


def fill_rows(out: np.ndarray, senses: np.ndarray, slots: np.ndarray, first: np.ndarray) -> None:
    """The same of all lines; ``slots`` int64[words], words of line i are ``first[i]:first[i + 1]``.

    The sum of a line's numbers over the root of one more than their count. Sums run over all words and wrap round; those
    of LIMIT words fit their lanes, so the difference is exact.
    """
    low, high = first[:-1], np.minimum(first[1:], first[:-1] + LIMIT)
    count = (high - low).astype(np.int32)
    scale = 1 / np.sqrt((count + 1).astype(np.float32))
    upto = np.zeros(len(slots) + 1, dtype=np.uint64)
    for group, table in enumerate(senses):
        np.cumsum(np.take(table, slots, mode="clip"), out=upto[1:])
        total = upto[high] - upto[low]
        for lane in range(_LANES):
            part = (total >> (np.uint64(lane) * _LANE) & _MASK).astype(np.int32) - _OFFSET * count
            value = np.rint(part.astype(np.float32) * scale) + np.float32(NOTHING)
            out[group * _LANES + lane] = np.clip(value, 0, 255)
