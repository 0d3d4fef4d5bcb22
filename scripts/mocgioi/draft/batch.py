"""The pure function: a batch of pages in, a batch of spans out."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import lexicon_rows, shape_rows
from .decide import decide, sigmoid, softmax, vietnamese
from .grid import Grid
from .lines import Lines
from .marks import Marks
from .model import Model, model
from .pages import Pages
from .spans import SPANS, tile
from .words import Words

SCHEMA = pa.schema([("id", pa.string()), ("spans", SPANS)])
_AT_ONCE = 1 << 19  # bytes of text that are worked on at a time: what a processor's cache holds with its features


def draft_batch(batch: pa.RecordBatch, using: Model | None = None) -> pa.RecordBatch:
    """Spans for every page of ``batch`` (columns ``id`` and ``text``): a batch of SCHEMA, rows in the same order.

    Offsets are Unicode code points of ``text`` as it stands. The spans of a page tile it: sorted, each inside one line,
    from a visible character to a visible character, together every visible character once. A null text has no spans.
    """
    text = batch.column("text")
    if not (pa.types.is_string(text.type) or pa.types.is_large_string(text.type)):
        text = text.cast(pa.large_string())
    using = using or model()
    parts = [_draft(text.slice(low, high - low), using) for low, high in _pieces(text)]
    spans = pa.concat_arrays(parts) if parts else pa.array([], SPANS)
    return pa.record_batch([batch.column("id").cast(pa.string()), spans], schema=SCHEMA)


def _pieces(text: pa.Array) -> Iterator[tuple[int, int]]:
    """Cut rows into runs of about _AT_ONCE bytes; a longer page is a run by itself."""
    size = pc.fill_null(pc.binary_length(text), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    if len(size):
        piece = (np.cumsum(size) - 1) // _AT_ONCE
        cuts = np.flatnonzero(np.diff(piece)) + 1
        yield from zip([0, *cuts.tolist()], [*cuts.tolist(), len(size)], strict=True)


def _draft(text: pa.Array, using: Model) -> pa.ListArray:
    pages = Pages.of(text)
    marks = Marks.of(pages.data)
    lines = Lines.of(pages, marks)
    words = Words.of(pages, marks, lines)
    rows = np.concatenate([shape_rows(pages, marks, lines, words), lexicon_rows(using.lexicon, lines, words)])
    grid = Grid(lines)
    table = grid.spread(rows)
    by_trees = using.trees.score(table)[grid.place] * np.float32(using.trees.step)
    by_network, fine = using.network.run(table, grid, lines)
    content = sigmoid(np.float32(using.blend) * by_trees + np.float32(1 - using.blend) * by_network)
    label, score = decide(content, softmax(fine), np.diff(words.first), vietnamese(pages, lines), lines)
    return tile(pages, marks, lines, label, score)
