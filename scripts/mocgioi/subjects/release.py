"""A release folder as a subject of rules: its manifest, the files that lie there, and the tables in them."""

from functools import cached_property
from pathlib import Path

import pyarrow as pa

from mocgioi import contract
from mocgioi.errors import MocgioiError
from mocgioi.release import MANIFEST, read_contract
from mocgioi.subjects.file import File, JsonFile
from mocgioi.text import sha256


class Manifest(JsonFile):
    """A release's manifest, whose schema is the one that the release carries, when that is whole."""

    def validator(self):
        try:
            return contract.bundled_validator(read_contract(self.path.parent), self.schema)
        except MocgioiError:
            return super().validator()


class ReleaseFolder:
    """What the rules on releases look at. Nothing here raises for a damaged release; what cannot be had is None."""

    def __init__(self, path: Path, root: Path | None = None):
        self.path, self.root = path, root
        self.manifest = Manifest(path / MANIFEST, root, schema="manifest")
        self.name = self.manifest.name
        self.broken = self.manifest.broken

    def line(self, path: tuple) -> int | None:
        return self.manifest.line(path)

    def crumb(self, path: tuple, level: int) -> str:
        return self.manifest.crumb(path, level)

    @property
    def version(self) -> str:
        """The version that the folder's name gives."""
        return self.path.name

    @property
    def value(self) -> dict:
        """The manifest; empty when the file holds no object."""
        value = self.manifest.value if self.manifest.usable else None
        return value if isinstance(value, dict) else {}

    def get(self, *path):
        """The value at a path of the manifest, or None when it is not there or anything in it has been reported."""
        node = self.value
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        return None if any(b[: len(path)] == path or path[: len(b)] == b for b in self.broken if b) else node

    def listed(self) -> dict[str, dict]:
        """The files that the manifest lists, each with size and digest."""
        files = self.value.get("files")
        whole = files.items() if isinstance(files, dict) else ()
        return {
            name: entry for name, entry in whole if isinstance(entry, dict) and "sha256" in entry and "bytes" in entry
        }

    @cached_property
    def present(self) -> dict[str, File]:
        """Everything that lies in the folder, by its path inside."""
        found = sorted(p for p in self.path.rglob("*") if not p.is_dir() or p.is_symlink())
        return {p.relative_to(self.path).as_posix(): File(p, self.root) for p in found}

    def bytes_of(self, name: str) -> bytes | None:
        """The bytes of a file as released, or None when they are not those of the manifest."""
        file, entry = self.present.get(name), self.listed().get(name)
        if file is None or entry is None or file.trouble or file.outside:
            return None
        data = file.path.read_bytes()
        return data if sha256(data) == entry["sha256"] else None

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of each page, computed anew from documents.parquet by the contract that the release carries."""
        from mocgioi import digest

        return digest.document_digests(self.tables["documents"])

    @cached_property
    def fits(self) -> bool:
        """Whether the documents table has the columns of today's contract, so that it can be computed with."""
        documents = self.tables["documents"]
        return documents is not None and documents.schema.equals(contract.arrow_schema("documents"))

    @cached_property
    def tables(self) -> dict[str, pa.Table | None]:
        """The tables of the release by name; None for one that is missing, changed or unreadable."""
        from mocgioi.load import read_parquet

        found = {}
        for name in contract.TABLES:
            data = self.bytes_of(f"{name}.parquet")
            try:
                found[name] = read_parquet(data) if data else None
            except (pa.ArrowException, OSError):
                found[name] = None
        return found
