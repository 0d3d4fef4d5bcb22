"""What the model sees of a line, besides its words: one byte a feature, the same number however pages are batched.

Every feature is squeezed into 0..255 and stored as uint8, so training and drafting see the same numbers. Counts are
integers and sums over neighbours are integer sums: nothing depends on the pages that happen to share a batch.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mocgioi.rank import Ranks

from .lines import Lines
from .marks import Marks
from .pages import Pages
from .tally import tally
from .windows import running_bytes
from .words import Words

NAMES = """
    length words word_length digits upper capitals high ideographs punctuation commas stops numbers bars
    ends_stop ends_dots ends_colon ends_quote ends_word opens_lower opens_upper opens_digit opens_mark
    quotes signs slashes stamps same_next same_previous extends extended repeats first_copy place
    place_chars top bottom page_lines page_words page_mean page_long segment segment_left segment_right
    segment_strict run_above run_below mean_2 mean_5 mean_12 mean_30 stops_5 stops_12 numbers_5
    length_ratio
""".split()  # noqa: SIM905
_TOPS = {"comma": 40, "stop": 30, "bar": 20, "quote": 20, "sign": 4, "slash": 20, "stamp": 6}
SAME_NEXT = NAMES.index("same_next")
MIX = np.uint64(0x9E3779B97F4A7C15)
_TABLES: dict[int, np.ndarray] = {}


def scaled_log(count: np.ndarray, top: int) -> np.ndarray:
    """0..255 on a logarithmic scale (uint8); ``top`` is the count that reaches 255."""
    if top not in _TABLES:
        steps = np.log2(1.0 + np.arange(top + 1)) * (255.0 / np.log2(1.0 + top))
        _TABLES[top] = np.minimum(steps + 1e-6, 255.0).astype(np.uint8)
    return _TABLES[top][np.minimum(count, top)]


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """0..255 for part / whole (uint8), 0 where the whole is 0."""
    return np.minimum(part * np.float32(255) / np.maximum(whole, 1).astype(np.float32), np.float32(255)).astype(
        np.uint8
    )


def flag(mask: np.ndarray) -> np.ndarray:
    return mask.view(np.uint8) * np.uint8(255)


@dataclass(frozen=True)
class Counts:
    """What the features among lines are made of, one entry a line.

    points  int32    code points
    words   int32    words
    stops   uint8    marks that end a sentence, four at most
    key     uint64   equal for lines with the same words, case aside
    """

    points: np.ndarray
    words: np.ndarray
    stops: np.ndarray
    key: np.ndarray

    @classmethod
    def joined(cls, parts: Iterable["Counts"]) -> "Counts":
        """The counts of several stretches of lines, one after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__annotations__))

    def tail(self, number: int) -> "Counts":
        """Those of all lines but the first ``number``."""
        return Counts(*(getattr(self, name)[number:] for name in self.__annotations__))


def fill_inside(table: np.ndarray, pages: Pages, marks: Marks, lines: Lines, words: Words) -> Counts:
    """The features that a line has by itself, or with the one before, into ``table`` uint8[len(NAMES), lines]."""
    out = dict(zip(NAMES, table, strict=True))
    points, stops = _shape(out, pages, marks, lines, words)
    _edges(out, pages, marks, lines)
    mixed = mixed_words(words)
    _extensions(out, lines, words, mixed)
    count = np.diff(words.first).astype(np.int32)
    return Counts(points, count, np.minimum(stops, 4).astype(np.uint8), line_keys(lines, words, mixed))


def _shape(out, pages, marks, lines, words):
    """Counts inside the line. Returns code points and sentence stops per line (int64[lines])."""
    size = (lines.end - lines.start).astype(np.int32)
    masks = [marks.continuation, marks.word, marks.upper, marks.digit, marks.high, marks.punctuation]
    masks += [marks.ideograph] if marks.ideograph.any() else []
    upto = Ranks(*masks).before(np.append(lines.start, len(pages.data)))  # nothing is marked between lines, but blanks
    continuation, letters, upper, digits, high, _, *ideographs = np.diff(upto, axis=1)
    points = np.maximum(size - continuation, 0)
    count = np.diff(words.first).astype(np.int32)
    out["length"][:] = scaled_log(points, 1500)
    out["words"][:] = scaled_log(count, 400)
    out["word_length"][:] = share(letters, count * 21)
    out["digits"][:] = share(digits, size)
    out["upper"][:] = share(upper, letters)
    out["high"][:] = share(high, size)
    for found in ideographs:
        out["ideographs"][:] = share(found * 3, size)
    out["punctuation"][:] = share(np.maximum(size - letters - np.maximum(count - 1, 0), 0), size)
    capital, number = _openings(words)
    out["capitals"][:] = share(capital, count)
    out["numbers"][:] = share(number, count)
    marked = tally(pages, marks, lines, upto[5])
    for kind, top in _TOPS.items():
        out[kind + ("es" if kind == "slash" else "s")][:] = scaled_log(marked[kind], top)
    return points, marked["stop"]


