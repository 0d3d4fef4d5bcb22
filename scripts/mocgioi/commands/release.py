"""Freeze the working state as a release.

LEVEL says which part of the version grows. MAJOR: rows were edited, removed or relabelled. MINOR: rows or columns came,
old ones are unchanged. PATCH: the same rows, other serialisation or documentation. The command compares the tables with
the last release and refuses a level that is too small, naming the rows; it refuses a tree with uncommitted changes, a
state that does not validate, and a version or date that disagrees anywhere. The release folder, the index, CHANGELOG,
CITATION.cff, version.py and the generated parts change in one step: after a crash there is the old state or the new.
"""

from mocgioi.paths import checkout


def register(parser):
    parser.add_argument("level", choices=("major", "minor", "patch"), metavar="LEVEL", help="major, minor or patch")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="day of the release (default: today, UTC)")
    parser.add_argument("--dry-run", action="store_true", help="do and check everything, but change nothing")


def run(args) -> int:
    from mocgioi import cutting

    made = cutting.cut(checkout(args.root), args.level, args.date, dry_run=args.dry_run)
    manifest = made.built.manifest
    print(
        f"{'would release' if args.dry_run else 'released'} {manifest['version']} ({args.level}) after {made.previous}"
    )
    print(f"  date     {manifest['date']}")
    print(f"  commit   {manifest['commit']}")
    print(f"  digest   {manifest['digest']}")
    print(f"  tools    {', '.join(f'{name} {version}' for name, version in manifest['tools'].items())}")
    print(f"  demanded {made.demand.level}")
    for level, reason in made.demand.reasons:
        print(f"           {level}: {reason}")
    for path in made.new:
        print(f"  writes   {path}")
    if not args.dry_run:
        _print_next(manifest["version"])
    return 0


def _print_next(version: str) -> None:
    print("\nTo keep it:")
    print(f"  git add --all && git commit -m 'Release {version}' && git tag -a v{version} -m 'Release {version}'")
    print("To undo it, as long as it is not committed:")
    print(f"  git restore . && git clean -fd corpus/releases/{version}")
