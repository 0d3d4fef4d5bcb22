"""Tombstones: what stays of pages that were taken down."""

import json
from pathlib import Path

from mocgioi import annotation, contract
from mocgioi.errors import MocgioiError

FILE = Path("corpus", "tombstones.json")


def read(root: Path) -> dict[str, dict]:
    """The tombstones of a repository by doc_id; none where the file is missing."""
    path = root / FILE
    if not path.is_file():
        return {}
    found = annotation.read(path)
    fault = next(contract.validator("tombstones").iter_errors(found), None)
    if fault is not None:
        raise MocgioiError(f"{path}: {fault.json_path}: {fault.message}")
    return {stone["doc_id"]: stone for stone in found["tombstones"]}


def dumps(stones: dict[str, dict]) -> str:
    """Tombstones as the text of their file."""
    listed = [stones[doc_id] for doc_id in sorted(stones)]
    return json.dumps({"tombstones": listed}, ensure_ascii=False, indent=1) + "\n"
