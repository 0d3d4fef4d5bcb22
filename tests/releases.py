"""Repositories of invented releases, for the tests of what is done with releases."""

import json
import shutil
from pathlib import Path

from mocgioi import registry, release
from mocgioi.paths import home
from tests.conftest import put_page

SECOND = "Chợ phiên vùng cao\nBà con xuống chợ từ sáng sớm.\nCòn nữa\n"
SECOND_SPANS = [("Chợ phiên vùng cao", "title"), ("Bà con xuống chợ từ sáng sớm.", "lede"), ("Còn nữa", "residue")]
ABOUT = ("CITATION.cff", "corpus/responsible-ai.json")


def checkout(root: Path) -> Path:
    """A checkout of two pages, with what a release says about the corpus."""
    put_page(root, "mg0001")
    put_page(root, "mg0002", SECOND, SECOND_SPANS)
    for name in ABOUT:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(home() / name, root / name)
    return root


def cut(root: Path, version: str, date: str = "2026-01-02") -> Path:
    """Freeze the checkout at `root` as a release, with its entry in the index; the folder."""
    built = release.build(release.documents_of(root), version, date, "0" * 40, root=root)
    place = root / release.FOLDER / version
    release.write(built, place)
    (root / registry.FILE).write_text(registry.dumps(registry.read(root) | {version: registry.entry(built.files)}))
    return place


def edit(root: Path, doc_id: str, change) -> None:
    """Apply `change` to the annotation of a page, in place."""
    path = root / "corpus" / "annotations" / f"{doc_id}.json"
    page = json.loads(path.read_text("utf-8"))
    change(page)
    path.write_text(json.dumps(page, ensure_ascii=False), "utf-8")
