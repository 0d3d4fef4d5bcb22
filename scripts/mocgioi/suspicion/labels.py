"""Labels of the page as a whole, asked of whole columns."""

import numpy as np
import pyarrow.compute as pc

from mocgioi import pictures
from mocgioi.coded import fitting
from mocgioi.offsets import integers, numbers, places, text_bytes
from mocgioi.rules.pages import EMAIL, PHONE
from mocgioi.suspicion.batch import CODE, LABELS, ZONE_OF, ZONES, Batch
from mocgioi.twins import allowed, of_another_article

BODY = ZONES.index("body")
RELATED = np.array([of_another_article(label) for label in LABELS])
MAY_TWIN = allowed(LABELS, ZONES.index("boilerplate") == ZONE_OF)
"""Labels that two equal lines in a row may have, first and second."""


def counts(batch: Batch) -> np.ndarray:
    """For each row whether it has two titles, two ledes, prose without a lede, or no body, bool."""
    ledes, prose = batch.count(batch.code == CODE["lede"]), batch.count(batch.code == CODE["paragraph"])
    wrong = (batch.count(batch.code == CODE["title"]) > 1) | (ledes > 1) | ((ledes == 0) & (prose > 0))
    return wrong | (batch.count(ZONE_OF[batch.code] == BODY) == 0)


def files(batch: Batch) -> np.ndarray:
    """For each row whether a file name has another label, or the label another text, bool."""
    data, named = batch.points.data, np.zeros(len(batch.row), bool)
    for width in pictures.ENDINGS:
        named |= (batch.stop - batch.begin > width) & (data[np.maximum(batch.stop - width, 0)] == 0x2E)
    labelled = batch.code == CODE["image_file"]
    at, other = np.flatnonzero(labelled), np.flatnonzero(named & ~labelled)
    wrong = at[~fitting(batch.text_of(at), pictures.FILE.pattern)]
    found = [pictures.is_named(text, False) for text in batch.text_of(other).to_pylist()]
    return batch.rows_of(np.concatenate([wrong, other[np.array(found, bool)]]))


def twins(batch: Batch) -> np.ndarray:
    """For each row whether two equal lines in a row have labels that do not say which is which, bool."""
    width = batch.stop - batch.begin
    at = np.flatnonzero(batch.follows & (width[1:] == width[:-1]) & ~MAY_TWIN[batch.code[:-1], batch.code[1:]])
    same = numbers(pc.equal(batch.text_of(at), batch.text_of(at + 1)))
    return batch.rows_of(at[same])


def lines(batch: Batch) -> np.ndarray:
    """For each row whether a line has two spans and no agency tag, or an agency tag no lede behind it, bool."""
    shared = batch.follows & ~batch.tiles.opens[1:]
    agency = batch.code == CODE["agency"]
    opens = np.zeros(len(batch.row), bool)
    opens[:-1] = shared & (batch.code[1:] == CODE["lede"])
    cut = np.zeros(len(batch.row), bool)
    cut[:-1] = shared & ~agency[:-1]
    return batch.rows_of(cut | (agency & ~opens))


def related(batch: Batch) -> np.ndarray:
    """For each row whether something of other articles may stand inside its body, bool."""
    body = np.flatnonzero(ZONE_OF[batch.code] == BODY)
    row = batch.row[body]
    last = np.concatenate([row[1:] != row[:-1], [True]]) if len(row) else np.zeros(0, bool)
    alone = np.bincount(row, minlength=batch.n)[row] == 1
    body = body[~(last & (batch.code[body] == CODE["lede"]) & ~alone)]  # a lede can stand last
    first, final = np.full(batch.n, len(batch.row)), np.full(batch.n, -1)
    np.minimum.at(first, batch.row[body], body)
    np.maximum.at(final, batch.row[body], body)
    at = np.flatnonzero(RELATED[batch.code])
    return batch.rows_of(at[(at > first[batch.row[at]]) & (at < final[batch.row[at]])])


def personal(batch: Batch) -> np.ndarray:
    """For each row whether its body prints a telephone number or an e-mail address, bool.

    Nine digits within seventeen bytes, the first of them 0 or behind a plus sign, may be a number; an @ an address. In
    such a body the rule's own patterns are looked for: dates in a row look like numbers, and a row that is suspected for
    nothing takes as long as hundreds that are not.
    """
    data, edges = text_bytes(batch.column("body"))
    at = places(data, lambda bytes: bytes - np.uint8(0x30) <= 0x10)  # digits, :;<=>? and @
    digits = at[data[at] <= 0x39]
    starts = digits[: max(len(digits) - 8, 0)][digits[8:] - digits[:-8] <= 17]
    starts = starts[(data[starts] == 0x30) | (data[np.maximum(starts - 1, 0)] == 0x2B)]
    at = np.concatenate([starts, at[data[at] == 0x40]])
    rows = np.unique(np.searchsorted(edges, at, side="right") - 1)
    found = np.zeros(batch.n, bool)
    bodies = batch.column("body").take(integers(rows)).to_pylist()
    found[rows] = [bool(PHONE.search(body) or EMAIL.search(body)) for body in bodies]
    return found
