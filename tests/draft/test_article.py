"""Which lines of a Vietnamese page are its article, given how likely each is body."""

import numpy as np

from mocgioi.draft.article import article
from mocgioi.draft.lines import Lines


def chosen(*pages, local=True):
    """The numbers of the chosen lines of pages of (bytes of a line, its probability of being body), counted through."""
    lines = [line for page in pages for line in page]
    size, sure = np.array([size for size, _ in lines]), np.array([sure for _, sure in lines], dtype=np.float32)
    first = np.concatenate([[0], np.cumsum([len(page) for page in pages])])
    end = np.cumsum(size + 1)
    lines = Lines(np.repeat(np.arange(len(pages)), np.diff(first)), end - 1 - size, end - 1, first)
    found = article(sure, lines, np.full(len(pages), local))
    return np.flatnonzero(found).tolist()


def prose(count, sure=0.98):
    return [(300, sure)] * count


def cards(count, sure=0.02):
    return [(60, sure)] * count


def test_a_line_that_stands_alone_far_from_the_article_is_none_of_it():
    assert chosen([*prose(8), *cards(40), (60, 0.7), *cards(5)]) == [*range(8)]


def test_a_box_of_links_does_not_cut_a_long_article_in_half():
    assert chosen([*prose(6), *cards(8), *prose(9)]) == [*range(6), *range(14, 23)]


def test_what_stands_inside_counts_less_than_the_article_around_it():
    assert chosen([*prose(4), *cards(20), *prose(4)]) == [*range(4), *range(24, 28)]
    assert chosen([*prose(4), *cards(120), *prose(3)]) == [*range(4)]


def test_lines_speak_with_the_root_of_their_bytes():
    one_long, many_short = [(2500, 0.9)], [(64, 0.9)] * 8
    assert chosen([*one_long, *cards(200), *many_short]) == [*range(201, 209)]  # 50 against 64; bytes say 2500 and 512
    assert chosen([*one_long, *cards(200), *many_short[:5]]) == [0]  # 50 against 40; lines say 1 and 5


def test_no_line_speaks_louder_than_a_sure_one():
    assert chosen([*prose(1, 1.0), *cards(200), *prose(2, 0.98)]) == [201, 202]


def test_a_byline_between_two_paragraphs_is_not_taken():
    assert chosen([*prose(2), (16, 0.1), *prose(2)]) == [0, 1, 3, 4]


def test_a_lede_that_stands_last_is_taken():
    assert chosen([(50, 0.1), *prose(5), (20, 0.05), (180, 0.8)]) == [*range(1, 6), 7]


def test_a_short_notice_between_large_menus_is_found():
    assert chosen([*cards(80), (140, 0.7), (90, 0.8), *cards(80)]) == [80, 81]


def test_a_page_without_a_line_like_body_has_no_article():
    assert chosen(cards(40, 0.4)) == []


def test_a_page_that_is_all_article_stays_whole():
    assert chosen(prose(30, 0.6)) == [*range(30)]


def test_each_page_has_an_article_of_its_own():
    assert chosen([*cards(3), *prose(2)], [], cards(4), [*prose(3), *cards(2)]) == [3, 4, 9, 10, 11]


def test_pages_in_other_languages_are_not_looked_at():
    assert chosen(prose(5), local=False) == []
