"""Marked bytes, one bit a byte: how many stand before a place, and where each of them stands."""

from collections.abc import Callable

import numpy as np

_BELOW = (np.uint64(1) << np.arange(64, dtype=np.uint64)) - np.uint64(1)
_ONES, _HIGH, _BYTE = (np.uint64(x) for x in (0x0101010101010101, 0x8080808080808080, 0xFF))
_EIGHT = np.uint64(8)
_NTH = np.array([([i for i in range(8) if byte >> i & 1] + [8] * 8)[:8] for byte in range(256)], np.int64)
"""For a byte and a number k, from 0: the place of its k-th one, from the lowest bit."""
BLOCK = 2**18
"""Bytes that are looked at together: few enough for the cache of a core, four times as fast as all at once."""


def count(data: np.ndarray, test: Callable[[np.ndarray], np.ndarray]) -> int:
    """How many bytes of `data`, uint8, `test` marks: half of what it takes to find them."""
    return sum(int(np.count_nonzero(test(data[i : i + BLOCK]))) for i in range(0, len(data), BLOCK))


class Rank:
    """Counts over n bytes of which some are marked: by a boolean mask (bool[n])."""

    __slots__ = ("_every", "_upto", "_words", "size")

    def __init__(self, mask: np.ndarray):
        self._take(len(mask), [mask])

    @classmethod
    def over(cls, data: np.ndarray, test: Callable[[np.ndarray], np.ndarray], *, ahead: int = 0) -> "Rank":
        """The bytes of `data`, uint8, that `test` marks.

        `test` takes a stretch of bytes and answers for each, bool; it sees `ahead` bytes more than it is asked for.
        """
        new = cls.__new__(cls)
        new._take(len(data), (test(data[i : i + BLOCK + ahead])[:BLOCK] for i in range(0, len(data), BLOCK)))
        return new

    def _take(self, size: int, masks) -> None:
        """Pack the masks, each but the last of a whole number of words, and count. Place n is marked, for `select`."""
        self.size, self._every = size, None
        self._words = np.zeros(size // 64 + 1, dtype="<u8")
        bytes, at = self._words.view(np.uint8), 0
        for mask in masks:
            packed = np.packbits(mask, bitorder="little")
            bytes[at : at + len(packed)] = packed
            at += len(packed)
        bytes[size // 8] |= 1 << size % 8
        self._upto = np.zeros(len(self._words) + 1, np.int32 if size < 2**31 - 1 else np.int64)
        np.cumsum(np.bitwise_count(self._words), dtype=self._upto.dtype, out=self._upto[1:])

    def __len__(self) -> int:
        """How many bytes are marked."""
        return int(self._upto[-1]) - 1

    def before(self, at: np.ndarray) -> np.ndarray:
        """How many marked bytes stand before each place a (0 <= a <= n): int32[k]."""
        block = at >> 6
        return self._upto[block] + np.bitwise_count(self._words[block] & _BELOW[at & 63])

    def select(self, number: np.ndarray) -> np.ndarray:
        """The place of each marked byte, given by its number among them (0 <= k <= their number): int64[k].

        The number behind the last stands for place n.
        """
        block = self._block_of(number)
        bits = self._words[block]
        rest = (number - self._upto[block]).astype(np.uint64)
        sums = np.bitwise_count(bits.view(np.uint8)).view(np.uint64) * _ONES  # byte i: the ones in bytes 0 to i
        byte = np.bitwise_count(((rest * _ONES | _HIGH) - sums) & _HIGH).astype(np.uint64)  # those with sums <= rest
        shift = byte * _EIGHT
        rest -= (sums << _EIGHT) >> shift & _BYTE
        return (
            (block << 6)
            + shift.astype(np.int64)
            + _NTH[(bits >> shift & _BYTE).astype(np.int64), rest.astype(np.int64)]
        )

    def _block_of(self, number: np.ndarray) -> np.ndarray:
        """The word in which each marked byte lies: from that of the last 64th one before it, some steps at most."""
        if self._every is None:
            ended = np.bincount(self._upto[1:] + 63 >> 6)  # words that end before the 64th, the 128th, ...
            self._every = np.minimum(np.cumsum(ended), len(self._words) - 1)
        block = self._every[number >> 6]
        for _ in range(4):
            ahead = self._upto[block + 1] <= number
            if not ahead.any():
                return block
            block += ahead
        return np.searchsorted(self._upto, number, side="right") - 1

    def places(self) -> np.ndarray:
        """The places of all marked bytes, in order: int64."""
        words = np.flatnonzero(self._words)
        bits = np.unpackbits(self._words[words].view(np.uint8), bitorder="little")
        at = np.flatnonzero(bits.view(bool))
        return ((words[at >> 6] << 6) + (at & 63))[:-1]


class Ranks:
    """Counts over several boolean masks of one length (bool[n] each), asked for the same places together."""

    __slots__ = ("_packed", "_upto")

    def __init__(self, *masks: np.ndarray):
        blocks = len(masks[0]) // 64 + 1
        packed = np.zeros((len(masks), blocks * 8), dtype=np.uint8)
        for row, mask in zip(packed, masks, strict=True):
            row[: (len(mask) + 7) // 8] = np.packbits(mask, bitorder="little")
        self._packed = packed.view("<u8")
        self._upto = np.zeros((len(masks), blocks + 1), dtype=np.int32)
        np.cumsum(np.bitwise_count(self._packed), axis=1, dtype=np.int32, out=self._upto[:, 1:])

    def before(self, at: np.ndarray) -> np.ndarray:
        """How many marked bytes stand before each place a (0 <= a <= n): int32[masks, k]."""
        block = at >> 6
        part = np.take(self._packed, block, axis=1, mode="clip")
        part &= np.take(_BELOW, at & 63, mode="clip")
        found = np.take(self._upto, block, axis=1, mode="clip")
        found += np.bitwise_count(part)
        return found
