"""Generated parts of hand-written files, one module each.

A module names its `TARGET` file and `render(root)` gives the text; the part's name is the module's, with hyphens. It
stands between two marker comments, except for the front matter, which stands at the very start of the README, and for
JSON files and pictures, which are generated whole.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from mocgioi.errors import MocgioiError

WHOLE = (".json", ".svg")
"""Endings of files that are generated as a whole."""


def parts() -> Iterator[tuple[str, str, object]]:
    """Every generated part: its name, its target file, its render function."""
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        yield found.name.replace("_", "-"), module.TARGET, module.render


def fresh(root: Path) -> dict[str, str]:
    """The text that each file with generated parts ought to have, by the file's path inside `root`."""
    texts: dict[str, str] = {}
    for name, target, render in parts():
        text = texts[target] if target in texts else read(root / target)
        texts[target] = with_part(text, name, render(root), target)
    return texts


def stale(root: Path) -> dict[str, str]:
    """The part of `fresh` that differs from what stands in `root`."""
    return {path: text for path, text in fresh(root).items() if read(root / path) != text}


def read(path: Path) -> str:
    """What stands in a target; a file that is generated as a whole may not be there yet."""
    if path.suffix in WHOLE and not path.exists():
        return ""
    return path.read_text("utf-8")


def with_part(text: str, name: str, body: str, target: str) -> str:
    """The text of file `target` with part `name` replaced by `body`. Raises MocgioiError without the part's markers."""
    if name == "front-matter":
        rest = text.split("---\n", 2)[2] if text.startswith("---\n") else text
        return body + rest
    if target.endswith(WHOLE):
        return body
    mark = "<!-- {} generated: {} -->\n" if target.endswith(".md") else "# {} generated: {}\n"
    begin, end = mark.format("begin", name), mark.format("end", name)
    if text.count(begin) != 1 or text.count(end) != 1:
        raise MocgioiError(
            f"{target}: found {text.count(begin)} and {text.count(end)} markers of the part {name}, expected 1 and 1",
            f"put the lines {begin.strip()} and {end.strip()} around the part",
        )
    head, rest = text.split(begin)
    return head + begin + body + end + rest.split(end)[1]
