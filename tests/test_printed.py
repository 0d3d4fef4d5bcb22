"""Dates read by arrays: each is one that the field's normaliser reads, and the common forms are read."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi import grounding
from mocgioi.grounding import dates
from mocgioi.suspicion.printed import days, moments, shows

PIECES = ["28", "7", "07", "/", "2023", "12345", ":", " - ", "10", "40", "[GMT+7]", "GMT", "UTC-3", "+", "-", ".", ",", " ",
          "tháng ", "Ngày ", "ế", "\n", "/2024", " 10:40", "3/5/2024", "3/5", "-28/7/2023", ".28/07/2023 - 23:13",
          " tháng 8", " May 2024", "May", "\u00a0", "年05月", "  tháng 7/2023"]  # fmt: skip
texts = st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), max_size=6)


def read(how, texts: list[str]) -> list[str]:
    """What is read off each text, "" for nothing."""
    return [bytes(row).rstrip(b"\0").decode() for row in how(pa.array(texts, pa.string()))]


@pytest.mark.parametrize(("how", "field"), [(moments, "published"), (days, "saved_not_before"), (days, "event_date")])
@given(texts=texts)
def test_what_is_read_is_what_the_normaliser_reads(how, field, texts):
    for text, value in zip(texts, read(how, texts), strict=True):
        assert not value or dates.impossible(value) or grounding.readable(field, value, [text])


@given(texts, st.integers(0, 9))
def test_texts_are_read_each_by_itself(texts, cut):
    for how in (moments, days):
        assert read(how, texts) == [read(how, [text])[0] for text in texts]
        assert read(how, texts[cut:]) == read(how, texts)[cut:]


def test_the_common_forms_are_read():
    assert read(moments, ["Thứ sáu, 28/07/2023 - 23:13'", "27/9/2021", "3/5/2024, 9:40 [GMT+7]", "1/2/2024 UTC"]) == [
        "2023-07-28T23:13", "2021-09-27", "2024-05-03T09:40+07:00", ""]  # fmt: skip
    assert read(days, ["Sáng 28/7, tại", "28/07/2023.", "họp tháng 3/2026", "1.28/7", "7/3.5", "28/7/20245"]) == [
        "XXXX-07-28", "2023-07-28", "2026-03", "", "", ""]  # fmt: skip


def test_a_value_is_shown_when_it_is_all_that_was_read():
    values = ["XXXX-07-28", "XXXX-07-2", "XXXX-07-28T10:40+07:00x", "", "XXXX-07-29"]
    assert shows(days(pa.array(["28/7"] * 5)), pa.array(values)).tolist() == [True, False, False, False, False]
