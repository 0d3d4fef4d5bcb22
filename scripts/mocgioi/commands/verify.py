"""Check releases to the last bit, offline: files, manifest, index, the digest of every page.

Without VERSION every release of the repository is checked. VERSION may be a version, a folder, or what a citation
gives: a release digest or a SWHID. A page that was withdrawn is reported as such and is no fault. With --page nothing
but the manifest is read: it proves that the page belongs to the release. Exit code 1 says that something differs from
what was released; each place is named with what was found and what was expected.
"""

from pathlib import Path


def register(parser):
    parser.add_argument("release", nargs="?", metavar="VERSION", help="version, folder, release digest or SWHID")
    parser.add_argument("--digest", metavar="DIGEST", help="the release digest or SWHID of the citation")
    parser.add_argument("--page", metavar="DOC", help="prove that this page belongs to the release")
    parser.add_argument("--row", type=Path, metavar="FILE", help="with --page: the page's row as JSON, to be compared")


def run(args) -> int:
    from mocgioi import release, verify
    from mocgioi.errors import MocgioiError
    from mocgioi.paths import home

    root = args.root or home()
    places, cited = _places(root, args.release)
    if args.row and not args.page:
        raise MocgioiError("--row: found without --page, expected both", "name the page with --page DOC")
    if args.page:
        return _prove(places[-1] if places else _newest(root), args, cited or args.digest)
    inside = root / release.FOLDER
    reports = [verify.folder(p, indexed=p.parent == inside) for p in places] or list(verify.repository(root))
    if not reports:
        raise MocgioiError(f"{root}: found no release, expected one at least")
    faults = 0
    for report in reports:
        found = [*report.faults]
        for identifier in filter(None, (args.digest, cited)):
            found += verify.citation(report, identifier)
        _print(report, found)
        faults += len(found)
    return 1 if faults else 0


def _newest(root: Path) -> Path:
    from mocgioi import release

    return release.folder(root=root)


def _places(root: Path, named: str | None) -> tuple[list[Path], str | None]:
    """The folders that a word of the command line names, and the identifier that it is, if it is one.

    Releases that differ in serialisation or derived columns share a release digest, so there may be several.
    """
    from mocgioi import registry, release
    from mocgioi.errors import MocgioiError

    if named is None:
        return [], None
    if Path(named).is_dir() and named not in release.versions(root):
        return [Path(named).resolve()], None
    if named.startswith("swh:") or len(named) == 64:
        held = registry.read(root)
        names = {v: (e["digest"], e["swhid"], e.get("amended", e)["swhid"]) for v, e in held.items()}
        found = [root / release.FOLDER / version for version, identifiers in names.items() if named in identifiers]
        if not found:
            listed = ", ".join(held) or "none"
            raise MocgioiError(f"{named}: found no release with this identifier, held here: {listed}")
        return found, named
    if named.removeprefix("v") in registry.read(root):
        return [root / release.FOLDER / named.removeprefix("v")], None
    return [release.folder(named, root)], None


def _prove(place: Path, args, cited: str | None) -> int:
    from mocgioi import annotation, proof, release
    from mocgioi.errors import MocgioiError

    manifest = annotation.read(place / release.MANIFEST)
    if cited and not cited.startswith("swh:") and cited != manifest["digest"]:
        raise MocgioiError(f"{place}: found release digest {manifest['digest']}, expected {cited}")
    row = annotation.read(args.row) if args.row else None
    if isinstance(row, list) and len(row) == 1:
        row = row[0]
    bundled = release.read_contract(place) if row is not None else None
    try:
        for step in proof.steps(manifest, args.page, row, bundled):
            print(step)
    except MocgioiError as error:
        print(f"refuted   {error}")
        return 1
    print(f"proved    {args.page} belongs to release {manifest['version']}")
    return 0


def _print(report, faults: list) -> None:
    name = report.place.name
    if faults:
        for fault in faults:
            print(fault)
        print(f"{name}: {len(faults)} fault{'s'[: len(faults) > 1]}")
        return
    manifest = report.manifest
    pages, gone = len(manifest["documents"]), len(report.withdrawn)
    held = f"{pages - gone} of {pages} pages" if gone else f"{pages} pages"
    print(f"{name}: verified, {held}, {len(manifest['files']) + 1} files")
    print(f"  digest   {manifest['digest']}")
    print(f"  swhid    {report.swhid}")
    for doc_id in report.withdrawn:
        print(f"  withdrawn {doc_id}: its tombstone stands in for its row")
    if not report.indexed:
        print(
            "  note     no index vouches for this manifest: compare digest and SWHID with the citation, or give --digest"
        )
