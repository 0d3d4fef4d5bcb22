"""What training measures of a line is what drafting reads of it."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mocgioi.draft.model import model
from mocgioi.draft.pages import Pages
from mocgioi.draft.reading import read
from mocgioi.draft.training.pages import measure
from tests.draft.test_tiling import HOSTILE

VIETNAMESE = "Tin liên quan\nSáng nay, cầu mới mở cửa cho xe qua lại.\nBình luận\nSáng nay, cầu mới\n"


@given(st.lists(HOSTILE, max_size=4).map(lambda texts: [*texts, VIETNAMESE]))
def test_training_measures_what_drafting_reads(texts):
    measured, found = measure(texts), read(Pages.of(pa.array(texts, pa.large_string())), model().tables)
    assert np.array_equal(measured.shape, found.rows[: len(measured.shape)])
    assert np.array_equal(measured.words, found.count)
    assert np.array_equal(measured.span, np.stack([found.begin, found.stop], axis=1))
