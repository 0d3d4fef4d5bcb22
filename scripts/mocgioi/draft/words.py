"""Words of every line as numbers: where they stand, and a hash that forgets case.

A word is a run of letters and digits; a Chinese character or kana is a word by itself, as in the scorer.
"""

from dataclasses import dataclass

import numpy as np

from mocgioi.rank import Rank, Ranks

from .lines import Lines
from .marks import Marks
from .pages import Pages, shifted

_KEEP = np.array([(1 << (8 * k)) - 1 for k in range(9)], dtype="<u8")
_HIGH, _CASE = np.uint64(0x8080808080808080), np.uint64(0x2020202020202020)
_A, _B, _C = (np.uint64(k) for k in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


@dataclass(frozen=True)
class Words:
    """start, end  int64[words]   byte offsets
    head        uint16[words]  the first two bytes, the first the lower one
    key         uint64[words]  hash of the word, lower case; numbers of equal length share one
    first       int64[lines+1] words of line i are ``first[i]:first[i + 1]``
    """

    start: np.ndarray
    end: np.ndarray
    head: np.ndarray
    key: np.ndarray
    first: np.ndarray

    @classmethod
    def of(cls, pages: Pages, marks: Marks, lines: Lines) -> "Words":
        before = shifted(marks.word, 1)
        edge = marks.word ^ before
        edges = np.flatnonzero(edge)  # between words that do not touch they are starts and ends by turns
        start, end = edges[0::2], edges[1::2]
        if marks.ideograph.any():
            touching = before & marks.word & (marks.ideograph | shifted(marks.ideograph, 3))
            inner = np.flatnonzero(touching)
            start, end = (np.sort(np.concatenate([some, inner]), kind="stable") for some in (start, end))
            edges, inner = Ranks(edge, touching).before(lines.start)
            first = (edges + 1 >> 1) + inner
        else:
            first = Rank(edge).before(lines.start) + 1 >> 1
        head, key = _keys(pages.data, start, end)
        return cls(start, end, head, key, np.append(first.astype(np.int64), len(start)))


def _fold(eight: np.ndarray) -> np.ndarray:
    """Set the lower-case bit of ASCII bytes; bytes of other characters keep theirs (in place)."""
    case = eight & _HIGH
    case >>= np.uint64(2)
    case ^= _CASE
    eight |= case
    return eight


def _keys(data: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``Words.head`` and ``Words.key``."""
    eight = np.ndarray((len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))
    length = end - start
    key = eight[start]
    head = key.astype(np.uint16)
    key = _fold(key)
    key &= np.take(_KEEP, length, mode="clip")
    digits = np.flatnonzero((head.astype(np.uint8) - np.uint8(0x30)) < 10)
    key *= _A
    key ^= key >> np.uint64(29)
    long = np.flatnonzero(length > 8)
    key[long] += _fold(eight[end[long] - 8]) * _B + np.minimum(length[long], 31).astype(np.uint64) * _C
    key[digits] = np.minimum(length[digits], 31).astype(np.uint64) * _C
    key *= _B
    key ^= key >> np.uint64(32)
    key *= _A
    return head, key
