"""Rebuild a release out of an older one and the script of edits between them.

SCRIPT is what `mocgioi diff A B --format jsonl` printed, or - for standard input. Every old value is compared before it
is replaced, and the result must have the digest that the script names; otherwise nothing is written. The folder holds
the tables as `mocgioi build` writes them.
"""

import json
import sys
from pathlib import Path


def register(parser):
    parser.add_argument("old", metavar="A", help="the version or folder that the script starts from")
    parser.add_argument("script", metavar="SCRIPT", help="file of edits, JSON lines; - is standard input")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", required=True, help="folder to write")


def run(args) -> int:
    from mocgioi import patch, release, tables, workbuild
    from mocgioi.commands.diff import side
    from mocgioi.errors import MocgioiError
    from mocgioi.paths import home

    edits = _read(args.script)
    rows, version, _ = side(args.root or home(), args.old)
    made = patch.apply(rows, edits)
    wanted = edits[0]["new"]
    heading = f"# Mốc Giới: rebuilt from {version or 'a working state'} and a script of edits"
    documents = tables.documents(list(made.values()))
    built = release.build(documents, wanted["version"] or workbuild.FIRST[0], workbuild.FIRST[1], heading=heading)
    if built.manifest["digest"] != wanted["digest"]:
        raise MocgioiError(
            f"found digest {built.manifest['digest']}, expected {wanted['digest']}: the script is for another contract",
            f"use the package mocgioi {wanted['version']}",
        )
    workbuild.write(built, args.output)
    print(f"rebuilt {len(made)} pages with {len(edits) - 1} edits")
    print(f"  in       {args.output}")
    print(f"  digest   {built.manifest['digest']}")
    return 0


def _read(name: str) -> list[dict]:
    from mocgioi.errors import MocgioiError

    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        return [json.loads(line) for line in text.split("\n") if line]
    except OSError as error:
        raise MocgioiError(f"{name}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise MocgioiError(
            f"{name}: not JSON lines: {error}", "write a script with: mocgioi diff --format jsonl"
        ) from None
