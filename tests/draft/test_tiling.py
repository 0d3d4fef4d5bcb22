"""Whatever the text, the spans tile it."""

import time

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocgioi.draft import SCHEMA, draft_batch
from mocgioi.draft.labels import LABELS, ZONE_OF, ZONES
from mocgioi.text import INVISIBLE, STRETCH, VISIBLE

ZONE = {label: ZONES[zone] for label, zone in zip(LABELS, ZONE_OF, strict=True)}


def draft(*texts):
    batch = pa.record_batch({"id": [str(i) for i in range(len(texts))], "text": pa.array(texts, pa.string())})
    out = draft_batch(batch)
    assert out.schema == SCHEMA
    return [row["spans"] for row in out.to_pylist()]


def assert_tiles(text, spans):
    behind = 0
    for span in spans:
        start, end = span["start"], span["end"]
        assert behind <= start < end <= len(text)
        assert not VISIBLE.search(text, behind, start)
        piece = text[start:end]
        assert "\n" not in piece and VISIBLE.match(piece[0]) and VISIBLE.match(piece[-1])
        assert span["zone"] == ZONE[span["label"]]
        assert 0 <= span["score"] <= 1
        behind = end
    assert not VISIBLE.search(text, behind)


HOSTILE = st.text(
    st.one_of(
        st.sampled_from('\n\n\n \t\r\x00\x0b\x0c\x1c\x1f\x85\xa0\xad\u200b\u2028\u2060\u3000\ufeff\u1680()-–.,:|•©"“”'),
        st.sampled_from("Mốc Giới Việt Nam 2024 (TTXVN) - ôn hoà"),
        st.sampled_from("中文。，日本語カナ한국어العربيةעברית🙂👩‍👩‍👧e\u0301đĐ\u0323"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(HOSTILE, max_size=6))
def test_spans_tile_any_text(texts):
    for text, spans in zip(texts, draft(*texts), strict=True):
        assert_tiles(text, spans)
        assert len(spans) >= len(STRETCH.findall(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", " \n\t\u3000\n", "\x00", "\x1c", "a", "\u200b", "(BLC) -", "(BLC) - ", "- (A) - b", "A -\xa0", "é" * 9,
        "x\u2028y", "\ufeffa\ufeff", "\xad\n\xada", "\x85a\x85b\x85", "\U0001f642" * 3, "ÃÂ£ Ä‘á»‹", "&nbsp;&#7841;",
        "العربية\nעברית\n中文。\n", "Vie\u0323\u0302t Nam", "|" * 5000, "1\n" * 5000, "\r\n a\r b\r\n",
    ],
)  # fmt: skip
def test_odd_pages(text):
    (spans,) = draft(text)
    assert_tiles(text, spans)


def test_invisible_is_what_the_project_says():
    text = "".join(chr(c) for c in range(0x11000) if not 0xD800 <= c < 0xE000)
    (spans,) = draft("".join(f"\n{c}" for c in text if c != "\n"))
    assert len(spans) == sum(1 for c in text if VISIBLE.match(c)), INVISIBLE


def test_null_text_has_no_spans_and_ids_stay():
    out = draft_batch(pa.record_batch({"id": ["a", "b"], "text": pa.array([None, "chữ"])}))
    assert out.column("id").to_pylist() == ["a", "b"]
    assert [len(spans) for spans in out.column("spans").to_pylist()] == [0, 1]


def test_no_pages():
    assert (
        draft_batch(pa.record_batch({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})).num_rows == 0
    )


def test_many_small_pages_take_no_more_memory_than_few_large_ones():
    texts = ["", "a\n"] * 20_000
    batch = pa.record_batch({"id": [""] * len(texts), "text": texts})
    assert pc.list_value_length(draft_batch(batch).column("spans")).to_pylist() == [0, 1] * 20_000


def test_slices_and_other_string_types():
    texts = ["một\nhai", "ba bốn năm", "sáu"]
    whole = pa.record_batch({"id": ["1", "2", "3"], "text": texts})
    assert draft_batch(whole.slice(1, 2)).equals(draft_batch(whole).slice(1, 2))
    for kind in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        other = pa.record_batch([whole.column("id"), whole.column("text").cast(kind)], names=["id", "text"])
        assert draft_batch(other).equals(draft_batch(whole))


@pytest.mark.parametrize("unit", ["từ ", "dòng chữ\n", "Một câu dài hơn một chút, có dấu chấm.\n", "\n", "漢", "\x00"])
def test_time_is_linear(unit):
    def seconds(size):
        batch = pa.record_batch({"id": [""], "text": [unit * (size // len(unit.encode()))]})
        began = time.process_time()
        draft_batch(batch)
        return time.process_time() - began

    seconds(100_000)
    small, large = min(seconds(500_000) for _ in range(3)), seconds(4_000_000)
    assert large < 3 * 8 * small + 0.5


def test_a_line_of_five_megabytes():
    text = "Mốc giới " * 400_000
    (spans,) = draft(text)
    assert_tiles(text, spans)
    assert len(spans) == 1
