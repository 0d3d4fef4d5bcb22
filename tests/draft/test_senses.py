"""The senses of words: sums over a line, the plain way beside."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mocgioi.draft.columns import slices
from mocgioi.draft.model import model
from mocgioi.draft.pages import Pages
from mocgioi.draft.reading import read
from mocgioi.draft.senses import LIMIT, NAMES, NOTHING, SIZE, SLOTS, fill_rows

VIETNAMESE = "Sáng nay, cầu mới mở cửa cho xe qua lại.\nTrang chủ\n– – –"
ENGLISH = "The new bridge was opened this morning.\nHome"


def senses_of(*texts):
    return read(Pages.of(pa.array(texts, pa.large_string())), model().tables).rows[slices()["senses"]]


@given(st.lists(st.sampled_from([0, 1, 2, LIMIT - 1, LIMIT, LIMIT + 1, 700]), max_size=8), st.integers(0, 2**32 - 1))
def test_a_row_is_the_sum_of_the_first_words_over_the_root_of_their_count(sizes, seed):
    random = np.random.default_rng(seed)
    table = random.choice([-127, -126, -1, 0, 1, 127], (1 << SLOTS, SIZE)).astype(np.int8)
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    slots = random.integers(0, 1 << SLOTS, first[-1])
    out = np.empty((SIZE, len(sizes)), np.uint8)
    fill_rows(out, table, slots, first)
    for line, size in enumerate(sizes):
        counted = slots[first[line] : first[line] + min(size, LIMIT)]
        total = table[counted].astype(np.int64).sum(axis=0)
        scale = 1 / np.sqrt(np.float32(len(counted) + 1))
        expected = np.clip(np.rint(total.astype(np.float32) * scale) + NOTHING, 0, 255)
        assert out[:, line].tolist() == expected.tolist()


def test_words_say_something_on_vietnamese_pages_only():
    rows = senses_of(ENGLISH, VIETNAMESE)
    assert len(rows) == len(NAMES)
    assert (rows[:, :2] == NOTHING).all()
    assert (rows[:, 2] != NOTHING).any() and (rows[:, 3] != NOTHING).any()
    assert (rows[:, 4] == NOTHING).all()  # a line without words


def test_a_long_page_that_turns_out_not_to_be_vietnamese_has_no_senses(monkeypatch):
    monkeypatch.setattr("mocgioi.draft.reading.STRETCH", 200)
    assert (senses_of("\n".join([VIETNAMESE] + [ENGLISH] * 60)) == NOTHING).all()
    assert (senses_of(VIETNAMESE) != NOTHING).any()


def test_a_long_page_has_the_same_senses_as_it_would_at_once(monkeypatch):
    page = "\n".join([VIETNAMESE, ENGLISH] * 30)
    whole = senses_of(page)
    monkeypatch.setattr("mocgioi.draft.reading.STRETCH", 200)
    assert (senses_of(page) == whole).all()
