"""The corpus itself: what a reader of the four pages would look for first."""

import json

import pytest

from mocgioi import load
from mocgioi.text import sha256


@pytest.fixture(scope="module")
def pages():
    return {row["doc_id"]: row for row in load("documents").to_pylist()}


def quotes(page, label):
    return [page["text"][s["start"] : s["end"]] for s in page["spans"] if s["label"] == label]


RAW = {
    "mg0001": ("000_6a94dcbd2f94f327.txt", 11435, "495f9144c49a3430bb06615d9f47630db6c3ab70bd1c383dd63d74671d7eeb70"),
    "mg0002": ("001_ddd0d501225f9b48.txt", 6861, "cb8015c931bf2fab20ecd6c3ee841c4ace1f3351c74780e9f933abe5e5da9e3c"),
    "mg0003": ("002_c73675f240cb6c96.txt", 8264, "352f392f1daea8e8192e5875d66b5a927a95421aba6706da3935538e8a920af7"),
    "mg0004": ("003_66f79157d1d901cf.txt", 3802, "c540723531774202f5eee8639e4d09ff736413a888e3af539c89e26cbe6c292b"),
}


@pytest.mark.parametrize("doc_id", RAW)
def test_raw_pages_are_as_received(root, pages, doc_id):
    raw = (root / "corpus" / "raw" / f"{doc_id}.txt").read_bytes()
    assert (pages[doc_id]["raw_name"], len(raw), sha256(raw)) == RAW[doc_id]


def test_a_site_clock_is_not_the_publication_date(pages):
    page = pages["mg0002"]
    assert quotes(page, "clock") == ["Thứ sáu, 03/05/2024, 10:40 [GMT+7]"]
    assert (page["page_clock"], page["published"]) == ("2024-05-03T10:40+07:00", "2023-07-28T23:13")


def test_dates_in_lists_of_other_articles_are_not_the_articles(pages):
    assert pages["mg0003"]["published"] is None
    assert (pages["mg0003"]["saved_not_before"], pages["mg0003"]["event_date"]) == ("2026-02-05", "XXXX-03-07")


def test_a_page_without_headline_and_date(pages):
    page = pages["mg0004"]
    assert (page["title"], page["published"], quotes(page, "title")) == (None, None, [])
    assert quotes(page, "residue") == ["-"]
    assert quotes(page, "agency") == ["(BLC) -"]


def test_a_reprint_credits_another_outlet_than_its_own(pages):
    page = pages["mg0001"]
    assert (page["source_credit"], page["source"]) == ("diendandoanhnghiep.vn", "unidentified-a")


def test_three_copies_of_one_headline_are_picture_headline_and_summary(pages):
    page = pages["mg0001"]
    text = "Điện Biên - Phên giậu Tây Bắc vững vàng thời hội nhập"
    spans = [s for s in page["spans"] if page["text"][s["start"] : s["end"]] == text]
    assert [s["label"] for s in spans] == ["related_alt", "related_title", "related_teaser"]
    assert len({s["group"] for s in spans}) == 1


def test_every_outlet_says_how_we_know_and_none_has_a_guessed_host(root, pages):
    outlets = {s["id"]: s for s in json.loads((root / "corpus/sources.json").read_text("utf-8"))["sources"]}
    assert {page["source"] for page in pages.values()} == set(outlets)
    assert all(outlet["host"] is None and outlet["evidence"] for outlet in outlets.values())


def test_every_value_is_grounded_or_says_why_not(pages):
    for page in pages.values():
        for fact in page["grounding"]:
            value = page[fact["field"]]
            if fact["basis"] == "absent":
                assert not fact["spans"] and (fact["field"] == "source" or not value)
            else:
                assert fact["spans"] and value and (fact["basis"] == "printed" or fact["note"])


def test_every_decision_against_a_pass_has_a_reason(root):
    decisions = json.loads((root / "corpus/passes/adjudication.json").read_text("utf-8"))["decisions"]
    assert len(decisions) == 10 and all(d["reason"] and d["decision"] for d in decisions)
