"""Level 3: every metadata value is grounded in the page."""

from mocgioi import contract, grounding
from mocgioi.grounding import dates
from mocgioi.incident import Fault, listed, quoted
from mocgioi.rules import rule

GUIDE = "corpus/GUIDE.md: Metadata"


@rule(
    "metadata-absent",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="An absent field has no value and no spans.",
    why="Absent means that the page does not give the value.",
    example='`{"value": "BLC", "basis": "absent", "spans": []}`',
    fix='set the basis to "printed" or "inferred", or remove value and spans',
)
def metadata_absent(page):
    for field, fact in page.facts():
        if fact["basis"] == "absent" and (fact["value"] not in (None, []) or fact["spans"]):
            key = "value" if fact["value"] not in (None, []) else "spans"
            empty = "[]" if isinstance(fact["value"], list) else "null"
            expected = f"{empty} for a field that is absent" if key == "value" else "[], no evidence for what is absent"
            yield Fault(("metadata", field, key), quoted(fact[key]), expected)


@rule(
    "metadata-empty",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A field that is printed or inferred has a value.",
    why="A field without a value is absent.",
    example='`{"value": null, "basis": "printed", "spans": [1]}`',
    fix='write the value, or set the basis to "absent" and remove the spans',
)
def metadata_empty(page):
    for field, fact in page.facts():
        if fact["basis"] != "absent" and fact["value"] in (None, []):
            yield Fault(
                ("metadata", field, "value"), quoted(fact["value"]), f"a value, for the basis is {fact['basis']}"
            )


@rule(
    "metadata-evidence",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A printed field names the spans that show its value.",
    why="Anyone can then look the value up on the page.",
    example='`{"value": "BLC", "basis": "printed", "spans": []}`',
    fix='name the spans that show the value, or set the basis to "inferred" and say why',
)
def metadata_evidence(page):
    for field, fact in page.facts():
        if fact["basis"] == "printed" and not fact["spans"]:
            yield Fault(("metadata", field, "spans"), "[]", "the numbers of the spans that show the value, from 0")


@rule(
    "metadata-span",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="The spans that a field names exist.",
    why="They are counted from 0; a number that is too large comes from counting from 1 or from a removed span.",
    example='`"spans": [33]` on a page of 33 spans.',
    fix="name the spans that show the value, counted from 0",
)
def metadata_span(page):
    if not isinstance(page.value.get("spans"), list):
        return
    for field, fact in page.facts():
        for k, i in enumerate(fact["spans"]):
            if i >= page.n_spans:
                yield Fault(("metadata", field, "spans", k), f"span {i}", f"0 to {page.n_spans - 1}")
                break


@rule(
    "metadata-note",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="An inferred value has a note that says from what.",
    why="The page does not print it, so the reader must be able to follow the reasoning.",
    example='`{"value": "2023", "basis": "inferred", "spans": [4], "note": null}`',
    fix="say in the note from what the value follows",
)
def metadata_note(page):
    for field, fact in page.facts():
        if fact["basis"] == "inferred" and not (fact["note"] or "").strip():
            yield Fault(("metadata", field, "note"), quoted(fact["note"]), "a sentence that says from what")


@rule(
    "date-impossible",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A date is one that a calendar has.",
    why="A month 13 comes from day and month in the wrong order.",
    example='`"2023-28-07"`',
    fix="correct the date: year, month, day",
)
def date_impossible(page):
    for field, fact in page.facts():
        if field in DATED and isinstance(fact["value"], str) and (wrong := dates.impossible(fact["value"])):
            yield Fault(("metadata", field, "value"), f"{quoted(fact['value'])}, {wrong}", "a date that a calendar has")


