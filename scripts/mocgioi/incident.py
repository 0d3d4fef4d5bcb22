"""An incident: one fault as a value. Rules find faults, this says what one is, mocgioi.report prints it."""

import json
from dataclasses import asdict, dataclass

SHOWN = 72
"""Characters of a quoted text that are shown; what is longer is cut around the place that matters."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: `path` leads to the faulty value inside its file, keys and indexes from the root.

    `found`, `expected` and `fix` are ready to read; without `fix` the rule's own is told. `file` and `line` are set only
    when the place is not what the subject and the path give.
    """

    path: tuple = ()
    found: str = ""
    expected: str = ""
    fix: str | None = None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault with everything a person needs to mend it.

    `line` counts from 1 in `file` and is null where a file has no lines; `path` is a breadcrumb such as
    `spans[3] agency`; `severity` is `error` or `warning`.
    """

    rule: str
    level: int
    severity: str
    file: str
    line: int | None
    path: str
    message: str
    found: str
    expected: str
    fix: str

    def as_dict(self) -> dict:
        """The incident as plain values, in the order of the fields."""
        return asdict(self)


def breadcrumb(path: tuple) -> str:
    """A path as people write it: `metadata.published.spans[0]`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{plain(step)}" for step in path)
    return steps.removeprefix(".")


def plain(text: str) -> str:
    """Text on one line, whatever cannot be printed written as an escape."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in str(text))


def quoted(value, at: int = 0) -> str:
    """A value in JSON form on one line; a long text is cut to what stands around offset `at`."""
    if not isinstance(value, str):
        try:
            shown = plain(json.dumps(value, ensure_ascii=False))
        except (ValueError, RecursionError):  # a number too long to write down, or nesting without end
            return "a value too large to show"
        return shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"
    start = max(0, min(at - SHOWN // 2, len(value) - SHOWN))
    piece = value[start : start + SHOWN]
    head, tail = "…" * (start > 0), "…" * (start + SHOWN < len(value))
    return head + plain(json.dumps(piece, ensure_ascii=False)) + tail


def differing(found: str, expected: str) -> int:
    """Offset of the first character in which two texts differ."""
    pairs = enumerate(zip(found, expected, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(found), len(expected)))


def listed(values, last: str = "or") -> str:
    """Values as a list in words: `a, b or c`."""
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else "nothing"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 page`, `2 pages`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
