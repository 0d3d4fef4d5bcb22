"""Boilerplate removers from PyPI on plain text: each takes a page and its language and gives the lines it keeps.

None of them was made for text without HTML; each is given a page line by line, as a block without links. They are
measured as a user of a plain-text crawl would have to use them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace

Keep = Callable[[str, str], list[tuple[int, int]]]
LANGUAGES = {
    "vi": "Vietnamese", "en": "English", "de": "German", "el": "Greek", "pl": "Polish", "ru": "Russian", "fr": "French",
    "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "sv": "Swedish", "tr": "Turkish",
}  # fmt: skip
"""Names of jusText's stop lists by language code; a page in another language gets all lists together."""


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that holds something, in code points."""
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield match.span()


def keep_all(text: str, lang: str) -> list[tuple[int, int]]:
    """Everything."""
    return list(lines_of(text))


@cache
def _stop_words(lang: str) -> frozenset[str]:
    import justext

    if lang in LANGUAGES:
        return justext.get_stoplist(LANGUAGES[lang])
    return frozenset(word for name in justext.get_stoplists() for word in justext.get_stoplist(name))


def justext_lines(text: str, lang: str) -> list[tuple[int, int]]:
    """jusText's classifier with its own thresholds, each line a paragraph, link density 0."""
    from justext import core
    from justext.paragraph import Paragraph

    spans, paragraphs = list(lines_of(text)), []
    for start, end in spans:
        paragraph = Paragraph(SimpleNamespace(dom="body.p", xpath="/body/p"))
        paragraph.append_text(text[start:end])
        paragraphs.append(paragraph)
    core.classify_paragraphs(paragraphs, _stop_words(lang))
    core.revise_paragraph_classification(paragraphs)
    return [span for span, paragraph in zip(spans, paragraphs, strict=True) if not paragraph.is_boilerplate]


@cache
def _c4():
    from datatrove.pipeline.filters import C4QualityFilter

    return C4QualityFilter(
        remove_citations=False, min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False
    )


def c4_lines(text: str, lang: str) -> list[tuple[int, int]]:
    """datatrove's C4QualityFilter on single lines; the rules that drop a whole page are off."""
    kept = []
    for start, end in lines_of(text):
        line = SimpleNamespace(text=text[start:end])
        if _c4().filter(line) is True and line.text:
            kept.append((start, end))
    return kept


def boilerpy3_lines(text: str, lang: str) -> list[tuple[int, int]]:
    """boilerpipe's ArticleExtractor in Python, each line a <p>; its blocks are found again by their text."""
    import html

    from boilerpy3 import extractors

    spans = list(lines_of(text))
    page = "".join(f"<p>{html.escape(text[start:end])}</p>" for start, end in spans)
    document = extractors.ArticleExtractor(raise_on_failure=False).get_doc(f"<html><body>{page}</body></html>")
    kept, at = [], 0
    for block in document.text_blocks:
        for piece in block.text.split("\n"):
            wanted = "".join(piece.split())
            while at < len(spans) and "".join(text[slice(*spans[at])].split()) != wanted:
                at += 1
            if at < len(spans) and block.is_content:
                kept.append(spans[at])
            at += 1
    return kept


PEERS: dict[str, Keep] = {
    "keep everything": keep_all,
    "jusText on lines": justext_lines,
    "C4 rule on lines (datatrove)": c4_lines,
    "boilerpy3 on lines": boilerpy3_lines,
}
