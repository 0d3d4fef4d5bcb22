"""Level 3: the spans tile the page and quote it."""

import unicodedata
from dataclasses import replace

from mocgioi import tiling
from mocgioi.incident import Fault, counted, differing, quoted
from mocgioi.rules import rule
from mocgioi.text import STRETCH, VISIBLE

GUIDE = "corpus/GUIDE.md: Spans"


@rule(
    "quote-mismatch",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A span's quote is the text at its offsets.",
    why="The quote is there so that a wrong offset shows. This rule speaks first: what follows from the wrong offset, "
    "such as a gap or an overlap, is not told again.",
    example='`"start": 3, "end": 10, "quote": "(BLC) -"` where the text has `BLC) - ` at [3:10].',
    fix="correct the offsets or the quote",
)
def quote_mismatch(page):
    if page.text is None or not page.has_quotes:
        return
    for i in range(page.n_spans):
        span, quote = page.offsets(i), page.span_text(i)
        if span is None or quote is None or tiling.alone(page.text, *span) == "bounds":
            continue
        found = page.text[slice(*span)]
        if found != quote:
            yield _mismatch(page, i, span, found, quote)


def _mismatch(page, i: int, span: tuple[int, int], found: str, quote: str) -> Fault:
    """What differs between text and quote, and the place where the quote stands instead."""
    start, end = span
    at = differing(found, quote)
    place = _nearest(page.text, quote, start)
    if unicodedata.normalize("NFC", quote) == found:
        where, fix, key = "the same text in another Unicode form", "write the quote in NFC", "quote"
    elif place is None:
        where, fix, key = "the page does not hold that text", f'set "quote": {quoted(found, at)}', "quote"
    else:
        where = f"that text stands at [{place}:{place + len(quote)}]"
        fix = f'set "start": {place}, "end": {place + len(quote)}'
        key = "start" if place != start else "end"
        if STRETCH.fullmatch(found) and quote in found:
            fix += f', or "quote": {quoted(found, at)}'
    shown = f"{quoted(found, at)}  at [{start}:{end}]"
    return Fault(("spans", i, key), shown, f"{quoted(quote, at)}  ({where})", fix)


def _nearest(text: str, quote: str, start: int) -> int | None:
    """The start nearest to `start` at which `quote` stands in `text` as a whole piece, or None."""
    places, at = [], text.find(quote)
    while at >= 0 and len(places) < 1000:
        places.append(at)
        at = text.find(quote, at + 1)
    return min(places, key=lambda place: abs(place - start)) if places else None


def _of_kind(kind: str):
    """The tiling faults of one kind; whatever an earlier rule has said of a span excuses it."""

    def check(page):
        for fault in page.tiling_faults:
            if fault.kind == kind:
                yield _told(page, fault)

    return check


def _gaps(page):
    """The gaps, those between the same two spans told as one."""
    gaps: dict[int, list[tiling.TilingFault]] = {}
    for fault in page.tiling_faults:
        if fault.kind == "gap":
            gaps.setdefault(fault.span, []).append(fault)
    for first, *rest in gaps.values():
        fault = _told(page, first)
        if rest:
            found = f"{fault.found}, nor are {counted(len(rest), 'further line')}"
            fault = replace(fault, found=found, fix="add a span for each of these lines")
        yield fault


def _told(page, fault: tiling.TilingFault) -> Fault:
    """A tiling fault in words."""
    start, end, text = fault.start, fault.end, page.text
    here = f"{quoted(text[max(0, start) : max(0, end)])}  at [{start}:{end}]"
    key, fix = "start", None
    match fault.kind:
        case "bounds":
            key = "start" if not 0 <= start <= len(text) else "end"
            found, expected = f"[{start}:{end}]", f"0 <= start < end <= {len(text)}, the length of the text"
            quote = page.span_text(fault.span) if page.has_quotes else None
            place = _nearest(text, quote, start) if quote else None
            if place is not None:
                fix = f'set "start": {place}, "end": {place + len(quote)}, where the quote stands'
        case "line":
            cut = start + text[start:end].index("\n")
            key, found, expected = "end", f"{here}, with a line end at {cut}", "a span inside one line"
            fix = "split it: one span for each line"
        case "edge":
            stretch = STRETCH.search(text, start, end)
            found, expected = here, "visible characters at both ends"
            if stretch:
                expected += f": {quoted(stretch[0])}  at [{stretch.start()}:{stretch.end()}]"
                fix = f'set "start": {stretch.start()}, "end": {stretch.end()}, and the quote without the blanks'
            key = "end" if VISIBLE.match(text[start]) else "start"
        case "overlap":
            other = page.offsets(fault.other)
            same = other == (start, end)
            found = f"{here}, " + (f"the same as spans[{fault.other}]" if same else "")
            found += "" if same else f"across spans[{fault.other}] at [{other[0]}:{other[1]}]"
            expected = "every character in one span at most"
            fix = "remove one of the two" if same else None
        case "order":
            side = "before" if fault.span < fault.other else "behind"
            found, expected = f"{here}, listed {side} spans[{fault.other}]", "spans in the order of the text"
        case _:
            found, expected = f"{here} in no span", "every visible character in one span"
            fix = f'add a span with "start": {start}, "end": {end}, or extend a neighbour'
            behind = fault.span >= page.n_spans
            place = ("spans", page.n_spans - 1, "end") if behind and page.n_spans else ("spans",)
            return Fault(place if behind else ("spans", fault.span, "start"), found, expected, fix)
    return Fault(("spans", fault.span, key), found, expected, fix)


rule(
    "span-bounds",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A span lies inside the text, and its start is before its end.",
    why="Offsets count code points of the text, from 0, the end left out: [start, end).",
    example='`"start": 90, "end": 120` in a text of 100 code points; often offsets that count bytes.',
    fix="correct start and end; they count Unicode code points",
)(_of_kind("bounds"))

rule(
    "span-line",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A span lies inside one line.",
    why="Lines are what readers of the corpus classify; a line end belongs to no span.",
    example="One span over two paragraphs and the line end between them.",
    fix="split it: one span for each line",
)(_of_kind("line"))

rule(
    "span-edge",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A span starts and ends on a visible character.",
    why="Blanks at the edges would make equal texts differ.",
    example="A span that ends behind the blank after `(BLC) -`.",
    fix="move the edge to the visible character",
)(_of_kind("edge"))

rule(
    "span-overlap",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="Spans do not overlap.",
    why="Each visible character has one label.",
    example="The same span twice, or a title that reaches into the line below.",
    fix="end the one where the other starts",
)(_of_kind("overlap"))

rule(
    "span-order",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="Spans stand in the order of the text.",
    why="Metadata names its spans by their place in the list.",
    example="Two neighbouring spans swapped.",
    fix="move the span to its place in the list, and correct the span numbers in the metadata",
)(_of_kind("order"))

rule(
    "span-gap",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="Every visible character lies in a span.",
    why="What has no label was forgotten; boilerplate has labels too.",
    example="A menu line without a span.",
    fix="add a span for it, or extend a neighbour",
)(_gaps)
