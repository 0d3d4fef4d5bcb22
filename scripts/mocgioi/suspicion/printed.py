"""Dates read off many texts at once, where they are printed in the commonest forms.

Python's `re` takes 1 µs for each text, which for dates alone was a fifth of all checking; arrays take a tenth of that.
Every reading is one that the field's normaliser has, too. What is not read here is for the normaliser to read.
"""

import numpy as np
import pyarrow as pa

from mocgioi.grounding import dates
from mocgioi.offsets import text_bytes

PAD = 8
"""Zeros behind the bytes and the runs, so that one may ask for what is behind the last."""
WIDTH = len("2024-05-03T10:40+07:00")


def _table(bytes: bytes) -> np.ndarray:
    """For each byte whether it is one of some, bool."""
    return np.isin(np.arange(256), np.frombuffer(bytes, np.uint8))


DIGIT, GLUE, POINT = _table(b"0123456789"), _table(b"/.,-"), _table(b".,")
BEFORE_TIME, AFTER_TIME, AFTER_ZONE = _table(b":/."), _table(b":+"), _table(b":")
BLANK = _table(b" \t\n\r\v\f\x1c\x1d\x1e\x1f\xc2\xe1\xe2\xe3")
"""ASCII blanks, and what other blanks begin with."""
MONTH = "tháng ".encode()
MONTHS = [int.from_bytes(name.lower().encode()[:3]) | 0x202020 for name in ("tháng", "年", "月", "日", *dates.NAMES)]
"""The first three bytes of what may stand behind a number that is a day, a month or a year; of letters the small ones."""


class Digits:
    """The runs of digits in n texts, each text with those of its own.

    `data`: uint8, the bytes of all texts and some zeros. `start`, `end`: the bytes of each text. `many`: how many runs
    it has. Where a text has no run `k`, what is said of it means nothing.
    """

    def __init__(self, texts: pa.Array):
        data, edges = text_bytes(texts)
        self.data = np.concatenate([data, np.zeros(PAD, np.uint8)])
        self.start, self.end = edges[:-1], edges[1:]
        digit = self.data - np.uint8(0x30) < 10
        before, behind = np.zeros(len(digit), bool), np.zeros(len(digit), bool)
        before[1:], behind[:-1] = digit[:-1], digit[1:]
        before[self.start] = behind[self.end - 1] = False
        begin, stop = np.flatnonzero(digit & ~before), np.flatnonzero(digit & ~behind) + 1
        first = np.searchsorted(begin, edges)
        self._first, self.many = first[:-1], np.diff(first)
        self._begin, self._stop = (np.concatenate([at, np.zeros(PAD, np.int64)]) for at in (begin, stop))
        self._wide = self._stop - self._begin
        self._value = np.zeros(len(self._wide), np.int64)
        for i in range(4):  # longer ones are never asked for
            self._value = np.where(i < self._wide, self._value * 10 + (self.data[self._begin + i] & 0x0F), self._value)

    def begin(self, k: int) -> np.ndarray:
        """The byte at which run `k` of each text begins."""
        return self._begin[self._first + k]

    def stop(self, k: int) -> np.ndarray:
        """The byte behind run `k` of each text."""
        return self._stop[self._first + k]

    def number(self, k: int, low: int, high: int, widths: tuple[int, int] = (1, 2)) -> tuple[np.ndarray, np.ndarray]:
        """Run `k` of each text as a number, and whether it is there, from `low` to `high`, and how wide it should be."""
        value, wide = self._value[self._first + k], self._wide[self._first + k]
        fits = (widths[0] <= wide) & (wide <= widths[1])
        return value, (self.many > k) & fits & (low <= value) & (value <= high)

    def joined(self, k: int, byte: bytes) -> np.ndarray:
        """For each text whether run `k` and the next have this one byte between them, bool."""
        stop = self.stop(k)
        return (self.many > k + 1) & (self.begin(k + 1) == stop + 1) & (self.data[stop] == byte[0])

    def free(self, of: np.ndarray, begin: np.ndarray, stop: np.ndarray) -> np.ndarray:
        """For each text whether none of the bytes of a table is in [begin, stop), and that is no less than nothing."""
        upto = np.concatenate([[0], np.cumsum(of[self.data])])
        return (begin <= stop) & (upto[begin] == upto[stop])

    def behind(self, text: bytes, stop: np.ndarray) -> np.ndarray:
        """For each text whether another ends at byte `stop`, within it, bool."""
        begin = stop - len(text)
        same = self.data[begin[:, None] + np.arange(len(text))] == np.frombuffer(text, np.uint8)
        return (begin >= self.start) & same.all(axis=1)


def days(texts: pa.Array) -> np.ndarray:
    """The date that is the first thing in digits in each text, as `shows` takes it: `28/7/2023`, `28/7`, `tháng 7/2023`."""
    runs = Digits(texts)
    (day, is_day), (month, is_month) = runs.number(0, 0, 39), runs.number(1, 0, 19)
    year, is_year = runs.number(2, 1000, 2999, (4, 4))
    is_year &= runs.joined(1, b"/")
    found = _spelled(year, month, day)
    found[~is_year, :4] = ord("X")
    found[~(is_day & is_month & runs.joined(0, b"/") & _alone(runs, np.where(is_year, runs.stop(2), runs.stop(1))))] = 0
    months, is_alone = _months(runs)
    found[is_alone] = months[is_alone]
    return found


