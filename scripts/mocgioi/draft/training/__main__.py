"""Train the drafting model: ``python -m mocgioi.draft.training DATA_DIR [-o FILE]``."""

import argparse
import hashlib
import os
from pathlib import Path

# One thread and a fixed order of sums: the same bytes every time on the same machine.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mocgioi.draft.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with web-dev.jsonl.gz and vi-dev.jsonl.gz")
    parser.add_argument("-o", "--output", type=Path, help="model file (default: the one in the package)")
    args = parser.parse_args()
    from mocgioi.draft.model import FILE
    from mocgioi.draft.training import pipeline

    output = args.output or Path(__file__).resolve().parent.parent / FILE
    model, *_ = pipeline.run(args.data)
    output.write_bytes(model)
    print(f"{output}: {len(model)} bytes, sha256 {hashlib.sha256(model).hexdigest()}")


if __name__ == "__main__":
    main()
