"""Which lines of a Vietnamese page are its article: one stretch of the page, or nothing where no line looks like body.

The constants were chosen on pages to practise on, drafted by a network that had seen other outlets only, and looked at on
the pages of the model card's figures. Neighbouring values do as well. Headings of any kind as the end of an article, tests
for pages that only list, and the opinion of what was learnt from web pages were tried beside it and do worse.
"""

import numpy as np

from .lines import Lines
from .windows import best_segment

_STEPS = 64  # steps of a gain, so that sums over a page are whole numbers
_SURE = 6.0  # log-odds beyond which a line is no surer
_AGAINST = 0.25  # weight of a line that does not look like body: boxes and bylines stand inside articles


def article(body: np.ndarray, lines: Lines, local: np.ndarray) -> np.ndarray:
    """The lines of the article of each page: bool[lines], none where no page is ``local`` (bool[pages], in Vietnamese).

    ``body`` is each line's probability of being body, 0 where other things speak against it: float[lines], worth something on
    Vietnamese pages only. Lines speak with the root of their bytes. Of the stretch those are taken that are likelier body than not.
    """
    if not local.any():
        return np.zeros(len(lines), dtype=bool)
    odds = np.clip(np.log((body + 1e-4) / (1 - body + 1e-4)), -_SURE, _SURE)
    gain = np.sqrt(lines.end - lines.start) * np.where(odds > 0, odds, odds * _AGAINST)
    low, high = best_segment(np.rint(gain * _STEPS).astype(np.int64), lines)
    index = np.arange(len(body))
    return (index >= low[lines.page]) & (index < high[lines.page]) & (odds > 0)