def _alone(runs: Digits, stop: np.ndarray) -> np.ndarray:
    """For each text whether nothing of a number is glued to the date from its first digit to byte `stop`, bool."""
    here, then = runs.data[stop], runs.data[stop + 1]
    ends = POINT[here] & ~((stop + 1 < runs.end) & DIGIT[then])
    return _opens(runs) & (ends | (stop == runs.end) | ~(GLUE | DIGIT)[here]) & ~_month_follows(runs, stop)


def _opens(runs: Digits) -> np.ndarray:
    """For each text whether nothing of a number is glued to the front of its first digit, bool."""
    begin = runs.begin(0)
    return (begin == runs.start) | ~GLUE[runs.data[begin - 1]]


def _month_follows(runs: Digits, stop: np.ndarray) -> np.ndarray:
    """For each text whether what stands behind byte `stop` may read the number before it as the day of another month.

    Behind a blank or two; where there are more, or blanks that are not ASCII, that is answered with yes.
    """
    at = stop + (runs.data[stop] == 0x20)
    at += runs.data[at] == 0x20
    one, two, three = (runs.data[at + i].astype(np.int64) for i in range(3))
    named = np.isin((one << 16 | two << 8 | three) | 0x202020, MONTHS)
    return (at < runs.end) & (named | BLANK[one])


def _months(runs: Digits) -> tuple[np.ndarray, np.ndarray]:
    """The month with which each text ends, and whether it does and has no other digits."""
    (month, is_month), (year, is_year) = runs.number(0, 0, 19), runs.number(1, 1000, 2999, (4, 4))
    found = _spelled(year, month, month)
    found[:, len("2024-05") :] = 0
    alone = (runs.many == 2) & runs.joined(0, b"/") & (runs.stop(1) == runs.end) & runs.behind(MONTH, runs.begin(0))
    return found, is_month & is_year & alone


def moments(texts: pa.Array) -> np.ndarray:
    """The date of each text with its time and zone, as `shows` takes it, where it has one of each and nothing else in
    digits: `Thứ sáu, 03/05/2024, 10:40 [GMT+7]`."""
    runs = Digits(texts)
    (day, is_day), (month, is_month) = runs.number(0, 0, 39), runs.number(1, 0, 19)
    year, is_year = runs.number(2, 1000, 2999, (4, 4))
    (hour, is_hour), (minute, is_minute) = runs.number(3, 0, 29), runs.number(4, 0, 59, (2, 2))
    (zone, sign), is_zone = _zones(runs)
    is_date = is_day & is_month & is_year & runs.joined(0, b"/") & runs.joined(1, b"/") & _opens(runs)
    is_time = is_hour & is_minute & runs.joined(3, b":") & (runs.begin(3) > runs.stop(2))
    is_time &= runs.free(BEFORE_TIME, runs.stop(2), runs.begin(3))
    dated = is_date & (runs.many == 3) & (runs.stop(2) == runs.end)
    timed = is_date & (runs.many == 5) & is_time & runs.free(AFTER_TIME, runs.stop(4), runs.end)
    found = _spelled(year, month, day)
    found[:, 10], found[:, 13], found[:, 16], found[:, 19] = ord("T"), ord(":"), sign, ord(":")
    for at, number in ((11, hour), (14, minute), (17, zone), (20, zone * 0)):
        _spell(found, at, number, 2)
    found[dated, len("2024-05-03") :] = found[timed, len("2024-05-03T10:40") :] = 0
    found[~(dated | timed | (is_date & is_time & is_zone))] = 0
    return found


def _zones(runs: Digits) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """The hours and the sign of the zone with which each text ends, and whether it is there."""
    zone, is_zone = runs.number(5, 0, 19)
    named = runs.begin(5) - 1
    sign = runs.data[named]
    is_zone &= (runs.many == 6) & ((sign == ord("+")) | (sign == ord("-")))
    is_zone &= runs.behind(b"GMT", named) | runs.behind(b"UTC", named)
    is_zone &= runs.free(AFTER_TIME, runs.stop(4), named - 3) & runs.free(AFTER_ZONE, runs.stop(5), runs.end)
    return (zone, sign), is_zone


def shows(read: np.ndarray, values: pa.Array) -> np.ndarray:
    """For each value whether it is what was read: bytes, uint8, shape (n, WIDTH), zeros behind them or nothing else."""
    data, edges = text_bytes(values)
    width = np.diff(edges)
    at = edges[:-1, None] + np.arange(WIDTH)
    bytes = np.concatenate([data, np.zeros(WIDTH, np.uint8)])[at]
    bytes[np.arange(WIDTH) >= width[:, None]] = 0
    return (bytes == read).all(axis=1) & (width > 0) & (width <= WIDTH)


def _spelled(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Dates as bytes: `2024-05-03`."""
    found = np.zeros((len(year), WIDTH), np.uint8)
    found[:, 4] = found[:, 7] = ord("-")
    _spell(found, 0, year, 4), _spell(found, 5, month, 2), _spell(found, 8, day, 2)
    return found


def _spell(found: np.ndarray, at: int, number: np.ndarray, width: int) -> None:
    """Write a number of `width` digits into column `at` and the next."""
    for i in range(width):
        found[:, at + i] = 0x30 + number // 10 ** (width - 1 - i) % 10
