"""Build the tables from the raw pages and their annotations.

Writes documents, spans and lines as Parquet, documents as JSON lines, the manifest, and a card, so that the folder
can be given to `load_dataset`. Says which pages differ from the newest release; differing is no fault, for work goes
on between releases. A page that cannot be read or is not what its annotation declares stops the build.
"""

from pathlib import Path

from mocgioi.paths import checkout


def register(parser):
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="folder to write (default: build in the checkout)"
    )


def run(args) -> int:
    from mocgioi import workbuild

    root = checkout(args.root)
    folder = args.output or root / "build"
    built = workbuild.build(root)
    workbuild.write(built, folder)
    counts = ", ".join(f"{count:,} {table}" for table, count in built.manifest["counts"].items())
    print(f"built {counts}")
    print(f"  in       {folder}")
    print(f"  digest   {built.manifest['digest']}")
    for line in workbuild.differences(built, root):
        print(f"  {line}")
    return 0
