"""Which lines of a Vietnamese page are its article, given what the network thinks of each."""

import numpy as np
import pyarrow as pa

from mocgioi.draft.article import article
from mocgioi.draft.chances import Chances
from mocgioi.draft.labels import LABELS
from mocgioi.draft.model import model
from mocgioi.draft.pages import Pages
from mocgioi.draft.reading import read

PROSE = (
    "Sáng nay, cây cầu mới qua sông đã mở cửa cho xe cộ qua lại sau hai năm xây dựng. Người dân hai bên bờ đã chờ đợi "
    "ngày này từ lâu và mang theo hoa để tặng những người thợ, như đã kể trong phần {} của bài."
)
CARD = "Cây cầu cũ ở thượng nguồn được sửa lần thứ {}"


def chosen(page):
    """The numbers of the chosen lines of a page of (text, label, its probability); the rest of that is navigation's."""
    texts, labels, sure = zip(*page, strict=True)
    found = read(Pages.of(pa.array(["\n".join(texts)], pa.large_string())), model().lexicon)
    assert found.local.all()
    fine = np.zeros((len(LABELS), len(page)), np.float32)
    fine[LABELS.index("navigation")] = 1 - np.array(sure)
    fine[[LABELS.index(label) for label in labels], np.arange(len(page))] += np.array(sure, np.float32)
    chances = Chances.empty(len(page))
    chances.fill(0, fine)
    body = chances.zone[1]
    return np.flatnonzero(article(chances, np.log((body + 0.01) / (1.01 - body)), found)).tolist()


def prose(count, sure=0.98):
    return [(PROSE.format(n), "paragraph", sure) for n in range(count)]


def cards(count, sure=0.95):
    return [(CARD.format(n), "related_title", sure) for n in range(count)]


def test_the_article_ends_where_a_heading_of_a_list_stands():
    list_that_looks_like_body = [(CARD.format(n), "paragraph", 0.6) for n in range(8)]
    heading = [("Tin liên quan", "block_heading", 0.9)]
    assert chosen(prose(5) + heading + list_that_looks_like_body) == [0, 1, 2, 3, 4]


def test_a_box_of_links_does_not_cut_a_long_article_in_half():
    box = [("Tin liên quan", "block_heading", 0.9), *cards(1)]
    assert chosen(prose(6) + box + prose(9)) == [*range(6), *range(8, 17)]


def test_a_heading_that_is_likely_body_is_none():
    assert chosen([*prose(1), ("Tin mới", "subheading", 0.95), *prose(1)]) == [0, 1, 2]


def test_an_enumeration_with_a_word_of_a_heading_does_not_end_the_article():
    units = [(f"{letter}) Phòng Công nghệ thông tin;", "list_item", 0.7) for letter in "abcde"]
    assert chosen([*prose(2), *units, *prose(2)]) == [*range(9)]


def test_a_byline_or_picture_between_two_paragraphs_is_not_taken():
    assert chosen([*prose(2), ("Nguyễn Văn An", "byline", 0.9), *prose(2)]) == [0, 1, 3, 4]
    assert chosen([*prose(2), ("Cầu mới trong nắng", "image_alt", 0.9), *prose(2)]) == [0, 1, 3, 4]


def test_a_picture_and_its_caption_do_not_end_the_article():
    picture = [("Cầu mới trong nắng sớm", "image_alt", 0.99), ("Cầu mới trong nắng sớm", "image_alt", 0.6)]
    assert chosen(prose(3) + picture * 4 + prose(1))[-1] == 11


def test_a_page_that_only_lists_has_no_article():
    assert chosen([*cards(20), (CARD.format("nữa"), "lede", 0.6), *cards(20)]) == []


def test_a_long_article_among_longer_lists_is_found():
    assert chosen(cards(80) + prose(6) + cards(80)) == [*range(80, 86)]
