"""The pure function: a batch of pages in, a batch of spans out."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from mocgioi import heap
from mocgioi.offsets import large_strings

from .article import article
from .cards import cards
from .chances import Chances
from .coherence import cohere
from .columns import heading_ago
from .decide import labels, sigmoid, softmax
from .features import SAME_NEXT
from .grid import GAP, Grid
from .labels import BODY
from .model import Model, model
from .network import Run
from .pages import Pages, extents
from .reading import Reading, read
from .spans import SPANS, tile
from .threads import one_thread

SCHEMA = pa.schema([("id", pa.string()), ("spans", SPANS)])
_AT_ONCE = 1 << 20  # bytes of text that are worked on at a time: what a processor's cache holds with its features
_PLACES = 1 << 15  # lines and gaps that trees and network are shown at a time
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
        long = size > _AT_ONCE
        piece = (np.cumsum(np.where(long, 0, size) + _PER_PAGE) - 1) // _AT_ONCE
        cuts = np.flatnonzero((np.diff(piece) > 0) | long[1:] | long[:-1]) + 1
        yield from zip([0, *cuts.tolist()], [*cuts.tolist(), len(size)], strict=True)


def _draft(text: pa.Array, using: Model) -> pa.ListArray:
    pages = Pages.of(text)
    found = read(pages, using.tables)
    content, chances = _chances(found, using)
    twins = np.flatnonzero(found.rows[SAME_NEXT])
    listed = cards(twins, found.rows[heading_ago()], found.lines)
    ours = article(np.where(listed, 0, chances.zone[BODY]), found.lines, found.local)
    label, score = labels(content, chances, ours, found.count, found.local, found.lines)
    label, tagged, cut = cohere(label, score, pages, found.lines, twins)
    return tile(pages, found, label, score, tagged, cut)


def _chances(found: Reading, using: Model) -> tuple[np.ndarray, Chances]:
    """Trees and network: the probability of content (float32[lines], for pages not in Vietnamese) and of the labels."""
    grid = Grid(found.lines)
    network, trees = Run(using.network, grid), np.zeros(grid.width, dtype=np.float32)
    for low, high in grid.blocks(_PLACES):
        table = grid.spread(found.rows, low - GAP, high + GAP)
        network.read(table, low)
        if not found.local.all():  # pages in Vietnamese are decided by their labels
            trees[low:high] = using.trees.score_inside(table)
    by_network, chances = np.empty(len(found.lines), dtype=np.float32), Chances.empty(len(found.lines))
    for first, logits in network.logits():
        by_network[first : first + logits.shape[1]] = logits[0]
        chances.fill(first, softmax(logits[1:]))
    by_trees = trees[grid.place] * np.float32(using.trees.step)
    return sigmoid(np.float32(using.blend) * by_trees + np.float32(1 - using.blend) * by_network), chances
