"""A page as a subject of rules: its annotation, its raw file and its text, with what earlier rules have found broken."""

import sys
from functools import cached_property
from pathlib import Path

from mocgioi import contract, grounding, tiling
from mocgioi.incident import breadcrumb, plain
from mocgioi.subjects.file import File, JsonFile
from mocgioi.text import Text, UndecodableBytes, read_text, sha256


class Page:
    """What the rules on annotations look at. Nothing here raises for a bad file; what cannot be had is None.

    `broken` holds the paths that a rule has already reported: later rules leave them and what hangs on them alone.
    """

    def __init__(self, path: Path, root: Path, corpus=None):
        self.root, self.corpus = root, corpus
        self.source = JsonFile(path, root, schema="annotation")
        self.name = self.source.name
        self.in_place = path.absolute().parent == (root / "corpus" / "annotations").absolute()
        self.broken = self.source.broken
        self.suspected: set[int] = set()
        self.has_quotes = True

    def line(self, path: tuple) -> int | None:
        return self.source.line(path)

    def crumb(self, path: tuple, level: int) -> str:
        """The path as people read it, a span with its label: `spans[3] agency`.

        Levels 1 and 2 name the key that is wrong; what later ones say of a span they say in words.
        """
        if len(path) > 1 and path[0] == "spans" and type(path[1]) is int and path[1] < self.n_spans:
            label = self.get("spans", path[1], "label") if len(path) < 3 or path[2] != "label" or level > 2 else None
            head = breadcrumb(path if level <= 2 else path[:2])
            return f"{head} {plain(label)}" if isinstance(label, str) else head
        return breadcrumb(path)

    # --- the annotation -------------------------------------------------------------------------------------------

    @cached_property
    def value(self) -> dict:
        """The annotation; empty when the file holds no object."""
        value = self.source.value if self.source.usable else None
        return value if isinstance(value, dict) else {}

    def sound(self, *path) -> bool:
        """Whether nothing at, above or below a path has been reported."""
        return not any(path[: len(b)] == b or b[: len(path)] == path for b in self.broken)

    def get(self, *path):
        """The value at a path, or None when it is not there or has been reported."""
        node = self.value
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node if self.sound(*path) else None

    @cached_property
    def doc_id(self) -> str:
        """The page's id: what doc_id and raw.file agree on, else what the file is named by."""
        stem, declared = self.source.path.stem, self.value.get("doc_id")
        raw = self.value.get("raw")
        agreed = isinstance(raw, dict) and raw.get("file") == f"corpus/raw/{declared}.txt"
        return declared if isinstance(declared, str) and (agreed or not self.in_place) else stem

    # --- spans and facts ------------------------------------------------------------------------------------------

    @property
    def n_spans(self) -> int:
        spans = self.value.get("spans")
        return len(spans) if isinstance(spans, list) else 0

    def offsets(self, i: int) -> tuple[int, int] | None:
        """Start and end of span `i`, or None when they have been reported."""
        start, end = self.get("spans", i, "start"), self.get("spans", i, "end")
        return (start, end) if type(start) is int and type(end) is int else None

    def label(self, i: int) -> str | None:
        """The label of span `i`, or None when it has been reported or is suspected of being wrong."""
        label = self.get("spans", i, "label")
        return label if isinstance(label, str) and i not in self.suspected else None

    def one_line(self, i: int, j: int) -> bool | None:
        """Whether two spans stand in one line of the text; None when that cannot be told."""
        if self.text is None or self.offsets(i) is None or self.offsets(j) is None:
            return None
        start, end = self.offsets(i)[0], self.offsets(j)[1]
        return start < end and "\n" not in self.text[start:end]

    def labels(self) -> list[str | None]:
        return [self.label(i) for i in range(self.n_spans)]

    def zones(self) -> list[str | None]:
        known = contract.labels()
        return [known[label].zone if label in known else None for label in self.labels()]

    def span_text(self, i: int) -> str | None:
        """The text of span `i`: its quote, which a rule of its own compares with the offsets."""
        quote = self.get("spans", i, "quote") if self.settled(i) else None
        return quote if isinstance(quote, str) else None

    def settled(self, i: int) -> bool:
        """Whether nothing has been reported of where span `i` lies and what it quotes."""
        return all(self.sound("spans", i, key) for key in ("start", "end", "quote"))

    def fact(self, field: str) -> dict | None:
        """A metadata field with its evidence, or None when any part of it, or of its spans, is in question."""
        fact = self.get("metadata", field)
        if not isinstance(fact, dict) or self.suspected & set(fact["spans"]):
            return None
        return fact if max(fact["spans"], default=-1) < self.counted else None

    def facts(self):
        """(field, fact) of every field that is whole."""
        for field in contract.metadata_fields():
            fact = self.fact(field)
            if fact is not None:
                yield field, fact

    def evidence(self, fact: dict) -> list[str] | None:
        """The texts of the spans that a fact names, or None when one of them is not there or has been reported."""
        texts = [
            self.span_text(i) if self.sound("spans", i, "quote") and i < self.n_spans else None for i in fact["spans"]
        ]
        return None if any(text is None for text in texts) else texts

    @cached_property
    def counted(self) -> int:
        """How many spans, from the first, have the number that metadata knows them by.

        A span that was dropped, doubled, moved, joined or cut changes the numbers of all behind it; what metadata says
        of those is not looked at until the list is right again.
        """
        moved = [
            fault.span - (fault.kind == "gap") for fault in self.tiling_faults if fault.kind not in ("bounds", "edge")
        ]
        return min(moved + self.cuts, default=sys.maxsize)

    @cached_property
    def cuts(self) -> list[int]:
        """The spans behind which a line goes on in another span, though no agency tag ends there.

        Like the tiling faults, as it was when first asked, before the cut itself was reported.
        """
        cut = [
            i for i in range(self.n_spans - 1) if self.settled(i) and self.settled(i + 1) and self.one_line(i, i + 1)
        ]
        return [i for i in cut if self.label(i) not in ("agency", None) and self.label(i + 1) is not None]

    def reads(self, field: str, value, texts: list[str]) -> bool:
        """Whether a value can be read off texts; a source when they print the name of the outlet."""
        if field == "source":
            name = self.corpus.source_names.get(value) if self.corpus else None
            return any((name or str(value)).casefold() in text.casefold() for text in texts)
        return grounding.readable(field, value, texts)

    @property
    def tiling_faults(self) -> list[tiling.TilingFault]:
        """How the spans fail to tile the text, those left out that have been reported before this is first asked."""
        return [] if self.text is None or not isinstance(self.value.get("spans"), list) else self._tiling_faults

    @cached_property
    def _tiling_faults(self) -> list[tiling.TilingFault]:
        spans = [self.offsets(i) for i in range(self.n_spans)]
        excused = [i for i in range(self.n_spans) if not self.sound("spans", i, "quote")]
        return list(tiling.faults_of(self.text, spans, excused))

    # --- the raw file and its text --------------------------------------------------------------------------------

    @cached_property
    def raw(self) -> File | None:
        """The raw file: the declared one, or the one that the page's id gives when the declared path is wrong."""
        declared = self.get("raw", "file")
        right = f"corpus/raw/{self.doc_id}.txt"
        name = declared if isinstance(declared, str) and (declared == right or not self.in_place) else right
        if any(part in ("..", "") for part in name.split("/")):
            return None
        return File(self.root / name, self.root)

    def raw_elsewhere(self) -> str | None:
        """The name of a raw file under which this page's bytes lie instead, or None."""
        digest = self.get("raw", "sha256")
        files = (File(path, self.root) for path in sorted((self.root / "corpus" / "raw").glob("*")))
        return next((file.name for file in files if file.data and sha256(file.data) == digest), None)

    @cached_property
    def decoded(self) -> Text | UndecodableBytes | None:
        """The text by the recipe, or the error that tells the first bad byte; None without raw bytes or encoding."""
        encoding = self.get("raw", "encoding")
        known = contract.schema("common")["$defs"]["encoding"]["enum"]
        if self.raw is None or self.raw.data is None or self.raw.is_pointer or encoding not in known:
            return None
        try:
            return read_text(self.raw.data, encoding)
        except UndecodableBytes as error:
            return error

    @cached_property
    def raw_as_declared(self) -> bool:
        return self.raw is not None and self.raw.data is not None and sha256(self.raw.data) == self.get("raw", "sha256")

    @cached_property
    def text(self) -> str | None:
        """The text that the offsets count over, or None when it is not the annotated one.

        It is when its digest is as declared, or when the raw bytes are and they were decoded as UTF-8, which leaves
        no choice.
        """
        if not isinstance(self.decoded, Text):
            return None
        if self.text_as_declared or (self.raw_as_declared and self.get("raw", "encoding") == "utf-8"):
            return self.decoded.text
        return None

    @cached_property
    def text_as_declared(self) -> bool:
        return isinstance(self.decoded, Text) and sha256(self.decoded.text) == self.get("text", "sha256")
