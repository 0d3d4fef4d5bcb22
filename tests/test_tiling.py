"""Tiling faults, one page at a time and among many."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi import tiles, tiling
from mocgioi.text import INVISIBLE, STRETCH

TEXT = "Đầu  trang\n\n(ABC) - Lời.\u200b\n\xa0\n-"
GOOD = [(0, 10), (12, 19), (20, 24), (28, 29)]


def table(*pages):
    """A documents table of (text, [(start, end), …])."""
    return pa.table(
        {
            "doc_id": [f"mg{i:04d}" for i, _ in enumerate(pages)],
            "text": pa.array([text for text, _ in pages], pa.string()),
            "spans": pa.array(
                [[{"start": a, "end": b} for a, b in spans] for _, spans in pages],
                pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())])),
            ),
        }
    )


def test_a_tiled_page_has_no_fault():
    assert list(tiling.faults(table((TEXT, GOOD), ("", []), (" \n\u200b", [])))) == []


@pytest.mark.parametrize(
    ("spans", "kind", "span", "message"),
    [
        ([(-1, 10), *GOOD[1:]], "bounds", 0, "found [-1:10), expected 0 <= start < end <= 29"),
        ([*GOOD[:3], (28, 30)], "bounds", 3, "found [28:30), expected 0 <= start < end <= 29"),
        ([*GOOD[:3], (28, 28)], "bounds", 3, "found [28:28), expected 0 <= start < end <= 29"),
        ([GOOD[0], (12, 21), *GOOD[2:]], "overlap", 2, "found [20:24) across spans[1], expected spans apart from one another"),
        ([GOOD[0], (12, 24), (28, 29), (20, 24)], "overlap", 3, "found [20:24) across spans[1], expected spans apart from one another"),
        ([GOOD[0], GOOD[2], GOOD[1], GOOD[3]], "order", 1, "found [20:24) on the wrong side of spans[2], expected spans in the order of the text"),
        ([(0, 19), *GOOD[2:]], "line", 0, "found [0:19) across a line feed, expected a span inside one line"),
        ([GOOD[0], (12, 20), *GOOD[2:]], "edge", 1, "found [12:20) with white space at an edge, expected visible characters at both"),
        ([GOOD[0], (12, 25), GOOD[3]], "edge", 1, "found [12:25) with white space at an edge, expected visible characters at both"),
        ([(0, 9), *GOOD[1:]], "gap", 1, "found [9:10) in no span, expected every visible character in one"),
        (GOOD[:3], "gap", 3, "found [28:29) in no span, expected every visible character in one"),
        ([], "gap", 0, "found [0:10) in no span, expected every visible character in one"),
    ],
)  # fmt: skip
def test_each_kind_of_fault(spans, kind, span, message):
    pages = table((TEXT, GOOD), (TEXT, spans), (TEXT, GOOD))
    doc_id, fault, told = next(tiling.faults(pages))
    assert (doc_id, fault.kind, fault.span, told) == ("mg0001", kind, span, message)


@given(st.lists(st.text(st.sampled_from("aố\n \u200b\x1c" + "\U0001f600"), max_size=20), max_size=5), st.data())
def test_stretches_tile_and_any_dropped_one_is_a_gap(texts, data):
    pages = [(text, [m.span() for m in STRETCH.finditer(text)]) for text in texts]
    assert list(tiling.faults(table(*pages))) == []
    full = [i for i, (_, spans) in enumerate(pages) if spans]
    if full:
        row = data.draw(st.sampled_from(full))
        dropped = data.draw(st.sampled_from(pages[row][1]))
        pages[row][1].remove(dropped)
        ((doc_id, fault, _),) = tiling.faults(table(*pages))
        assert (fault.kind, doc_id, fault.start) == ("gap", f"mg{row:04d}", dropped[0])


LETTERS = st.sampled_from("aố\n \u200b\xa0\x1c\ufffd\uff5e" + "\U0001f600")
OFFSETS = st.tuples(st.integers(-1, 9), st.integers(-1, 9))


@given(st.lists(st.tuples(st.text(LETTERS, max_size=8), st.lists(OFFSETS, max_size=4)), max_size=4))
def test_columns_and_single_pages_are_judged_alike(pages):
    judged = [bool(list(tiling.faults_of(text, spans))) for text, spans in pages]
    assert tiling.suspects(table(*pages)).tolist() == judged


@given(st.text(LETTERS, max_size=20), st.randoms(use_true_random=False))
def test_a_span_that_is_excused_takes_its_gap_with_it(text, random):
    spans = [match.span() for match in STRETCH.finditer(text)]
    for i in range(len(spans)):
        moved = [*spans[:i], (random.randint(0, 9), random.randint(0, 9)), *spans[i + 1 :]]
        assert list(tiling.faults_of(text, moved, excused=[i])) == []


def test_the_table_of_invisible_code_points_is_that_of_the_text_module():
    import re

    member = re.compile(f"[{INVISIBLE}]")
    assert [chr(code) for code in tiles.INVISIBLE_CODES] == member.findall("".join(map(chr, range(0xD800))) + "\ufeff")
