"""Tables of documents, checked in batches: what is certainly clean is known from columns, the rest is looked at row by
row with the rules on pages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mocgioi import contract, heap, offsets, suspicion
from mocgioi.checking import Checked, apply, enclosing
from mocgioi.incident import Fault, Incident, breadcrumb, listed, plain, quoted
from mocgioi.parallel import in_order
from mocgioi.rules.files import SYNTAX
from mocgioi.subjects.file import POINTER, File, shown
from mocgioi.subjects.row import Row

BATCH = 2_000
"""Rows that are looked at together: some 20 MB of text, small enough for memory to be used again and again."""
READABLE = "a Parquet file that can be read to its end"
CODED = {"spans": ("zone", "label", "group"), "grounding": ("field", "basis")}
"""Parts of columns that have few values: read as codes with a dictionary, they are never spelled out."""


@dataclass
class Table:
    """A table of documents as the subject of the rules on tables: what was noted while its rows went by."""

    name: str
    unreadable: list[Fault] = field(default_factory=list)
    columns: list[Fault] = field(default_factory=list)
    doubles: list[Fault] = field(default_factory=list)
    broken: set[tuple] = field(default_factory=set)
    first: dict[str, int] = field(default_factory=dict)

    def line(self, path: tuple) -> int | None:
        return None

    def crumb(self, path: tuple, level: int) -> str:
        return breadcrumb(path)

    def note_ids(self, ids: pa.Array, before: int, lined: bool) -> None:
        """Note the ids that an earlier row has; `before` rows went by before these."""
        for number, doc_id in enumerate(ids.to_pylist(), before):
            other = self.first.setdefault(doc_id, number) if isinstance(doc_id, str) else number
            if other != number:
                found = f"{quoted(doc_id)}, which row {other} has"
                line = number + 1 if lined else None
                self.doubles.append(Fault((f"rows[{number}]",), found, "an id of its own", line=line))


def incidents(path: Path, level: int, checked: Checked) -> Iterator[Incident]:
    """Every incident of a table in a .parquet or .jsonl file, `level` being the highest looked at."""
    heap.keep()
    table = Table(shown(path, enclosing(path)))
    rows = _parquet(path, table) if path.suffix == ".parquet" else _json_lines(path, table)
    before = 0
    for batch, found in rows:
        table.note_ids(batch, before, path.suffix == ".jsonl") if level >= 5 else None
        for row in found:
            yield from of_row(row, level)
        checked.count("row", len(batch))
        before += len(batch)
    yield from apply("table", table, level)


def of_row(row: Row, level: int) -> Iterator[Incident]:
    """The incidents of one row: its schema first, then the rules on rows and on pages."""
    yield from apply("shape", row, level)
    yield from apply("row", row, level)
    yield from apply("page", row, level)


def _trouble(path: Path, table: Table) -> bool:
    """Note why a file cannot be read, if it cannot."""
    file = File(path)
    if file.trouble:
        table.unreadable.append(Fault((), file.trouble, "a table of documents"))
        return True
    with open(path, "rb") as handle:
        start = handle.read(len(POINTER))
    if start == POINTER:
        table.unreadable.append(Fault((), "a Git LFS pointer", "the table that it points to", "git lfs pull"))
    elif not start:
        table.unreadable.append(Fault((), "nothing", "a table of documents"))
    return bool(table.unreadable)


# --- Parquet --------------------------------------------------------------------------------------------------------


def _parquet(path: Path, table: Table) -> Iterator[tuple[pa.Array, list[Row]]]:
    """(ids, suspect rows) of each batch of a Parquet file."""
    if _trouble(path, table):
        return
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            _note_columns(file.schema_arrow, table)
    except (pa.ArrowException, OSError, ValueError) as error:
        table.unreadable.append(Fault((), plain(error)[:200], READABLE))
        return
    if table.columns:
        return
    for ids, wanting in in_order(_sifted, _until_trouble(_batches(path), table)):
        yield ids, _rows(wanting, table.name, number)
        number += len(ids)


def _until_trouble(batches: Iterator[pa.Table], table: Table) -> Iterator[pa.Table]:
    """The batches up to the first that cannot be read, which is noted."""
    try:
        for batch in batches:
            found = _as_documents(batch)
            found.validate(full=True)  # Arrow reads any bytes as text
            yield found
    except (pa.ArrowException, OSError, ValueError) as error:
        table.unreadable.append(Fault((), plain(error)[:200], READABLE))


def _batches(path: Path) -> Iterator[pa.Table]:
    """The rows of a Parquet file in batches, the columns with few values coded.

    Arrow cannot read these over the end of a row group, so each group is read by itself and small ones are put together:
    whatever its size, a batch costs 5 ms.
    """
    with pq.ParquetFile(path) as file:
        coded = [leaf.path for leaf in map(file.schema.column, range(len(file.schema))) if _is_coded(leaf.path)]
    with pq.ParquetFile(path, read_dictionary=coded) as file:
        waiting: list[pa.RecordBatch] = []
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(BATCH, [group], use_threads=False):
                if waiting and sum(map(len, waiting)) + len(batch) > BATCH:
                    yield pa.Table.from_batches(waiting).combine_chunks()
                    waiting = []
                waiting.append(batch)
        if waiting:
            yield pa.Table.from_batches(waiting).combine_chunks()


def _is_coded(path: str) -> bool:
    """Whether a leaf of a Parquet file, by its path such as `spans.list.element.label`, is one of `CODED`."""
    column, _, leaf = path.partition(".")
    return leaf.rpartition(".")[2] in CODED.get(column, ())


def _as_documents(batch: pa.Table) -> pa.Table:
    """A batch with the types of the contract; those of narrower or coded columns are cast."""
    columns = {}
    for right in contract.arrow_schema("documents"):
        column = batch[right.name]
        columns[right.name] = column if column.type in (right.type, _as_coded(right.name)) else column.cast(right.type)
    return pa.table(columns)


@cache
def _as_coded(name: str) -> pa.DataType:
    """The type of a column of the contract when what may be coded is."""
    kind = contract.arrow_schema("documents").field(name).type
    if name not in CODED:
        return kind
    text = pa.dictionary(pa.int32(), pa.string())
    fields = [field.with_type(text) if field.name in CODED[name] else field for field in kind.value_type]
    return pa.list_(kind.value_field.with_type(pa.struct(fields)))


def _note_columns(found: pa.Schema, table: Table) -> None:
    """Note the columns that are missing, unknown, or of a type that today's contract cannot take."""
    right = contract.arrow_schema("documents")
    for column in right:
        if found.names.count(column.name) > 1:
            table.columns.append(Fault((column.name,), "a column that comes twice", str(column.type)))
        elif column.name not in found.names:
            table.columns.append(Fault((column.name,), "no such column", str(column.type)))
        elif not _castable(found.field(column.name).type, column.type):
            table.columns.append(Fault((column.name,), str(found.field(column.name).type), str(column.type)))
    for name in found.names:
        if name not in right.names:
            table.columns.append(Fault((name,), "a column that the contract does not have", listed(right.names)))


