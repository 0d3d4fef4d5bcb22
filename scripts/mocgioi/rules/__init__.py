"""The rules, one small generator each, in one table.

A rule is registered with everything there is to say about it: `@rule("span-gap", level=3, ...)` over a function that
takes a subject and yields faults. What runs them is mocgioi.checking; what prints them is mocgioi.report; the list for
people, corpus/RULES.md, is generated from here.
"""

import difflib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from mocgioi.errors import MocgioiError
from mocgioi.incident import Fault

LEVELS = {
    1: "bytes and files",
    2: "JSON Schema",
    3: "spans and grounding",
    4: "the page as a whole",
    5: "the corpus and its releases",
}
"""What the rules of each level look at."""

MODULES = (
    "files",
    "raw",
    "shape",
    "spans",
    "groups",
    "facts",
    "whole",
    "rows",
    "tree",
    "pages",
    "releases",
    "versions",
    "dispensations",
)
"""The modules of this package that hold rules, in the order in which their rules are listed and run."""


@dataclass(frozen=True)
class Rule:
    """A rule: `scope` names the kind of subject that `check` takes; `guide` is a document and a heading in it.

    `since` is the first release that was made under the rule; pages released before may be dispensed from it.
    """

    id: str
    level: int
    scope: str
    severity: str
    meaning: str
    why: str
    example: str
    fix: str
    guide: tuple[str, str]
    check: Callable[..., Iterator[Fault]]
    since: str


_table: dict[str, Rule] = {}


def rule(
    id: str, *, level: int, scope: str, severity: str = "error", guide: str, since: str = "1.0.0", **words: str
) -> Callable:
    """Register the function below as the check of a rule; `guide` is written `FILE: heading`."""

    def register(check):
        if id in _table:
            raise ValueError(f"rule {id} is registered twice")
        document, heading = guide.split(": ", 1)
        _table[id] = Rule(id, level, scope, severity, guide=(document, heading), check=check, since=since, **words)
        return check

    return register


@cache
def table() -> dict[str, Rule]:
    """Every rule by id: by level, then in the order of their modules, whichever of these was imported first."""
    place = {importlib.import_module(f"{__name__}.{name}").__name__: number for number, name in enumerate(MODULES)}
    return dict(sorted(_table.items(), key=lambda item: (item[1].level, place[item[1].check.__module__])))


@cache
def of(scope: str) -> list[Rule]:
    """The rules for one kind of subject, in the order in which they run."""
    return [rule for rule in table().values() if rule.scope == scope]


def known(ids: list[str]) -> set[str]:
    """The ids as a set. Raises MocgioiError for one that no rule has, naming the nearest."""
    rules = table()
    for id in ids:
        if id not in rules:
            near = nearest(id, rules)
            hint = f"did you mean {near}?" if near else "corpus/RULES.md lists all rules"
            raise MocgioiError(f"rule {id!r}: not known, expected the id of a rule", hint)
    return set(ids)


def nearest(word: object, words) -> str | None:
    """The one of `words` that a misspelt word most resembles, or None."""
    close = difflib.get_close_matches(str(word), [str(w) for w in words], n=1, cutoff=0.6)
    return close[0] if close else None
