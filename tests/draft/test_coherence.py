"""Labels of a page agree with each other, as the validator wants them."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocgioi.draft.coherence import cohere
from mocgioi.draft.labels import BODY, BOILERPLATE, LABELS, ZONE_OF
from mocgioi.draft.lines import Lines
from mocgioi.draft.marks import Marks
from mocgioi.draft.pages import Pages
from mocgioi.twins import ONCE, TWINS


def cohered(text, labels, scores=None, twins=None):
    pages = Pages.of(pa.array([text]))
    marks = Marks.of(pages.data)
    lines = Lines.of(pages, marks)
    numbers = np.array([LABELS.index(label) for label in labels.split()])
    scores = np.array(scores or [0.5] * len(numbers), dtype=np.float32)
    label, tagged, _ = cohere(
        numbers, scores, pages, lines, np.arange(len(lines) - 1) if twins is None else np.array(twins)
    )
    return [LABELS[number] for number in label], tagged.tolist()


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("tên\nbài\ntên khác", "title paragraph title", "title lede navigation"),
        ("một\nhai\nba", "paragraph paragraph paragraph", "lede paragraph paragraph"),
        ("một\nhai\nba", "lede lede paragraph", "lede paragraph paragraph"),
        ("cầu mới\ncầu mới", "caption caption", "image_alt caption"),
        ("cầu mới\ncầu mới", "related_title related_alt", "related_title related_teaser"),
        ("cầu mới\ncầu mới", "navigation related_title", "related_alt related_title"),
        ("*\n*\n*", "related_title navigation navigation", "navigation navigation navigation"),
        ("một\nhai\nba", "paragraph related_title paragraph", "lede navigation paragraph"),
        ("một\nhai\nba", "paragraph related_title related_teaser", "lede related_title related_teaser"),
        ("một\nhai\nba", "block_heading paragraph lede", "block_heading paragraph lede"),
        ("hai\nhai\nba", "related_alt related_title caption", "related_alt related_title caption"),
        ("cầu mới\ncầu khác", "caption caption", "caption caption"),
        ("một\n" * 5, "caption " * 5, "list_item list_item list_item list_item list_item"),
        ("1\n2", "navigation residue", "navigation residue"),
        ("cau.jpg\nmột hai.jpg ba", "caption image_file", "image_file image_alt"),
        ("tuoitre.vn", "footer", "footer"),
    ],
)
def test_labels_agree(text, given, expected):
    assert " ".join(cohered(text, given)[0]) == expected


def test_a_card_inside_the_body_leads_elsewhere():
    labels, _ = cohered("một\nhai\nhai\nba", "paragraph related_alt related_title caption", twins=[1])
    assert labels == ["lede", "navigation", "navigation", "caption"]


def test_the_likeliest_title_stays():
    labels, _ = cohered("a\nb\nc", "title title title", [0.2, 0.9, 0.3])
    assert labels == ["navigation", "title", "navigation"]


def test_the_line_with_the_tag_is_the_lede():
    text = "Lời dẫn của bài.\n(BMG) - Sáng nay, trời nắng.\n(BMG) - Chiều nay, trời mưa."
    labels, tagged = cohered(text, "lede paragraph paragraph")
    assert Counter(labels) == {"paragraph": 2, "lede": 1} and labels[1] == "lede"
    assert tagged == [1]


@settings(max_examples=500)
@given(
    st.lists(st.tuples(st.sampled_from(["*", "một", "hai ba bốn"]), st.sampled_from(LABELS)), min_size=1, max_size=12)
)
def test_any_labels_come_out_as_the_validator_wants_them(page):
    texts, given = zip(*page, strict=True)
    twins = [n for n in range(len(texts) - 1) if texts[n] == texts[n + 1]]
    labels, _ = cohered("\n".join(texts), " ".join(given), twins=twins)
    zones = [ZONE_OF[LABELS.index(label)] for label in labels]
    assert labels.count("title") <= 1 and labels.count("lede") <= 1
    for n in twins:
        pair = labels[n], labels[n + 1]
        assert pair in TWINS or (pair[0] == pair[1] and zones[n] == BOILERPLATE and pair[0] not in ONCE), (n, labels)
    body = [n for n, zone in enumerate(zones) if zone == BODY]
    body = body[:-1] if len(body) > 1 and labels[body[-1]] == "lede" else body
    inside = labels[body[0] : body[-1]] if body else []
    assert not [label for label in inside if label.startswith("related") or label == "block_heading"], labels
