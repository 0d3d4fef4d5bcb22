"""A checkout as a subject of rules: its pages, its sources, its releases, and the documents that speak of them."""

import re
from functools import cached_property
from pathlib import Path

from mocgioi import registry, tombstones
from mocgioi.errors import MocgioiError
from mocgioi.release import MANIFEST, version_key
from mocgioi.subjects.file import File, JsonFile
from mocgioi.subjects.page import Page
from mocgioi.subjects.release import ReleaseFolder
from mocgioi.text import sha256

VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
DISPENSATIONS = Path("corpus", "dispensations.json")


class Corpus:
    """What the rules on the corpus look at. Nothing here raises for bad files.

    `told` holds the files that a rule has reported: what is made from them is not called stale as well.
    `dispensed` holds the dispensations, page and rule, that were made use of.
    """

    name = "corpus"

    def __init__(self, root: Path):
        self.root = root
        self.broken: set[tuple] = set()
        self.told: set[str | None] = set()
        self.dispensed: set[tuple[str, str]] = set()

    def line(self, path: tuple) -> None:
        return None

    def crumb(self, path: tuple, level: int) -> str:
        return ""

    # --- what was decided -----------------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[Page]:
        return [Page(path, self.root, self) for path in sorted(self.folder("annotations").glob("*.json"))]

    @cached_property
    def lost(self) -> set[str]:
        """The declared SHA-256 of pages whose raw file is not where it should be."""
        found = {page.get("raw", "sha256") for page in self.pages if page.raw is not None and page.raw.trouble}
        return {digest for digest in found if isinstance(digest, str)}

    def is_lost_page(self, path: Path) -> bool:
        """Whether a file holds the bytes of a page whose raw file is not where it should be."""
        data = File(path, self.root).data if self.lost else None
        return bool(data) and sha256(data) in self.lost

    def folder(self, name: str) -> Path:
        return self.root / "corpus" / name

    @cached_property
    def sources(self) -> JsonFile:
        return JsonFile(self.root / "corpus" / "sources.json", self.root, schema="source")

    @cached_property
    def source_names(self) -> dict[str, str | None]:
        """The name of each known source by id; empty when the file cannot be used."""
        entries = self.sources.value.get("sources") if isinstance(self.sources.value, dict) else None
        entries = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
        return {e["id"]: e.get("name") for e in entries if isinstance(e.get("id"), str)}

    @cached_property
    def buried(self) -> set[str]:
        """The ids of pages that were taken down; none where the tombstones cannot be used."""
        try:
            return set(tombstones.read(self.root))
        except MocgioiError:
            return set()

    @cached_property
    def dispensations(self) -> list[dict]:
        """What may still fail a rule: see mocgioi.dispensation."""
        from mocgioi import dispensation

        return dispensation.entries(self.root)

    @cached_property
    def others(self) -> list[JsonFile]:
        """The JSON files of the corpus beside annotations and releases, with the schemas of those that have one."""
        fixed = {tombstones.FILE: "tombstones", registry.FILE: "index", DISPENSATIONS: "dispensations"}
        found = [(self.root / path, schema) for path, schema in fixed.items() if (self.root / path).exists()]
        found += [(path, "pass") for path in sorted(self.folder("passes").glob("*/*.json"))]
        found += [(path, None) for path in sorted(self.folder("passes").glob("*.json"))]
        named = {path.name for path, _ in found} | {"sources.json"}
        found += [(path, None) for path in sorted(self.folder(".").glob("*.json")) if path.name not in named]
        return [self.sources, *(JsonFile(path, self.root, schema=schema) for path, schema in found)]

    # --- what was derived, and what speaks of it ------------------------------------------------------------------

    @cached_property
    def releases(self) -> list[ReleaseFolder]:
        """The releases, oldest first; a folder without a manifest is one too, and damaged."""
        found = [p for p in self.folder("releases").glob("*") if p.is_dir() and not p.name.startswith(".")]
        named = [p for p in found if VERSION.fullmatch(p.name)]
        odd = [p for p in found if not VERSION.fullmatch(p.name) and (p / MANIFEST).exists()]
        return [ReleaseFolder(p, self.root) for p in sorted(named, key=lambda p: version_key(p.name)) + sorted(odd)]

    @cached_property
    def unvouched(self) -> list:
        """Where the index of releases and the manifests disagree: see `verify.vouching`."""
        from mocgioi import verify

        return list(verify.vouching(self.root))

    @property
    def newest(self) -> ReleaseFolder | None:
        named = [folder for folder in self.releases if VERSION.fullmatch(folder.version)]
        return named[-1] if named else None

    def document(self, name: str) -> str | None:
        """The text of a document at the root of the checkout, or None when it is missing or no text."""
        try:
            return (self.root / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    @cached_property
    def unreleased(self) -> str | None:
        """What CHANGELOG.md notes under Unreleased; None when there is no such section."""
        match = re.search(
            r"^## \[Unreleased\][^\n]*\n(.*?)(?=^## |\Z)", self.document("CHANGELOG.md") or "", re.M | re.S
        )
        return match[1].strip() if match else None
