"""Shared by all tests: the checkout, a small checkout of our own, and a way to run the command line."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from mocgioi import annotation, cli
from mocgioi.text import read_text, sha256

ROOT = Path(__file__).resolve().parent.parent

# The same examples in every run, and no deadline: the machines that run the tests differ in speed.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

PAGE = "Thứ hai, 01/01/2024\n\nCầu mới qua sông\n(ABC) - Sáng 1/1, cầu mới mở cửa.\n\n \nẢnh cầu.\nCùng chuyên mục\nTin khác"
SPANS = [
    ("Thứ hai, 01/01/2024", "clock"),
    ("Cầu mới qua sông", "title"),
    ("(ABC) -", "agency"),
    ("Sáng 1/1, cầu mới mở cửa.", "lede"),
    ("Ảnh cầu.", "caption"),
    ("Cùng chuyên mục", "block_heading"),
    ("Tin khác", "related_title"),
]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout that the tests belong to."""
    return ROOT


@dataclass
class Ran:
    """What a run of the command line left."""

    code: int
    out: str
    err: str


@pytest.fixture
def mocgioi(capsys):
    """Run the command line in this process: `mocgioi("build", "--root", path)`."""

    def run(*argv) -> Ran:
        code = cli.main([str(word) for word in argv])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def spawn(*argv, cwd=ROOT, **environment) -> subprocess.CompletedProcess:
    """Run Python in a process of its own, with variables added to the environment."""
    return subprocess.run(
        [sys.executable, *map(str, argv)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def make_annotation(doc_id: str, raw: bytes, spans=SPANS, encoding: str = "utf-8", **facts) -> dict:
    """An annotation of `raw`, whose spans are given as (quote, label) in order; `facts` replace absent metadata."""
    text = read_text(raw, encoding)
    found, at = [], 0
    for quote, label in spans:
        start = text.text.index(quote, at)
        at = start + len(quote)
        found.append({"start": start, "end": at, "label": label, "group": None, "quote": quote})
    absent = {"value": None, "basis": "absent", "spans": [], "note": None}
    lists = dict.fromkeys(("authors", "places"), absent | {"value": []})
    fields = json.loads((ROOT / "schema" / "annotation.schema.json").read_text("utf-8"))
    names = fields["properties"]["metadata"]["required"]
    return {
        "doc_id": doc_id,
        "source": "test-outlet",
        "guide": "1.0",
        "raw": {
            "file": f"corpus/raw/{doc_id}.txt",
            "original_name": f"{doc_id}.saved.txt",
            "bytes": len(raw),
            "sha256": sha256(raw),
            "encoding": encoding,
        },
        "text": {"recipe": "text-1", "chars": len(text.text), "sha256": sha256(text.text)},
        "metadata": {name: facts.get(name, lists.get(name, absent)) for name in names},
        "spans": found,
    }


def put_page(root: Path, doc_id: str, page: str | bytes = PAGE, spans=SPANS, **facts) -> dict:
    """Add a page with its annotation to the checkout at `root`."""
    raw = page.encode() if isinstance(page, str) else page
    made = make_annotation(doc_id, raw, spans, **facts)
    for path, data in (
        (root / "corpus" / "raw" / f"{doc_id}.txt", raw),
        (root / "corpus" / "annotations" / f"{doc_id}.json", annotation.dumps(made).encode()),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return made


@pytest.fixture
def small(tmp_path) -> Path:
    """A checkout of one invented page, with a title that is printed."""
    title = {"value": "Cầu mới qua sông", "basis": "printed", "spans": [1], "note": None}
    put_page(tmp_path / "small", "mg0001", title=title)
    for name in ("CITATION.cff", "corpus/responsible-ai.json"):
        shutil.copy(ROOT / name, tmp_path / "small" / name)
    return tmp_path / "small"
