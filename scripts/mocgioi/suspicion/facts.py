"""Metadata and its evidence, asked of whole columns: bases, spans and labels. What values say is in `values`."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import grounding
from mocgioi.coded import codes, looked_up
from mocgioi.offsets import integers, numbers, raw
from mocgioi.rules.facts import CLOCKS
from mocgioi.rules.whole import FIELD_OF
from mocgioi.suspicion.batch import ABSENT, BASES, FIELDS, INFERRED, LABELS, PRINTED, Batch, is_in

FIELD = {name: number for number, name in enumerate(FIELDS)}
ALLOWED = np.stack([is_in(*(grounding.labels_for(field) or LABELS)) for field in FIELDS])
"""For each field and label whether a printed value may be read off such a span."""
READ_FOR = np.array([FIELD.get(FIELD_OF.get(label), -1) for label in LABELS])
"""For each label the field that is read off such spans, or -1."""


class Facts:
    """The metadata of a batch: `basis`, codes, shape (n, fields); `spans`, how many each names, of the same shape;
    `pair_row`, `pair_field`, `pair_span`: each field's spans, one a pair, the span counted over the batch; `first`: the
    number of the first pair of each entry."""

    def __init__(self, batch: Batch):
        shape = (batch.n, len(FIELDS))
        self.basis = codes(batch.entries.field("basis"), BASES).reshape(shape)
        column = batch.entries.field("spans")
        widths = numbers(pc.list_value_length(column))
        self.spans, self.first = widths.reshape(shape), np.cumsum(widths) - widths
        self.pair_row = np.repeat(np.arange(batch.n), self.spans.sum(axis=1))
        self.pair_field = np.repeat(np.tile(np.arange(len(FIELDS)), batch.n), self.spans.ravel())
        place = raw(column.flatten())
        self.outside = place >= np.diff(batch.first)[self.pair_row]
        self.pair_span = np.where(self.outside, 0, batch.first[self.pair_row] + place)

    def inside(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(row, field, span) of the pairs whose span is there."""
        kept = ~self.outside
        return self.pair_row[kept], self.pair_field[kept], self.pair_span[kept]

    def printed_in_one(self, field: str, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(row, span) of the rows that print `field` in one span; rows that print it in several, or in one that is not there,
        are noted in `found`."""
        printed = self.basis[:, FIELD[field]] == PRINTED
        one = printed & (self.spans[:, FIELD[field]] == 1)
        found |= printed & ~one
        row = np.flatnonzero(one)
        pair = self.first[row * len(FIELDS) + FIELD[field]]
        found[row[self.outside[pair]]] = True
        there = ~self.outside[pair]
        return row[there], self.pair_span[pair[there]]


def of(batch: Batch) -> Facts:
    """The facts of a batch, found once."""
    if not hasattr(batch, "facts"):
        batch.facts = Facts(batch)
    return batch.facts


def bases(batch: Batch) -> np.ndarray:
    """For each row whether a basis does not fit the value, the spans or the note, bool."""
    facts = of(batch)
    empty = np.stack([_empty(batch, field, facts) for field in FIELDS], axis=1)
    absent, printed = facts.basis == ABSENT, facts.basis == PRINTED
    wrong = (absent & (~empty | (facts.spans > 0))) | (~absent & empty) | (printed & (facts.spans == 0))
    return wrong.any(axis=1) | _unexplained(batch, facts)


def _unexplained(batch: Batch, facts: Facts) -> np.ndarray:
    """For each row whether a value was inferred and nothing says from what, bool."""
    inferred = np.flatnonzero(facts.basis == INFERRED)
    notes = batch.entries.field("note").take(integers(inferred))
    found = np.zeros(batch.n, bool)
    said = looked_up(notes, lambda texts: numbers(pc.utf8_length(pc.utf8_trim_whitespace(texts))) > 0, False)
    found[inferred[~said] // len(FIELDS)] = True
    return found


def _empty(batch: Batch, field: str, facts: Facts) -> np.ndarray:
    """For each row whether the field has no value, bool."""
    if field == "source":
        return facts.basis[:, FIELD[field]] == ABSENT
    column = batch.column(field)
    if pa.types.is_list(column.type):
        return numbers(pc.list_value_length(column)) == 0
    return ~numbers(column.is_valid())


def evidence(batch: Batch) -> np.ndarray:
    """For each row whether a field names spans that are not there, or that have a label it cannot be read off, bool."""
    facts, found = of(batch), np.zeros(batch.n, bool)
    found[facts.pair_row[facts.outside]] = True
    row, field, span = facts.inside()
    code, printed = batch.code[span], facts.basis[row, field] == PRINTED
    clock = (field == FIELD["published"]) & is_in(*CLOCKS)[code]
    found[row[clock | (printed & ~ALLOWED[field, code])]] = True
    return found


def overlooked(batch: Batch) -> np.ndarray:
    """For each row whether a span with a metadata label is no evidence for its field, bool."""
    facts, cited = of(batch), np.zeros(len(batch.row), bool)
    _, field, span = facts.inside()
    cited[span[READ_FOR[batch.code[span]] == field]] = True
    return batch.rows_of((READ_FOR >= 0)[batch.code] & ~cited)
