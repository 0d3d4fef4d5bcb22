"""Texts as the recipe gives them, asked of bytes: most are plain by their first bytes alone."""

import unicodedata

import numpy as np

from mocgioi.offsets import places
from mocgioi.rules.raw import CONTROL
from mocgioi.suspicion.batch import Batch


def unnormal(batch: Batch) -> np.ndarray:
    """For each row whether its text may differ from what the recipe gives, or hold control characters, bool."""
    data = batch.points.data
    at = places(data, _to_look_at, ahead=1)
    at = at[(data[at] != 0x0A) & (data[at] != 0x09)]
    codes, where = np.unique(_code_points(data, at), return_inverse=True)
    suspect = np.array([not _plain(int(code)) for code in codes], bool)[where]
    return batch.rows_at(at[suspect])


def _to_look_at(data: np.ndarray) -> np.ndarray:
    """For each byte whether it begins a character that is not plain at first sight, bool.

    Plain are ASCII that prints, U+00C0 to U+02FF, and U+1E00 to U+1EFF: letters, all composed.
    """
    look = data - np.uint8(0xCC) < 0x54  # of 0x00 to 0x1F, and all from 0xCC
    letter = (data[1:] & 0xFC) == 0xB8
    letter &= data[:-1] == 0xE1
    np.greater(look[:-1], letter, out=look[:-1])
    for byte in (0xC2, 0x7F):
        there = data == byte
        if there.any():  # seldom, and to ask takes less than to add
            look |= there
    return look


def _code_points(data: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The code points that begin at byte positions."""
    part = [data[np.minimum(at + i, len(data) - 1)].astype(np.int64) & (0xFF if i == 0 else 0x3F) for i in range(4)]
    two = (part[0] & 0x1F) << 6 | part[1]
    three = (part[0] & 0x0F) << 12 | part[1] << 6 | part[2]
    four = (part[0] & 0x07) << 18 | part[1] << 12 | part[2] << 6 | part[3]
    lead = part[0]
    return np.select([lead < 0x80, lead < 0xE0, lead < 0xF0], [lead, two, three], four)


def _plain(code: int) -> bool:
    """Whether a character stays as it is in NFC whatever stands around it, and is one that can be read.

    Marks and the vowels and finals of Hangul may join what is before them; U+FEFF may be a byte order mark. Digits that
    are not ASCII are no trouble by themselves, but the rules on dates and numbers read them, and the checks do not.
    """
    char = chr(code)
    if code in (0x0D, 0xFEFF) or CONTROL.match(char):
        return False
    if unicodedata.category(char) == "Nd" and code >= 0x80:
        return False
    joins = unicodedata.category(char).startswith("M") or 0x1100 <= code < 0x1200 or unicodedata.combining(char)
    return not joins and unicodedata.normalize("NFC", char) == char
