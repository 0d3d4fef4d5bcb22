"""From bytes to the rows that the model reads; a long page stretch by stretch, so that memory follows its lines.

A dozen bytes are needed for every byte that is looked at, and more for every word. What is kept of a line is a byte a
row and some counts. A long page gives the same rows as it would at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mocgioi.rank import Rank

from .columns import fill_among_lines, slices
from .cues import fill_cues
from .decide import enough_letters, vietnamese_letters
from .features import NAMES, Counts, fill_inside
from .lexicon import lexicon_features, lexicon_windows
from .lines import Lines
from .marks import Marks
from .pages import FENCE, LINE_FEED, Pages
from .senses import NOTHING, fill_senses
from .windows import Windows
from .words import Words

STRETCH = 1 << 20  # bytes
_BLOCK = 1 << 16  # bytes that are searched for a place to cut at a time
_PLAIN = np.zeros(256, dtype=bool)  # bytes that open a visible character, whatever follows
_PLAIN[0x21:0x7F] = _PLAIN[0xC3:0xE0] = _PLAIN[0xE4:0xEF] = _PLAIN[0xF0:0xF5] = True
_EXTENDED = NAMES.index("extended")


@dataclass(frozen=True)
class Tables:
    """What a model has learnt of words: ``lexicon`` (name of a table -> uint16[slots]), ``senses`` (int8[slots, numbers])."""

    lexicon: dict[str, np.ndarray]
    senses: np.ndarray


@dataclass(frozen=True)
class Reading:
    """The lines of some pages.

    rows   uint8[rows, lines]  all that the model reads of a line
    count  int32[lines]        words
    begin, stop  int32[lines]  visible part, in code points of the page
    local  bool[pages]         whether a page is in Vietnamese
    """

    lines: Lines
    rows: np.ndarray
    count: np.ndarray
    begin: np.ndarray
    stop: np.ndarray
    local: np.ndarray


def read(pages: Pages, tables: Tables) -> Reading:
    """The rows of all lines of these pages."""
    letters = vietnamese_letters(pages)
    table = np.zeros((slices()["senses"].stop, np.count_nonzero(pages.data == LINE_FEED)), dtype=np.uint8)
    done, before, found = 0, 0, []
    for part, new, shift in _stretches(pages):
        marks = Marks.of(part.data)
        lines = Lines.of(part, marks)
        maybe = enough_letters(letters, lines) if part is pages else letters > 0
        known = int(np.searchsorted(lines.start, new[0]))
        counts = _fill(table[:, max(done - known, 0) :], part, marks, lines, maybe, known, tables)
        extents = np.stack([lines.start, lines.end])[:, known:]
        points, whole = _code_points(part, marks, lines.page[known:], extents, new)
        found.append((extents + shift, points + before, counts))
        done, before = done + extents.shape[1], before + whole
        del marks, lines
    extents, points, counts = zip(*found, strict=True)
    del found
    lines, counts = Lines.from_extents(pages, *np.concatenate(extents, 1)), Counts.joined(counts)
    local, table = enough_letters(letters, lines), table[:, :done]
    _relate(table, lines, counts, local)
    return Reading(lines, table, counts.words, *np.concatenate(points, 1), local)


def _fill(table, part: Pages, marks: Marks, lines: Lines, maybe: np.ndarray, known: int, tables: Tables) -> Counts:
    """What the lines of a stretch have by themselves, into the first columns of ``table``, and their counts.

    The first ``known`` lines stand there already; of the last of them it turns out now whether the next extends it.
    """
    words, kinds = Words.of(part, marks, lines), slices()
    rows = np.zeros((len(table), len(lines)), dtype=np.uint8) if known else table[:, : len(lines)]
    counts = fill_inside(rows[kinds["shape"]], part, marks, lines, words)
    fill_cues(rows[kinds["cues"]][:-2], words, maybe[lines.page])
    rows[kinds["lexicon"]] = lexicon_features(tables.lexicon, words)
    fill_senses(rows[kinds["senses"]], tables.senses, words, maybe[lines.page])
    if known:
        table[_EXTENDED, known - 1] = rows[_EXTENDED, known - 1]
        table[:, known : len(lines)] = rows[:, known:]
    return counts.tail(known)


def _code_points(part: Pages, marks: Marks, page: np.ndarray, extents: np.ndarray, new: np.ndarray):
    """Byte offsets in code points behind ``new``, where each page goes on: int32, as ``extents``; and those of the last."""
    rank = Rank(marks.continuation)
    behind = part.ends[-1:] + 1
    base = new - rank.before(new)
    points = extents - rank.before(extents) - base[page]
    return points.astype(np.int32), int((behind - rank.before(behind) - base[-1:])[0])


def _relate(table: np.ndarray, lines: Lines, counts: Counts, local: np.ndarray) -> None:
    """All stretches together: what a line has among the others."""
    near, kinds = Windows(lines), slices()
    if not local.all():
        for kind, nothing in (("cues", 0), ("senses", NOTHING)):
            if ((rows := table[kinds[kind]]) != nothing).any():
                rows[:, ~local[lines.page]] = nothing
    fill_among_lines(table, counts, lines, near)
    table[kinds["windows"]] = lexicon_windows(table[kinds["lexicon"]], lines, near)


def _stretches(pages: Pages) -> Iterator[tuple[Pages, np.ndarray, int]]:
    """What to read at a time: (bytes as pages, where what is new begins on each of them, how far they are shifted).

    Several pages are read at once; a page alone is cut into stretches. Each but the first brings lines from before.
    """
    if len(pages) != 1 or pages.ends[0] - pages.starts[0] <= STRETCH:
        yield pages, pages.starts, 0
        return
    data, low, behind = pages.data, int(pages.starts[0]), int(pages.ends[0]) + 1
    began = low
    while low < behind:
        high = _cut(data, min(low + STRETCH, behind), behind)
        yield Pages.of_bytes(data[began:high]), np.array([low - began + FENCE]), began - FENCE
        began, low = _cut_before(data, high, low), high


def _plain_lines(data: np.ndarray) -> np.ndarray:
    """Where a line begins with a character that is visible for certain: int64[k]. No blank goes before its first byte."""
    return np.flatnonzero((data[:-1] == LINE_FEED) & _PLAIN[data[1:]]) + 1


def _cut(data: np.ndarray, at: int, end: int) -> int:
    """The first beginning of a plain line behind ``at``, or the end."""
    for low in range(at, end, _BLOCK):
        if len(found := _plain_lines(data[low : min(low + _BLOCK, end - 1) + 1])):
            return low + int(found[0])
    return end


def _cut_before(data: np.ndarray, at: int, least: int) -> int:
    """The last beginning of a plain line before ``at``, or the least."""
    for high in range(at, least, -_BLOCK):
        low = max(high - _BLOCK, least) - 1
        if len(found := _plain_lines(data[low:high])):
            return low + int(found[-1])
    return least
