"""What the words of a line mean for its labels: a few learnt numbers a word, added up over a line of a Vietnamese page.

Where the lexicon knows how often a word stands in content, these tell menus from headlines from dates. A table of
Vietnamese syllables is small, and labelled pages are few: words share entries by their hash. An entry of which training
saw no word keeps a little of where it began; to clear those changes no figure of the model card by more than .0001.
"""

import numpy as np

from .lexicon import squeeze
from .windows import running_bytes
from .words import Words

SIZE = 8  # numbers a word
SLOTS = 13  # bits of the table's index, the first of a word's hash
LIMIT = 32  # words that count, from the beginning of a line
NAMES = tuple(f"sense_{number}" for number in range(SIZE))
UNIT = 64  # of a word's numbers, and of the rows, that make 1.0
NOTHING = 128  # the row where no word says anything


def slots_of(key: np.ndarray) -> np.ndarray:
    """The entry of each word, from its key (uint64[words]): int64[words]."""
    return (key >> np.uint64(64 - SLOTS)).view(np.int64)


def fill_senses(out: np.ndarray, senses: np.ndarray, words: Words, local: np.ndarray) -> None:
    """The rows of each line into ``out`` uint8[SIZE, lines]; ``senses`` is int8[2**SLOTS, SIZE].

    They mean something on Vietnamese pages only. Where no line is ``local`` (bool[lines]) they are NOTHING at once.
    """
    if local.any():
        fill_rows(out, senses, slots_of(words.key), words.first)
    else:
        out[:] = NOTHING


def fill_rows(out: np.ndarray, senses: np.ndarray, slots: np.ndarray, first: np.ndarray) -> None:
    """The same of all lines; ``slots`` int64[words], words of line i are ``first[i]:first[i + 1]``.

    A row is the sum of a line's numbers over the root of one more than their count.
    """
    low, high = first[:-1], np.minimum(first[1:], first[:-1] + LIMIT)
    scale = 1 / np.sqrt((high - low + 1).astype(np.float32))
    for row, numbers in zip(out, senses.T, strict=True):
        upto = running_bytes(np.take(numbers, slots, mode="clip"))
        row[:] = squeeze((upto[high] - upto[low]).astype(np.float32) * scale)
