"""Train the drafting model on DATA_DIR and write it, and its card model.json beside it.

The same data, packages and machine give the same bytes. With --figures the whole is cross-validated as well, and each
data set of --leave-out is left out once; the figures go into the card. Then `mocgioi generate` renders MODEL.md.
"""

import argparse
import hashlib
import os
from pathlib import Path

# One thread and a fixed order of sums: the same bytes every time on the same machine.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m mocgioi.draft.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("data", type=Path, metavar="DATA_DIR", help="folder with web-dev.jsonl.gz and vi-dev.jsonl.gz")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="where to write (default: into the package)")
    parser.add_argument("--figures", action="store_true", help="cross-validate as well (five times as long)")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="DATASET", help="data sets to leave out in turn")
    args = parser.parse_args()
    from mocgioi.draft.model import FILE
    from mocgioi.draft.training import card, pipeline, report

    package = Path(__file__).resolve().parent.parent
    output = args.output or package
    output.mkdir(parents=True, exist_ok=True)
    model, web, local, folded = pipeline.run(args.data)
    (output / FILE).write_bytes(model)
    print(f"{output / FILE}: {len(model)} bytes, sha256 {hashlib.sha256(model).hexdigest()}", flush=True)
    figures = None
    if args.figures:
        means = report.cross_validate(web, local, folded).means()
        left_out = {name: report.leave_out(web, local, name) for name in args.leave_out}
        figures = card.figures_of(means, left_out)
    card.write(output, args.data, model, figures)


if __name__ == "__main__":
    main()
