"""A long page, read in stretches and shown to the model a part at a time, gets the spans that it would get at once."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocgioi.draft import batch, draft_batch, network, reading
from tests.draft.test_draft import ARTICLE, FRONT
from tests.draft.test_tiling import HOSTILE

PAGE = "\n".join(
    [FRONT, ARTICLE, "Cầu mới\nCầu mới qua sông Ví Dụ\n" * 40, "\u00a0\n\u1680\n中文。\n。中\n \n" * 30, ARTICLE]
)


def drafted(*texts):
    return draft_batch(pa.record_batch({"id": [""] * len(texts), "text": pa.array(texts, pa.string())})).column("spans")


@pytest.fixture
def in_parts(monkeypatch):
    """Gives a function that sets how many bytes are read at a time, and how many lines the model is shown."""

    def cut(stretch: int, places: int) -> None:
        monkeypatch.setattr(reading, "STRETCH", stretch)
        monkeypatch.setattr(reading, "_BLOCK", 64)
        monkeypatch.setattr(batch, "_PLACES", places)
        monkeypatch.setattr(network, "_BLOCK", 64)

    return cut


@pytest.mark.parametrize("stretch", [1, 50, 300, 1000, 5000])
@pytest.mark.parametrize(
    "text", [PAGE, FRONT, "1\n" * 999, "\n" * 999 + "a", "Mốc giới " * 200, "。\n" * 300, "\u00a0\n" * 300]
)
def test_a_page_in_stretches(in_parts, text, stretch):
    whole = drafted(text)
    in_parts(stretch, 128)
    assert drafted(text).equals(whole)


@settings(max_examples=100)
@given(HOSTILE, HOSTILE, st.integers(1, 200))
def test_any_page_in_stretches(one, other, stretch):
    text = (one + "\n" + other + "\n") * 5
    whole = drafted(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "STRETCH", stretch)
        patch.setattr(reading, "_BLOCK", 64)
        assert drafted(text).equals(whole)


def test_long_pages_among_short_ones(in_parts, monkeypatch):
    texts = [ARTICLE, "", PAGE, None, FRONT, PAGE + PAGE, ""]
    whole = drafted(*texts)
    in_parts(700, 64)
    monkeypatch.setattr(batch, "_AT_ONCE", 3000)
    assert drafted(*texts).equals(whole)
    assert [drafted(text)[0] for text in texts] == list(whole)


def test_a_stretch_begins_at_a_line_that_is_visible_for_certain(in_parts):
    in_parts(100, 64)
    pages = reading.Pages.of(pa.array([PAGE], pa.large_string()))
    parts = list(reading._stretches(pages))
    assert len(parts) > 10
    new = [part.data[int(base[0]) : int(part.ends[0]) + 1].tobytes() for part, base, _ in parts]
    assert b"".join(new).decode() == PAGE + "\n"
    assert all(text.decode()[0].strip() for text in new)
