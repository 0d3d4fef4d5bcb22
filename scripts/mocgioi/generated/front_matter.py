"""The README's front matter: what `load_dataset` reads. It describes the newest release, so it follows that contract."""

from pathlib import Path, PurePosixPath

from mocgioi import card, contract, registry, release

TARGET = "README.md"


def render(root: Path) -> str:
    place = release.folder(root=root)
    folder = PurePosixPath(place.relative_to(root).as_posix())
    return card.front_matter(registry.current(place), folder, contract.reader(release.read_contract(place)))
