"""Level 1: everything in corpus/ is a file that belongs there."""

from pathlib import Path

from mocgioi.incident import Fault
from mocgioi.rules import rule
from mocgioi.subjects.file import File

GUIDE = "corpus/README.md: What lies where"
HOMES = {
    "annotations": ({".json"}, "<doc_id>.json"),
    "raw": ({".txt"}, "<doc_id>.txt"),
}
"""The folders of pages: the endings of their files, and how they are named."""


@rule(
    "file-stray",
    level=1,
    scope="corpus",
    guide=GUIDE,
    meaning="The folders raw and annotations hold pages, and nothing else.",
    why="Copies, notes and leftovers of editors would be published with the pages.",
    example="`corpus/annotations/mg0001.json.bak`",
    fix="move the file out of the corpus, or give it the name of its page",
)
def file_stray(corpus):
    for name, (endings, form) in HOMES.items():
        for path in sorted(corpus.folder(name).glob("*")):
            page = path.suffix in endings and _named_like_a_page(path) and not path.name.startswith(".")
            if not page and not (name == "annotations" and path.suffix == ".json"):
                if corpus.is_lost_page(path):
                    continue  # raw-missing tells how to rename it
                what = "a folder" if path.is_dir() else "a file"
                yield Fault((), what, f"files named {form}", file=File(path, corpus.root).name)


@rule(
    "raw-unannotated",
    level=1,
    scope="corpus",
    guide="CONTRIBUTING.md: Add a page",
    meaning="Every raw page has an annotation.",
    why="A page without one is in no table: it is work that was forgotten, or a file under a wrong name.",
    example="`corpus/raw/mg0005.txt` and no `corpus/annotations/mg0005.json`.",
    fix="annotate the page, or remove it",
)
def raw_unannotated(corpus):
    annotated = {page.doc_id for page in corpus.pages} | {page.source.path.stem for page in corpus.pages}
    for path in sorted(corpus.folder("raw").glob("*.txt")):
        if not _named_like_a_page(path) or path.stem in annotated:
            continue
        if not corpus.is_lost_page(path):
            yield Fault(
                (),
                "a page without annotation",
                f"corpus/annotations/{path.stem}.json",
                file=File(path, corpus.root).name,
            )


@rule(
    "file-missing",
    level=1,
    scope="corpus",
    guide=GUIDE,
    meaning="A corpus has its list of sources, its changelog and its citation file.",
    why="Without them nobody can tell where pages come from, what changed, and how to cite.",
    example="`corpus/sources.json` was not committed.",
    fix="put the file back",
)
def file_missing(corpus):
    for name in ("corpus/sources.json", "CHANGELOG.md", "CITATION.cff", "README.md"):
        path = corpus.root / name
        if not path.is_file() and not (name.endswith(".json") and (path.exists() or path.is_symlink())):
            yield Fault((), "no such file", name, file=name)


def _named_like_a_page(path: Path) -> bool:
    digits = path.stem.removeprefix("mg")
    return path.stem.startswith("mg") and digits.isascii() and digits.isdigit() and len(digits) >= 4
