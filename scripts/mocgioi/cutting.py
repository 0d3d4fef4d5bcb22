"""Cutting a release: what forbids it, what it changes, and the change itself, in one step.

Everything is done in a copy of the checkout first, and checked there; then the files that differ are switched.
"""

import datetime
import importlib
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

from mocgioi import bump, citation, generated, journal, registry, release, tables, verify
from mocgioi.errors import MocgioiError
from mocgioi.loading import read_parquet

CHANGELOG = Path("CHANGELOG.md")
VERSION = Path("scripts", "mocgioi", "version.py")
STATED = {
    VERSION: (r'^__version__ = "([^"]+)"', None),
    CHANGELOG: (r"^## \[(\d[^\]]*)\] - (\S+)", 2),
}
"""Where the version stands written by hand: the pattern that finds it, and the group that is its date."""


@dataclass(frozen=True)
class Cut:
    """A release about to be: its version, what the change of the data demands, the files that change."""

    level: str
    previous: str | None
    built: release.Release
    demand: bump.Demand
    new: tuple[str, ...]


def cut(root: Path, level: str, date: str | None, *, dry_run: bool = False) -> Cut:
    """Cut a release of the checkout at `root`; with `dry_run` everything but the switch is done.

    `date` is ISO 8601; today in UTC where it is None. Raises MocgioiError that tells everything that forbids it.
    """
    date = date or datetime.datetime.now(datetime.UTC).date().isoformat()
    with journal.working_folder(root) as place:
        held = release.versions(root)
        previous = held[-1] if held else None
        _refuse([*_unclean(root), *_disagreements(root, previous), *_bad_date(root, date), *_unready(root, previous)])
        commit = _git(root, "rev-parse", "HEAD").strip()
        documents = release.documents_of(root)
        demand = _demand(root, previous, documents)
        version = bump.raise_version(previous, level) if previous else _stated(root)
        _refuse([*_too_small(demand, level, previous), *_taken(root, version)])
        built = release.build(documents, version, date, commit, root=root)
        stage = place / "stage"
        _git(root, "checkout-index", "--all", f"--prefix={stage}/")
        changed = _write(stage, built)
        _refuse([*_invalid(stage)])
        new = {path: stage / path for path in changed}
        if not dry_run:
            journal.switch(root, new)
        return Cut(level, previous, built, demand, tuple(sorted(new)))


def _write(stage: Path, built: release.Release) -> list[str]:
    """Make the staged copy the released state; the paths of what differs, the new folder as one."""
    folder = release.FOLDER / built.version
    release.write(built, stage / folder)
    entries = registry.read(stage) | {built.version: registry.entry(built.files)}
    texts = {
        registry.FILE: registry.dumps(entries),
        VERSION: re.sub(STATED[VERSION][0], f'__version__ = "{built.version}"', _read(stage / VERSION), flags=re.M),
        CHANGELOG: _closed(_read(stage / CHANGELOG), built.version, built.manifest["date"]),
    }
    for path, text in texts.items():
        (stage / path).write_text(text, "utf-8", newline="\n")
    fresh = generated.stale(stage)
    for path, text in fresh.items():
        (stage / path).write_text(text, "utf-8", newline="\n")
    return [folder.as_posix(), *(path.as_posix() for path in texts), *fresh]


def _closed(changelog: str, version: str, date: str) -> str:
    """The changelog with what was unreleased under a heading of its own."""
    return changelog.replace("## [Unreleased]\n", f"## [Unreleased]\n\n## [{version}] - {date}\n", 1)


def _stated(root: Path) -> str:
    """The version that version.py states; before the first release it is the one to come."""
    return re.search(STATED[VERSION][0], _read(root / VERSION), re.M)[1]


def _demand(root: Path, previous: str | None, documents) -> bump.Demand:
    if previous is None:
        return bump.Demand("patch", ())
    place = release.folder(previous, root)
    old = {name: read_parquet((place / f"{name}.parquet").read_bytes()) for name in tables.BUILDERS}
    new = {name: make(documents) for name, make in tables.BUILDERS.items()}
    return bump.demand(old, new, set(release.read_manifest(place)["documents"]))


# --- what forbids a release: one line for each reason ---------------------------------------------------------------


