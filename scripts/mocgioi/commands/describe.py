"""Load a release, or a build, and print what it holds.

Loads each table with `datasets.load_dataset`, as a user would, from the repository or from the folder that is named.
"""

from pathlib import Path

from mocgioi import console


def register(parser):
    parser.add_argument(
        "folder", nargs="?", type=Path, help="a folder with a card, such as build (default: the repository)"
    )


def run(args) -> int:
    from datasets import disable_progress_bars, load_dataset

    from mocgioi import contract
    from mocgioi.errors import MocgioiError
    from mocgioi.paths import home

    disable_progress_bars()
    folder = (args.folder or args.root or home()).resolve()
    if not (folder / "README.md").is_file():
        raise MocgioiError(
            f"{folder}: found no README.md, expected a folder with a dataset card", "build one with: mocgioi build"
        )
    tables = {name: load_dataset(str(folder), name, split="train") for name in contract.TABLES}
    print(console.bold(f"Mốc Giới {tables['documents'].info.version}"), f"in {folder}")
    print(console.table([(name, len(t), len(t.features)) for name, t in tables.items()], ("table", "rows", "columns")))
    print()
    print(
        console.table(
            _pages(tables),
            ("page", "source", "published", "title", "chars", "spans", "metadata", "body", "boilerplate"),
        )
    )
    return 0


def _pages(tables: dict):
    """A row a page; the last three columns are the characters in the spans of each zone."""
    names = tables["spans"].features["zone"].names
    for row in tables["documents"]:
        zones = dict.fromkeys(names, 0)
        for span in row["spans"]:
            zones[names[span["zone"]]] += span["end"] - span["start"]
        title = row["title"] or "-"
        title = title if len(title) <= 40 else title[:39] + "…"
        yield (
            row["doc_id"],
            row["source"],
            row["published"] or "-",
            title,
            row["text_chars"],
            len(row["spans"]),
            *zones.values(),
        )
