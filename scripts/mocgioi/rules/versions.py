"""Level 5: the documents around the corpus agree with the newest release and with one another."""

import re
from itertools import zip_longest

from mocgioi import generated
from mocgioi.errors import MocgioiError
from mocgioi.incident import Fault, differing, quoted
from mocgioi.rules import rule

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
    if newest is None:
        return
    for name, pattern in STATED.items():
        yield from _differing(corpus, name, pattern, newest.version, "the newest release")
    date = newest.get("date")
    for name, pattern in DATED.items() if isinstance(date, str) else ():
        yield from _differing(corpus, name, pattern, date, f"the date of release {newest.version}")


def _differing(corpus, name: str, pattern: str, expected: str, what: str):
    text = corpus.document(name)
    if text is None:
        return  # file-missing says so; a corpus without the package has no version.py
    match = re.search(pattern, text, re.M)
    if match is None:
        yield Fault((), "nothing of the form expected", f"{expected}, {what}", file=name, line=1)
    elif match[1] != expected:
        line = text.count("\n", 0, match.start(1)) + 1
        yield Fault((), quoted(match[1]), f"{quoted(expected)}, {what}", file=name, line=line)


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
    if any(release.broken for release in corpus.releases):
        return  # the parts are computed from releases, which are damaged
    full = (corpus.root / "schema").is_dir()
    for name, target, render in generated.parts():
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
