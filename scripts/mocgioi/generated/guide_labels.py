"""The guide's list of zones and labels, from the common schema."""

from pathlib import Path

from mocgioi import contract
from mocgioi.console import markdown

TARGET = "corpus/GUIDE.md"


def render(root: Path) -> str:
    parts = []
    for zone, about in contract.choices("zone").items():
        rows = [(f"`{x.name}`", x.description) for x in contract.labels().values() if x.zone == zone]
        parts.append(f"### Zone `{zone}`\n\n{about}\n\n" + markdown(rows, ("label", "what it is")))
    return "\n".join(parts)
