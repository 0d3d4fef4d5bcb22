"""The README's table of labels, each with its zone, meaning and number of spans in the newest release."""

from collections import Counter
from pathlib import Path

from mocgioi import contract
from mocgioi.console import markdown
from mocgioi.loading import load

TARGET = "README.md"


def render(root: Path) -> str:
    counts = Counter(load("spans", root=root)["label"].to_pylist())
    rows = [(f"`{x.name}`", x.zone, x.description, counts[x.name]) for x in contract.labels().values()]
    return markdown(rows, ("label", "zone", "meaning", "spans"))
