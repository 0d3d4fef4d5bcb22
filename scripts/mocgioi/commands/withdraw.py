"""Take a page down: out of the working state and out of every release, with a tombstone in its place.

The page's raw file, annotation and passes are removed, the tables of every release that held it are written without it,
and corpus/tombstones.json keeps id, reason, date and digest. Manifests stay as they were: old citations still verify,
and `mocgioi verify` reports the page as withdrawn. Nothing is undone once it is committed and pushed; copies that
others hold, Git history and tags on a Hub are not reached. Asks first, unless --yes is given.
"""

import datetime
import sys

from mocgioi.paths import checkout


def register(parser):
    parser.add_argument("doc", metavar="DOC", help="the page, such as mg0002")
    parser.add_argument("--reason", required=True, help="why, in a sentence; it is published, so name nobody")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="day of the withdrawal (default: today, UTC)")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args) -> int:
    from mocgioi import generated, withdrawal
    from mocgioi.errors import MocgioiError
    from mocgioi.paths import write_atomically

    root = checkout(args.root)
    date = _day(args.date)
    if not args.reason.strip():
        raise MocgioiError("--reason: found nothing, expected a sentence")
    planned = withdrawal.withdraw(root, args.doc, args.reason, date, dry_run=True)
    for version in planned.versions:
        print(f"without {args.doc}: release {version}, its manifest unchanged")
    for path in planned.removed:
        print(f"removed  {path}")
    for path in planned.written:
        print(f"written  {path}")
    if args.dry_run:
        return 0
    if not args.yes and not _confirmed(args.doc):
        raise MocgioiError("not confirmed: nothing was changed", "give --yes, or type the page's id when asked")
    withdrawal.withdraw(root, args.doc, args.reason, date)
    for path, text in generated.stale(root).items():
        write_atomically(root / path, text.encode())
        print(f"written  {path}")
    print(f"\n{args.doc} is withdrawn. What is left to do:")
    print("  nox -s agreement && nox -s generate   # figures without the page")
    print(f"  git grep {args.doc}                    # mentions in documents and tests")
    print("  git add --all && git commit, then nox -s release -- major and nox -s publish")
    print("  the page is still in the Git history and in older tags: see CONTRIBUTING.md")
    return 0


def _day(date: str | None) -> str:
    from mocgioi.errors import MocgioiError

    if date is None:
        return datetime.datetime.now(datetime.UTC).date().isoformat()
    try:
        if datetime.date.fromisoformat(date).isoformat() == date:
            return date
    except ValueError:
        pass
    raise MocgioiError(f"--date: found {date}, expected a day such as 2026-01-31")


def _confirmed(doc_id: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(f"Type {doc_id} to take it down: ").strip() == doc_id
