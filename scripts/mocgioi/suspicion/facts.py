"""Metadata and its evidence, asked of whole columns.

What a normaliser reads off the commonest forms is written here once more, as one regular expression for a column; a
value that is grounded in another way is suspect, and the normaliser itself decides.
"""

import re

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
CALENDAR = re.compile(
    r"[0-9X]{4}(?:-(?:(?:0[13-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12][0-9]|30|XX))?|02(?:-(?:0[1-9]|1[0-9]|2[0-8]|XX))?"
    r"|(?:0[13578]|1[02])-31)(?:T(?:[01][0-9]|2[0-3]):.*)?)?"
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
    values = {field: batch.table[field].to_pylist() for field in DATED}
    for column in values.values():
        found |= _each(lambda value: value is not None and not CALENDAR.fullmatch(value), column)
    found |= _each(_late, values["published"], values["saved_not_before"])
    for field, prints in (
        ("published", _moment),
        ("page_clock", _moment),
        ("saved_not_before", _day),
        ("event_date", _day),
    ):
        found |= _unread(batch, field, lambda value, text, prints=prints: prints(text) == value)
    return found


def _each(judge, *columns: list) -> np.ndarray:
    """What `judge` says of the values of each row, bool."""
    return np.fromiter(map(judge, *columns), bool, len(columns[0]))


def _late(published: str | None, saved: str | None) -> bool:
    """Whether a page may have been published after it was saved: as texts, to the day."""
    if published is None or saved is None:
        return False
    first, second = published[:10], saved[:10]
    if "X" in first or "X" in second:
        return True
    return first[:7] >= second[:7] and not (len(first) == len(second) == 10 and first <= second)


def _unread(batch: Batch, field: str, plain) -> np.ndarray:
    """For each row whether `field` is printed and not in one span of which `plain(value, text)` says that it shows it.

    What `plain` denies, the field's normaliser is asked, so that only what is wrong is suspect.
    """
    facts, found = _facts(batch), np.zeros(batch.n, bool)
    pairs = _pairs_of_one(facts, field, found)
    row = facts.pair_row[pairs]
    if len(row):
        values = batch.table[field].combine_chunks().take(integers(row)).to_pylist()
        texts = batch.text_of(facts.pair_span[pairs]).to_pylist()
        wrong = (not (plain(v, t) or grounding.readable(field, v, [t])) for v, t in zip(values, texts, strict=True))
        found[row] |= np.fromiter(wrong, bool, len(row))
    return found


def _pairs_of_one(facts: Facts, field: str, found: np.ndarray) -> np.ndarray:
    """The pairs of the rows that print `field` in one span; rows that print it in several are noted in `found`."""
    printed = facts.basis[:, FIELD[field]] == PRINTED
    one = printed & (facts.spans[:, FIELD[field]] == 1)
    found |= printed & ~one
    return (facts.pair_field == FIELD[field]) & one[facts.pair_row]


MOMENT = re.compile(
    r"[^0-9]*([0-3]?[0-9])/([01]?[0-9])/([12][0-9]{3})"
    r"(?:[^0-9:/.]+([0-2]?[0-9]):([0-5][0-9])[^0-9:+]*(?:(?:GMT|UTC)([+-])([01]?[0-9])[^0-9:]*)?)?",
    re.A,
)
DAY = re.compile(
    r"(?:[^0-9]*[^0-9/.,-])?([0-3]?[0-9])/([01]?[0-9])(?:/([12][0-9]{3}))?(?:[^0-9/.,-]|[.,](?:[^0-9]|$)|$)", re.A
)
MONTH = re.compile(r"[^0-9]*tháng ([01]?[0-9])/([12][0-9]{3})", re.A)


def _moment(text: str) -> str | None:
    """The date of a line with its time and zone, where the line has one of each and nothing else in digits."""
    match = MOMENT.fullmatch(text)
    if not match:
        return None
    day, month, year, hour, minute, sign, zone = match.groups()
    time = f"T{hour:0>2}:{minute}" if hour else ""
    return f"{year}-{month:0>2}-{day:0>2}{time}" + (f"{sign}{zone:0>2}:00" if zone else "")


def _day(text: str) -> str | None:
    """The date that is the first thing in digits in a text: with its year, without, or a month and its year."""
    match = DAY.match(text)
    if match:
        return f"{match[3] or 'XXXX'}-{match[2]:0>2}-{match[1]:0>2}"
    match = MONTH.fullmatch(text)
    return f"{match[2]}-{match[1]:0>2}" if match else None


def names(batch: Batch) -> np.ndarray:
    """For each row whether a name cannot be read off its spans, bool."""
    found = np.zeros(batch.n, bool)
    for field, plain in PLAINLY.items():
        found |= _unread(batch, field, plain)
    for field in ("source", "language"):  # hardly anybody prints these
        found |= _facts(batch).basis[:, FIELD[field]] == PRINTED
    return found


def _whole(value: str, text: str) -> bool:
    return value == text == " ".join(text.split())


PLAINLY = {
    "title": _whole,
    "category": _whole,
    "agency": lambda value, text: text == f"({value}) -" and value.isalnum(),
    "source_credit": lambda value, text: text == f"Nguồn: {value}" and value[0].isalnum() and value[-1].isalnum(),
    "authors": lambda value, text: False,
}
"""The commonest way in which each name is printed, for which its normaliser need not be asked."""


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
