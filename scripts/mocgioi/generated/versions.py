"""The README's table of releases, from their manifests."""

from pathlib import Path

from mocgioi import registry, release
from mocgioi.console import markdown

TARGET = "README.md"


def render(root: Path) -> str:
    rows = []
    index = registry.read(root)
    for version in reversed(release.versions(root)):
        manifest = registry.current(release.folder(version, root))
        gone = len(manifest["documents"]) - manifest["counts"]["documents"]
        rows.append(
            (
                version,
                manifest["date"],
                f"{manifest['counts']['documents']} ({gone} withdrawn)" if gone else manifest["counts"]["documents"],
                f"`{manifest['digest']}`",
                f"`{index[version]['swhid']}`" if version in index else "",
            )
        )
    return markdown(rows, ("version", "date", "pages", "release digest (SHA-256)", "SWHID of the folder"))
