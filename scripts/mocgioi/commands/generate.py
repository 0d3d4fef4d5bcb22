"""Write the generated parts of README, DATASHEET and the guide.

They follow from schema/, the newest release and the agreement figures. With --check nothing is written; exit code 1
says that a file is stale, and which.
"""

from mocgioi.paths import checkout, write_atomically


def register(parser):
    parser.add_argument("--check", action="store_true", help="only say which files are stale")


def run(args) -> int:
    from mocgioi import generated

    root = checkout(args.root)
    found = generated.stale(root)
    for path, text in found.items():
        if args.check:
            print(f"{path}: generated parts are stale\n  fix      nox -s generate")
        else:
            write_atomically(root / path, text.encode())
            print(f"{path}: written")
    if not found:
        print("generated parts are fresh")
    return 1 if args.check and found else 0
