"""Level 4: the page as a whole."""

import re

from mocgioi import contract, pictures
from mocgioi.grounding import dates
from mocgioi.incident import Fault, quoted
from mocgioi.rules import rule
from mocgioi.rules.facts import CLOCKS
from mocgioi.twins import ONCE, TWINS, of_another_article

CHOOSING = "corpus/GUIDE.md: Choosing a label"
METADATA = "corpus/GUIDE.md: Metadata"
SPANS = "corpus/GUIDE.md: Spans"

FIELD_OF = {
    "title": "title",
    "published": "published",
    "agency": "agency",
    "byline": "authors",
    "source_credit": "source_credit",
    "category": "category",
    "clock": "page_clock",
}
"""Labels whose spans a metadata field is read off, and that field."""
VIETNAMESE = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
"""Letters that hardly any other language has."""


@rule(
    "title-twice",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="A page has at most one title.",
    why="The first occurrence of the headline is the title; when it is printed again that is navigation.",
    example="The headline over the text and once more in the share box, both labelled `title`.",
    fix="label the repetition navigation, or the heading of another article related_title",
)
def title_twice(page):
    titles = [i for i, label in enumerate(page.labels()) if label == "title" and page.settled(i)]
    if len(titles) > 1:
        i, first = titles[1], page.span_text(titles[0])
        yield Fault(
            ("spans", i, "label"),
            f"a second title, {quoted(page.span_text(i))}",
            f"one title at most: spans[{titles[0]}] is {quoted(first)}",
        )


@rule(
    "image-file",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="A span labelled image_file is a bare file name of a picture, and such a name has that label.",
    why="A file name is neither a caption nor a picture's text.",
    example="`trao-doi.gif` labelled `caption`.",
    fix="label file names image_file, and nothing else",
)
def image_file(page):
    for i, label in enumerate(page.labels()):
        text = page.span_text(i)
        if text is None or label is None:
            continue
        named = pictures.is_named(text, label == "image_file")
        if (label == "image_file") != named:
            expected = "image_file" if named else "a file name such as cau-moi.jpg"
            yield Fault(("spans", i, "label"), f"{label} {quoted(text)}", expected)


@rule(
    "twin-lines",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="Two equal lines in a row have labels that say which is which.",
    why="Pages print a text twice where a picture has it as alternative text, or a card as its headline.",
    example="A picture's text printed twice, both labelled `caption`: the first is `image_alt`.",
    fix="image_alt, then caption; in a card related_alt, then related_title, then related_teaser",
)
def twin_lines(page):
    for i in range(page.n_spans - 1):
        pair = page.label(i), page.label(i + 1)
        text = page.span_text(i)
        if text is None or text != page.span_text(i + 1) or None in pair or pair in TWINS or i + 1 >= page.counted:
            continue
        if pair[0] == pair[1] and contract.labels()[pair[0]].zone == "boilerplate" and pair[0] not in ONCE:
            continue
        card = any(str(label).startswith("related") for label in pair)
        expected = "related_alt, then related_title" if card else "image_alt, then caption"
        yield Fault(("spans", i, "label"), f"{quoted(text)} twice, {pair[0]} and {pair[1]}", expected)
        return


@rule(
    "agency-place",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="An agency tag opens the lede: the rest of its line is the lede.",
    why="A tag inside other text stays in its span; a line of its own that credits an agency is source_credit.",
    example="`Theo TTXVN` at the end of the page labelled `agency`.",
    fix="label the rest of the line lede, or the tag what it is",
)
def agency_place(page):
    labels = page.labels()
    for i, label in enumerate(labels):
        last = i + 1 == len(labels)
        if label != "agency" or not (last or page.sound("spans", i + 1)) or i + 1 >= page.counted:
            continue
        if last or labels[i + 1] not in ("lede", None) or page.one_line(i, i + 1) is False:
            behind = "nothing behind it" if last else f"{labels[i + 1]} behind it"
            yield Fault(
                ("spans", i, "label"), f"{quoted(page.span_text(i))} with {behind}", "the lede in the rest of its line"
            )


@rule(
    "lede-count",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="A page with prose has exactly one lede.",
    why="The lede is the standfirst, or else the first paragraph; places and the event's date are read there.",
    example="The standfirst and the first paragraph both labelled `lede`.",
    fix="label the standfirst lede, or the first paragraph where there is none, and the others paragraph",
)
def lede_count(page):
    labels = page.labels()
    ledes = [i for i, label in enumerate(labels) if label == "lede" and page.settled(i)]
    if len(ledes) > 1:
        yield Fault(
            ("spans", ledes[1], "label"), f"a second lede, spans[{ledes[1]}]", f"one lede: spans[{ledes[0]}] is one"
        )
    elif not ledes and "paragraph" in labels and None not in labels and page.counted > page.n_spans:
        i = labels.index("paragraph")
        yield Fault(
            ("spans", i, "label"), "paragraphs and no lede", f"one lede, such as the first paragraph, spans[{i}]"
        )


