"""The array kernels of drafting, each against the plain way."""

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mocgioi.draft.features import _openings
from mocgioi.draft.grid import GAP, Grid
from mocgioi.draft.lines import Lines
from mocgioi.draft.marks import Marks
from mocgioi.draft.model import model
from mocgioi.draft.network import LEVELS, PageMeans, Run
from mocgioi.draft.pages import Pages
from mocgioi.draft.relations import _order
from mocgioi.draft.spans import Names
from mocgioi.draft.trees import _DOUBT, _FIRST, DEPTH
from mocgioi.draft.words import Words
from mocgioi.rank import Ranks
from mocgioi.text import VISIBLE
from tests.draft.test_tiling import HOSTILE

PAGES = st.lists(HOSTILE, max_size=5)


def laid(texts):
    pages = Pages.of(pa.array(texts, pa.string()))
    marks = Marks.of(pages.data)
    return pages, marks, Lines.of(pages, marks)


def lines_of(sizes):
    """Lines of pages with so many lines; where they stand in the text means nothing."""
    page = np.repeat(np.arange(len(sizes)), sizes)
    zeros = np.zeros(len(page), dtype=np.int64)
    return Lines(page, zeros, zeros + 1, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


@given(arrays.arrays(bool, st.tuples(st.integers(1, 4), st.integers(0, 300))), st.data())
def test_rank_counts(masks, data):
    at = np.array(data.draw(st.lists(st.integers(0, masks.shape[1]), max_size=20)), dtype=np.int64)
    found = Ranks(*masks).before(at)
    assert found.tolist() == [[int(mask[:a].sum()) for a in at] for mask in masks]


@given(PAGES)
def test_lines_are_trimmed_to_what_is_visible(texts):
    pages, _, lines = laid(texts)
    found = [
        (p, pages.data[a:b].tobytes().decode()) for p, a, b in zip(lines.page, lines.start, lines.end, strict=True)
    ]
    expected = []
    for page, text in enumerate(texts):
        for line in text.split("\n"):
            if places := [m.span() for m in VISIBLE.finditer(line)]:
                expected.append((page, line[places[0][0] : places[-1][1]]))
    assert found == expected


@pytest.mark.parametrize("blank", ["", " ", " " * 15, " " * 16, "\t " * 40, "\u00a0\u3000" * 30])
def test_long_blanks_are_trimmed(blank):
    pages, _, lines = laid([f"{blank}a b{blank}\n{blank}\n{blank}cd", "", blank])
    assert [pages.data[a:b].tobytes() for a, b in zip(lines.start, lines.end, strict=True)] == [b"a b", b"cd"]


@given(st.lists(st.text(st.sampled_from("aÀđzMỐ09 .,-\n\"'(中文カĐÉЖΩ"), max_size=40), max_size=5))
def test_words_and_how_they_open(texts):
    pages, marks, lines = laid(texts)
    words = Words.of(pages, marks, lines)
    rows = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    expected = [re.findall(r"[中文カ]|[^\W中文カ]+", row) for row in rows]
    found = [pages.data[a:b].tobytes().decode() for a, b in zip(words.start, words.end, strict=True)]
    assert found == [word for row in expected for word in row]
    assert np.diff(words.first).tolist() == [len(row) for row in expected]
    capitals, numbers = _openings(words)
    assert numbers.tolist() == [sum(word[0].isdigit() for word in row) for row in expected]
    known = [sum(unicodedata.category(word[0]) == "Lu" and word[0] != "Ố" for word in row) for row in expected]
    assert capitals.tolist() == known


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 40), max_size=60))
def test_order_is_stable(keys):
    key = np.array(keys, dtype=np.uint64)
    assert _order(key).tolist() == np.argsort(key, kind="stable").tolist()


@given(st.lists(st.integers(0, 3)))
def test_names(numbers):
    names = ("a", "related_title", "", "chữ")
    assert Names(names).names(np.array(numbers, dtype=np.int8)).to_pylist() == [names[n] for n in numbers]