def _refuse(reasons: list[str]) -> None:
    if reasons:
        listed = "\n".join(f"  - {reason}" for reason in reasons)
        raise MocgioiError(f"no release was cut, nothing was changed:\n{listed}")


def _unclean(root: Path) -> Iterator[str]:
    for line in _git(root, "status", "--porcelain", "--untracked-files=all").splitlines():
        yield f"{line[3:]}: found a change that is not committed, expected a clean tree"


def _disagreements(root: Path, previous: str | None) -> Iterator[str]:
    """Where the version or the date of the newest release stands otherwise than in its manifest."""
    if previous is None:
        return
    newest = release.read_manifest(release.folder(previous, root))
    for path, (pattern, dated) in STATED.items():
        found = re.search(pattern, _read(root / path), re.M)
        if found is None or found[1] != newest["version"]:
            yield f"{path}: found version {found and found[1]}, expected {newest['version']}"
        elif dated and found[dated] != newest["date"]:
            yield f"{path}: found date {found[dated]}, expected {newest['date']}"
    about = citation.read(root)
    for key, expected in (("version", newest["version"]), ("date-released", newest["date"])):
        if about.get(key) != expected:
            yield f"{citation.FILE}: found {key} {about.get(key)}, expected {expected}"
    yield from (f"{path}: found stale generated parts, expected fresh ones" for path in generated.stale(root))


def _bad_date(root: Path, date: str) -> Iterator[str]:
    try:
        day = datetime.date.fromisoformat(date)
        if day.isoformat() != date:
            raise ValueError
    except ValueError:
        yield f"--date: found {date}, expected a day such as 2026-01-31"
        return
    # A day ahead of UTC is today already in the east.
    if day > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        yield f"--date: found {date}, expected no day to come"
    for version, entry in registry.read(root).items():
        if date < entry["date"]:
            yield f"--date: found {date}, expected {entry['date']} or later, the day of release {version}"


def _unready(root: Path, previous: str | None) -> Iterator[str]:
    body = _read(root / CHANGELOG).partition("## [Unreleased]\n")[2].partition("\n## [")[0]
    if not body.strip():
        yield f"{CHANGELOG}: found nothing under Unreleased, expected what this release changes"
    pinned = re.search(r'^release = \["pyarrow==([^"]+)"\]', _read(root / "pyproject.toml"), re.M)
    if pinned and pinned[1] != installed("pyarrow"):
        yield f"pyarrow: found {installed('pyarrow')}, expected {pinned[1]}, which pyproject.toml pins for release files"
    for report in verify.repository(root):
        yield from (f"{fault.path}: found {fault.found}, expected {fault.expected}" for fault in report.faults)
    if previous is not None:
        yield from _invalid(root)


def _invalid(root: Path) -> Iterator[str]:
    """One reason when `mocgioi validate` finds faults; it prints them itself."""
    try:
        importlib.import_module("mocgioi.commands.validate")
    except ModuleNotFoundError:
        yield "mocgioi validate: found no such command, expected it to pass"
        return
    from mocgioi import cli

    if cli.main(["validate", "--root", str(root)]) != cli.OK:
        yield "mocgioi validate: found the faults printed above, expected none"


def _too_small(demand: bump.Demand, level: str, previous: str | None) -> Iterator[str]:
    if not demand.allows(level):
        expected = bump.raise_version(previous, demand.level)
        yield f"{level}: found changes since {previous} that demand {demand.level}, expected version {expected}"
        yield from (reason for grade, reason in demand.reasons if not bump.Demand(grade, ()).allows(level))


def _taken(root: Path, version: str) -> Iterator[str]:
    if _git(root, "tag", "--list", f"v{version}").strip():
        yield f"v{version}: found the tag already, expected none: a tag is never moved"


def _git(root: Path, *words: str) -> str:
    try:
        ran = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise MocgioiError("git: not found, expected it on the path", "install Git") from None
    if ran.returncode:
        raise MocgioiError(
            f"git {words[0]}: {ran.stderr.strip()}", "run the command inside a Git checkout of the corpus"
        )
    return ran.stdout


def _read(path: Path) -> str:
    return path.read_text("utf-8")
