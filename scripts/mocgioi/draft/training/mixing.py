"""More Vietnamese pages out of few: the head of one, the article of another, the lists of a third; or without an article."""

import numpy as np

from mocgioi.draft.labels import BOILERPLATE, LABELS, ZONE_OF

from .pages import Labelled

Lines = list[tuple[str, str | None]]
_ARTICLE = {label for label, zone in zip(LABELS, ZONE_OF, strict=True) if zone != BOILERPLATE}
_SOMETIMES_WITHOUT = (
    (0.3, {"related_alt"}),
    (0.3, {"image_alt"}),
    (0.35, {"block_heading"}),
    (0.15, {"related_teaser"}),
    (0.15, {"byline", "published", "category"}),
)
_TAGS = ("", "", "", "", "(Báo Thử) - ", "TT - ", "BT - ")
_DATES = (
    "{0} giờ trước",
    "{0} phút trước",
    "{0}/{1}/2023",
    "{0}:{1} {2}/{3}/2022",
    "Thời sự - {0} giờ trước",
    "{0}/{1}/2021 | 0{2}:{3}",
)


def mixed(pages: list[Labelled], count: int, seed: int) -> list[Labelled]:
    """At most ``count`` pages; those that come out with fewer than three lines are dropped."""
    random = np.random.default_rng(seed)
    sites = [page.site for page in pages]
    share = np.array([1 / np.sqrt(sites.count(site)) for site in sites])
    parts = [_parts(page.lines) for page in pages]
    told = share * [bool(article) for _, article, _ in parts]
    prose = [text for page in pages for text, label in page.lines if label in ("lede", "paragraph") and len(text) > 80]

    def some(weights) -> int:
        return int(random.choice(len(pages), p=weights / weights.sum()))

    out = []
    for number in range(count):
        head_of, article_of, tail_of = some(share), some(told), some(share)
        lines = _mix(random, pages, parts, head_of, article_of, tail_of)
        if random.random() < 0.5:
            lines = _as_cards(random, lines, prose)
        for chance, labels in _SOMETIMES_WITHOUT:
            if random.random() < chance:
                lines = [line for line in lines if line[1] not in labels]
        if sum(label is not None for _, label in lines) >= 3:
            out.append(Labelled(f"mixed {number}", pages[article_of].site, lines))
    return out


def _mix(random, pages, parts, head_of: int, article_of: int, tail_of: int) -> Lines:
    kind = random.random()
    head, article, tail = parts[head_of][0], parts[article_of][1], parts[tail_of][2]
    if kind < 0.2:
        return _thinned(random, pages[head_of].lines)
    if kind < 0.35:
        more = _piece(random, tail) if random.random() < 0.5 else []
        return _piece(random, head + parts[head_of][2]) + more
    if kind < 0.45:
        return article
    if not parts[head_of][1]:
        head = _piece(random, head)
    if not parts[tail_of][1]:
        tail = _piece(random, parts[tail_of][0])
    if random.random() < 0.3:
        head = _piece(random, head)
    if random.random() < 0.3:
        tail = _piece(random, tail)
    if random.random() < 0.3:
        head = []
    if random.random() < 0.3 and len(article) > 8:
        article = article[: int(random.integers(4, len(article)))]
    return head + article + tail


def _as_cards(random, lines: Lines, prose: list[str]) -> Lines:
    """Headlines of other articles made into cards: a picture's text before, a summary or a date behind, as sites do;
    some sites put headline and summary on one line.

    The summaries are cut from articles, so that nothing but their place gives them away.
    """
    doubled, told, dated, joined = random.random(4) < (0.4, 0.8, 0.4, 0.25)
    chance, tag = 0.4 + 0.6 * random.random(), _TAGS[random.integers(len(_TAGS))]
    out = []
    for text, label in lines:
        if label != "related_title":
            out.append((text, label))
            continue
        if doubled:
            out.append((text, "related_alt"))
        if joined:
            out.append((text.strip() + tag + _summary(random, prose), label))
            continue
        out.append((text, label))
        if dated and random.random() < chance:
            out.append((_DATES[random.integers(len(_DATES))].format(*random.integers(1, 29, 4)), "related_meta"))
        if told and random.random() < chance:
            out.append((tag + _summary(random, prose), "related_teaser"))
    return out


def _summary(random, prose: list[str]) -> str:
    """The first sentence or two of some text, or what fits into a card, with dots."""
    text, size = prose[random.integers(len(prose))].strip(), int(random.integers(70, 280))
    stop = text.find(". ", size)
    if random.random() < 0.5 and 0 < stop < 400:
        return text[: stop + 1]
    return text[:size].rsplit(" ", 1)[0] + ("..." if random.random() < 0.6 else "")


def _parts(lines: Lines) -> tuple[Lines, Lines, Lines]:
    """What stands before the article, the article, what stands behind; all before where there is none."""
    own = [number for number, (_, label) in enumerate(lines) if label in _ARTICLE]
    if not own:
        return lines, [], []
    return lines[: own[0]], lines[own[0] : own[-1] + 1], lines[own[-1] + 1 :]


def _piece(random, lines: Lines) -> Lines:
    if len(lines) < 4:
        return list(lines)
    first = int(random.integers(0, len(lines) - 2))
    return lines[first : first + int(random.integers(4, 80))]


def _thinned(random, lines: Lines) -> Lines:
    """A quarter of the stretches without any line of the article left out."""
    out, number = [], 0
    while number < len(lines):
        size = int(random.integers(3, 15))
        stretch = lines[number : number + size]
        if any(label in _ARTICLE for _, label in stretch) or random.random() > 0.25:
            out += stretch
        number += size
    return out
