"""What the model sees of a line among the other lines of its page: copies, place, neighbours, the densest stretch."""

import numpy as np

from .features import MIX, NAMES, Counts, flag, scaled_log, share
from .lines import Lines
from .windows import Windows, best_segment, running, running_bytes


def fill_among(table: np.ndarray, lines: Lines, counts: Counts, near: Windows) -> None:
    """The rest of the features into ``table`` uint8[len(NAMES), lines], which holds those of every line by itself."""
    if len(lines):
        out = dict(zip(NAMES, table, strict=True))
        _copies(out, lines, counts.key)
        _place(out, lines, counts.points, counts.words)
        _segments(out, lines, counts.words)
        _surroundings(out, lines, counts.points, counts.words, counts.stops, near)


def _copies(out, lines, key):
    key = (key ^ (key >> np.uint64(29))) * MIX + lines.page.astype(np.uint64) * np.uint64(0xD6E8FEB86659FD93)
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
    upto["stops"] = running_bytes(stops * np.uint8(60))
    for reach in (2, 5, 12, 30):
        out[f"mean_{reach}"][:] = near.mean(upto["words"], reach)
        if reach in (5, 12):
            out[f"stops_{reach}"][:] = near.mean(upto["stops"], reach)
        if reach == 5:
            out["numbers_5"][:] = near.mean(upto["numbers"], 5)
    del upto
    total = running(points)
    low, high = near.edges(1)
    out["length_ratio"][:] = share(points, total[high] - total[low])
    del low, high, total
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
