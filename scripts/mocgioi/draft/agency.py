"""Agency tags at the head of an article: ``(BLC) - …``, ``LCĐT - …``, ``Hà Nội (TTXVN) - …``."""

import re

import numpy as np

from .lines import Lines
from .pages import Pages

_HEAD = 160  # bytes of a line that are looked at
_NAME = r"[^\W\d_][\w.&/ ]{0,30}"
_TAG = re.compile(
    rf"""(?: (?:[^\W\d_]\w*[ ,]+){{0,5}} \( {_NAME} \) [ \u00a0]* [-–—]     # (BLC) -   Hà Nội (TTXVN) –
       | [A-ZĐ]{{2,8}} (?:\.[A-Za-z]{{2,3}}|[ ]?Online)? [ \u00a0]* [-–—](?=\s)   # LCĐT -   VOV.VN -
       | \w{{3,20}}\.vn [ \u00a0]* [-–—]                                     # Chinhphu.vn -
     ) (?=\s*\w|\s*["“‘(])""",
    re.VERBOSE,
)


def tag_ends(pages: Pages, lines: Lines, candidates: np.ndarray) -> np.ndarray:
    """Byte offset just past the tag that opens each candidate line, 0 for a line without one: int64[candidates].

    ``candidates`` are line numbers; a caller names at most a few lines a page.
    """
    ends = np.zeros(len(candidates), dtype=np.int64)
    data = pages.data
    extents = zip(lines.start[candidates].tolist(), lines.end[candidates].tolist(), strict=True)
    for number, (start, end) in enumerate(extents):
        head = data[start : min(end, start + _HEAD)].tobytes()
        if not (b"-" in head or b"\xe2\x80" in head):  # most lines have no dash: not decoding them halves the time
            continue
        if (found := _TAG.match(head.decode("utf-8", "ignore"))) and start + len(found[0].encode()) < end:
            ends[number] = start + len(found[0].encode())
    return ends
