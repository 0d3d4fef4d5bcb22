"""Print the spans of a page: offsets, label, text.

Offsets are Unicode code points over the page's text; with --bytes the range of bytes in the raw file stands beside
them, so that a span can be cited down to bytes. Needs a checkout, where the raw pages are.
"""

from mocgioi import console
from mocgioi.paths import checkout

WIDTH = 60
"""Characters of a span's text that are shown."""


def register(parser):
    parser.add_argument("doc_id", metavar="DOC", help="the page, such as mg0001")
    parser.add_argument("--bytes", action="store_true", help="show the range of bytes in the raw file too")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args) -> int:
    import json

    from mocgioi import annotation, contract
    from mocgioi.errors import MocgioiError
    from mocgioi.text import read_text

    root = checkout(args.root)
    path = root / "corpus" / "annotations" / f"{args.doc_id}.json"
    if not path.is_file():
        held = ", ".join(other.stem for other in annotation.paths(root))
        raise MocgioiError(f"{args.doc_id}: found no page of this id, expected one of {held or 'none'}")
    page = annotation.read(path)
    raw = annotation.raw_path(root, page)
    text = read_text(raw.read_bytes(), page["raw"]["encoding"], str(raw))
    rows = []
    for number, span in enumerate(page["spans"]):
        row = {"span_id": number, "start": span["start"], "end": span["end"]}
        if args.bytes:
            row["byte_start"], row["byte_end"] = text.to_bytes(span["start"], span["end"])
        rows.append(row | {"zone": contract.zone_of(span["label"]), "label": span["label"], "text": span["quote"]})
    if args.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print(
            console.table([[*[*row.values()][:-1], _cut(row["text"])] for row in rows], list(rows[0]) if rows else None)
        )
    return 0


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
