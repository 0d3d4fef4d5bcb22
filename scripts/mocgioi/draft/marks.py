"""Which bytes of a UTF-8 buffer are what: invisible, continuation, letters, digits, ideographs, punctuation.

Only comparisons over the whole buffer (about 0.05 ns a byte each); rare multi-byte characters are looked at one by one.
"""

from dataclasses import dataclass

import numpy as np

# Invisible characters of more than one byte: White_Space, and U+00AD, U+200B, U+2060, U+FEFF.
_INVISIBLE_C2 = (0x85, 0xA0, 0xAD)
_INVISIBLE_E280 = (*range(0x80, 0x8C), 0xA8, 0xA9, 0xAF)
_INVISIBLE_E281 = (0x9F, 0xA0)


def _lookup(members) -> np.ndarray:
    table = np.zeros(256, dtype=bool)
    table[list(members)] = True
    return table


_C2, _E280, _E281 = _lookup(_INVISIBLE_C2), _lookup(_INVISIBLE_E280), _lookup(_INVISIBLE_E281)


@dataclass(frozen=True)
class Marks:
    """Masks over the buffer, all bool[n] but the last.

    visible        every byte of a visible character
    continuation   UTF-8 continuation bytes (so code points = bytes - continuations)
    digit, upper   ASCII digits; ASCII capitals
    high           bytes of non-ASCII characters
    word           bytes of letters and digits, any script; punctuation of every block that matters is out
    ideograph      lead bytes of Chinese characters and kana, each of them a word by itself
    punctuation    visible ASCII that is neither letter nor digit
    odd            int64[k]  byte offsets of punctuation and blanks of more than one byte (U+0080-00BF, U+2000-2FFF,
                   U+3000-303F, U+FE00-FF7F)
    """

    visible: np.ndarray
    continuation: np.ndarray
    digit: np.ndarray
    upper: np.ndarray
    high: np.ndarray
    word: np.ndarray
    ideograph: np.ndarray
    punctuation: np.ndarray
    odd: np.ndarray

    @classmethod
    def of(cls, data: np.ndarray) -> "Marks":
        high = data >= 0x80
        digit = (data - np.uint8(0x30)) < 10
        upper = (data - np.uint8(0x41)) < 26
        word = ((data | np.uint8(0x20)) - np.uint8(0x61)) < 26
        word |= digit
        word |= high
        punctuation = (data > 0x20) > word
        visible = (data - np.uint8(0x09)) >= 5
        visible &= data != 0x20
        ideograph = (data - np.uint8(0xE3)) < 7
        odd = _clear(data, word, visible, ideograph)
        return cls(
            visible=visible,
            continuation=data.view(np.int8) < -0x40,
            digit=digit,
            upper=upper,
            high=high,
            word=word,
            ideograph=ideograph,
            punctuation=punctuation,
            odd=odd,
        )


def _clear(data: np.ndarray, word: np.ndarray, visible: np.ndarray, ideograph: np.ndarray) -> np.ndarray:
    """Take punctuation and blanks of more than one byte out of the masks; return where they stand (``Marks.odd``)."""
    candidates = (data - np.uint8(0xE1)) < 3
    candidates |= data >= 0xEF
    candidates |= data == 0xC2
    at = np.flatnonzero(candidates)
    lead, second = data[at], data[at + 1]
    three = (lead == 0xE2) | ((lead == 0xE3) & (second == 0x80)) | ((lead == 0xEF) & ((second - np.uint8(0xB8)) < 6))
    two = (lead == 0xC2) & (second != 0xAA) & (second != 0xB5) & (second != 0xBA)
    rare = at[((lead == 0xF0) & (second == 0x9F)) | ((lead == 0xE1) & (second == 0x9A))]
    odd = at[three | two]
    lead, second, third = data[odd], data[odd + 1], data[odd + 2]
    blank = (lead == 0xC2) & _C2[second]
    blank |= (lead == 0xE2) & (((second == 0x80) & _E280[third]) | ((second == 0x81) & _E281[third]))
    blank |= (lead == 0xE3) & (third == 0x80)
    blank |= (lead == 0xEF) & (second == 0xBB) & (third == 0xBF)
    wide = lead != 0xC2
    for mask, at, long in ((word, odd, odd[wide]), (visible, odd[blank], odd[blank & wide])):
        mask[at] = mask[at + 1] = False
        mask[long + 2] = False
    ideograph[odd] = False
    if len(rare):
        emoji, ogham = rare[data[rare] == 0xF0], rare[(data[rare] == 0xE1) & (data[rare + 2] == 0x80)]
        for k in range(4):
            word[emoji + k] = False
        for k in range(3):
            visible[ogham + k] = False
    return odd
