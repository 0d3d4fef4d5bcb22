"""A release folder as a subject of rules: its manifest, the files that lie there, and the tables in them."""

from functools import cached_property
from pathlib import Path

import pyarrow as pa

from mocgioi import contract, registry, tombstones
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

    @cached_property
    def amended(self) -> dict:
        """What the index says of pages withdrawn from this release: their ids and the files written without them."""
        try:
            entry = registry.read_file(self.path.parent / registry.FILE.name).get(self.version, {})
        except MocgioiError:
            entry = {}
        return entry.get("amended", {"documents": [], "files": {}})

    @cached_property
    def contract(self) -> dict | None:
        """The contract that the release carries, or None when it is damaged."""
        try:
            return read_contract(self.path)
        except MocgioiError:
            return None

    def listed(self) -> dict[str, dict]:
        """The files that the manifest lists, each with size and digest; those of an amended release as amended."""
        files = self.value.get("files")
        whole = (files | self.amended["files"]).items() if isinstance(files, dict) else ()
        return {
            name: entry for name, entry in whole if isinstance(entry, dict) and "sha256" in entry and "bytes" in entry
        }

    @cached_property
    def present(self) -> dict[str, File]:
        """Everything that lies in the folder, by its path inside."""
        found = sorted(p for p in self.path.rglob("*") if not p.is_dir() or p.is_symlink())
        return {p.relative_to(self.path).as_posix(): File(p, self.root) for p in found}

    def moved(self, name: str) -> str | None:
        """The name under which the bytes of a listed file lie instead, or None."""
        entry = self.listed().get(name)
        others = (other for other, file in self.present.items() if other not in self.listed() and not file.trouble)
        return next((o for o in others if entry and sha256(self.present[o].path.read_bytes()) == entry["sha256"]), None)

    def bytes_of(self, name: str) -> bytes | None:
        """The bytes of a file as released, or None when they are not those of the manifest."""
        file, entry = self.present.get(name), self.listed().get(name)
        if file is None or entry is None or file.trouble or file.outside:
            return None
        data = file.path.read_bytes()
        return data if sha256(data) == entry["sha256"] else None

    @property
    def pages(self) -> dict[str, str]:
        """The digest of each page: computed anew where that can be done, else as the manifest states them."""
        if self.tables["documents"] is not None and self.contract is not None and self.unfit is None:
            return self.digests
        stated = self.get("documents")
        return stated if isinstance(stated, dict) else {}

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of each page, computed anew from documents.parquet by the contract that the release carries."""
        from mocgioi import digest

        found = digest.document_digests(self.tables["documents"], contract.reader(self.contract))
        return self._buried() | found

    def _buried(self) -> dict[str, str]:
        """The digests that tombstones keep of the pages that were withdrawn from this release."""
        try:
            stones = tombstones.read(self.root) if self.root and self.amended["documents"] else {}
        except MocgioiError:
            stones = {}
        kept = {doc_id: stones.get(doc_id, {"digests": {}})["digests"] for doc_id in self.amended["documents"]}
        return {doc_id: digests[self.version] for doc_id, digests in kept.items() if self.version in digests}

    @cached_property
    def unfit(self) -> str | None:
        """The first table whose columns are not those of the contract that the release carries."""
        if self.contract is None:
            return None
        read = contract.reader(self.contract)
        sound = ((name, table) for name, table in self.tables.items() if table is not None)
        wrong = (n for n, table in sound if not table.schema.equals(contract.arrow_schema_by(n, read)))
        return next(wrong, None)

    @property
    def current(self) -> bool:
        """Whether the release was made by today's contract, so that its tables can be computed anew."""
        return self.contract == contract.bundle()

    @cached_property
    def tables(self) -> dict[str, pa.Table | None]:
        """The tables of the release by name; None for one that is missing, changed or unreadable."""
        from mocgioi.loading import read_parquet

        found = {}
        for name in contract.TABLES:
            data = self.bytes_of(f"{name}.parquet")
            try:
                found[name] = read_parquet(data) if data else None
            except (pa.ArrowException, OSError):
                found[name] = None
        return found