def _castable(found: pa.DataType, right: pa.DataType) -> bool:
    """Whether a column differs from the contract only in how wide its offsets and integers are, or in being coded."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    if pa.types.is_list(right):
        return (pa.types.is_list(found) or pa.types.is_large_list(found)) and _castable(
            found.value_type, right.value_type
        )
    if pa.types.is_struct(right):
        names = [field.name for field in found] if pa.types.is_struct(found) else []
        return names == [field.name for field in right] and all(
            _castable(found.field(f.name).type, f.type) for f in right
        )
    if pa.types.is_string(right):
        return pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found)
    return pa.types.is_integer(found) if pa.types.is_integer(right) else found.equals(right)


Suspects = list[tuple[int, dict]]
"""Rows that are not certainly clean, each with its place in the batch."""


def _sifted(batch: pa.Table) -> tuple[pa.Array, Suspects]:
    """The ids of a batch, and its suspects."""
    found = suspicion.suspects(batch).nonzero()[0]
    rows = batch.take(offsets.integers(found)).to_pylist() if len(found) else []
    return batch["doc_id"], list(zip(found.tolist(), rows, strict=True))


def _rows(suspects: Suspects, name: str, before: int, lined: bool = False) -> list[Row]:
    """Suspects as subjects of the rules; `before` rows went by before their batch."""
    return [Row(row, name, before + at, before + at + 1 if lined else None) for at, row in suspects]


# --- JSON lines -----------------------------------------------------------------------------------------------------


def _json_lines(path: Path, table: Table) -> Iterator[tuple[pa.Array, list[Row]]]:
    """(ids, suspect rows) of each batch of a file of JSON lines."""
    if _trouble(path, table):
        return
    number = 0
    with open(path, "rb") as file:
        for lines, sifted in in_order(_sifted_lines, iter(lambda: list(islice(file, BATCH)), [])):
            if sifted is not None:
                yield sifted[0], _rows(sifted[1], table.name, number, lined=True)
            else:
                yield _one_by_one(lines, table, number)
            number += len(lines)


def _sifted_lines(lines: list[bytes]) -> tuple[list[bytes], tuple[pa.Array, Suspects] | None]:
    """Lines and what `_sifted` gives of them, or None if one of them does not read as a row of the contract."""
    batch = suspicion.from_json_lines(lines)
    return lines, None if batch is None else _sifted(batch)


def _one_by_one(lines: list[bytes], table: Table, before: int) -> tuple[pa.Array, list[Row]]:
    """(ids, rows) of lines among which one does not read as a row of the contract."""
    ids, rows = [], []
    for number, line in enumerate(lines, before):
        ids.append(None)
        row = _parsed(line, number, table)
        if isinstance(row, dict):
            ids[-1] = row["doc_id"] if isinstance(row.get("doc_id"), str) else None
            rows.append(Row(row, table.name, number, number + 1))
    return pa.array(ids, pa.string()), rows


def _parsed(line: bytes, number: int, table: Table):
    """The row in a line, or None with its trouble noted."""
    where = (f"rows[{number}]",)
    try:
        text = line.decode("utf-8")
        row = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        table.unreadable.append(
            Fault(where, "bytes that are not UTF-8, or half a surrogate pair", "UTF-8", line=number + 1)
        )
    except RecursionError:
        table.unreadable.append(Fault(where, "nesting without end", "a row", line=number + 1))
    except json.JSONDecodeError as error:
        at = plain(line.decode("utf-8").strip())[max(0, error.pos - 20) : error.pos + 20] or "an empty line"
        expected = SYNTAX.get(error.msg, error.msg) if line.strip() else "one row as a JSON object"
        table.unreadable.append(Fault(where, f"{at} at column {error.colno}", expected, line=number + 1))
    except ValueError as error:
        table.unreadable.append(Fault(where, str(error), "one row as a JSON object", line=number + 1))
    else:
        if isinstance(row, dict):
            return row
        table.unreadable.append(Fault(where, quoted(row), "one row as a JSON object", line=number + 1))
    return None


def _once(pairs: list[tuple]) -> dict:
    """An object of its members. Raises ValueError for a key that comes twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} comes twice")
    return found


def _refused(token: str):
    raise ValueError(f"{token} is no JSON number")