def _table_of_openings() -> np.ndarray:
    """For the first two bytes of a word, the first the lower one: 1 for a capital letter, 2 for a digit, else 0; uint8[2**16]."""
    first, second = np.arange(1 << 16) & 0xFF, np.arange(1 << 16) >> 8
    capital = ((first >= 0x41) & (first < 0x5B)) | ((first == 0xC3) & (second < 0xA0))
    capital |= ((first == 0xC4) & (second == 0x90)) | ((first == 0xD0) & (second < 0xB0))
    capital |= (first == 0xCE) & (second < 0xB1)
    return capital.astype(np.uint8) + 2 * ((first >= 0x30) & (first < 0x3A)).astype(np.uint8)


_OPENING = _table_of_openings()


def _openings(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """How many words of each line open with a capital, and with a digit: int32[lines] each."""
    kind = np.take(_OPENING, words.head, mode="clip")
    capitals, numbers = (np.diff(running_bytes(mask)[words.first]) for mask in (kind & 1, kind >> 1))
    return capitals, numbers


def _edges(out, pages, marks, lines):
    data, last, start = pages.data, lines.end - 1, lines.start
    a, b, c = data[last - 2], data[last - 1], data[last]
    pair = b.astype(np.int32) << 8 | c
    triple = a.astype(np.int32) << 16 | pair
    curly = (triple == 0xE2809D) | (triple == 0xE28099)
    angle = pair == 0xC2BB
    quote = (c == 0x22) | (c == 0x27) | (c == 0x29) | curly | angle
    inner = np.where(curly, data[last - 3], np.where(angle, a, b))
    stop = (c == 0x2E) | (c == 0x21) | (c == 0x3F) | (triple == 0xE38082) | (triple == 0xEFBC81) | (triple == 0xEFBC9F)
    dots = (pair == 0x2E2E) | (triple == 0xE280A6)
    out["ends_quote"][:] = flag(quote)
    out["ends_stop"][:] = flag((stop | (quote & ((inner == 0x2E) | (inner == 0x21) | (inner == 0x3F)))) & ~dots)
    out["ends_dots"][:] = flag(dots)
    out["ends_colon"][:] = flag((c == 0x3A) | (triple == 0xEFBC9A))
    out["ends_word"][:] = flag(marks.word[last])
    head, then = data[start], data[start + 1]
    latin, cyrillic = head == 0xC3, head == 0xD0
    lower = (head - np.uint8(0x61)) < 26
    out["opens_lower"][:] = flag(lower | (latin & (then >= 0xA0)) | (head == 0xD1) | (cyrillic & (then >= 0xB0)))
    out["opens_upper"][:] = flag(marks.upper[start] | (latin & (then < 0xA0)) | (cyrillic & (then < 0xB0)))
    out["opens_digit"][:] = flag(marks.digit[start])
    out["opens_mark"][:] = flag(~marks.word[start])


def mixed_words(words: Words) -> np.ndarray:
    """Running sums of the words' hashes, so that any stretch of words has one by difference: uint64[words + 1]."""
    mixed = np.zeros(len(words.key) + 1, dtype=np.uint64)
    np.cumsum(words.key ^ (words.key >> np.uint64(31)), out=mixed[1:])
    return mixed


def line_keys(lines: Lines, words: Words, mixed: np.ndarray) -> np.ndarray:
    """uint64[lines]: equal for lines with the same words (case aside); lines without words by their length."""
    count = np.diff(words.first).astype(np.uint64)
    size = (lines.end - lines.start).astype(np.uint64)
    key = np.diff(mixed[words.first]) + count * MIX
    return np.where(count > 0, key * MIX, size)


def _extensions(out, lines, words, mixed):
    """A line that opens with all words of the line before, three at least, and goes on: a card's headline and summary."""
    first = words.first
    count = np.diff(first)
    shorter = np.flatnonzero((count[1:] > count[:-1]) & (count[:-1] >= 3) & (lines.page[1:] == lines.page[:-1]))
    opening = mixed[first[shorter + 1] + count[shorter]] - mixed[first[shorter + 1]]
    found = shorter[opening == mixed[first[shorter + 1]] - mixed[first[shorter]]]
    out["extends"][found + 1] = 255
    out["extended"][found] = 255
