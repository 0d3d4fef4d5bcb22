"""All rows that the model reads for a line, and how the trees' columns are named."""

import numpy as np

from . import features, lexicon, senses
from .cues import cue_names, fill_headings
from .lines import Lines
from .relations import fill_among
from .windows import Windows

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


def _kinds() -> dict[str, tuple[str, ...]]:
    """The names of the rows, kind after kind."""
    return {
        "shape": tuple(features.NAMES),
        "cues": tuple(f"cue_{name}" for name in cue_names()),
        "lexicon": lexicon.NAMES,
        "windows": lexicon.WINDOW_NAMES,
        "senses": senses.NAMES,
    }


def row_names() -> list[str]:
    return [name for names in _kinds().values() for name in names]


def heading_ago() -> int:
    """The row of how long ago the last heading stood above a line. Not a constant: names of rows need the table of cues."""
    return row_names().index("cue_heading_ago")


def tree_columns() -> list[tuple[int, int]]:
    """(row, offset in lines) of every column that trees may split on."""
    rows = row_names()
    here = [(row, 0) for row in range(slices()["senses"].start)]  # trees are for pages in any language
    near = [(rows.index(name), by) for name in NEAR for by in (-3, -2, -1, 1, 2, 3)]
    return here + near + [(rows.index(name), by) for name in NEAR_LEXICON for by in (-2, -1, 1, 2)]


def slices() -> dict[str, slice]:
    """Where the rows of each kind stand: shape, cues, lexicon, windows, senses."""
    kinds = _kinds()
    ends = np.cumsum([len(names) for names in kinds.values()]).tolist()
    return {kind: slice(end - len(kinds[kind]), end) for kind, end in zip(kinds, ends, strict=True)}


def fill_among_lines(table: np.ndarray, counts: features.Counts, lines: Lines, near: Windows) -> None:
    """The rows of shape and cues that a line has among the others, where its own are filled in."""
    rows = slices()
    fill_among(table[rows["shape"]], lines, counts, near)
    fill_headings(table[rows["cues"]], counts.words, lines)
