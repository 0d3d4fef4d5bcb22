"""The README's table of releases, from their manifests."""

from pathlib import Path

from mocgioi import release
from mocgioi.console import markdown

TARGET = "README.md"


def render(root: Path) -> str:
    rows = []
    for version in reversed(release.versions(root)):
        manifest = release.read_manifest(release.folder(version, root))
        rows.append((version, manifest["date"], manifest["counts"]["documents"], f"`{manifest['digest']}`"))
    return markdown(rows, ("version", "date", "pages", "release digest (SHA-256)"))
