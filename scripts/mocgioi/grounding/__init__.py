"""Grounding: whether a metadata value can really be read off the spans that it names.

Each field has one named normaliser. It takes the texts of the field's spans and gives the values that can be read
there; a value is grounded when it is one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mocgioi import contract
from mocgioi.grounding import dates, names

BODY = contract.labels_of("body")


@dataclass(frozen=True)
class Normaliser:
    """How the value of a field is read: `labels` are those of spans that may show it, empty for any; `read` gives the
    values that the texts of the spans, in order, can mean."""

    name: str
    labels: tuple[str, ...]
    read: Callable[[list[str]], list]


def _each(read: Callable[[str], list[str]]) -> Callable[[list[str]], list]:
    """What `read` finds in any of the texts, each value once."""
    return lambda texts: list(dict.fromkeys(value for text in texts for value in read(text)))


def _days(text: str) -> list[str]:
    return [value.partition("T")[0] for value in dates.dates(text)]


def _events(text: str) -> list[str]:
    return [*dates.dates(text), *dates.moments(text)]


def _people(texts: list[str]) -> list[list[str]]:
    return [list(dict.fromkeys(name for text in texts for name in names.signed(text)))]


def _title(texts: list[str]) -> list[str]:
    return list(
        dict.fromkeys([*names.whole(" ".join(texts)), *(value for text in texts for value in names.whole(text))])
    )


NORMALISERS: dict[str, Normaliser] = {
    "title": Normaliser("whole-text", ("title",), _title),
    "published": Normaliser("date-time", ("published",), _each(dates.moments)),
    "authors": Normaliser("signature", ("byline",), _people),
    "agency": Normaliser("agency-tag", ("agency",), _each(names.tag)),
    "source_credit": Normaliser("credit-line", ("source_credit",), _each(names.credited)),
    "category": Normaliser("whole-text", ("category",), _each(names.whole)),
    "page_clock": Normaliser("date-time", ("clock",), _each(dates.moments)),
    "saved_not_before": Normaliser("date", (), _each(_days)),
    "event_date": Normaliser("date", ("title", *BODY), _each(_events)),
}
"""The normaliser of each field that is read as a whole. `places` and `source` are looked up in the text instead."""

CONTAINED = {"places": ("lede",), "source": ()}
"""Fields whose values must stand in the text of their spans word for word, and the labels that may show them."""


def labels_for(field: str) -> tuple[str, ...]:
    """Labels of the spans that may show a printed value of `field`; empty when any may."""
    return NORMALISERS[field].labels if field in NORMALISERS else CONTAINED.get(field, ())


def readable(field: str, value, texts: list[str]) -> bool:
    """Whether `value` can be read off the texts of its spans by the field's normaliser."""
    if field in NORMALISERS:
        return value in NORMALISERS[field].read(texts)
    if field == "places":
        return not missing_places(value, texts) and in_order(value, texts)
    return False


def missing_places(places: list[str], texts: list[str]) -> list[str]:
    """The places that stand in none of the texts, and those named twice."""
    return [p for i, p in enumerate(places) if p in places[:i] or all(names.stands_in(p, text) < 0 for text in texts)]


def in_order(places: list[str], texts: list[str]) -> bool:
    """Whether the places come in the order of their first mention."""
    return places == by_mention(places, texts)


def by_mention(places: list[str], texts: list[str]) -> list[str]:
    """The places in the order of their first mention in the texts; of two at one place the longer one first."""
    joined = "\n".join(texts)
    return sorted(places, key=lambda place: (names.stands_in(place, joined), -len(place)))
