"""The pages to learn from, line by line, with what the model sees of them.

``DATA_DIR`` holds ``web-dev.jsonl.gz`` (rows with content_spans) and ``vi-dev.jsonl.gz`` (rows with spans); the pages of
this corpus join the latter. Their text is read and measured and goes nowhere.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from mocgioi.draft import columns
from mocgioi.draft.labels import LABELS
from mocgioi.draft.lexicon import TABLES, LineKeys
from mocgioi.draft.lines import Lines
from mocgioi.draft.marks import Marks
from mocgioi.draft.pages import Pages
from mocgioi.draft.reading import Tables, read
from mocgioi.draft.senses import SIZE, SLOTS
from mocgioi.draft.words import Words

WEB, LOCAL = "web-dev.jsonl.gz", "vi-dev.jsonl.gz"
RELEASE = "1.0.0"  # of this corpus: a fixed one, so that the model does not change with the next
_AT_ONCE = 1 << 19
_NOTHING_LEARNT = Tables(
    {name: np.zeros(1 << bits, dtype=np.uint16) for name, bits in TABLES.items()},
    np.zeros((1 << SLOTS, SIZE), dtype=np.int8),
)


def rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass
class Measured:
    """Many pages, line after line.

    shape  uint8[rows, lines]  the rows that need neither lexicon nor senses
    keys   LineKeys            of all words and lines
    words  int64[lines]        words a line
    span   int64[lines, 2]     code points of the page where the visible part begins and ends
    lines  Lines               of all pages (byte offsets mean nothing across pages)
    """

    shape: np.ndarray
    keys: LineKeys
    words: np.ndarray
    span: np.ndarray
    lines: Lines

    def __len__(self) -> int:
        return len(self.lines.first) - 1

    @property
    def first_word(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(self.words)])


def measure(texts: list[str]) -> Measured:
    shape, keys, words, span, sizes = [], [], [], [], []
    for batch in _batches(texts):
        pages = Pages.of(pa.array(batch, pa.large_string()))
        found = read(pages, _NOTHING_LEARNT)
        shape.append(found.rows[: columns.slices()["cues"].stop])
        keys.append(LineKeys.of(Words.of(pages, Marks.of(pages.data), found.lines)))
        words.append(found.count.astype(np.int64))
        span.append(np.stack([found.begin, found.stop], axis=1).astype(np.int64))
        sizes.append(np.diff(found.lines.first))
    sizes = np.concatenate(sizes)
    first = np.concatenate([[0], np.cumsum(sizes)])
    page = np.repeat(np.arange(len(sizes)), sizes)
    keys = LineKeys(*(np.concatenate([getattr(k, name) for k in keys]) for name in LineKeys.__annotations__))
    zeros = np.zeros(len(page), dtype=np.int64)
    lines = Lines(page, zeros, zeros + 1, first)
    return Measured(np.concatenate(shape, axis=1), keys, np.concatenate(words), np.concatenate(span), lines)


def _batches(texts: list[str]) -> Iterator[list[str]]:
    batch, size = [], 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def inside(measured: Measured, page: int, length: int, spans: list[tuple[int, int]]) -> np.ndarray:
    """Code points of each line of ``page`` that lie in ``spans``: int64[lines of the page]."""
    mark = np.zeros(length + 1, dtype=np.int64)
    for start, end in spans:
        mark[start + 1 : end + 1] = 1
    upto = np.cumsum(mark)
    span = measured.span[measured.lines.first[page] : measured.lines.first[page + 1]]
    return upto[span[:, 1]] - upto[span[:, 0]]


@dataclass(frozen=True)
class Labelled:
    """A page with a label for each of its lines (None for a blank line)."""

    id: str
    site: str
    lines: list[tuple[str, str | None]]
    text: str = ""
    spans: tuple[dict, ...] = ()


def labelled(page_id: str, site: str, text: str, spans: list[dict]) -> Labelled:
    """The label of a line is that of most of its characters; an agency tag takes none but its own line."""
    out, position, number = [], 0, 0
    for line in text.split("\n"):
        end, share = position + len(line), {}
        while number < len(spans) and spans[number]["start"] < end:
            span = spans[number]
            share[span["label"]] = share.get(span["label"], 0) + span["end"] - span["start"]
            number += 1
        if len(share) > 1:
            share.pop("agency", None)
        out.append((line, max(share, key=share.get) if share else None))
        position = end + 1
    return Labelled(page_id, site, out, text, tuple(spans))


def local_pages(data: Path) -> list[Labelled]:
    """The Vietnamese pages of DATA_DIR and of this corpus."""
    from mocgioi.loading import load

    pages = [labelled(row["id"], row["site"], row["text"], row["spans"]) for row in rows(data / LOCAL)]
    corpus = load("documents", RELEASE).select(["doc_id", "source", "text", "spans"]).to_pylist()
    return pages + [labelled(row["doc_id"], f"corpus {row['source']}", row["text"], row["spans"]) for row in corpus]


def local_measured(pages: list[Labelled]) -> tuple[Measured, np.ndarray]:
    """Features of labelled pages and the number of each line's label: int64[lines]. Lines without label are dropped."""
    measured = measure(["\n".join(text for text, label in page.lines) for page in pages])
    label = [LABELS.index(label) for page in pages for _, label in page.lines if label is not None]
    return measured, np.array(label, dtype=np.int64)
