"""The README's front matter: what `load_dataset` reads."""

from pathlib import Path, PurePosixPath

from mocgioi import card, registry, release

TARGET = "README.md"


def render(root: Path) -> str:
    place = release.folder(root=root)
    return card.front_matter(registry.current(place), PurePosixPath(place.relative_to(root).as_posix()))
