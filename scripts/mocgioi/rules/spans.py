"""Level 3: the spans tile the page and quote it."""

import re
import unicodedata
from dataclasses import replace
from itertools import accumulate, islice

from mocgioi import tiling
from mocgioi.incident import Fault, counted, differing, quoted
from mocgioi.rules import rule
from mocgioi.text import STRETCH, VISIBLE

GUIDE = "corpus/GUIDE.md: Spans"


@rule(
    "offset-unit",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="Offsets count Unicode code points over the text.",
    why="Bytes, UTF-16 units and line ends counted twice shift every span behind the first accent or line; one cause, "
    "told once.",
    example="Offsets from a program that counts UTF-8 bytes.",
    fix="count again: offsets of UTF-8 bytes are not offsets of characters",
)
def offset_unit(page):
    if page.text is None or not page.has_quotes:
        return
    spans = [(i, page.offsets(i), page.span_text(i)) for i in range(page.n_spans)]
    spans = [(i, span, quote) for i, span, quote in spans if span is not None and quote is not None]
    wrong = [(i, span, quote) for i, span, quote in spans if page.text[slice(*span)] != quote or min(span) < 0]
    if len(wrong) < 3:
        return
    for unit, counts in _units(page.text).items():
        starts = {offset: i for i, offset in enumerate(counts)}
        if all(page.text[starts.get(a, 0) : starts.get(b, 0)] == quote for _, (a, b), quote in wrong):
            yield Fault(
                ("spans",), f"offsets that count {unit}", f"offsets that count code points: {len(wrong)} spans are off"
            )
            return
    i, (start, _), quote = wrong[0]
    shift = min((place - start for place in _places(page.text, quote)), key=abs, default=0)
    if shift and all(a + shift >= 0 and page.text[a + shift : b + shift] == quote for _, (a, b), quote in wrong):
        found = (
            f"{len(wrong)} spans that stand {abs(shift)} too {'late' if shift < 0 else 'early'}, spans[{i}] the first"
        )
        fix = f"{'take' if shift < 0 else 'add'} {abs(shift)} {'from' if shift < 0 else 'to'} start and end of each"
        yield Fault(("spans",), found, f"spans[{i}] at {start + shift}, and so on", fix)


def _units(text: str) -> dict[str, list[int]]:
    """For units that offsets are wrongly counted in, the number of units before each code point and behind the last."""
    widths = {
        "UTF-8 bytes": [len(c.encode("utf-8", "surrogatepass")) for c in text],
        "UTF-16 units": [1 + (ord(c) > 0xFFFF) for c in text],
        "line ends as two": [1 + (c == "\n") for c in text],
    }
    return {unit: list(accumulate(width, initial=0)) for unit, width in widths.items()}


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
    """The start nearest to `start` at which `quote` stands in `text`, or None."""
    return min(_places(text, quote), key=lambda place: abs(place - start), default=None)


def _places(text: str, quote: str) -> list[int]:
    """Every offset at which `quote` stands in `text`, a thousand at most."""
    return [match.start() for match in islice(re.finditer(f"(?={re.escape(quote)})", text), 1000)]


def _of_kind(kind: str):
    """The tiling faults of one kind; whatever an earlier rule has said of a span excuses it."""

    def check(page):
        for fault in page.tiling_faults:
            if fault.kind == kind:
                yield _told(page, fault)

    return check


def _orders(page):
    """The spans that stand at a wrong place in the list; many of them are told as one."""
    faults = [fault for fault in page.tiling_faults if fault.kind == "order"]
    if len(faults) <= 3:
        yield from (_told(page, fault) for fault in faults)
        return
    found = f"{len(faults)} spans at a wrong place in the list, spans[{faults[0].span}] the first"
    fix = "sort the spans by their start, and correct the span numbers in the metadata"
    yield Fault(("spans", faults[0].span, "start"), found, "spans in the order of the text", fix)


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
    start, end = fault.start, fault.end
    here = f"{quoted(page.text[max(0, start) : max(0, end)])}  at [{start}:{end}]"
    return WORDS[fault.kind](page, fault, here)


def _bounds(page, fault: tiling.TilingFault, here: str) -> Fault:
    length, quote = len(page.text), page.span_text(fault.span) if page.has_quotes else None
    place = _nearest(page.text, quote, fault.start) if quote else None
    fix = None if place is None else f'set "start": {place}, "end": {place + len(quote)}, where the quote stands'
    path = ("spans", fault.span, "end" if 0 <= fault.start <= length else "start")
    return Fault(path, f"[{fault.start}:{fault.end}]", f"0 <= start < end <= {length}, the length of the text", fix)


def _line(page, fault: tiling.TilingFault, here: str) -> Fault:
    cut = page.text.index("\n", fault.start)
    return Fault(("spans", fault.span, "end"), f"{here}, with a line end at {cut}", "a span inside one line")


def _edge(page, fault: tiling.TilingFault, here: str) -> Fault:
    stretch, expected, fix = STRETCH.search(page.text, fault.start, fault.end), "visible characters at both ends", None
    if stretch:
        start, end = stretch.span()
        expected += f": {quoted(stretch[0])}  at [{start}:{end}]"
        fix = f'set "start": {start}, "end": {end}, and the quote without the blanks'
    key = "end" if VISIBLE.match(page.text[fault.start]) else "start"
    return Fault(("spans", fault.span, key), here, expected, fix)


def _overlap(page, fault: tiling.TilingFault, here: str) -> Fault:
    start, end = page.offsets(fault.other)
    path, expected = ("spans", fault.span, "start"), "every character in one span at most"
    if (start, end) == (fault.start, fault.end):
        return Fault(path, f"{here}, the same as spans[{fault.other}]", expected, "remove one of the two")
    return Fault(path, f"{here}, across spans[{fault.other}] at [{start}:{end}]", expected)


def _order(page, fault: tiling.TilingFault, here: str) -> Fault:
    side = "before" if fault.span < fault.other else "behind"
    found = f"{here}, listed {side} spans[{fault.other}]"
    return Fault(("spans", fault.span, "start"), found, "spans in the order of the text")


def _gap(page, fault: tiling.TilingFault, here: str) -> Fault:
    last = ("spans", page.n_spans - 1, "end") if page.n_spans else ("spans",)
    path = last if fault.span >= page.n_spans else ("spans", fault.span, "start")
    fix = f'add a span with "start": {fault.start}, "end": {fault.end}, or extend a neighbour'
    return Fault(path, f"{here} in no span", "every visible character in one span", fix)


WORDS = {"bounds": _bounds, "line": _line, "edge": _edge, "overlap": _overlap, "order": _order, "gap": _gap}
"""What is said of each kind of tiling fault."""


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
)(_orders)

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


@rule(
    "line-split",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A line is one span, except where an agency tag opens a lede.",
    why="Otherwise everyone would cut lines differently.",
    example="A paragraph cut in two at the end of a sentence.",
    fix="make one span of the line",
)
def line_split(page):
    for i in [i for i in page.cuts if page.settled(i) and page.settled(i + 1)][:1]:
        (start, _), (_, end) = page.offsets(i), page.offsets(i + 1)
        found = f"spans[{i}] {page.label(i)} and spans[{i + 1}] {page.label(i + 1)} in one line"
        yield Fault(("spans", i + 1, "start"), found, f"one span, [{start}:{end}]")
