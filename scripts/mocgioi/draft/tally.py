"""How often each kind of punctuation occurs in each line: one pass over the marks alone, not over the bytes."""

import numpy as np

from .lines import Lines
from .marks import Marks
from .pages import Pages

KINDS = ("comma", "stop", "quote", "sign", "slash", "bar", "stamp")
_NONE = len(KINDS)


def _table() -> np.ndarray:
    """The kind of every byte that can be one; 255 for the rest."""
    table = np.full(256, _NONE, dtype=np.uint8)
    members = {
        "comma": b",",
        "stop": b".!?",
        "quote": b'"',
        "sign": b"@",
        "slash": b"/_=",
        "bar": b"|",
    }
    for name, chars in members.items():
        table[list(chars)] = KINDS.index(name)
    return table


_KIND = _table()
_QUOTE, _BAR, _STOP, _STAMP, _COMMA, _SIGN = (
    KINDS.index(k) for k in ("quote", "bar", "stop", "stamp", "comma", "sign")
)
_E280 = np.full(256, _NONE, dtype=np.uint8)
_E280[[0x9C, 0x9D, 0x9E, 0x9F]] = _QUOTE
_E280[[0xA2, 0xBA]] = _BAR
_C2 = np.full(256, _NONE, dtype=np.uint8)
_C2[[0xB7, 0xBB]] = _BAR
_C2[0xA9] = _SIGN


def tally(pages: Pages, marks: Marks, lines: Lines, upto: np.ndarray) -> dict[str, np.ndarray]:
    """int64[lines] per kind. A stop counts before a space, a quote or the line's end; a stamp is a mark between digits.

    ``upto`` int[lines + 1] is how much ASCII punctuation stands before each line, and in all.
    """
    data = pages.data
    at = np.flatnonzero(marks.punctuation)
    byte, after = data[at], data[at + 1]
    kind = _KIND[byte]
    digits = ((after - np.uint8(0x30)) < 10) & ((data[at - 1] - np.uint8(0x30)) < 10)
    kind[digits & (byte >= 0x2D) & (byte <= 0x3A)] = _STAMP
    kind[(kind == _STOP) & (after > 0x22) & (after < 0x80)] = _NONE
    more = marks.odd
    lead, second, third = data[more], data[more + 1], data[more + 2]
    other = np.where(second == 0x80, np.where(lead == 0xE2, _E280[third], _NONE), _NONE)
    other = np.where(lead == 0xC2, _C2[second], other)
    full = (lead == 0xE3) & (second == 0x80) & (third == 0x82)
    full |= (lead == 0xEF) & (second == 0xBC) & ((third == 0x81) | (third == 0x9F))
    other = np.where(full, _STOP, np.where((lead == 0xEF) & (second == 0xBC) & (third == 0x8C), _COMMA, other))
    line = np.repeat(np.arange(len(lines)), np.diff(upto))
    there = np.searchsorted(lines.start, more, side="right") - 1
    kind, other = kind[len(kind) - len(line) :], other[there >= 0]  # what is before the first line are blanks
    size = len(KINDS) + 1, len(lines)
    cell = np.concatenate([kind * np.int64(size[1]) + line, other * np.int64(size[1]) + there[there >= 0]])
    return dict(zip(KINDS, np.bincount(cell, minlength=size[0] * size[1]).reshape(size), strict=False))
