"""How many document rows a second `mocgioi validate` checks on one core: schema, spans, grounding, everything.

The rows are the newest release's, over and over, each with an id of its own. Parquet and JSON lines are read from disk
as a user's would be. For comparison: python-jsonschema and, where it is installed, jsonschema-rs on the schema alone, and
how many times as fast all of it is from Parquet: rows a second say more of the machine than of the code.
"""

import argparse
import json
import os
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROWS = 100_000


def one_core() -> None:
    """Bind this process to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS, help=f"rows to check (default: {ROWS:,})")
    rows = options.parse_args().rows
    one_core()
    from mocgioi import contract

    with tempfile.TemporaryDirectory() as folder:
        parquet, lines = write(Path(folder), rows)
        print(f"{'check':<44}{'rows':>9}{'seconds':>9}{'rows/s':>10}{'of CPU':>10}")
        ours = measure("mocgioi validate, Parquet", rows, lambda: validate(parquet))
        measure("mocgioi validate, JSON lines", rows // 10, lambda: validate(lines))
    documents = [json.loads(json.dumps(row)) for row in _documents().to_pylist()] * 25
    slow, quick = "python-jsonschema, schema alone", "jsonschema-rs, schema alone"
    validator = contract.validator("document")
    peers = {slow: measure(slow, len(documents), lambda: [list(validator.iter_errors(row)) for row in documents])}
    if find_spec("jsonschema_rs"):
        import jsonschema_rs

        fast = jsonschema_rs.validator_for(contract.bundle() | {"$ref": "document.schema.json"})
        documents *= 50
        peers[quick] = measure(quick, len(documents), lambda: [fast.is_valid(row) for row in documents])
    for name, theirs in peers.items():
        print(f"mocgioi validate, Parquet, is {ours / theirs:.2f} times as fast as {name}")


def _documents():
    from mocgioi.loading import load

    return load("documents")


def write(folder: Path, rows: int) -> tuple[Path, Path]:
    """A Parquet file of `rows` rows and a file of a tenth as many JSON lines."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    documents = _documents()
    parquet, lines = folder / "rows.parquet", folder / "rows.jsonl"
    block = pa.concat_tables([documents] * 250).combine_chunks()
    with pq.ParquetWriter(parquet, documents.schema, compression="zstd") as file:
        for first in range(0, rows, len(block)):
            part = block.slice(0, min(len(block), rows - first))
            ids = pa.array([f"mg{n:06}" for n in range(first, first + len(part))])
            file.write_table(part.set_column(0, "doc_id", ids))
    with open(lines, "w", encoding="utf-8") as file:
        for number in range(rows // 10):
            row = documents.slice(number % len(documents), 1).to_pylist()[0] | {"doc_id": f"mg{number:06}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return parquet, lines


def validate(path: Path) -> None:
    """Check a table and insist that it is clean."""
    from mocgioi import checking
    from mocgioi.paths import home

    checked = checking.check([path], home())
    assert not checked.incidents, checked.incidents[:3]


def measure(name: str, rows: int, run) -> float:
    """Run once, print rows a second, by the clock and by the time that the process had a core, and return the latter."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:<44}{rows:>9,}{wall:>9.2f}{rows / wall:>10,.0f}{rows / cpu:>10,.0f}", flush=True)
    return rows / cpu


if __name__ == "__main__":
    main()