@given(st.lists(st.integers(0, 40), max_size=6), st.integers(1, 50))
def test_a_grid_spreads_and_collects(sizes, block):
    lines = lines_of(sizes)
    grid, table = Grid(lines), np.arange(1, 2 * len(lines) + 1).reshape(2, -1)
    whole = grid.spread(table)
    assert (whole[:, grid.place] == table).all() and (whole > 0).sum() == table.size
    assert grid.held.tolist() == (whole[0] > 0).astype(int).tolist()
    parts = [grid.collected(grid.spread(table, low, high), low) for low, high in grid.blocks(block)]
    assert np.concatenate([table[:, :0], *parts], axis=1).tolist() == table.tolist()


@given(st.lists(st.integers(0, 300), min_size=1, max_size=4), st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_means_of_a_page_are_exact(sizes, seed, blocks):
    random, lines = np.random.default_rng(seed), lines_of(sizes)
    grid = Grid(lines)
    levels = random.integers(0, LEVELS + 1, (3, len(lines)))
    words = random.integers(0, 256, (1, len(lines)))
    means = PageMeans(grid, 3)
    wide, weight = grid.spread(levels).astype(np.float32), grid.spread(words)[0].astype(np.uint8)
    for low, high in grid.blocks(64 * blocks):
        means.add(low, wide[:, low:high], weight[low:high])
    count, found = means.found()
    assert count.tolist() == sizes
    for page, (begin, end) in enumerate(zip(lines.first[:-1], lines.first[1:], strict=True)):
        if begin < end:
            mean = levels[:, begin:end].mean(axis=1)
            heavy = np.average(levels[:, begin:end], axis=1, weights=words[0, begin:end] + 64)
            assert np.abs(found[:, page] - [*mean, *heavy, 1]).max() <= 0.5 + 1e-3


@settings(max_examples=20)
@given(st.lists(st.integers(0, 30), max_size=4), st.integers(0, 2**32 - 1))
def test_trees_add_up_their_leaves(sizes, seed):
    trees, lines = model().trees, lines_of(sizes)
    grid = Grid(lines)
    rows = np.random.default_rng(seed).integers(0, 256, (trees.row.max() + 1, len(lines))).astype(np.uint8)
    table = np.pad(grid.spread(rows), ((0, 0), (GAP, GAP)))
    found = trees.score_inside(table)
    for place in grid.place:
        total = float(trees.bias)
        for number in range(len(trees.leaf)):
            if number == _FIRST and abs(total) * trees.step >= _DOUBT:
                break
            seen = [table[trees.row[number, k], GAP + place + trees.offset[number, k]] for k in range(DEPTH)]
            leaf = sum(1 << k for k in range(DEPTH) if seen[k] > trees.threshold[number, k])
            total += trees.leaf[number, leaf]
        assert found[place] == total


@given(st.lists(st.integers(0, 90), min_size=1, max_size=5), st.integers(0, 2**32 - 1), st.integers(1, 200))
def test_the_network_does_not_mind_how_lines_are_cut(sizes, seed, block):
    network, lines = model().network, lines_of(sizes)
    grid = Grid(lines)
    rows = np.random.default_rng(seed).integers(0, 256, (network.enter.shape[1] - 1, len(lines))).astype(np.uint8)

    def logits(size):
        run = Run(network, grid)
        for low, high in grid.blocks(size):
            run.read(grid.spread(rows, low - GAP, high + GAP), low)
        return np.concatenate([np.zeros((1 + len(network.fine), 0)), *(part for _, part in run.logits())], axis=1)

    assert (logits(64 * block) == logits(10**6)).all()
    for page, size in enumerate(sizes):  # nor what other pages there are
        alone, mine = Grid(lines_of([size])), slice(lines.first[page], lines.first[page + 1])
        run = Run(network, alone)
        run.read(np.pad(alone.spread(rows[:, mine]), ((0, 0), (GAP, GAP))), 0)
        assert all((part == logits(10**6)[:, mine][:, at : at + part.shape[1]]).all() for at, part in run.logits())