@rule(
    "metadata-label",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A printed value is read off spans with the right label.",
    why="Dates and names in boilerplate are about other things; they never fill the article's fields.",
    example="`agency` read off a span labelled `paragraph`.",
    fix="name the right span, or correct its label",
)
def metadata_label(page):
    wrong: dict[int, list[tuple[str, int]]] = {}
    for field, fact in page.facts():
        allowed = grounding.labels_for(field) if fact["basis"] == "printed" else ()
        for k, i in enumerate(fact["spans"] if allowed else ()):
            label = page.label(i)
            clock = field == "published" and label in CLOCKS  # clock-as-published says what is wrong there
            if label is not None and label not in allowed and not clock:
                wrong.setdefault(i, []).append((field, k))
    for i, fields in wrong.items():
        field, k = fields[0]
        told = _shared(page, i, [f for f, _ in fields]) if len(fields) > 1 else None
        found, allowed = f"span {i}, {_a(page.label(i))}", grounding.labels_for(field)
        yield told or Fault(("metadata", field, "spans", k), found, f"a span labelled {listed(allowed)}")
    page.suspected.update(wrong)


def _shared(page, i: int, fields: list[str]) -> Fault:
    """A span that several fields name, and whose label fits none of them: the label is to blame."""
    fits = [label for label in contract.labels() if all(label in grounding.labels_for(field) for field in fields)]
    names = listed([f"metadata.{field}" for field in fields], "and")
    return Fault(
        ("spans", i, "label"),
        f"{_a(page.label(i))}, while {names} are read off it",
        listed(fits) if fits else "fields that name other spans",
        "correct the label",
    )


@rule(
    "metadata-ungrounded",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A printed value can be read off its spans by the field's normaliser.",
    why="This is what makes a value evidence and not a claim.",
    example='`"2023-07-29T23:13"` for the span `Thứ sáu, 28/07/2023 - 23:13\'`.',
    fix='correct the value or the spans, or set the basis to "inferred" and say why in the note',
)
def metadata_ungrounded(page):
    for field, fact in page.facts():
        texts = page.evidence(fact) if fact["basis"] == "printed" else None
        if texts and not page.reads(field, fact["value"], texts):
            yield _ungrounded(page, field, fact, texts)


def _ungrounded(page, field: str, fact: dict, texts: list[str]) -> Fault:
    """What the normaliser reads instead."""
    path, value = ("metadata", field, "value"), fact["value"]
    evidence = "; ".join(f"spans[{i}] {quoted(text)}" for i, text in zip(fact["spans"][:2], texts, strict=False))
    if field == "places":
        missing = grounding.missing_places(value, texts)
        if missing:
            place = (*path, value.index(missing[0]) if value.count(missing[0]) == 1 else _second(value, missing[0]))
            what = "for the second time" if value.count(missing[0]) > 1 else "which stands in none of its spans"
            return Fault(
                place,
                f"{quoted(missing[0])}, {what}",
                "places that the spans print, each once",
                f"correct or remove it; its spans are {evidence}",
            )
        right = grounding.by_mention(value, texts)
        return Fault(path, quoted(value), f"{quoted(right)}, the order of first mention", "put them in that order")
    if field not in grounding.NORMALISERS:
        return Fault(
            path,
            quoted(value),
            f"what can be read from {evidence}",
            'set the basis to "inferred" and say why in the note',
        )
    normaliser = grounding.NORMALISERS[field]
    readings = normaliser.read(texts)
    can = listed([quoted(reading) for reading in readings[:3]]) if readings else "nothing"
    fix = f'set "value": {quoted(readings[0])}, or correct the spans' if readings and readings[0] else None
    return Fault(path, quoted(value), f"{can}, read by {normaliser.name} from {evidence}", fix)


DATED = ("published", "page_clock", "saved_not_before", "event_date")
CLOCKS = ("clock", "related_meta", "related_teaser", "navigation", "widget", "footer")


def _second(values: list, value) -> int:
    return values.index(value, values.index(value) + 1)


def _a(label: str) -> str:
    zone = contract.labels()[label].zone if label in contract.labels() else "unknown"
    return f"{label} in zone {zone}"
