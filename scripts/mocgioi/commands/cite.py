"""Print the citation of a release.

Title and authors stand in CITATION.cff, version, date and digest in the release's manifest. The release digest names
the data: with it, `mocgioi verify` checks that a copy is what was cited. The SWHID names every byte of the release.
"""


def register(parser):
    from mocgioi import citation

    parser.add_argument("version", nargs="?", metavar="VERSION", help="default: the newest release")
    parser.add_argument("--format", choices=sorted(citation.formats()), default="apa")


def run(args) -> int:
    from mocgioi import citation
    from mocgioi.paths import home

    print(citation.formats()[args.format](citation.work(args.root or home(), args.version)), end="")
    return 0
