"""Print the digests that name a release, computed anew from its rows.

The digest of a page is the SHA-256 of its row in the canonical JSON of RFC 8785, derived fields left out; the release
digest is taken over the sorted digests of the pages. NAME is a version, a folder, or `work` for the working state of
the checkout; without it, the newest release. With --row one row, as JSON, is digested.
"""

import json
from pathlib import Path

from mocgioi import console


def register(parser):
    parser.add_argument("name", nargs="?", metavar="NAME", help="version, folder or work (default: the newest release)")
    parser.add_argument("--row", type=Path, metavar="FILE", help="digest this row and nothing else")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args) -> int:
    import rfc8785

    from mocgioi import annotation, diff, digest
    from mocgioi.commands.diff import side
    from mocgioi.errors import MocgioiError
    from mocgioi.paths import home
    from mocgioi.text import sha256

    if args.row:
        try:
            print(digest.document_digest(annotation.read(args.row)))
        except (KeyError, TypeError) as error:
            raise MocgioiError(
                f"{args.row}: found no document row: {error!r}", "see schema/document.schema.json"
            ) from None
        return 0
    rows, version, _ = side(args.root or home(), args.name)
    pages = {doc_id: sha256(rfc8785.dumps(row)) for doc_id, row in rows.items()}
    found = {"version": version, "digest": diff.rows_digest(rows), "documents": pages}
    if args.format == "json":
        print(json.dumps(found, indent=1))
        return 0
    print(console.table(pages.items(), ("page", "SHA-256")))
    print(f"\n{version or 'working state'}  {found['digest']}")
    return 0
