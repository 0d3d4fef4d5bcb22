"""What labels of one page must agree on: one title, one lede, twins told apart, file names called file names.

The rules are those that the corpus is validated by. Only the few lines concerned are looked at one by one.
"""

import numpy as np

from mocgioi import pictures
from mocgioi.twins import allowed, of_another_article

from .agency import tag_ends
from .labels import BODY, BOILERPLATE, LABELS, ZONE_OF
from .lines import Lines
from .pages import Pages

_NUMBER = {label: number for number, label in enumerate(LABELS)}
_TITLE, _LEDE, _PARAGRAPH, _NAVIGATION, _FILE, _ALT, _CAPTION = (
    _NUMBER[name]
    for name in "title lede paragraph navigation image_file image_alt caption".split()  # noqa: SIM905
)
_RELATED_ALT, _RELATED_TITLE, _ITEM = _NUMBER["related_alt"], _NUMBER["related_title"], _NUMBER["list_item"]
_CARD = np.array([label.startswith("related") for label in LABELS])
_LIST = np.array([of_another_article(label) for label in LABELS])
_LAST = np.isin(np.arange(256), list(b"gpfcGPFC"))  # how the names of pictures end; few other lines need a look
_OPENING_LINES = 3  # of the body, in which an agency tag may stand


_ALLOWED = allowed(LABELS, ZONE_OF == BOILERPLATE)


def cohere(
    label: np.ndarray, score: np.ndarray, pages: Pages, lines: Lines, twins: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels int64[lines] that agree; the lines that open with an agency tag, and the byte behind each tag (int64[k]).

    ``twins`` names lines (int64[k], ascending) that may be equal to the next one: all that are, and few others.
    """
    label = label.copy()
    _name_files(label, pages, lines)
    _tell_twins_apart(label, pages, lines, twins)
    _keep_first(label, _TITLE, _NAVIGATION, score, lines)
    opening = _openings(lines, label)
    cut = tag_ends(pages, lines, opening)
    tagged, cut = opening[cut > 0], cut[cut > 0]
    once = _firsts(lines.page[tagged])
    tagged, cut = tagged[once], cut[once]
    _one_lede(label, score, tagged, lines)
    _no_list_inside(label, lines)
    return label, tagged, cut


def _firsts(page: np.ndarray) -> np.ndarray:
    """Which of some lines, page after page, is the first of its page: bool[k]."""
    return np.append(True, page[1:] != page[:-1])[: len(page)]


def _keep_first(label: np.ndarray, which: int, other: int, score: np.ndarray, lines: Lines) -> None:
    """Of all lines of a page labelled ``which`` the likeliest stays, the first of equals; the rest become ``other``."""
    found = np.flatnonzero(label == which)
    order = found[np.lexsort((found, -score[found], lines.page[found]))]
    label[order[~_firsts(lines.page[order])]] = other


def _one_lede(label: np.ndarray, score: np.ndarray, tagged: np.ndarray, lines: Lines) -> None:
    """The line with the tag, else the likeliest line labelled lede, else the first paragraph."""
    has = np.zeros(len(lines.first) - 1, dtype=bool)
    has[lines.page[tagged]] = True
    label[(label == _LEDE) & has[lines.page]] = _PARAGRAPH
    label[tagged] = _LEDE
    _keep_first(label, _LEDE, _PARAGRAPH, score, lines)
    has[lines.page[label == _LEDE]] = True
    prose = np.flatnonzero(label == _PARAGRAPH)
    first = prose[_firsts(lines.page[prose])]
    label[first[~has[lines.page[first]]]] = _LEDE


def _openings(lines: Lines, label: np.ndarray) -> np.ndarray:
    """The first lines of every body: int64[k], line numbers."""
    body = np.flatnonzero(ZONE_OF[label] == BODY)
    order = np.arange(len(body)) - np.searchsorted(body, lines.first[:-1])[lines.page[body]]
    return body[order < _OPENING_LINES]


def _name_files(label: np.ndarray, pages: Pages, lines: Lines) -> None:
    """What is called a file name must be one; one that has no blanks is called so."""
    data, end = pages.data, lines.end
    dotted = _LAST[data[end - 1]] & np.any([data[end - width] == 0x2E for width in pictures.ENDINGS], axis=0)
    for line in np.flatnonzero(dotted | (label == _FILE)).tolist():
        text = data[lines.start[line] : end[line]].tobytes().decode()
        if pictures.is_named(text, label[line] == _FILE):
            label[line] = _FILE
        elif label[line] == _FILE:
            label[line] = _ALT


def _tell_twins_apart(label: np.ndarray, pages: Pages, lines: Lines, twins: np.ndarray) -> None:
    """Two equal lines in a row with labels that do not go together: a picture's text and its caption, or a card.

    Three and more are neither; they are items, of a list in the body or of a menu.
    """
    if not len(twins):
        return
    wrong = ~_ALLOWED[label[twins], label[twins + 1]]
    fresh = np.append(True, np.diff(twins) > 1)
    run, opens = np.cumsum(fresh) - 1, twins[fresh]
    size, bad = np.bincount(run), np.bincount(run, wrong) > 0
    long = (bad & (size > 2))[run]  # so many lines with one key are equal
    items = np.where(ZONE_OF[label[opens]] == BODY, _ITEM, _NAVIGATION)[run[long]]
    label[twins[long]] = label[twins[long] + 1] = items
    for line, pairs in zip(opens[bad & (size < 3)].tolist(), size[bad & (size < 3)].tolist(), strict=True):
        same = [_same(pages, lines, line + step) for step in range(pairs)]
        if all(same) and pairs == 2:
            label[line : line + 3] = _ITEM if ZONE_OF[label[line]] == BODY else _NAVIGATION
        else:
            for step in np.flatnonzero(same):
                _tell_apart(label, line + step)


def _tell_apart(label: np.ndarray, line: int) -> None:
    """Labels for a line and the next one, which is equal."""
    first, second = label[line], label[line + 1]
    if _ALLOWED[first, second]:
        return
    if _CARD[first] or _CARD[second] or ZONE_OF[first] == ZONE_OF[second] == BOILERPLATE:
        pair = (first, _NUMBER["related_teaser"]) if first == _RELATED_TITLE else (_RELATED_ALT, _RELATED_TITLE)
    else:
        pair = (_ALT, _CAPTION) if BODY in (ZONE_OF[first], ZONE_OF[second]) else (_TITLE, _NAVIGATION)
    label[line], label[line + 1] = pair


def _no_list_inside(label: np.ndarray, lines: Lines) -> None:
    """Lists of other articles stand before or behind the body: what looks like one inside of it merely leads elsewhere.

    A picture's text goes on with its caption as such.
    """
    body = np.flatnonzero(ZONE_OF[label] == BODY)
    told = body[label[body] != _LEDE]  # a lede can stand last
    if not len(told):
        return
    behind = np.append(body, len(label))[np.searchsorted(body, lines.first[:-1])]  # the first of the body of each page
    last = np.append(-1, told)[np.searchsorted(told, lines.first[1:])]
    listed = np.flatnonzero(_LIST[label])
    page = lines.page[listed]
    listed = listed[(listed > behind[page]) & (listed < last[page])]
    alone = (label[listed] != _RELATED_ALT) | (label[np.minimum(listed + 1, len(label) - 1)] != _CAPTION)
    label[listed] = np.where(alone, _NAVIGATION, _ALT)


def _same(pages: Pages, lines: Lines, line: int) -> bool:
    one, other = (pages.data[lines.start[at] : lines.end[at]].tobytes() for at in (line, line + 1))
    return one == other
