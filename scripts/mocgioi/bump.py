"""Which version a change of the tables demands, by Croissant 1.1's definition of versions of data.

MAJOR: rows that were released are gone or say something else, or a column is gone. MINOR: every old row is still there
as it was, rows or columns came. PATCH: the same rows; serialisation or documentation changed. Derived columns count
like any other, for a user reads them all.
"""

from dataclasses import dataclass

import pyarrow as pa

LEVELS = ("patch", "minor", "major")
Tables = dict[str, pa.Table]


@dataclass(frozen=True)
class Demand:
    """The smallest part of the version that must grow, and what demands it: (level, reason), the graver first."""

    level: str
    reasons: tuple[tuple[str, str], ...]

    def allows(self, level: str) -> bool:
        """Whether growing `level` is enough."""
        return LEVELS.index(level) >= LEVELS.index(self.level)


def demand(old: Tables, new: Tables, released: set[str]) -> Demand:
    """What the change of tables demands. `released`: the pages of the old release, those withdrawn since included."""
    reasons = []
    pages = set(new["documents"]["doc_id"].to_pylist())
    reasons += [("major", f"{doc_id}: page removed") for doc_id in sorted(released - pages)]
    reasons += [("minor", f"{doc_id}: page added") for doc_id in sorted(pages - released)]
    for name in old:
        reasons += [
            ("major", f"{name}: column {path} removed") for path in _paths(old[name]) if path not in _paths(new[name])
        ]
        reasons += [
            ("minor", f"{name}: column {path} added") for path in _paths(new[name]) if path not in _paths(old[name])
        ]
        reasons += _changed(name, old[name], new[name], released & pages)
    reasons.sort(key=lambda reason: -LEVELS.index(reason[0]))
    return Demand(reasons[0][0] if reasons else "patch", tuple(reasons))


def raise_version(version: str, level: str) -> str:
    """The version after `version` when `level` grows."""
    major, minor, patch = map(int, version.split("."))
    return {"major": f"{major + 1}.0.0", "minor": f"{major}.{minor + 1}.0", "patch": f"{major}.{minor}.{patch + 1}"}[
        level
    ]


def _changed(name: str, old: pa.Table, new: pa.Table, pages: set[str]) -> list[tuple[str, str]]:
    before, after = _by_page(old), _by_page(new)
    found = []
    for doc_id in sorted(pages & before.keys()):
        rows, others = before[doc_id], after.get(doc_id, [])
        if len(rows) != len(others):
            found.append(("major", f"{doc_id}: {name}: {len(rows)} rows became {len(others)}"))
            continue
        for number, (row, other) in enumerate(zip(rows, others, strict=True)):
            columns = [key for key in row if key in other and not _kept(row[key], other[key])]
            if columns:
                place = "" if name == "documents" else f" row {number}"
                found.append(("major", f"{doc_id}: {name}{place}: {', '.join(columns)} changed"))
    return found


def _by_page(table: pa.Table) -> dict[str, list[dict]]:
    pages: dict[str, list[dict]] = {}
    for row in table.to_pylist():
        pages.setdefault(row["doc_id"], []).append(row)
    return pages


def _kept(old, new) -> bool:
    """Whether `new` says all that `old` says; keys may have come, none may have gone or changed."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_kept(old[key], new[key]) for key in old if key in new)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_kept, old, new))
    return old == new


def _paths(table: pa.Table) -> list[str]:
    """Every column and every key inside of columns, as in `spans[].start`."""
    found = []

    def walk(path: str, kind: pa.DataType) -> None:
        found.append(path)
        if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
            for child in kind.value_type:
                walk(f"{path}[].{child.name}", child.type)

    for column in table.schema:
        walk(column.name, column.type)
    return found
