"""What a network is shown of a page in training is what it reads in drafting."""

import numpy as np
import pyarrow as pa

from mocgioi.draft.model import model
from mocgioi.draft.pages import Pages
from mocgioi.draft.reading import Tables, read
from mocgioi.draft.senses import LIMIT, NOTHING, SIZE, SLOTS, UNIT, slots_of
from mocgioi.draft.training import odds
from mocgioi.draft.training.pages import measure
from mocgioi.draft.training.sets import GAP, PAGES, ROWS, SPACE, Set, line_sums, pack, steps

LONG = " ".join(["cột mốc biên giới được đo lại"] * 20)
PAGES_OF_TEXT = ["Trang chủ\nTin mới\nSáng nay, cầu mới mở cửa.", LONG + "\n– –\nBình luận", "Mốc giới"]


def set_of(texts, lexicon):
    measured = measure(texts)
    rows = np.concatenate([measured.shape, odds.rows(lexicon, measured, np.arange(len(measured)))])
    label = np.arange(len(measured.words))
    slots = slots_of(measured.keys.word)
    return Set(
        rows, measured.lines, label % 2, measured.words.astype(float), label, "local", slots, measured.first_word
    )


def test_rows_with_senses_are_those_of_drafting():
    senses = np.random.default_rng(0).integers(-127, 128, (1 << SLOTS, SIZE)).astype(np.int8)
    tables = Tables(model().tables.lexicon, senses)
    found = read(Pages.of(pa.array(PAGES_OF_TEXT, pa.large_string())), tables)
    assert found.local.all()
    some = set_of(PAGES_OF_TEXT, tables.lexicon)
    assert np.array_equal(some.seen(senses, 1000), found.rows)
    assert np.array_equal(some.seen(senses, 2), found.rows[:, :2])


def test_a_network_in_training_sees_senses_as_in_drafting_but_for_rounding():
    senses = np.random.default_rng(1).integers(-40, 41, (1 << SLOTS, SIZE)).astype(np.int8)
    some = set_of(PAGES_OF_TEXT, model().tables.lexicon)
    slots = some.first_slots(slice(0, len(some.label)))
    exact = line_sums(senses / UNIT, slots, slots >= 0, np) * UNIT + NOTHING
    assert np.abs(some.seen(senses, 1000)[ROWS:].T - exact).max() <= 0.5 + 1e-4


def test_slots_of_a_line_are_those_of_its_first_words():
    some = set_of(PAGES_OF_TEXT, model().tables.lexicon)
    slots = some.first_slots(slice(1, 6))
    for line, row in enumerate(slots, 1):
        words = some.slots[some.first_word[line] : some.first_word[line + 1]][:LIMIT].tolist()
        assert row.tolist() == words + [-1] * (LIMIT - len(words))
    assert (slots[2] >= 0).all() and (slots[3] < 0).all()  # the long line, and the one without a word


def test_a_set_without_words_has_no_slots():
    some = set_of(PAGES_OF_TEXT, model().tables.lexicon)
    bare = Set(some.rows, some.lines, some.content, some.weight, some.label, "web")
    assert (bare.first_slots(slice(0, 5)) == -1).all()


def test_steps_hold_every_page_once_and_close_before_they_are_full():
    long = "\n".join(["Mốc giới số một"] * (SPACE + 5))
    middling = "\n".join(["Mốc giới số hai"] * (SPACE // 3))
    some = set_of([*PAGES_OF_TEXT * 40, long, *[middling] * 4], model().tables.lexicon)
    count = len(some.lines.first) - 1
    plan = steps([some], [np.arange(count)], np.random.default_rng(1))
    assert sorted(page for step in plan for _, page, _ in step) == list(range(count))
    assert [page for step in plan for _, page, _ in step] != list(range(count))
    for step in plan:
        assert len(step) < PAGES and sum(size + GAP for *_, size in step) + GAP <= SPACE
    assert max(size for step in plan for *_, size in step) == SPACE - 2 * GAP  # the long page is cut
    assert any(len(step) == PAGES - 1 for step in plan)


def test_a_step_is_packed_with_room_around_pages():
    some = set_of(PAGES_OF_TEXT, model().tables.lexicon)
    batch, where = pack([(0, 2, 1), (0, 0, 3), (0, 1, 3)], [some])
    assert batch["x"].shape == (SPACE, ROWS) and batch["mask"].sum() == 7
    assert [(target.start, target.stop) for target, _ in where] == [
        (GAP, GAP + 1),
        (2 * GAP + 1, 2 * GAP + 4),
        (3 * GAP + 4, 3 * GAP + 7),
    ]
    empty = np.ones(SPACE, dtype=bool)
    for place, ((target, source), page) in enumerate(zip(where, (2, 0, 1), strict=True)):
        assert source.start == some.lines.first[page]
        assert np.array_equal(batch["x"][target].T, some.rows[:, source])
        assert np.array_equal(batch["slots"][target], some.first_slots(source))
        for name in ("label", "content", "weight"):
            assert batch[name][target].tolist() == getattr(some, name)[source].tolist()
        assert set(batch["page"][target]) == {place} and batch["mask"][target].all()
        empty[target] = False
    assert not batch["mask"][empty].any() and (batch["slots"][empty] == -1).all()
    assert batch["local"].tolist() == [1, 1, 1] + [0] * (PAGES - 3) and not batch["web"].any()