@rule(
    "related-in-body",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="A list of other articles does not stand inside the body.",
    why="Either a line of the article was taken for another article, or the other way round.",
    example="A paragraph in the middle of the article labelled `related_title`.",
    fix="correct the label of the span that stands out",
)
def related_in_body(page):
    labels, zones = page.labels(), page.zones()
    body = [i for i, zone in enumerate(zones) if zone == "body" and page.settled(i)]
    body = body[:-1] if body and labels[body[-1]] == "lede" and len(body) > 1 else body  # a lede can stand last
    related = [i for i, label in enumerate(labels) if of_another_article(str(label))]
    inside = [i for i in related if body and body[0] < i < body[-1]]
    if not inside:
        return
    behind = [i for i in body if i > inside[0]]
    i = inside[0] if len(inside) <= len(behind) else behind[0]
    if i in inside:
        before, after = max(k for k in body if k < i), min(behind)
        where = f"between spans[{before}] {labels[before]} and spans[{after}] {labels[after]}"
    else:
        where = f"behind spans[{inside[0]}] {labels[inside[0]]}"
    yield Fault(("spans", i, "label"), f"{labels[i]} {where}", "lists of other articles before or behind the body")


@rule(
    "body-empty",
    level=4,
    scope="page",
    guide=CHOOSING,
    meaning="A page has a body.",
    why="A page of nothing but template is no article: a section front or an error page.",
    example="All lines labelled `navigation`.",
    fix="label the article's text, or leave the page out of the corpus",
)
def body_empty(page):
    if None not in page.labels() and "body" not in page.zones() and page.counted > page.n_spans:
        yield Fault(("spans",), "no span in zone body", "the article's text in lede, paragraph and the like")


@rule(
    "clock-as-published",
    level=4,
    scope="page",
    guide=METADATA,
    meaning="The publication date is not read off the site's clock or another part of the template.",
    why="The clock tells when the page was saved, a list of other articles when those were published.",
    example="`published` read off a span labelled `clock`.",
    fix='read it off the publication line; without one the basis is "absent"',
)
def clock_as_published(page):
    fact = page.fact("published")
    for k, i in enumerate(fact["spans"] if fact else ()):
        if page.label(i) in CLOCKS:
            found = f"span {i}, {page.label(i)} {quoted(page.span_text(i))}"
            yield Fault(("metadata", "published", "spans", k), found, "a span labelled published")
            return


@rule(
    "metadata-overlooked",
    level=4,
    scope="page",
    guide=METADATA,
    meaning="A span with a metadata label is evidence for its field.",
    why="What the page prints about the article must not be missing from its metadata.",
    example="A span labelled `title`, and the field title absent.",
    fix="name the span in the field and read the value off it, or correct the span's label",
)
def metadata_overlooked(page):
    told = set()
    for i, label in enumerate(page.labels()):
        field = FIELD_OF.get(label)
        fact = page.fact(field) if field and field not in told else None
        if fact is not None and i not in fact["spans"] and i < page.counted:
            told.add(field)
            how = "absent" if fact["basis"] == "absent" else f"{fact['basis']}, read off spans {fact['spans']}"
            found = f"{how}, while spans[{i}] {label} is {quoted(page.span_text(i))}"
            yield Fault(("metadata", field, "spans"), found, f"spans[{i}] among its spans")


@rule(
    "published-late",
    level=4,
    scope="page",
    guide=METADATA,
    meaning="A page was not published after it was saved.",
    why="saved_not_before is the latest date that the page reports; a later publication contradicts it.",
    example="published 2024-05-04, saved_not_before 2024-05-03.",
    fix="correct published, or raise saved_not_before to the latest date on the page",
)
def published_late(page):
    published, saved = page.fact("published"), page.fact("saved_not_before")
    if (
        published
        and saved
        and published["value"]
        and saved["value"]
        and dates.later(published["value"], saved["value"])
    ):
        yield Fault(
            ("metadata", "published", "value"),
            quoted(published["value"]),
            f"not after saved_not_before, {quoted(saved['value'])}",
        )


@rule(
    "language-unlikely",
    level=4,
    scope="page",
    guide=METADATA,
    meaning="The language is the one that the body is written in.",
    why="Readers choose pages by language.",
    example='`"value": "en"` for a Vietnamese article.',
    fix="correct the language: vi for Vietnamese",
)
def language_unlikely(page):
    fact, zones = page.fact("language"), page.zones()
    body = "".join(page.span_text(i) or "" for i, zone in enumerate(zones) if zone == "body")
    if fact and isinstance(fact["value"], str) and (share := unlikely(fact["value"], body)) is not None:
        found = f"{quoted(fact['value'])} for a body with {share:.0%} Vietnamese letters"
        expected = "another language" if _is_vietnamese(fact["value"]) else '"vi"'
        yield Fault(("metadata", "language", "value"), found, expected)


def unlikely(language: str, body: str) -> float | None:
    """The share of Vietnamese letters in a body that is unlikely to be in its language, None when it is likely."""
    found, claimed = 0 if body.isascii() else len(VIETNAMESE.findall(body)), _is_vietnamese(language)
    if not found and not claimed:
        return None
    letters = sum(map(str.isalpha, body))
    share = found / max(letters, 1)
    return share if letters >= 100 and (share < 0.02 if claimed else share > 0.10) else None


def _is_vietnamese(language: str) -> bool:
    return language.partition("-")[0] == "vi"


@rule(
    "source-mismatch",
    level=4,
    scope="page",
    guide=METADATA,
    meaning="The metadata's source is the page's source.",
    why="One page has one outlet.",
    example='`"source": "baolaichau"` at the top and `"value": "baolaocai"` under metadata.',
    fix="correct the one that is wrong",
)
def source_mismatch(page):
    fact, source = page.fact("source"), page.get("source")
    if page.corpus and page.corpus.source_names and source not in page.corpus.source_names:
        return  # source-unknown tells of that
    if fact and isinstance(source, str) and isinstance(fact["value"], str) and fact["value"] != source:
        yield Fault(("metadata", "source", "value"), quoted(fact["value"]), f"{quoted(source)}, the page's source")
