"""Say what changed from one release to another, page by page and span by span.

A and B are versions, folders of releases or builds, or `work` for the working state of the checkout. Without B it is
the working state; without A the newest release. --format jsonl prints a script of edits, from which `mocgioi patch`
rebuilds B out of A. Derived columns are no part of it; in text, those that came or went are told at the end. Exit code
1 says that the pages differ.
"""

import json
from pathlib import Path

from mocgioi import console

WORK = "work"


def register(parser):
    parser.add_argument("old", nargs="?", metavar="A", help="version or folder (default: the newest release)")
    parser.add_argument("new", nargs="?", metavar="B", default=WORK, help="version, folder or work (default: work)")
    parser.add_argument("--format", choices=("text", "jsonl"), default="text")


def run(args) -> int:
    from mocgioi import diff
    from mocgioi.paths import home

    root = args.root or home()
    old, old_version, old_columns = side(root, args.old)
    new, new_version, new_columns = side(root, args.new)
    edits = list(diff.script(old, new, (old_version, new_version)))
    if args.format == "jsonl":
        for edit in edits:
            print(json.dumps(edit, ensure_ascii=False))
    elif len(edits) == 1:
        print(f"no difference between {_name(edits[0]['old'])} and {_name(edits[0]['new'])}")
    else:
        print(f"from {_name(edits[0]['old'])} to {_name(edits[0]['new'])}: {len(edits) - 1} edits")
        print(console.table(map(_row, edits[1:]), ("edit", "page", "where", "old", "new")))
    if args.format == "text":
        for path in sorted(old_columns ^ new_columns):
            print(f"{'column added  ' if path in new_columns else 'column removed'} {path}")
    return 1 if len(edits) > 1 else 0


def side(root: Path, named: str | None) -> tuple[dict, str | None, set[str]]:
    """What a word of the command line means: decided rows, the version unless it is a working state, the columns."""
    from mocgioi import contract, diff, release
    from mocgioi.paths import checkout

    if named == WORK:
        return diff.working_rows(checkout(root)), None, _columns(contract.schema)
    is_folder = named is not None and Path(named).is_dir() and named not in release.versions(root)
    place = Path(named) if is_folder else release.folder(named, root)
    read = contract.reader(release.read_contract(place))
    return diff.rows_of(place), release.read_manifest(place)["version"], _columns(read)


def _columns(read) -> set[str]:
    """The columns of all tables by a contract, as in `spans.label`."""
    from mocgioi import contract

    return {f"{table}.{key}" for table, name in contract.TABLES.items() for key in read(name)["properties"]}


def _name(end: dict) -> str:
    return f"{end['version'] or 'the working state'} ({end['digest'][:12]})"


def _row(edit: dict) -> tuple:
    old, new = edit.get("old"), edit.get("new")
    if edit.get("span"):
        at = old or new
        return edit["op"], edit["doc_id"], f"[{at['start']}:{at['end']}]", _span(old), _span(new)
    if edit["op"] in ("add", "drop"):
        return edit["op"], edit["doc_id"], "page", *(_short(row["title"] if row else None) for row in (old, new))
    where = edit.get("field") or f"text at {edit['start']}"
    return edit["op"], edit["doc_id"], where, *(_short(value) for value in (old, new))


def _span(span: dict | None) -> str:
    return "-" if span is None else f"[{span['start']}:{span['end']}] {span['label']} {_short(span['quote'], 24)}"


def _short(value, width: int = 40) -> str:
    text = "-" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= width else text[: width - 1] + "…"
