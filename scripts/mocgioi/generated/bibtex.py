"""The README's BibTeX entry of the newest release."""

from pathlib import Path

from mocgioi import citation

TARGET = "README.md"


def render(root: Path) -> str:
    return f"```bibtex\n{citation.formats()['bibtex'](citation.work(root))}```\n"
