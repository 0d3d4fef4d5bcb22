"""Metadata values against the text that they are read off, asked of whole columns.

What stands there in one of the commonest forms is seen at a glance, for a whole column; of any other value the field's
normaliser is asked, and where that denies it, the row is suspect.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi import grounding
from mocgioi.coded import fitting, looked_up
from mocgioi.offsets import integers, numbers, text_bytes
from mocgioi.rank import Rank
from mocgioi.rules.facts import DATED
from mocgioi.rules.whole import unlikely
from mocgioi.suspicion import facts
from mocgioi.suspicion.batch import PRINTED, Batch
from mocgioi.suspicion.facts import FIELD
from mocgioi.suspicion.printed import days, moments, shows

CALENDAR = (
    r"[0-9X]{4}(?:-(?:(?:0[13-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12][0-9]|30|XX))?|02(?:-(?:0[1-9]|1[0-9]|2[0-8]|XX))?"
    r"|(?:0[13578]|1[02])-31)(?:T(?:[01][0-9]|2[0-3]):.*)?)?"
)
"""Dates that every calendar has; 29 February is for the rules to judge."""


def dates(batch: Batch) -> np.ndarray:
    """For each row whether a date is impossible, contradicts another, or is not plainly printed in its span, bool."""
    found = _late(batch)
    for field in DATED:
        found |= ~looked_up(batch.column(field), lambda dates: fitting(dates, CALENDAR), True)
    found |= _unread(batch, ("published", "page_clock"), lambda values, texts: shows(moments(texts), values))
    return found | _unread(batch, ("saved_not_before", "event_date"), lambda values, texts: shows(days(texts), values))


def _late(batch: Batch) -> np.ndarray:
    """For each row whether its page may have been published after it was saved, bool: as texts."""
    columns = batch.column("published"), batch.column("saved_not_before")
    at = np.flatnonzero(numbers(pc.and_(*(column.is_valid() for column in columns))))
    first, second = (column.take(integers(at)).to_pylist() for column in columns)
    found = np.zeros(batch.n, bool)
    found[at] = np.fromiter(map(_may_be_later, first, second), bool, len(at))
    return found


def _may_be_later(first: str, second: str) -> bool:
    if "X" in first or "X" in second:
        return True
    day, other = first[:10], second[:10]
    if day == other:
        return "T" in first and "T" in second
    return first[:7] >= second[:7] and not (len(day) == len(other) == 10 and day < other)


def _unread(batch: Batch, fields: tuple[str, ...], plain: Callable[[pa.Array, pa.Array], np.ndarray]) -> np.ndarray:
    """For each row whether one of some fields is printed and not in one span of which `plain(values, texts)` says that it
    shows it.

    What `plain` denies, the field's normaliser is asked, so that only what is wrong is suspect.
    """
    found, printed = np.zeros(batch.n, bool), []
    for field in fields:
        row, span = facts.of(batch).printed_in_one(field, found)
        given = numbers(batch.column(field).is_valid())[row]
        found[row[~given]] = True
        printed.append((row[given], span[given], batch.column(field).take(integers(row[given]))))
    row, span = (np.concatenate(parts) for parts in list(zip(*printed, strict=True))[:2])
    if not len(row):
        return found
    values, texts = pa.concat_arrays([part for _, _, part in printed]), batch.text_of(span)
    asked = np.flatnonzero(~plain(values, texts))
    if len(asked):
        names = np.repeat(fields, [len(part) for part, _, _ in printed])[asked].tolist()
        values, texts = (column.take(integers(asked)).to_pylist() for column in (values, texts))
        read = [grounding.readable(*triple) for triple in zip(names, values, zip(texts), strict=True)]
        found[row[asked[~np.array(read)]]] = True
    return found


# --- names ------------------------------------------------------------------------------------------------------------


def names(batch: Batch) -> np.ndarray:
    """For each row whether a name cannot be read off its spans, bool."""
    found = np.zeros(batch.n, bool)
    for field, plain in PLAINLY.items():
        found |= _unread(batch, (field,), plain)
    for field in ("source", "language"):  # hardly anybody prints these
        found |= facts.of(batch).basis[:, FIELD[field]] == PRINTED
    return found


def _each(judge: Callable[..., bool]) -> Callable[[pa.Array, pa.Array], np.ndarray]:
    """What ``judge(value, text)`` says of each value and its text, as a function of columns, bool."""
    return lambda values, texts: np.fromiter(map(judge, values.to_pylist(), texts.to_pylist()), bool, len(values))


def _are_whole(values: pa.Array, texts: pa.Array) -> np.ndarray:
    """For each text whether it is its value, and has no white space but single blanks, bool.

    Mostly all are so, and are asked together: no white space is printable but the blank.
    """
    same, lines = numbers(pc.equal(values, texts)), texts.to_pylist()
    joined = "\n".join(["", *lines, ""])
    if not any(blank in joined for blank in ("  ", "\n ", " \n")) and "".join(lines).isprintable():
        return same
    return same & np.array(["  " not in line and line.isprintable() and line == line.strip() for line in lines], bool)


def _is_signed(value: list[str], text: str) -> bool:
    """Whether a text is one name of nothing but words of letters, and the value is that name."""
    words = text.split(" ")
    return value == [text] and all(map(str.isalpha, words)) and not {"và", "by"} & set(text.lower().split(" "))


PLAINLY = {
    "title": _are_whole,
    "category": _are_whole,
    "agency": _each(lambda value, text: text == f"({value}) -" and value.isalnum()),
    "source_credit": _each(
        lambda value, text: text == f"Nguồn: {value}" and value[0].isalnum() and value[-1].isalnum()
    ),
    "authors": _each(_is_signed),
}
"""The commonest way in which each name is printed, for which its normaliser need not be asked."""


# --- places -----------------------------------------------------------------------------------------------------------

SEPARATES = np.array([byte < 0x80 and not (chr(byte).isalnum() or chr(byte) == "_") for byte in range(256)])
"""For each byte whether it is a character of ASCII that no word holds."""


def places(batch: Batch) -> np.ndarray:
    """For each row whether a place does not stand in its one span as whole words, later than the one before, bool.

    Where the first place at which a name stands is not between separators of ASCII, the rule's own reading is asked.
    """
    found = np.zeros(batch.n, bool)
    row, span = facts.of(batch).printed_in_one("places", found)
    texts = batch.text_of(span)
    column = batch.column("places").take(integers(row))
    unsure = _unsure(column, texts)
    if not len(unsure):
        return found
    values, texts = column.take(integers(unsure)).to_pylist(), texts.take(integers(unsure)).to_pylist()
    read = [grounding.readable("places", value, [text]) for value, text in zip(values, texts, strict=True)]
    found[row[unsure]] |= ~np.array(read, bool)
    return found


def _unsure(lists: pa.Array, texts: pa.Array) -> np.ndarray:
    """The numbers of the lists of which a name is not seen at a glance to stand in its text behind the one before.

    One search for each name in the bytes of all texts, between the edges of its own: no Arrow kernel looks for another
    name in each row, and this takes a fifth of the time of doing it on strings.
    """
    data, edges = text_bytes(texts)
    owner = np.repeat(np.arange(len(lists)), numbers(pc.list_value_length(lists)))
    names = lists.flatten().cast(pa.binary()).to_pylist()
    begin, stop = edges[owner], edges[owner + 1]
    searched = map(data.tobytes().find, names, begin.tolist(), stop.tolist())
    at = np.fromiter(searched, np.int64, len(names))
    behind = at + np.fromiter(map(len, names), np.int64, len(names))
    sure = (at >= 0) & ((at == begin) | SEPARATES[data[np.maximum(at - 1, 0)]])
    sure &= (behind == stop) | SEPARATES[data[np.minimum(behind, len(data) - 1)]]
    sure[1:] &= (owner[1:] != owner[:-1]) | (at[1:] > at[:-1])
    return np.unique(owner[~sure])


# --- language ---------------------------------------------------------------------------------------------------------


def languages(batch: Batch) -> np.ndarray:
    """For each row whether its language may not be that of its body, bool.

    A body is Vietnamese when one in fifty of its bytes begins a letter of U+1EC0 to U+1EF9, half of those that nothing
    else has; a body that has fewer, or is said to be in another language, is looked at by itself.
    """
    data, edges = text_bytes(batch.column("body"))
    letters = np.diff(Rank.over(data, _vietnamese, ahead=2).before(edges))
    claimed = looked_up(batch.column("language"), lambda texts: fitting(texts, "vi(?:-.*)?"), True)
    told = np.flatnonzero(numbers(batch.column("language").is_valid()) & ~(claimed & (letters * 50 >= np.diff(edges))))
    stated, bodies = (batch.column(name).take(integers(told)).to_pylist() for name in ("language", "body"))
    found = np.zeros(batch.n, bool)
    found[told] = [unlikely(language, body) is not None for language, body in zip(stated, bodies, strict=True)]
    return found


def _vietnamese(data: np.ndarray) -> np.ndarray:
    """For each byte whether a letter of U+1EC0 to U+1EF9 begins there, bool; the last two are not asked."""
    found = np.zeros(len(data), bool)
    found[:-2] = (data[:-2] == 0xE1) & (data[1:-1] == 0xBB) & (data[2:] <= 0xB9)
    return found
