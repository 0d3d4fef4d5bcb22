"""What the checks on columns share: the spans of all rows in one list, where they lie in the bytes, and their labels."""

from functools import cached_property

import numpy as np
import pyarrow as pa

from mocgioi import contract
from mocgioi.coded import codes
from mocgioi.offsets import CodePoints, integers, whole
from mocgioi.tiles import Tiles

LABELS = list(contract.labels())
ZONES = list(contract.zones())
CODE = {label: code for code, label in enumerate(LABELS)}
ZONE_OF = np.array([ZONES.index(contract.zone_of(label)) for label in LABELS])
FIELDS = list(contract.metadata_fields())
BASES = list(contract.choices("basis"))
PRINTED, INFERRED, ABSENT = (BASES.index(name) for name in ("printed", "inferred", "absent"))


def is_in(*labels: str) -> np.ndarray:
    """For each label's code whether it is one of `labels`, bool."""
    return np.isin(LABELS, labels)


class Batch:
    """A documents table of n rows whose schema holds and whose spans, m in all, tile their texts.

    `row`, int64, shape m: the row of each span. `number`: its place in the row. `first`, shape n + 1: the number of each
    row's first span. `begin`, `stop`: its bytes in `points.data`. `code`: its label's number among all. `tiles` are
    those of the column spans, when they are known already.
    """

    def __init__(self, table: pa.Table, points: CodePoints, tiles: Tiles | None = None):
        self.table, self.points, self.n = table, points, len(table)
        self.tiles = tiles or Tiles(whole(table["spans"]), points)
        self.first, self.row = self.tiles.first, self.tiles.row
        self.begin, self.stop = self.tiles.begin, self.tiles.stop
        self.number = np.arange(len(self.row)) - self.first[self.row]
        self.spans = whole(table["spans"]).flatten()
        self.code = codes(self.spans.field("label"), LABELS)

    def column(self, name: str) -> pa.Array:
        """A column of the table in one piece."""
        return whole(self.table[name])

    def rows_of(self, spans: np.ndarray) -> np.ndarray:
        """The rows that hold one of the spans, given as a bool for each or by number, as a bool for each row."""
        found = np.zeros(self.n, bool)
        found[self.row[spans]] = True
        return found

    def rows_at(self, places: np.ndarray) -> np.ndarray:
        """The rows whose text holds one of the bytes, given by their place in `points.data`, as a bool for each row."""
        found = np.zeros(self.n, bool)
        found[np.searchsorted(self.points.edges, places, side="right") - 1] = True
        return found

    def count(self, spans: np.ndarray) -> np.ndarray:
        """How many of the spans, given as a bool for each, each row holds."""
        return np.bincount(self.row[spans], minlength=self.n)

    @cached_property
    def follows(self) -> np.ndarray:
        """For each span but the last of all whether the next one is in the same row, bool, shape m - 1."""
        return self.row[1:] == self.row[:-1]

    @cached_property
    def texts(self) -> pa.Array:
        """The text of each span. Nothing is copied: the bytes between two spans are every other element's."""
        edges = np.empty(2 * len(self.row) + 1, np.int32)
        edges[0:-1:2], edges[1:-1:2] = self.begin, self.stop
        edges[-1] = self.stop[-1] if len(self.row) else 0
        buffers = [None, pa.py_buffer(edges), pa.py_buffer(self.points.data)]
        return pa.Array.from_buffers(pa.string(), len(edges) - 1, buffers)

    def text_of(self, spans: np.ndarray) -> pa.Array:
        """The text of spans given by number."""
        return self.texts.take(integers(2 * spans))

    @cached_property
    def entries(self) -> pa.StructArray:
        """The evidence of all rows: for each row one entry for each field, in their order."""
        return self.column("grounding").flatten()
