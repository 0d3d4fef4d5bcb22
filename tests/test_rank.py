"""Marked bytes: counted, found by number and listed, against plain Python."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi import offsets, rank
from mocgioi.rank import Rank

masks = st.builds(
    lambda bits, gaps: np.array(bits + [False] * gaps + bits, bool),
    st.lists(st.booleans(), max_size=150),
    st.integers(0, 999),
)


def check(marks: Rank, mask: np.ndarray) -> None:
    """Every count, every place and the list of places of a mask."""
    at = np.flatnonzero(mask)
    assert len(marks) == len(at) and marks.places().tolist() == at.tolist()
    assert marks.before(np.arange(len(mask) + 1)).tolist() == np.concatenate([[0], np.cumsum(mask)]).tolist()
    assert marks.select(np.arange(len(at) + 1)).tolist() == [*at.tolist(), len(mask)]


@given(masks)
def test_counts_and_places_are_those_of_the_mask(mask):
    check(Rank(mask), mask)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000])
def test_all_or_none_may_be_marked(size):
    check(Rank(np.ones(size, bool)), np.ones(size, bool))
    check(Rank(np.zeros(size, bool)), np.zeros(size, bool))


@given(st.binary(max_size=400))
def test_blocks_are_seen_as_one(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rank, "BLOCK", 64)
        data = np.frombuffer(data, np.uint8)
        mask = np.append(data[:-1] + 1 == data[1:], False)[: len(data)]
        test = lambda bytes: np.append(bytes[:-1] + 1 == bytes[1:], False)[: len(bytes)]  # noqa: E731
        check(Rank.over(data, test, ahead=1), mask)
        assert rank.count(data, lambda bytes: bytes < 9) == (data < 9).sum()


texts = st.lists(st.one_of(st.none(), st.text(st.sampled_from("aố\n \U0001f600"), max_size=200)), max_size=6)


@given(texts, st.integers(0, 3))
def test_code_points_are_found_in_sliced_columns_with_nulls(column, cut):
    points = offsets.code_points(pa.array(column, pa.string()).slice(cut))
    kept = [text or "" for text in column[cut:]]
    assert points.lengths().tolist() == list(map(len, kept))
    row = np.repeat(np.arange(len(kept)), [len(text) + 1 for text in kept])
    offset = np.array([i for text in kept for i in range(len(text) + 1)], np.int64)
    found = points.bytes(row, offset) - points.edges[row]
    assert found.tolist() == [len(text[:i].encode()) for text in kept for i in range(len(text) + 1)]
