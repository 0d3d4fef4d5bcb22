"""Cards below the heading of a list: the text of a picture, the headline in the same words, and mostly a summary.

Such a headline reads like a caption and such a summary like a paragraph, and where both are about what the article is
about, the network takes them for more of it. What gives them away is that they come again and again behind a heading.
"""

import numpy as np

from . import columns
from .cues import lines_ago
from .lines import Lines

_LEAST = 3  # cards in a row; two alike may be pictures of an article
_REACH = 5  # lines from one card to the next, at most
_BELOW = 2  # lines from the heading to the first card, at most
HEADING_AGO = columns.row_names().index("cue_heading_ago")


def cards(opens: np.ndarray, ago: np.ndarray, lines: Lines) -> np.ndarray:
    """The lines of such cards: bool[lines]. ``opens`` are the lines that are equal to the next one, int64[k], ascending;
    ``ago`` is the row of how long ago the last heading stood, uint8[lines]. Only Vietnamese pages have headings."""
    fresh = np.append(True, (np.diff(opens) > _REACH) | (np.diff(lines.page[opens]) > 0))[: len(opens)]
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(opens)) - 1
    listed = ago[opens[first]] <= lines_ago(_BELOW)
    chosen = listed & (last - first >= _LEAST - 1)
    first, last = first[chosen], last[chosen]
    # the last card is taken to be as long as the one before it
    end = np.minimum(2 * opens[last] - opens[last - 1], lines.first[lines.page[opens[last]] + 1])
    edges = np.zeros(len(lines) + 1, dtype=np.int8)
    edges[opens[first]], edges[end] = 1, -1
    return np.cumsum(edges[:-1], dtype=np.int8) > 0
