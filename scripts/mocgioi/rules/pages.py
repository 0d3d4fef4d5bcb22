"""Level 5: the pages among one another."""

import re
from collections import defaultdict
from hashlib import blake2b

from mocgioi import contract, digest, tables
from mocgioi.incident import Fault, counted, quoted
from mocgioi.rules import nearest, rule
from mocgioi.text import Text

METADATA = "corpus/GUIDE.md: Metadata"
ADD = "CONTRIBUTING.md: Add a page"

PHONE = re.compile(r"(?<![\w.,/-])(?:\+84|0)(?:[ .-]?\d){8,10}(?![\w/-]|[.,]\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORDS = 5
"""Words in a row that are compared between pages."""
NEAR = 0.7
"""Share of such rows that two bodies have in common, of all that either has, from which they are named."""
SKETCH = 64
"""Rows, those with the smallest hashes, by which pages are looked up that may be near."""


@rule(
    "source-unknown",
    level=5,
    scope="page",
    guide=METADATA,
    meaning="A page's source is listed in corpus/sources.json.",
    why="The list says what is known of each outlet, and how.",
    example='`"source": "baolaichao"`',
    fix="correct the id, or add the outlet to corpus/sources.json and say how you know it",
)
def source_unknown(page):
    known, source = page.corpus.source_names if page.corpus else {}, page.get("source")
    if known and isinstance(source, str) and source not in known:
        near = None if source.startswith("unidentified-") else nearest(source, known)  # a letter is all that differs
        hint = f' (did you mean "{near}"?)' if near else ""
        fix = f'set "source": "{near}", or add the outlet to corpus/sources.json' if near else None
        yield Fault(("source",), quoted(source), f"one of {', '.join(known)}{hint}", fix)


@rule(
    "source-named",
    level=5,
    scope="page",
    guide=METADATA,
    meaning="The metadata's source is absent exactly when the page's outlet is one without a name.",
    why="An outlet that is known must not be withheld, and one that is not must not be claimed.",
    example='`"source": "unidentified-a"` at the top, `"value": "unidentified-a"` under metadata.',
    fix="make the page's source and the metadata's source agree with corpus/sources.json",
)
def source_named(page):
    known, source, fact = page.corpus.source_names if page.corpus else {}, page.get("source"), page.fact("source")
    if fact is None or source not in known:
        return
    if known[source] is None and fact["value"] is not None:
        yield Fault(
            ("metadata", "source", "value"), quoted(fact["value"]), f"null, for {source} is an outlet without a name"
        )
    elif known[source] is not None and fact["value"] is None:
        yield Fault(("metadata", "source", "value"), "null", f'"{source}", the page\'s source: {known[source]}')


@rule(
    "personal-data",
    level=5,
    scope="page",
    severity="warning",
    guide=METADATA,
    meaning="The body prints a telephone number or an e-mail address.",
    why="People named in the news did not ask for their number to be in a corpus. A warning: the page itself is public.",
    example="`Liên hệ: 0912 345 678`",
    fix="tell the maintainers, who decide whether the page stays; raw pages are never edited",
)
def personal_data(page):
    for i, zone in enumerate(page.zones()):
        text = page.span_text(i) if zone == "body" else None
        for what, pattern in (("telephone number", PHONE), ("e-mail address", EMAIL)):
            for match in pattern.finditer(text or ""):
                yield Fault(("spans", i, "quote"), f"a {what}, {quoted(match[0])}", "no personal data in the body")


@rule(
    "release-stale",
    level=5,
    scope="page",
    guide="CONTRIBUTING.md: Correct something",
    meaning="A page that differs from the newest release is noted under Unreleased in CHANGELOG.md.",
    why="Corrections that are not noted surprise those who compare versions, and slips show as corrections.",
    example="A label changed, and nothing under `## [Unreleased]`.",
    fix="undo the change, or note it in CHANGELOG.md under ## [Unreleased]",
)
def release_stale(page):
    newest = page.corpus.newest if page.corpus else None
    if newest is None or page.corpus.unreleased or page.broken or not isinstance(page.decoded, Text) or page.suspected:
        return
    if page.corpus.unvouched:
        return  # the manifest is not what was released
    if not page.in_place or newest.contract is None or not newest.pages:
        return
    row = tables.document_row(page.value, page.decoded)
    found, expected = digest.document_digest(row, contract.reader(newest.contract)), newest.pages.get(page.doc_id)
    if expected is None:
        fix = "note the new page in CHANGELOG.md under ## [Unreleased]"
        yield Fault((), "a page that no release has", "a note under ## [Unreleased] in CHANGELOG.md", fix)
    elif found != expected:
        path, what, old = _change(page, newest, row)
        yield Fault(
            path, what, f"{old} as in release {newest.version}, or a note under ## [Unreleased] in CHANGELOG.md"
        )


def _change(page, newest, row: dict) -> tuple[tuple, str, str]:
    """Where a page first differs from its released row, what stands there, and what did."""
    read, documents = contract.reader(newest.contract), newest.tables["documents"]
    ids = documents["doc_id"].to_pylist() if documents is not None else []
    if page.doc_id not in ids:
        return (), "a page that was changed", "the page"
    old = digest.decided(documents.slice(ids.index(page.doc_id), 1).to_pylist()[0], read)
    places = list(_places(digest.decided(row, read), old))
    if not places:
        return (), "a page that was changed", "the page"
    path, found, expected = places[0]
    more = f", and {counted(len(places) - 1, 'further change')}" if len(places) > 1 else ""
    return path, f"{path[-1]} {quoted(found)}{more}", quoted(expected)


def _places(new: dict, old: dict):
    """(path in the annotation, new value, old value) of everything in which two rows of one page differ."""
    for i, (a, b) in enumerate(zip(new["spans"], old["spans"], strict=False)):
        yield from ((("spans", i, key), a[key], b.get(key)) for key in a if a[key] != b.get(key))
    if len(new["spans"]) != len(old["spans"]):
        yield ("spans",), f"{len(new['spans'])} spans", f"{len(old['spans'])} spans"
    for a, b in zip(new["grounding"], old["grounding"], strict=False):
        yield from ((("metadata", a["field"], key), a[key], b.get(key)) for key in a if a[key] != b.get(key))
    for key in new.keys() - {"spans", "grounding", "text"}:
        if new[key] != old.get(key):
            yield PLACES.get(key, ("metadata", key, "value")), new[key], old.get(key)


PLACES = {
    "doc_id": ("doc_id",), "source": ("source",), "guide": ("guide",), "raw_name": ("raw", "original_name"),
    "raw_bytes": ("raw", "bytes"), "raw_sha256": ("raw", "sha256"), "raw_encoding": ("raw", "encoding"),
    "text_recipe": ("text", "recipe"),
}  # fmt: skip
"""Where an annotation holds what a row has in a column that is no metadata field."""


@rule(
    "id-gap",
    level=5,
    scope="corpus",
    guide=ADD,
    meaning="Ids are consecutive from mg0001; a missing one has a tombstone.",
    why="An id is never used twice, so a page that went must have left its tombstone.",
    example="mg0003 is followed by mg0005, and corpus/tombstones.json does not name mg0004.",
    fix="use the next free id, or add the tombstone of the page that was taken down",
)
def id_gap(corpus):
    excused = {path.stem for path in corpus.folder("raw").glob("mg*.txt")} | corpus.buried
    excused |= {page.source.path.stem for page in corpus.pages}
    previous = 0
    for number, page in _numbered(corpus.pages):
        missing = [f"mg{n:04}" for n in range(previous + 1, min(number, previous + 1000))]
        missing = [id for id in missing if id not in excused]
        if missing:
            what = missing[0] if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
            behind = f"mg{previous:04}" if previous else "the start"
            found = f"{page.doc_id} behind {behind}"
            yield Fault((), found, f"{what}, or a tombstone for it", file=page.name, line=page.line(("doc_id",)))
        previous = number
    released = corpus.newest.get("documents") if corpus.newest else None
    for id in released if isinstance(released, dict) and not corpus.unreleased else ():
        if contract.doc_id_pattern().fullmatch(id) and int(id[2:]) > previous and id not in excused:
            expected = (
                f"the page {id} of release {corpus.newest.version}, a tombstone for it, or a note under Unreleased"
            )
            yield Fault((), f"no {id}", expected, file=f"corpus/annotations/{id}.json")


def _numbered(pages) -> list[tuple[int, object]]:
    """The pages with the number of their id, in order."""
    return sorted(
        ((int(p.doc_id[2:]), p) for p in pages if contract.doc_id_pattern().fullmatch(p.doc_id)),
        key=lambda pair: pair[0],
    )


@rule(
    "id-buried",
    level=5,
    scope="corpus",
    guide=ADD,
    meaning="The id of a page that was taken down is not used again.",
    why="Old citations of the id must not lead to another page.",
    example="`corpus/annotations/mg0004.json` while corpus/tombstones.json names mg0004.",
    fix="give the new page the next free id",
)
def id_buried(corpus):
    for page in corpus.pages:
        if page.source.path.stem in corpus.buried:
            yield Fault((), f"a page {page.source.path.stem}", "none: the id has a tombstone", file=page.name)


@rule(
    "page-twice",
    level=5,
    scope="corpus",
    guide=ADD,
    meaning="No page is in the corpus twice.",
    why="A copy counts double in every figure, and lets test data leak into training data.",
    example="mg0005 has the very text of mg0002.",
    fix="remove the copy that was added later",
)
def page_twice(corpus):
    first: dict[str, object] = {}
    for page in corpus.pages:
        if page.text is not None and page.sound("doc_id"):
            other = first.setdefault(page.text, page)
            if other is not page:
                yield Fault(
                    ("text", "sha256"),
                    f"the text of {other.doc_id}, similarity 1.00",
                    "a page of its own",
                    file=page.name,
                    line=page.line(("text", "sha256")),
                )


@rule(
    "page-near",
    level=5,
    scope="corpus",
    severity="warning",
    guide=ADD,
    meaning="Two pages have nearly the same body.",
    why="Reprints and later versions of an article are worth knowing of, for splits and for counts. A warning: they "
    "may be meant.",
    example="mg0005 is mg0002 as another outlet printed it, similarity 0.93.",
    fix="nothing, if both are meant; else remove the one that was added later",
)
def page_near(corpus):
    rows = {page: _rows(page) for page in corpus.pages if page.text is not None}
    lookup, told = defaultdict(list), set()
    for page, own in rows.items():
        for key in sorted(own)[:SKETCH]:
            for other in lookup[key]:
                if (page, other) not in told and page.text != other.text:
                    told.add((page, other))
                    both = rows[other]
                    similarity = len(own & both) / len(own | both)
                    if similarity >= NEAR:
                        yield Fault(
                            ("spans",),
                            f"a body like that of {other.doc_id}, similarity {similarity:.2f}",
                            f"less than {NEAR:.2f}",
                            file=page.name,
                            line=page.line(("spans",)),
                        )
            lookup[key].append(page)


def _rows(page) -> set[bytes]:
    """The hashes of all rows of words in a page's body."""
    body = " ".join(page.span_text(i) or "" for i, zone in enumerate(page.zones()) if zone == "body")
    words = re.findall(r"\w+", body.lower())
    rows = (" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1)))
    return {blake2b(row.encode(), digest_size=8).digest() for row in rows} if words else set()
