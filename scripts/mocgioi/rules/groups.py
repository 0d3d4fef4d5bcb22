"""Level 3: groups tie the parts of one figure or one card."""

from itertools import pairwise

from mocgioi.incident import Fault, listed
from mocgioi.rules import rule

GUIDE = "corpus/GUIDE.md: Groups"
PARTS = {
    "figure": ("image_file", "image_alt", "caption"),
    "card": ("related_alt", "related_title", "related_teaser", "related_meta"),
}
"""The labels that each kind of group may hold."""
REPEATED = ("related_meta",)
"""Labels that one group may hold more than once: a card prints its date and its section on lines of their own."""


@rule(
    "group-kind",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A figure holds image_file, image_alt and caption; a card holds related_alt, related_title, related_teaser "
    "and related_meta.",
    why="Readers take groups for pictures with their texts and for cards of other articles.",
    example="A `related_title` in `figure-1`.",
    fix="correct the group or the label; a span that stands alone has the group null",
)
def group_kind(page):
    for i, group, label in _members(page):
        kind = group.partition("-")[0]
        if label not in PARTS[kind]:
            found = f'{label} in "{group}"'
            yield Fault(("spans", i, "group"), found, f"{listed(PARTS[kind])} in a {kind}, or the group null")
            page.suspected.add(i)  # the label may be the wrong one of the two


@rule(
    "group-twice",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A group holds each part once; only related_meta may repeat.",
    why="Two headlines are two cards, two captions two figures.",
    example="Two `caption` spans in `figure-1`.",
    fix="give the second part the group that it belongs to",
)
def group_twice(page):
    for group, members in _groups(page).items():
        seen: dict[str, int] = {}
        for i, label in members:
            if label in seen and label not in REPEATED:
                stray = _stray(members, seen[label], i)
                found = f'{label} in "{group}" twice, spans[{seen[label]}] and spans[{i}]'
                yield Fault(("spans", stray, "group"), found, f"one {label} in each group")
                break
            seen[label] = i


@rule(
    "group-apart",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="The parts of a group stand next to each other.",
    why="A figure or card is one thing on the page; parts far apart were tied by mistake.",
    example="A caption at the end of the page in the group of the first picture.",
    fix="give the part that stands apart the group of its neighbours, or null",
)
def group_apart(page):
    for group, members in _groups(page).items():
        places = [i for i, _ in members]
        for before, after in pairwise(places):
            if after != before + 1 and all(page.sound("spans", i) for i in range(before, after + 1)):
                i = _stray(members, before, after)
                found = f'"{group}" at spans[{before}] and again at spans[{after}]'
                yield Fault(("spans", i, "group"), found, "the parts of a group next to each other")
                break


@rule(
    "group-single",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="A group ties two parts or more.",
    why="A part that stands alone has no group; a group of one means that another part has lost it.",
    example="A caption in `figure-2`, and its picture's image_alt with the group null.",
    fix="give the other part the same group, or set the group null",
)
def group_single(page):
    for group, members in _groups(page).items():
        i, label = members[0]
        if len(members) == 1 and _undisturbed(page, i):
            yield Fault(("spans", i, "group"), f'{label} alone in "{group}"', "two parts or more, or the group null")


@rule(
    "group-number",
    level=3,
    scope="page",
    guide=GUIDE,
    meaning="Groups are numbered from 1 in the order of the page, figures and cards each for themselves.",
    why="One numbering makes two annotations of a page comparable.",
    example="`card-3` before `card-2`.",
    fix="number the groups in the order of the page",
)
def group_number(page):
    if page.counted <= page.n_spans:
        return  # the order of the page is not that of the list
    for kind in PARTS:
        groups = [(members[0][0], group) for group, members in _groups(page).items() if group.startswith(kind)]
        for number, (i, group) in enumerate(sorted(groups), 1):
            if group != f"{kind}-{number}":
                if all(_undisturbed(page, k) for k, _ in groups):
                    yield Fault(
                        ("spans", i, "group"), f'"{group}"', f'"{kind}-{number}", the next in the order of the page'
                    )
                break


def _members(page):
    """(span, group, label) of every span with a group, where nothing about the span has been reported."""
    for i in range(page.n_spans):
        group, label = page.get("spans", i, "group"), page.label(i)
        if isinstance(group, str) and label is not None and page.settled(i):
            yield i, group, label


def _groups(page) -> dict[str, list[tuple[int, str]]]:
    """The members of each group as (span, label), in order."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for i, group, label in _members(page):
        groups.setdefault(group, []).append((i, label))
    return groups


def _stray(members: list[tuple[int, str]], a: int, b: int) -> int:
    """Which of two members of a group is the stranger: the one that stands farther from its nearest fellow."""
    places = [i for i, _ in members]
    alone = {i: min((abs(i - other) for other in places if other != i), default=0) for i in (a, b)}
    return a if alone[a] > alone[b] else b


def _undisturbed(page, i: int, reach: int = 3) -> bool:
    """Whether nothing has been reported of a span's neighbours: a part that is missing may have gone with it."""
    return all(page.sound("spans", k) for k in range(max(0, i - reach), min(page.n_spans, i + reach + 1)))
