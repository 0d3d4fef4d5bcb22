"""Runs of cards below the heading of a list."""

import numpy as np
import pytest

from mocgioi.draft import batch
from mocgioi.draft.cards import cards
from mocgioi.draft.cues import lines_ago
from mocgioi.draft.lines import Lines
from tests.draft.test_draft import ARTICLE, draft, share


def found(*pages):
    """The numbers, counted through, of the lines of cards: of each page a text, a character a line.

    `H` is a heading, `a` the text of a picture that is equal to the next line, whatever that is, `A` both; `.` another line.
    """
    text = "".join(pages)
    first = np.cumsum([0, *map(len, pages)])
    page = np.repeat(np.arange(len(pages)), np.diff(first))
    ago = np.full(len(text), 255, dtype=np.uint8)
    for number, begin in enumerate(first[:-1]):
        last = None
        for line in range(begin, first[number + 1]):
            last = line if text[line] in "HA" else last
            if last is not None:
                ago[line] = lines_ago(line - last)
    opens = np.flatnonzero([letter in "aA" for letter in text])
    places = np.arange(len(text))
    return np.flatnonzero(cards(opens, ago, Lines(page, places * 2, places * 2 + 1, first))).tolist()


def test_cards_with_summaries_below_a_heading():
    assert found("....Ha..a..a....") == [*range(5, 14)]


def test_cards_without_summaries():
    assert found("..HHa.a.a.....") == [*range(4, 10)]


def test_the_last_card_is_as_long_as_the_one_before_it_and_no_longer_than_the_page():
    assert found(".Ha.a...a........") == [*range(2, 12)]
    assert found(".Ha...a...a.") == [*range(2, 12)]
    assert found(".Ha...a...a.", "....") == [*range(2, 12)]


@pytest.mark.parametrize(
    "page",
    [
        "..a..a..a..a..",
        "H..a..a..a..",
        ".Ha..a.......",
        "Ha......a......a.....",
        ".A..A..A..",
        "Haaaa...",
        "",
        "....",
        "Ha",
    ],
)
def test_pictures_of_an_article_are_none(page):
    """No heading above, or too far above, or a picture's own; two pictures only, or far between; a line many times."""
    assert found(page) == []


def test_runs_end_with_their_page():
    assert found("Ha..a..", "a..a..") == []
    assert found("Ha..a..a..", "..Ha.a.a.", "a..a..a..") == [*range(1, 10), *range(13, 19)]
    assert found(".Ha..a..a.", "A.a.a.", "Ha.a.a.") == [*range(2, 10), *range(17, 23)]


def test_nothing_of_cards_is_body(monkeypatch):
    assert share(draft(ARTICLE), "body") > 0.5
    monkeypatch.setattr(batch, "cards", lambda opens, ago, lines: np.ones(len(lines), dtype=bool))
    assert share(draft(ARTICLE), "body") == 0


def test_cards_behind_an_article_are_seen(monkeypatch):
    seen = []
    monkeypatch.setattr(batch, "cards", lambda *given: seen.append(cards(*given)) or seen[-1])
    headline, summary = "Đoàn công tác huyện làm việc tại bản", ARTICLE.split("\n")[9]
    page = ARTICLE.split("Nguyễn Thị Thử")[0] + "Tin cùng chuyên mục"
    above = sum(1 for line in page.split("\n") if line)
    for name in ("Một", "Hai", "Ba", "Bốn"):
        page += f"\n{headline} {name}\n{headline} {name}\n{summary.replace('bốn', name)}"
    behind = [span["zone"] for span in draft(page) if span["start"] >= page.index(headline)]
    assert len(behind) == 12 and "body" not in behind
    assert np.flatnonzero(seen[0]).tolist() == [*range(above, above + 12)]
