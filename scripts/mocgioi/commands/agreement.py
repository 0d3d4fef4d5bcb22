"""Compute the agreement of the two annotation passes.

Reads corpus/passes, prints the figures, and writes them to corpus/passes/agreement.json, from which the datasheet's
table is generated. With --check nothing is written; exit code 1 says that the file is not what the passes give.
"""

from mocgioi import console
from mocgioi.paths import checkout, write_atomically


def register(parser):
    parser.add_argument("--check", action="store_true", help="only say whether corpus/passes/agreement.json is right")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args) -> int:
    from mocgioi.agreement import FIGURES, dumps, figures

    root = checkout(args.root)
    found = figures(root)
    print(dumps(found) if args.format == "json" else _text(found), end="")
    path = root / FIGURES
    if path.is_file() and path.read_text("utf-8") == dumps(found):
        return 0
    if args.check:
        print(f"{FIGURES}: not what the passes give\n  fix      nox -s agreement")
        return 1
    write_atomically(path, dumps(found).encode())
    return 0


def _text(found: dict) -> str:
    spans = found["spans"]
    head = [
        ("pages", len(found["pages"])),
        ("spans, pass a", spans["a"]),
        ("spans, pass b", spans["b"]),
        ("spans, same offsets and label", spans["exact"]),
        ("F1 of exact spans", f"{found['span_f1']:.4f}"),
        ("alpha, zone", f"{found['alpha']['zone']:.4f}"),
        ("alpha, label", f"{found['alpha']['label']:.4f}"),
        ("metadata values equal", f"{found['metadata']['equal']} of {found['metadata']['of']}"),
    ]
    rows = [(label, n["a"], n["b"], n["exact"]) for label, n in found["labels"].items()]
    return (
        console.table(head)
        + f"\ndiffering metadata: {', '.join(found['metadata']['differ']) or 'none'}\n\n"
        + console.table(rows, ("label", "a", "b", "exact"))
        + f"\nuntested labels: {', '.join(found['untested'])}\n"
    )
