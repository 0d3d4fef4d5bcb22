"""Build a release again and compare every byte.

The commit that the manifest names is taken from the Git history and built with its own code, under the version and date
of the manifest. Exit code 1 says that a file differs, and names the tools whose versions differ, if any do.
"""

from mocgioi.paths import checkout


def register(parser):
    parser.add_argument("version", nargs="?", metavar="VERSION", help="default: the newest release")


def run(args) -> int:
    from mocgioi import release, reproduce

    root = checkout(args.root)
    place = release.folder(args.version, root)
    manifest = release.read_manifest(place)
    differing = list(reproduce.differences(place, reproduce.rebuild(root, manifest)))
    for line in differing:
        print(line)
    if not differing:
        print(f"{manifest['version']}: built again from {manifest['commit'][:12]}, every byte the same")
    return 1 if differing else 0
