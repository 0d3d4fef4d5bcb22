"""All rows that the model reads for a line, and how the trees' columns are named."""

import numpy as np

from . import features, lexicon
from .cues import cue_features, cue_names
from .lines import Lines
from .marks import Marks
from .pages import Pages
from .windows import Windows
from .words import Words

NEAR = [
    "repeats",
    "capitals",
    "words",
    "commas",
    "upper",
    "high",
    "ends_word",
    "ends_stop",
    "numbers",
    "opens_mark",
    "digits",
]
NEAR_LEXICON = ("word_sum", "pair_sum")


def row_names() -> list[str]:
    return [*features.NAMES, *(f"cue_{name}" for name in cue_names()), *lexicon.NAMES, *lexicon.WINDOW_NAMES]


def tree_columns() -> list[tuple[int, int]]:
    """(row, offset in lines) of every column that trees may split on."""
    rows = row_names()
    here = [(row, 0) for row in range(len(rows))]
    near = [(rows.index(name), by) for name in NEAR for by in (-3, -2, -1, 1, 2, 3)]
    return here + near + [(rows.index(name), by) for name in NEAR_LEXICON for by in (-2, -1, 1, 2)]


def shape_rows(pages: Pages, marks: Marks, lines: Lines, words: Words, near: Windows, local: np.ndarray) -> np.ndarray:
    """The rows that need no lexicon: uint8[rows, lines]; ``local`` tells which pages are in Vietnamese."""
    shape = features.line_features(pages, marks, lines, words, near)
    return np.concatenate([shape, cue_features(lines, words, local[lines.page])])


def lexicon_rows(tables: dict[str, np.ndarray], lines: Lines, words: Words, near: Windows) -> np.ndarray:
    """The other rows: uint8[rows, lines]."""
    odds = lexicon.lexicon_features(tables, words)
    return np.concatenate([odds, lexicon.lexicon_windows(odds, lines, near)])
