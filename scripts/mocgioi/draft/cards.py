"""Cards below the heading of a list: the text of a picture, the headline in the same words, and mostly a summary.

Such a headline reads like a caption and such a summary like a paragraph, and where both are about what the article is
about, the network takes them for more of it. What gives them away is that they come again and again behind a heading.
On none of the pages to practise on is a line of body among them.
"""

import numpy as np

from .cues import lines_ago
from .lines import Lines

_LEAST = 3  # cards in a row; two alike may be pictures of an article
_REACH = 5  # lines from one card to the next, at most
_BELOW = 2  # lines from the heading to the first card, at most


def cards(opens: np.ndarray, ago: np.ndarray, lines: Lines) -> np.ndarray:
    """The lines of such cards: bool[lines]. ``opens`` are the lines that seem equal to the next one, int64[k], ascending;
    ``ago`` is the row of how long ago the last heading stood, uint8[lines]. Only Vietnamese pages have headings."""
    near = np.diff(opens) == 1
    opens = opens[~(np.append(near, False) | np.append(False, near))[: len(opens)]]  # three lines alike are no card
    fresh = np.append(True, (np.diff(opens) > _REACH) | (np.diff(lines.page[opens]) > 0))[: len(opens)]
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(opens)) - 1
    since = ago[opens[first]]
    chosen = (since > 0) & (since <= lines_ago(_BELOW)) & (last - first >= _LEAST - 1)
    first, last = first[chosen], last[chosen]
    # the last card is taken to be as long as the one before it
    end = np.minimum(2 * opens[last] - opens[last - 1], lines.first[lines.page[opens[last]] + 1])
    edges = np.zeros(len(lines) + 1, dtype=np.int8)
    edges[opens[first]] += 1
    edges[end] -= 1
    return np.cumsum(edges[:-1], dtype=np.int8) > 0
