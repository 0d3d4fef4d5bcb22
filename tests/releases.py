"""Repositories of invented releases, for the tests of what is done with releases."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from mocgioi import registry, release
from mocgioi.paths import home
from tests.conftest import put_page

SECOND = "Chợ phiên vùng cao\nBà con xuống chợ từ sáng sớm.\nCòn nữa\n"
SECOND_SPANS = [("Chợ phiên vùng cao", "title"), ("Bà con xuống chợ từ sáng sớm.", "lede"), ("Còn nữa", "residue")]
COPIED = (
    "README.md", "DATASHEET.md", "CITATION.cff", "CHANGELOG.md", ".zenodo.json", "pyproject.toml", ".gitignore",
    ".gitattributes", "CONTRIBUTING.md", "LICENSE", "corpus", "schema", "scripts/mocgioi",
)  # fmt: skip
"""What of this checkout takes part in a release."""
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


def git(root: Path, *words: str) -> str:
    """Run Git in `root` as somebody, whatever the settings of who runs the tests; its output."""
    who = [
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    ]
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout


def commit(root: Path) -> None:
    """Commit everything in `root`."""
    git(root, "add", "--all")
    git(root, "commit", "-qm", "state")


def two_tagged(root: Path) -> Path:
    """A Git checkout with two releases, each committed and tagged, each under a card of its own."""
    from mocgioi.generated import front_matter

    git(checkout(root), "init", "-q")
    (root / ".gitattributes").write_text("* text=auto eol=lf\ncorpus/raw/** -text\ncorpus/releases/** -text\n")
    (root / "DATASHEET.md").write_text("# Datasheet\n")
    (root / "schema").mkdir()
    (root / "schema" / "common.schema.json").write_text("{}\n")
    for version in ("1.0.0", "1.1.0"):
        cut(root, version)
        (root / "README.md").write_text(front_matter.render(root) + "\nA corpus.\n", "utf-8")
        commit(root)
        git(root, "tag", f"v{version}")
        put_page(root, "mg0003")
    return root


def unreleased(root, line="- Words."):
    """Have the changelog say this under Unreleased, and nothing else."""
    path = root / "CHANGELOG.md"
    note = f"## [Unreleased]\n\n{line}\n\n" if line else "## [Unreleased]\n\n"
    path.write_text(
        re.sub(r"## \[Unreleased\]\n.*?(?=^## |\Z)", note, path.read_text("utf-8"), count=1, flags=re.M | re.S), "utf-8"
    )


def ready(root: Path, copy: Path) -> Path:
    """A copy of this checkout as a Git repository, with something to release; without the thousand pages to practise on."""
    for name in COPIED:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "practice"))
        else:
            shutil.copy(root / name, copy / name)
    git(copy, "init", "-q")
    unreleased(copy)
    commit(copy)
    return copy
