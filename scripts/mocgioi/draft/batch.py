"""The pure function: a batch of pages in, a batch of spans out."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from mocgioi.offsets import large_strings

from . import heap
from .coherence import cohere
from .columns import lexicon_rows, shape_rows
from .decide import labels, sigmoid, softmax, vietnamese
from .features import SAME_NEXT
from .grid import Grid
from .lines import Lines
from .marks import Marks
from .model import Model, model
from .pages import Pages, extents
from .spans import SPANS, tile
from .threads import one_thread
from .windows import Windows
from .words import Words

SCHEMA = pa.schema([("id", pa.string()), ("spans", SPANS)])
_AT_ONCE = 1 << 20  # bytes of text that are worked on at a time: what a processor's cache holds with its features
_PER_PAGE = 256  # bytes that a page counts for besides its text, so that empty pages do not pile up


def draft_batch(batch: pa.RecordBatch, using: Model | None = None) -> pa.RecordBatch:
    """Spans for every page of ``batch`` (columns ``id`` and ``text``): a batch of SCHEMA, rows in the same order.

    Offsets are Unicode code points of ``text`` as it stands. The spans of a page tile it: sorted, each inside one line,
    from a visible character to a visible character, together every visible character once. A null text has no spans.
    """
    text = large_strings(batch.column("text"))
    using = using or model()
    heap.keep()
    with one_thread():
        parts = [_draft(text.slice(low, high - low), using) for low, high in _pieces(text)]
    spans = pa.concat_arrays(parts) if parts else pa.nulls(0, SPANS)
    ids = batch.column("id")
    ids = ids if ids.type == pa.string() else ids.cast(pa.string())
    return pa.RecordBatch.from_arrays([ids, spans], schema=SCHEMA)


def _pieces(text: pa.Array) -> Iterator[tuple[int, int]]:
    """Cut rows into runs of about _AT_ONCE bytes; a longer page is a run by itself."""
    _, begin, end = extents(text)
    size = end - begin
    if len(size):
        piece = (np.cumsum(size + _PER_PAGE) - 1) // _AT_ONCE
        cuts = np.flatnonzero(np.diff(piece)) + 1
        yield from zip([0, *cuts.tolist()], [*cuts.tolist(), len(size)], strict=True)


def _draft(text: pa.Array, using: Model) -> pa.ListArray:
    pages = Pages.of(text)
    marks = Marks.of(pages.data)
    lines = Lines.of(pages, marks)
    words = Words.of(pages, marks, lines)
    near, local = Windows(lines), vietnamese(pages, lines)
    shape = shape_rows(pages, marks, lines, words, near, local)
    grid = Grid(lines)
    table = grid.spread(np.concatenate([shape, lexicon_rows(using.lexicon, lines, words, near)]))
    by_network, fine = using.network.run(table, grid)
    content = np.zeros(len(lines), dtype=np.float32)
    if not local.all():  # pages in Vietnamese are decided by their labels
        by_trees = using.trees.score(table)[grid.place] * np.float32(using.trees.step)
        content = sigmoid(np.float32(using.blend) * by_trees + np.float32(1 - using.blend) * by_network)
    label, score = labels(content, softmax(fine), np.diff(words.first), local, lines)
    label, tagged, cut = cohere(label, score, pages, lines, np.flatnonzero(shape[SAME_NEXT]))
    return tile(pages, marks, lines, label, score, tagged, cut)
