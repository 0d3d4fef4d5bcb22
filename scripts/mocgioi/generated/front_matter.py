"""The README's front matter: what `load_dataset` reads."""

from pathlib import Path, PurePosixPath

from mocgioi import card, release

TARGET = "README.md"


def render(root: Path) -> str:
    place = release.folder(root=root)
    return card.front_matter(release.read_manifest(place), PurePosixPath(place.relative_to(root).as_posix()))
