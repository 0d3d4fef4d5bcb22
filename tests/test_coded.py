"""Columns of text, coded or plain, are read alike."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi import contract
from mocgioi.coded import codes, fitting, looked_up

columns = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "ố", ""])), max_size=9)


def forms(column: list, cut: int = 0) -> list[pa.Array]:
    """A column plain, coded, and coded with values that are not used or come twice."""
    plain = pa.array(column, pa.string())
    loose = pa.array(["x", "b", "a", "ố", "", "b"])
    index = pa.array([None if text is None else {"a": 2, "b": 5, "ố": 3, "": 4}[text] for text in column], pa.int32())
    arrays = [plain, plain.dictionary_encode(), pa.DictionaryArray.from_arrays(index, loose)]
    return [array.slice(cut) for array in arrays]


@given(columns, st.integers(0, 2))
def test_codes_are_places_among_the_choices(column, cut):
    for array in forms(column, cut):
        assert codes(array, ["b", "ố", "y"]).tolist() == [{"b": 0, "ố": 1}.get(text, -1) for text in column[cut:]]


@given(columns)
def test_what_is_said_of_a_text_is_said_of_all_its_like(column):
    for array in forms(column):
        said = looked_up(array, lambda texts: np.array([text == "a" for text in texts.to_pylist()], bool), False)
        assert said.tolist() == [text == "a" for text in column]


def patterns() -> list[str]:
    """The patterns of document rows."""
    found = set()

    def collect(node, file):
        node, file = contract.resolve(node, file)
        found.update({node["pattern"]} if "pattern" in node else ())
        for child in (*node.get("properties", {}).values(), *([node["items"]] if "items" in node else [])):
            collect(child, file)

    for node in contract.schema("document")["properties"].values():
        collect(node, "document")
    return sorted(found)


@pytest.mark.parametrize("pattern", patterns())
@given(data=st.data())
def test_patterns_of_the_schema_are_asked_as_the_schema_means_them(pattern, data):
    assert pattern.startswith("^") and pattern.endswith("$") and "|" not in re.sub(r"\(.*\)", "", pattern)
    likely = st.one_of(st.from_regex(pattern), st.text(st.sampled_from("ag0X1:-T\n "), max_size=5))
    texts = data.draw(st.lists(likely, max_size=5))
    said = fitting(pa.array(texts, pa.string()), pattern.removeprefix("^").removesuffix("$")).tolist()
    assert said == [bool(re.search(pattern, text)) and not text.endswith("\n") for text in texts]
