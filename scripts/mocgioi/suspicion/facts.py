"""Metadata and its evidence, asked of whole columns.

What a normaliser reads off the commonest forms is written here once more, as one regular expression for a column; a
value that is grounded in another way is suspect, and the normaliser itself decides.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import grounding, offsets
from mocgioi.offsets import integers, numbers, strings
from mocgioi.rules.facts import CLOCKS, DATED
from mocgioi.rules.whole import FIELD_OF
from mocgioi.suspicion.batch import (
    ABSENT,
    BASES,
    CODE,
    FIELDS,
    INFERRED,
    LABELS,
    PRINTED,
    Batch,
    is_in,
)

FIELD = {name: number for number, name in enumerate(FIELDS)}
ALLOWED = np.stack([is_in(*(grounding.labels_for(field) or LABELS)) for field in FIELDS])
"""For each field and label whether a printed value may be read off such a span."""
CALENDAR = (
    r"^[0-9X]{4}(?:-(?:(?:0[13-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12][0-9]|30|XX))?|02(?:-(?:0[1-9]|1[0-9]|2[0-8]|XX))?"
    r"|(?:0[13578]|1[02])-31)(?:T(?:[01][0-9]|2[0-3]):.*)?)?$"
)
"""Dates that every calendar has; 29 February is for the rules to judge."""


class Facts:
    """The metadata of a batch: `basis`, codes, shape (n, fields); `pair_row`, `pair_field`, `pair_span`: each field's
    spans, one a pair, the span counted over the batch."""

    def __init__(self, batch: Batch):
        entries = batch.entries
        self.basis = numbers(pc.index_in(entries.field("basis"), strings(BASES))).reshape(batch.n, len(FIELDS))
        column = entries.field("spans")
        entry = numbers(pc.list_parent_indices(column))
        self.pair_row, self.pair_field = entry // len(FIELDS), entry % len(FIELDS)
        place = numbers(column.flatten())
        self.outside = place >= np.diff(batch.first)[self.pair_row]
        self.pair_span = np.where(self.outside, 0, batch.first[self.pair_row] + place)
        self.spans = np.bincount(entry, minlength=len(entries)).reshape(self.basis.shape)
        note = pc.utf8_length(pc.utf8_trim_whitespace(entries.field("note")))
        note = note.fill_null(0) if note.null_count else note
        self.noted = (numbers(note) > 0).reshape(self.basis.shape)


def _facts(batch: Batch) -> Facts:
    """The facts of a batch, found once."""
    if not hasattr(batch, "facts"):
        batch.facts = Facts(batch)
    return batch.facts


def bases(batch: Batch) -> np.ndarray:
    """For each row whether a basis does not fit the value, the spans or the note, bool."""
    facts = _facts(batch)
    empty = np.stack([_empty(batch, field, facts) for field in FIELDS], axis=1)
    absent, printed = facts.basis == ABSENT, facts.basis == PRINTED
    wrong = (absent & (~empty | (facts.spans > 0))) | (~absent & empty) | (printed & (facts.spans == 0))
    return (wrong | ((facts.basis == INFERRED) & ~facts.noted)).any(axis=1)


def _empty(batch: Batch, field: str, facts: Facts) -> np.ndarray:
    """For each row whether the field has no value, bool."""
    if field == "source":
        return facts.basis[:, FIELD[field]] == ABSENT
    column = batch.table[field].combine_chunks()
    if pa.types.is_list(column.type):
        return numbers(pc.list_value_length(column)) == 0
    return ~numbers(column.is_valid())


def evidence(batch: Batch) -> np.ndarray:
    """For each row whether a field names spans that are not there, or that have a label it cannot be read off, bool."""
    facts, found = _facts(batch), np.zeros(batch.n, bool)
    code = batch.code[facts.pair_span]
    printed = facts.basis[facts.pair_row, facts.pair_field] == PRINTED
    clock = (facts.pair_field == FIELD["published"]) & is_in(*CLOCKS)[code]
    found[facts.pair_row[facts.outside | clock | (printed & ~ALLOWED[facts.pair_field, code])]] = True
    return found


def overlooked(batch: Batch) -> np.ndarray:
    """For each row whether a span with a metadata label is no evidence for its field, bool."""
    facts, field_of = _facts(batch), np.full(len(LABELS), -1)
    for label, field in FIELD_OF.items():
        field_of[CODE[label]] = FIELD[field]
    at = np.flatnonzero(field_of[batch.code] >= 0)
    cited = facts.pair_span * len(FIELDS) + facts.pair_field
    return batch.rows_of(at[~np.isin(at * len(FIELDS) + field_of[batch.code[at]], cited)])


# --- values -----------------------------------------------------------------------------------------------------------


def dates(batch: Batch) -> np.ndarray:
    """For each row whether a date is impossible, contradicts another, or is not plainly printed in its span, bool."""
    found = np.zeros(batch.n, bool)
    for field in DATED:
        column = batch.table[field].combine_chunks()
        fits = pc.match_substring_regex(column, CALENDAR)
        found |= ~numbers(fits.fill_null(True) if fits.null_count else fits)
    found |= _late(batch)
    found |= _unread(batch, "published", _moment)
    found |= _unread(batch, "page_clock", _moment)
    found |= _unread(batch, "saved_not_before", _day)
    return found | _unread(batch, "event_date", _day)


def _late(batch: Batch) -> np.ndarray:
    """For each row whether published may be later than saved_not_before, bool: compared as texts, to the day."""
    published, saved = (
        pc.utf8_slice_codeunits(batch.table[key].combine_chunks(), 0, 10) for key in ("published", "saved_not_before")
    )
    month = pc.less(pc.utf8_slice_codeunits(published, 0, 7), pc.utf8_slice_codeunits(saved, 0, 7))
    whole = pc.and_(pc.equal(pc.utf8_length(published), 10), pc.equal(pc.utf8_length(saved), 10))
    known = pc.invert(pc.or_(pc.match_substring(published, "X"), pc.match_substring(saved, "X")))
    fine = pc.and_(known, pc.or_(month, pc.and_(whole, pc.less_equal(published, saved))))
    return ~numbers(fine.fill_null(True) if fine.null_count else fine)


def _unread(batch: Batch, field: str, read) -> np.ndarray:
    """For each row whether a printed value of `field` is not what `read` gives for its one span, bool."""
    facts, found = _facts(batch), np.zeros(batch.n, bool)
    pairs = _pairs_of_one(facts, field, found)
    row = facts.pair_row[pairs]
    if len(row):
        same = pc.equal(
            batch.table[field].combine_chunks().take(integers(row)), read(batch.text_of(facts.pair_span[pairs]))
        )
        found[row] = ~numbers(same.fill_null(False) if same.null_count else same)
    return found


MOMENT = (
    r"^[^0-9]*(?P<d>[0-3]?[0-9])/(?P<m>[01]?[0-9])/(?P<y>[12][0-9]{3})"
    r"(?:[^0-9:/.]+(?P<h>[0-2]?[0-9]):(?P<min>[0-5][0-9])[^0-9:+]*(?:(?:GMT|UTC)(?P<sign>[+-])(?P<z>[01]?[0-9])[^0-9:]*)?)?$"
)
DAY = (
    r"^(?:[^0-9]*[^0-9/.,-])?(?P<d>[0-3]?[0-9])/(?P<m>[01]?[0-9])(?:/(?P<y>[12][0-9]{3}))?"
    r"(?:[^0-9/.,-]|[.,](?:[^0-9]|$)|$)"
)
MONTH = r"^[^0-9]*tháng (?P<m>[01]?[0-9])/(?P<y>[12][0-9]{3})$"


def _moment(texts: pa.Array) -> pa.Array:
    """The date of a line with its time and zone, where the line has one of each and nothing else in digits."""
    part = _Parts(texts, MOMENT)
    time = pc.binary_join_element_wise("T", part.two("h"), ":", part["min"], "")
    zone = pc.binary_join_element_wise(part["sign"], part.two("z"), ":00", "")
    time = pc.if_else(pc.equal(part["h"], ""), "", time)
    zone = pc.if_else(pc.equal(part["z"], ""), "", zone)
    day = pc.binary_join_element_wise(part["y"], part.two("m"), part.two("d"), "-")
    return pc.binary_join_element_wise(day, time, zone, "")


def _day(texts: pa.Array) -> pa.Array:
    """The date that is the first thing in digits in a text: with its year, without, or a month and its year."""
    part, month = _Parts(texts, DAY), _Parts(texts, MONTH)
    year = pc.if_else(pc.equal(part["y"], ""), "XXXX", part["y"])
    day = pc.binary_join_element_wise(year, part.two("m"), part.two("d"), "-")
    return pc.coalesce(day, pc.binary_join_element_wise(month["y"], month.two("m"), "-"))


class _Parts:
    """The named groups of a regular expression in each text: null where it does not match, empty where a group."""

    def __init__(self, texts: pa.Array, pattern: str):
        self.found = pc.extract_regex(texts, pattern)

    def __getitem__(self, name: str) -> pa.Array:
        return pc.struct_field(self.found, name)

    def two(self, name: str) -> pa.Array:
        """A number as two digits."""
        return pc.utf8_lpad(self[name], 2, "0")


def names(batch: Batch) -> np.ndarray:
    """For each row whether a name cannot be read off its spans, bool. The normalisers are asked, for they are quick."""
    facts, found = _facts(batch), np.zeros(batch.n, bool)
    for field in ("title", "category", "agency", "source_credit", "authors"):
        pairs = _pairs_of_one(facts, field, found)
        row = facts.pair_row[pairs]
        values = batch.table[field].combine_chunks().take(integers(row)).to_pylist()
        texts = batch.text_of(facts.pair_span[pairs]).to_pylist()
        wrong = (not grounding.readable(field, v, [t]) for v, t in zip(values, texts, strict=True))
        found[row] |= np.fromiter(wrong, bool, len(row))
    for field in ("source", "language"):  # hardly anybody prints these
        found |= facts.basis[:, FIELD[field]] == PRINTED
    return found


def _pairs_of_one(facts: Facts, field: str, found: np.ndarray) -> np.ndarray:
    """The pairs of the rows that print `field` in one span; rows that print it in several are noted in `found`."""
    printed = facts.basis[:, FIELD[field]] == PRINTED
    one = printed & (facts.spans[:, FIELD[field]] == 1)
    found |= printed & ~one
    return (facts.pair_field == FIELD[field]) & one[facts.pair_row]


def places(batch: Batch) -> np.ndarray:
    """For each row whether a place does not stand in its one span as whole words, later than the one before, bool.

    A loop over rows: no Arrow kernel looks for another text in each row.
    """
    facts, found = _facts(batch), np.zeros(batch.n, bool)
    pairs = _pairs_of_one(facts, "places", found)
    row = facts.pair_row[pairs]
    values = batch.table["places"].combine_chunks().take(integers(row)).to_pylist()
    texts = batch.text_of(facts.pair_span[pairs]).to_pylist()
    found[row] = np.fromiter((not _stand_in_order(*pair) for pair in zip(values, texts, strict=True)), bool, len(row))
    return found


def _stand_in_order(names: list[str], text: str) -> bool:
    """Whether each name first stands in the text behind where the one before does, as whole words there."""
    last = -1
    for name in names:
        at = text.find(name)
        if at <= last:
            return False
        before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if before.isalnum() or before == "_" or behind.isalnum() or behind == "_":
            return False
        last = at
    return True


def languages(batch: Batch) -> np.ndarray:
    """For each row whether its language may not be that of its body, bool.

    Counted in bytes: Vietnamese letters of U+1EA0 to U+1EF9 begin with E1 BA or E1 BB. A body with one in fifty bytes
    is Vietnamese, one with none is not; what lies between is for the rules to judge.
    """
    body = batch.table["body"].combine_chunks()
    _, edges, buffer = body.buffers()
    edges = np.frombuffer(edges, np.int32)[body.offset : body.offset + batch.n + 1]
    data = np.frombuffer(buffer, np.uint8)[edges[0] : edges[-1]]
    at = offsets.places(data, _vietnamese, ahead=2)
    letters, size = np.diff(np.searchsorted(at, edges - edges[0])), np.diff(edges)
    language = batch.table["language"].combine_chunks()
    vietnamese = pc.match_substring_regex(language, "^vi(-|$)")
    claimed = numbers(vietnamese.fill_null(False) if vietnamese.null_count else vietnamese)
    told = numbers(language.is_valid())
    return told & np.where(claimed, letters * 50 < size, letters > 0)


def _vietnamese(data: np.ndarray) -> np.ndarray:
    """For each byte whether a letter of U+1EA0 to U+1EF9 begins there, bool; the last two are not asked."""
    found, second, third = np.zeros(len(data), bool), data[1:-1], data[2:]
    found[:-2] = (data[:-2] == 0xE1) & (((second == 0xBA) & (third >= 0xA0)) | ((second == 0xBB) & (third <= 0xB9)))
    return found
