"""The README's table of releases, from their manifests."""

from pathlib import Path

from mocgioi import registry, release
from mocgioi.console import markdown

TARGET = "README.md"


def render(root: Path) -> str:
    rows = []
    index = registry.read(root)
    for version in reversed(release.versions(root)):
        manifest = release.read_manifest(release.folder(version, root))
        rows.append(
            (
                version,
                manifest["date"],
                manifest["counts"]["documents"],
                f"`{manifest['digest']}`",
                f"`{index[version]['swhid']}`" if version in index else "",
            )
        )
    return markdown(rows, ("version", "date", "pages", "release digest (SHA-256)", "SWHID of the folder"))
