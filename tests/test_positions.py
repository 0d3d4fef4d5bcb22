"""Lines of JSON values, in any layout."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi.positions import positions

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


def paths(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(child, (*path, key))


@given(VALUES, st.sampled_from([None, 0, 1, "\t"]), st.booleans())
def test_every_value_is_found(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = positions(text)
    assert set(found.lines) == set(paths(value))
    assert found.twice == []
    if indent is None:
        assert set(found.lines.values()) == {1}


def test_lines_are_those_to_edit():
    text = '{\n "a": {"b": [1,\n  2]},\n "c":\n  "x"\n}'
    found = positions(text)
    lines = {(): 1, ("a",): 2, ("a", "b"): 2, ("a", "b", 0): 2, ("a", "b", 1): 3, ("c",): 4}
    assert found.lines == lines
    assert found.line(("a", "b", 7, "z")) == 2
    assert found.line(("nothing",)) == 1
    assert found.depth == 3


def test_keys_that_come_twice_and_odd_numbers_are_noted():
    found = positions('{"a": 1,\n"a": 2,\n"b": [1.5, NaN, -3, 1e3, ' + "9" * 30 + "]}")
    assert found.twice == [(("a",), 2)]
    assert [(path, line) for path, _, line in found.numbers] == [(("b", i), 3) for i in (0, 1, 3, 4)]


@pytest.mark.parametrize(
    "text", ["", "{", '{"a"', "]]]", '"\\', ",,,", "}{", '{"a": 1,,}', "[" * 100_000, '{"a":' * 9999]
)
def test_broken_texts_do_no_harm(text):
    positions(text)
