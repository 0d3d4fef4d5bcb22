"""The pages to practise on: each can be read, and says of itself what a page can."""

from collections import Counter

import pytest

from mocgioi.draft.labels import BODY, LABELS, ZONE_OF
from mocgioi.draft.training import practice

PAGES = practice.pages()


def zones(page):
    return Counter(int(ZONE_OF[LABELS.index(label)]) for _, label in page.lines if label)


def test_there_are_many_outlets_and_about_a_third_of_the_pages_only_lists():
    assert len({page.site for page in PAGES}) >= 400
    lists = sum(not zones(page)[BODY] for page in PAGES)
    assert 0.25 < lists / len(PAGES) < 0.45


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_has_one_title_at_most_and_body_with_it(page):
    labels = Counter(label for _, label in page.lines)
    assert labels["title"] <= 1 and not labels["agency"]
    assert zones(page)[BODY] or not labels["title"]
    assert sum(count for label, count in labels.items() if label) >= 5


def test_no_prose_stands_on_two_pages():
    prose = Counter(
        text for page in PAGES for text in {t for t, label in page.lines if label == "paragraph" and len(t) > 120}
    )
    assert prose.most_common(1)[0][1] == 1


def test_what_cannot_be_read_is_named_with_its_line(tmp_path):
    (tmp_path / "bao").mkdir()
    (tmp_path / "bao" / "tin.tsv").write_text("title\tMột tin\nparagraf\tNội dung\n", "utf-8")
    with pytest.raises(ValueError, match=r"bao/tin\.tsv:2: found 'paragraf"):
        practice.pages(tmp_path)


def test_a_wheel_without_them_says_where_they_are(tmp_path):
    with pytest.raises(FileNotFoundError, match="train in a checkout"):
        practice.pages(tmp_path)


def test_the_digest_changes_with_a_name_and_with_a_byte(tmp_path):
    def digest(name, text):
        folder = tmp_path / f"{name}{len(text)}" / "bao"
        folder.mkdir(parents=True)
        (folder / name).write_text(text, "utf-8")
        return practice.digest(folder.parent)

    assert len({digest("a.tsv", "lede\tx"), digest("b.tsv", "lede\tx"), digest("a.tsv", "lede\txy")}) == 3
