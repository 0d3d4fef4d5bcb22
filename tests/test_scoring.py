"""Scores, against figures worked out by hand."""

import pytest

from mocgioi import scoring

TEXT = "Tin mới\nMột hai ba bốn\n你好 Xem thêm"


def span(start, end, label, zone):
    return {"start": start, "end": end, "label": label, "zone": zone}


TITLE, BODY, LINK = (
    span(0, 7, "title", "metadata"),
    span(8, 22, "lede", "body"),
    span(23, 34, "related_title", "boilerplate"),
)


def test_content_f1_counts_tokens():
    # Gold: 4 words. Predicted: 3 of them, 2 Han characters and 2 words.
    assert scoring.content_f1(TEXT, [(8, 22)], [(12, 34)]) == pytest.approx(2 * 3 / (4 + 7))
    assert scoring.content_f1(TEXT, [(8, 22)], []) == 0
    assert scoring.content_f1(TEXT, [], [(0, 7)]) is None
    assert scoring.content_f1(TEXT, [(7, 8)], [(0, 7)]) is None


def test_shares_of_characters():
    gold = [TITLE, BODY, LINK]
    predicted = [TITLE, span(8, 22, "paragraph", "body")]
    assert scoring.share(len(TEXT), gold, predicted, "zone") == pytest.approx(21 / 32)
    assert scoring.share(len(TEXT), gold, predicted, "label") == pytest.approx(7 / 32)
    assert scoring.share(len(TEXT), [], predicted, "label") is None


def test_spans_by_label_and_groups():
    pages = [
        scoring.gold_of({"id": 1, "text": TEXT, "spans": [TITLE, BODY, LINK], "site": "x"}, "site"),
        scoring.gold_of({"doc_id": "2", "text": TEXT, "content_spans": [[8, 22]], "site": "y"}, "site"),
    ]
    predicted = {"1": [TITLE, span(10, 22, "lede", "body"), span(25, 34, "footer", "boilerplate")], "2": [BODY]}
    found = scoring.score(pages, predicted)
    assert list(found) == ["all", "x", "y"]
    assert found["all"]["content_f1"]["mean"] == pytest.approx((2 * 3 / 7 + 1) / 2)
    assert "zone_accuracy" not in found["y"]
    assert found["all"]["span_f1"] == pytest.approx(2 * 1 / 6)
    assert found["all"]["labels"]["lede"] == {"gold": 1, "predicted": 1, "f1": 0.0, "boundary_error": 2.0, "missed": 0}
    assert found["all"]["labels"]["related_title"]["missed"] == 1
    assert found["all"]["labels"]["footer"] == {
        "gold": 0,
        "predicted": 1,
        "f1": 0.0,
        "boundary_error": None,
        "missed": 0,
    }


def test_intervals_hold_the_mean_and_repeat():
    values = [0.0, 0.5, 1.0, 1.0]
    low, high = scoring.interval(values)
    assert low < 0.625 < high
    assert scoring.interval(values) == [low, high]
    assert scoring.interval([0.5]) == [0.5, 0.5]
