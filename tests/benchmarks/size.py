"""How time and memory of drafting grow with the size of a single page: each measurement in a process of its own.

`python -m tests.benchmarks.size --write FILE` keeps the figures as JSON, for the model card.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

PAGES = {
    "prose": "Một câu dài hơn một chút, có dấu chấm ở cuối dòng này.\n",
    "tiny lines": "1\n",
    "one line": "từ ",
    "a table": "Xã\tHuyện\t1.234\t5,6 %\t2021\n",
}
MEGABYTES = (0.1, 1, 5, 10)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", type=Path, metavar="FILE", help="also write the figures as JSON")
    options.add_argument("--one", nargs=2, metavar=("PAGE", "MB"), help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.one:
        print(json.dumps(measured(args.one[0], float(args.one[1]))))
        return
    found = []
    print(f"{'page':<12}{'MB':>6}{'seconds':>9}{'MB/s':>8}{'memory, MB':>12}")
    for page in PAGES:
        for size in MEGABYTES:
            words = [sys.executable, "-m", "tests.benchmarks.size", "--one", page, str(size)]
            row = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
            found.append(row)
            speed = row["megabytes"] / row["seconds"]
            print(f"{page:<12}{size:>6}{row['seconds']:>9.2f}{speed:>8.1f}{row['memory']:>12}", flush=True)
    if args.write:
        args.write.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def measured(page: str, size: float) -> dict:
    """Seconds of processor time, and megabytes of memory beyond what a page of one line needs."""
    import pyarrow as pa

    from mocgioi.draft import draft_batch

    def batch(text: str) -> pa.RecordBatch:
        return pa.record_batch({"id": ["a"], "text": [text]})

    unit = PAGES[page]
    whole = batch(unit * round(size * 1e6 / len(unit.encode())))
    draft_batch(batch("a"))
    before, start = peak(), time.process_time()
    draft_batch(whole)
    seconds = time.process_time() - start
    return {"page": page, "megabytes": size, "seconds": round(seconds, 3), "memory": round(peak() - before)}


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
