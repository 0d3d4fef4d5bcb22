"""The whole of .zenodo.json, which Zenodo reads when it archives a release."""

from pathlib import Path

from mocgioi import citation

TARGET = ".zenodo.json"


def render(root: Path) -> str:
    return citation.formats()["zenodo"](citation.work(root))
