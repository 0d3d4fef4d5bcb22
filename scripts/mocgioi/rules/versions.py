"""Level 5: the documents around the corpus agree with the newest release and with one another."""

import re
from itertools import zip_longest

from mocgioi import generated
from mocgioi.errors import MocgioiError
from mocgioi.incident import Fault, differing, listed, quoted
from mocgioi.rules import rule
from mocgioi.subjects.file import JsonFile

GUIDE = "CONTRIBUTING.md: Correct something"
STATED = {
    "scripts/mocgioi/version.py": r'^__version__ = "([^"\n]*)"',
    "CITATION.cff": r"^version: *[\"']?([^\s\"']*)",
    "CHANGELOG.md": r"^## \[([0-9][^\]\n]*)\]",
    "README.md": r"^  version: *[\"']?([^\s\"']*)",
}
"""Where the version of the newest release is written again, and how to find it there."""
DATED = {
    "CITATION.cff": r"^date-released: *[\"']?([^\s\"']*)",
    "CHANGELOG.md": r"^## \[[0-9][^\]\n]*\] - (\S+)",
}
"""The same for its date."""


@rule(
    "version-differs",
    level=5,
    scope="corpus",
    guide=GUIDE,
    meaning="README, CITATION.cff, CHANGELOG.md, the package and the newest release state one version and one date.",
    why="A citation that names another version leads to other data.",
    example="`version: 1.0.0` in CITATION.cff beside `corpus/releases/1.1.0`.",
    fix="nox -s release writes all of them; state the version and date of the newest release",
)
def version_differs(corpus):
    newest = corpus.newest
    if newest is None or ("version",) in newest.broken:
        return
    stated = {name: _stated(corpus, name, pattern) for name, pattern in STATED.items()}
    yield from _differing(newest, stated, newest.version, ("version",), f"the newest release, {newest.name}")
    stated = {name: _stated(corpus, name, pattern) for name, pattern in DATED.items()}
    if isinstance(newest.get("date"), str):
        yield from _differing(newest, stated, newest.get("date"), ("date",), f"the date of release {newest.version}")


def _stated(corpus, name: str, pattern: str) -> tuple[str | None, int] | None:
    """What a document states and in which line, nothing and line 1 when it should; None when there is no document."""
    text = corpus.document(name)
    if text is None:
        return None  # file-missing says so; a corpus without the package has no version.py
    match = re.search(pattern, text, re.M)
    return (match[1], text.count("\n", 0, match.start(1)) + 1) if match else (None, 1)


def _differing(newest, stated: dict, released: object, path: tuple, what: str):
    """The documents that differ from the release; where they agree with one another, the release that differs."""
    values = {place[0] for place in stated.values() if place}
    if len(values) == 1 and values != {released} and len([place for place in stated.values() if place]) > 1:
        (value,) = values
        names = listed([name for name, place in stated.items() if place], "and")
        found = quoted(released)
        yield Fault((), found, f"{quoted(value)}, as {names} state", file=newest.name, line=newest.line(path))
        return
    for name, place in stated.items():
        if place and place[0] != released:
            found = quoted(place[0]) if place[0] else f"no {path[0]} in the form expected"
            yield Fault((), found, f"{quoted(released)}, {what}", file=name, line=place[1])


@rule(
    "changelog-release",
    level=5,
    scope="corpus",
    guide=GUIDE,
    meaning="CHANGELOG.md has an Unreleased section, and one for every release.",
    why="It is where people look up what changed between two versions.",
    example="`corpus/releases/1.1.0` and no `## [1.1.0]`.",
    fix="add the section",
)
def changelog_release(corpus):
    text = corpus.document("CHANGELOG.md")
    if text is None:
        return
    if corpus.unreleased is None:
        yield Fault((), "no section Unreleased", "a line ## [Unreleased]", file="CHANGELOG.md", line=1)
    for release in corpus.releases[:-1]:
        if f"\n## [{release.version}]" not in text:
            yield Fault(
                (),
                f"no section for release {release.version}",
                f"a line ## [{release.version}] - DATE",
                file="CHANGELOG.md",
                line=1,
            )


@rule(
    "contract-stale",
    level=5,
    scope="corpus",
    guide="CONTRIBUTING.md: Change the code",
    meaning="A change of the row schemas since the newest release is noted under Unreleased in CHANGELOG.md.",
    why="The schemas decide what a release means; a change that nobody noted makes the next one differ unawares.",
    example="A label was added to schema/common.schema.json, and nothing stands under `## [Unreleased]`.",
    fix="undo the change of the schema, or note it in CHANGELOG.md under ## [Unreleased]",
)
def contract_stale(corpus):
    carried = corpus.newest.contract if corpus.newest and not corpus.newest.broken else None
    if carried is None or corpus.unreleased or not (corpus.root / "schema").is_dir():
        return
    for name, released in carried["$defs"].items():
        path = corpus.root / "schema" / f"{name}.schema.json"
        file = JsonFile(path, corpus.root)
        value = file.value if file.usable else None
        if value != {key: part for key, part in released.items() if key != "$id"}:
            found = "a schema that was changed" if file.usable else "no schema that can be read"
            yield Fault((), found, f"the schema of release {corpus.newest.version}, or a note", file=file.name)


@rule(
    "generated-stale",
    level=5,
    scope="corpus",
    guide="CONTRIBUTING.md: Change the code",
    meaning="The generated parts of documents are fresh.",
    why="Tables of fields and figures that are typed or out of date mislead.",
    example="A label was added to the schema, and the guide does not list it.",
    fix="nox -s generate",
)
def generated_stale(corpus):
    damaged = any(release.broken for release in corpus.releases) or corpus.unvouched
    if damaged or "CITATION.cff" in corpus.told:
        return  # the parts are made from releases and the citation, of which something else has been told
    full = (corpus.root / "scripts" / "mocgioi").is_dir()
    for name, target, render in generated.parts():
        if target in corpus.told:
            continue
        text = corpus.document(target)
        marked = text is not None and (
            "\ndataset_info:\n" in text if name == "front-matter" else f"generated: {name} " in text
        )
        if text is None and full:
            yield Fault((), "no such file", f"a text with the generated part {name}", "put the file back", file=target)
        elif full or marked:
            yield from _stale(corpus.root, name, target, render, text)


def _stale(root, name: str, target: str, render, text: str):
    """The first line in which one generated part differs from what it ought to be."""
    try:
        fresh = generated.with_part(text, name, render(root), target)
    except MocgioiError as error:
        yield Fault((), error.message, f"what the generated part {name} is made of", error.fix, file=target)
        return
    except (OSError, LookupError, TypeError, ValueError, AttributeError) as error:
        found = f"{type(error).__name__}: {error}"
        yield Fault((), found, f"what the generated part {name} is made of", "restore its source", file=target)
        return
    for line, (found, expected) in enumerate(zip_longest(text.split("\n"), fresh.split("\n"), fillvalue=""), 1):
        if found != expected:
            at = differing(found, expected)
            told = f"{quoted(found, at)} in the generated part {name}"
            yield Fault((), told, quoted(expected, at), file=target, line=line)
            return
