"""What the model sees of a line, besides its words: one byte a feature, the same number however pages are batched.

Every feature is squeezed into 0..255 and stored as uint8, so training and drafting see the same numbers. Counts are
integers and sums over neighbours are integer sums: nothing depends on the pages that happen to share a batch.
"""

import numpy as np

from .lines import Lines
from .marks import Marks
from .pages import Pages
from .rank import Rank
from .tally import tally
from .windows import Windows, best_segment, running, running_bytes
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
_MIX = np.uint64(0x9E3779B97F4A7C15)
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


def line_features(pages: Pages, marks: Marks, lines: Lines, words: Words, near: Windows) -> np.ndarray:
    """uint8[len(NAMES), lines]"""
    table = np.zeros((len(NAMES), len(lines)), dtype=np.uint8)
    if len(lines):
        out = dict(zip(NAMES, table, strict=True))
        points, stops = _shape(out, pages, marks, lines, words)
        _edges(out, pages, marks, lines)
        _copies(out, lines, words)
        _place(out, lines, points, np.diff(words.first))
        _surroundings(out, lines, points, np.diff(words.first), stops, near)
    return table


def _shape(out, pages, marks, lines, words):
    """Counts inside the line. Returns code points and sentence stops per line (int64[lines])."""
    size = (lines.end - lines.start).astype(np.int32)
    masks = [marks.continuation, marks.word, marks.upper, marks.digit, marks.high, marks.punctuation]
    masks += [marks.ideograph] if marks.ideograph.any() else []
    upto = Rank(*masks).before(np.append(lines.start, len(pages.data)))  # nothing is marked between lines, but blanks
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
    key = np.diff(mixed[words.first]) + count * _MIX
    return np.where(count > 0, key * _MIX, size)


def _extensions(out, lines, words, mixed):
    """A line that opens with all words of the line before, three at least, and goes on: a card's headline and summary."""
    first = words.first
    count = np.diff(first)
    shorter = np.flatnonzero((count[1:] > count[:-1]) & (count[:-1] >= 3) & (lines.page[1:] == lines.page[:-1]))
    opening = mixed[first[shorter + 1] + count[shorter]] - mixed[first[shorter + 1]]
    found = shorter[opening == mixed[first[shorter + 1]] - mixed[first[shorter]]]
    out["extends"][found + 1] = 255
    out["extended"][found] = 255


def _copies(out, lines, words):
    mixed = mixed_words(words)
    key = line_keys(lines, words, mixed)
    _extensions(out, lines, words, mixed)
    key = (key ^ (key >> np.uint64(29))) * _MIX + lines.page.astype(np.uint64) * np.uint64(0xD6E8FEB86659FD93)
    same = key[1:] == key[:-1]
    out["same_next"][:-1] = flag(same)
    out["same_previous"][1:] = flag(same)
    order = _order(key)
    ranked = key[order]
    fresh = np.append(True, ranked[1:] != ranked[:-1])
    opens = np.flatnonzero(fresh)
    size = np.diff(np.append(opens, len(key)))
    repeats = np.empty(len(key), dtype=np.int64)
    repeats[order] = np.repeat(size, size)
    out["repeats"][:] = scaled_log(repeats - 1, 15)
    out["first_copy"][order] = flag(fresh)


def _order(key: np.ndarray) -> np.ndarray:
    """The places of uint64[n] in ascending order, equal ones as they stand: int64[n].

    Sorting numbers is six times as fast as sorting their places, so the places are sorted along in the lowest bits; if
    two numbers differ in those bits alone, which no page does but by ill luck, it is done the slow way.
    """
    below = np.uint64((1 << len(key).bit_length()) - 1)
    order = (np.sort((key & ~below) | np.arange(len(key), dtype=np.uint64)) & below).astype(np.int64)
    ranked = key[order]
    if (ranked[1:] < ranked[:-1]).any():
        return np.argsort(key, kind="stable")
    return order


def _place(out, lines, points, count):
    begin, page = lines.first[:-1], lines.page
    size = np.diff(lines.first)
    index = np.arange(len(page)) - begin[page]
    rest = size[page] - 1 - index
    out["place"][:] = share(index, size[page] - 1)
    out["top"][:] = scaled_log(index, 600)
    out["bottom"][:] = scaled_log(rest, 600)
    upto = running(points)
    chars = upto[lines.first[1:]] - upto[begin]
    out["place_chars"][:] = share(upto[:-1] - upto[begin][page], chars[page])
    upto = running(count)
    tokens = upto[lines.first[1:]] - upto[begin]
    upto = running(np.where(count >= 15, count, 0))
    long = upto[lines.first[1:]] - upto[begin]
    out["page_lines"][:] = scaled_log(size, 1500)[page]
    out["page_words"][:] = scaled_log(tokens, 10000)[page]
    out["page_mean"][:] = scaled_log(tokens * 4 // np.maximum(size, 1), 240)[page]
    out["page_long"][:] = share(long, tokens)[page]


def _surroundings(out, lines, points, count, stops, near):
    upto = {name: running_bytes(out[name]) for name in ("words", "numbers")}
    upto["stops"] = running_bytes(np.minimum(stops, 4).astype(np.uint8) * np.uint8(60))
    for reach in (2, 5, 12, 30):
        out[f"mean_{reach}"][:] = near.mean(upto["words"], reach)
    for reach in (5, 12):
        out[f"stops_{reach}"][:] = near.mean(upto["stops"], reach)
    out["numbers_5"][:] = near.mean(upto["numbers"], 5)
    low, high = near.edges(1)
    total = running(points)
    out["length_ratio"][:] = share(points, total[high] - total[low])
    _segments(out, lines, count)
    upto = running(count >= 20)
    out["run_above"][:] = scaled_log(upto[:-1] - upto[lines.first][lines.page], 60)
    out["run_below"][:] = scaled_log(upto[lines.first][lines.page + 1] - upto[1:], 60)


def _segments(out, lines, count):
    """The stretch of lines with the greatest sum of (words - 11), found per page by running minima."""
    index, page = np.arange(len(count)), lines.page
    for cost, name in ((11, "segment"), (20, "segment_strict")):
        low, high = best_segment(np.minimum(count, 2000) - cost, lines)
        low, high = low[page], high[page]
        out[name][:] = flag((index >= low) & (index < high))
        if name == "segment":
            out["segment_left"][:] = np.clip((index - low) * 4 + 128, 0, 255)
            out["segment_right"][:] = np.clip((index - high) * 4 + 128, 0, 255)
