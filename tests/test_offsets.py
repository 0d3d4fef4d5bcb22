"""The array kernels, against plain Python."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi import offsets

columns = st.lists(st.text(st.one_of(st.characters(codec="utf-8"), st.just("\n")), max_size=30), max_size=6)


@given(columns, st.sampled_from([pa.string(), pa.large_string(), pa.string_view()]))
def test_code_points_are_those_of_python(texts, kind):
    points = offsets.code_points(pa.array(texts, kind))
    assert points.lengths().tolist() == [len(text) for text in texts]
    assert len(points.data) == points.edges[-1] == len("".join(texts).encode())


@given(columns.filter(any), st.data())
def test_slices_are_those_of_python(texts, data):
    row = data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=8))
    bounds = [sorted(data.draw(st.tuples(*[st.integers(0, len(texts[r]))] * 2))) for r in row]
    start, end = (np.array([bound[i] for bound in bounds], np.int64) for i in (0, 1))
    found = offsets.code_points(pa.array(texts)).slices(np.array(row, np.int64), start, end)
    assert found.to_pylist() == [texts[r][a:b] for r, (a, b) in zip(row, bounds, strict=True)]


@given(columns)
def test_lines_are_those_of_a_split_at_line_feeds(texts):
    row, start, end = offsets.lines(offsets.code_points(pa.array(texts, pa.string())))
    found = [(r, texts[r][a:b]) for r, a, b in zip(row.tolist(), start.tolist(), end.tolist(), strict=True)]
    assert found == [(r, line) for r, text in enumerate(texts) for line in text.split("\n")]


def test_sliced_chunked_and_null_columns():
    column = pa.chunked_array([pa.array(["bỏ", "đi"]), pa.array([None, "xuống\n"])]).slice(1)
    points = offsets.code_points(column)
    assert points.lengths().tolist() == [2, 0, 6]
    assert points.slices(np.array([0]), np.array([0]), np.array([1])).to_pylist() == ["đ"]


def test_arrays_in_and_out():
    values = offsets.integers(np.array([1, -2, 3]), valid=np.array([True, False, True]))
    assert values.to_pylist() == [1, None, 3]
    assert offsets.strings(["ă", "", "b"]).to_pylist() == ["ă", "", "b"]
    assert offsets.strings([]).to_pylist() == []
    assert offsets.numbers(pa.array([True, False])).tolist() == [True, False]
    assert offsets.numbers(pa.array([1, 2, 3], pa.int32()).slice(1)).tolist() == [2, 3]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_large_strings_are_the_same_texts(kind):
    texts = pa.array(["Mốc", None, "", "giới 🙂"], kind)
    for part in (texts, texts.slice(1), texts.slice(3, 1), texts[:0]):
        assert offsets.large_strings(part).equals(part.cast(pa.large_string()))
    assert len(offsets.large_strings(pa.array([], kind))) == 0
