"""Add a page to the corpus, with a drafted annotation to correct.

Copies PAGE byte for byte to corpus/raw under the next free id and writes corpus/annotations/<id>.json with the spans
that the drafting model proposes and the metadata that can be read off them. Go through it from the first line to the
last: the model is often wrong. To undo, remove the two files.
"""

from pathlib import Path

from mocgioi.paths import checkout


def register(parser):
    parser.add_argument("page", type=Path, metavar="PAGE", help="the page as it was received, plain text")
    parser.add_argument("--source", required=True, metavar="ID", help="its outlet, as in corpus/sources.json")
    parser.add_argument("--encoding", default="utf-8", help="encoding of the page (default: utf-8)")


def run(args) -> int:
    from mocgioi.adding import add
    from mocgioi.contract import schema
    from mocgioi.errors import MocgioiError

    encodings = schema("common")["$defs"]["encoding"]["enum"]
    if args.encoding not in encodings:
        raise MocgioiError(f"--encoding: found {args.encoding}, expected one of {', '.join(encodings)}")
    doc_id, made = add(checkout(args.root), args.page, args.source, args.encoding)
    read = [field for field, fact in made["metadata"].items() if fact["basis"] == "printed"]
    print(f"{doc_id}: added with {len(made['spans'])} drafted spans; read off them: {', '.join(read) or 'nothing'}")
    print(f"  correct  corpus/annotations/{doc_id}.json, following corpus/GUIDE.md")
    print("  note     the page under Unreleased in CHANGELOG.md")
    print("  check    nox -s validate")
    print(f"  undo     rm corpus/raw/{doc_id}.txt corpus/annotations/{doc_id}.json")
    return 0
