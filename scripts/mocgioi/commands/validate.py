"""Check pages, annotations, releases and tables; every fault at once, each with its fix.

PATH is a checkout, an annotation, a release folder, or a table of documents (.parquet, .jsonl); without one the whole
checkout is checked. Faults have five levels: 1 bytes and files, 2 JSON Schema, 3 spans and grounding, 4 the page as a
whole, 5 the corpus and its releases. corpus/RULES.md lists all rules.

Exit codes: 0 clean (warnings may have been printed), 1 faults, 2 could not run: a path is not there or is nothing that
can be checked, or a rule is not known.
"""

import sys
from pathlib import Path

from mocgioi.paths import checkout, home


def register(parser):
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="what to check (default: the checkout around here)"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help="how to print (default: text)"
    )
    parser.add_argument(
        "--level", type=int, choices=range(1, 6), default=5, metavar="N", help="check levels 1 to N only"
    )
    parser.add_argument(
        "--only", action="append", metavar="ID", help="print incidents of this rule only; may be repeated"
    )
    parser.add_argument(
        "--skip", action="append", metavar="ID", help="print no incidents of this rule; may be repeated"
    )


def run(args) -> int:
    from mocgioi import checking, report

    root = args.root or checking.enclosing(Path.cwd()) or home()  # what one stands in is what one means
    checked = checking.check(args.paths or [checkout(root)], root, level=args.level, only=args.only, skip=args.skip)
    sys.stdout.write(report.FORMATS[args.format](checked))
    return 1 if checked.errors else 0
