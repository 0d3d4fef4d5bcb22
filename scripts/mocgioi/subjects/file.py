"""A file as a subject of rules: its bytes, its text and, for JSON, its value; None wherever there is nothing to use."""

import json
import os
from functools import cached_property
from pathlib import Path

from mocgioi import contract
from mocgioi.incident import breadcrumb
from mocgioi.positions import Positions, positions

LIMIT = 16 * 2**20
"""Bytes of a raw page or a JSON file that anyone will still want to review."""
DEEPEST = 64
"""Containers inside one another that a JSON file of ours may have; the schemas need six."""
POINTER = b"version https://git-lfs.github.com/spec/"


class File:
    """A file below `root`. `name` is how reports call it: its path inside the root, or the path as it was given."""

    def __init__(self, path: Path, root: Path | None = None, name: str | None = None):
        self.path, self.root = path, root
        self.name = name or shown(path, root)
        self.folder = path.is_dir()

    @cached_property
    def outside(self) -> str | None:
        """Where the path really leads when that is out of the root, else None."""
        if self.root is None:
            return None
        if self.trouble:
            return None
        real, root = os.path.realpath(self.path), os.path.realpath(self.root)
        inside = os.path.abspath(self.path).startswith(os.path.abspath(self.root) + os.sep)
        return real if inside and not real.startswith(root + os.sep) else None

    @cached_property
    def trouble(self) -> str | None:
        """Why the file cannot be read at all, else None."""
        try:
            if self.path.is_symlink() and not self.path.exists():
                return "a link that leads nowhere"
            if self.folder:
                return "a folder"
            if self.path.exists() and not self.path.is_file():
                return "something that is no plain file"
            with open(self.path, "rb"):
                return None
        except (OSError, ValueError) as error:
            return (getattr(error, "strerror", None) or str(error)).lower()

    @cached_property
    def size(self) -> int:
        """Size in bytes; 0 when the file cannot be read."""
        return 0 if self.trouble else self.path.stat().st_size

    @cached_property
    def data(self) -> bytes | None:
        """The bytes, unless the file is unreadable, leads out of the tree or is beyond the limit."""
        if self.trouble or self.outside or self.size > LIMIT:
            return None
        return self.path.read_bytes()

    @cached_property
    def is_pointer(self) -> bool:
        """Whether Git LFS left its pointer here instead of the data."""
        return bool(self.data and self.data.startswith(POINTER))


class JsonFile(File):
    """A file that should hold one JSON value in UTF-8, of the form of schema/<schema>.schema.json if one is named.

    `broken` holds the paths that a rule has reported: later rules leave what hangs on them alone.
    """

    def __init__(self, path: Path, root: Path | None = None, name: str | None = None, schema: str | None = None):
        super().__init__(path, root, name)
        self.schema = schema
        self.broken: set[tuple] = set()

    @cached_property
    def schema_faults(self) -> list:
        """(rule, fault) for everything in which the value differs from its schema."""
        from mocgioi.rules import shape

        return list(shape.faults(self.validator(), self.value)) if self.usable and self.schema else []

    def validator(self):
        return contract.validator(self.schema)

    @cached_property
    def text(self) -> str | None:
        if not self.data or self.is_pointer:
            return None
        try:
            return self.data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError:
            return None

    @cached_property
    def positions(self) -> Positions:
        return positions(self.text or "", DEEPEST)

    @cached_property
    def parsed(self) -> tuple[object, json.JSONDecodeError | None]:
        """The value and None, or None and what is wrong with the JSON."""
        if not self.text or not self.text.strip() or self.positions.depth > DEEPEST:
            return None, None
        try:
            return json.loads(self.text, parse_int=_integer), None
        except json.JSONDecodeError as error:
            return None, error

    @property
    def value(self):
        return self.parsed[0]

    @property
    def usable(self) -> bool:
        """Whether there is a value to look at."""
        return bool(self.text and self.text.strip()) and self.positions.depth <= DEEPEST and self.parsed[1] is None

    def line(self, path: tuple) -> int | None:
        """The line to edit for a path; None where there is no text to edit."""
        return self.positions.line(path) if self.text is not None else None

    def crumb(self, path: tuple, level: int) -> str:
        return breadcrumb(path)


def _integer(digits: str) -> int:
    """An integer; one of more than 18 digits, which no offset or size has, is cut so that it can be computed with."""
    return int(digits) if len(digits) <= 18 else int(digits[:18])


def shown(path: Path, root: Path | None) -> str:
    """A path as reports call it: with slashes, and relative to the root where it is inside."""
    if root is not None:
        absolute, base = Path(os.path.abspath(path)), Path(os.path.abspath(root))
        if absolute.is_relative_to(base) and absolute != base:
            return absolute.relative_to(base).as_posix()
    return path.as_posix()
