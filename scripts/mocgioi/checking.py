"""Running the rules: over a checkout, an annotation, a release or a table, to a list of incidents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mocgioi import dispensation, rules
from mocgioi.errors import MocgioiError
from mocgioi.incident import Fault, Incident, counted
from mocgioi.release import MANIFEST
from mocgioi.subjects.corpus import Corpus
from mocgioi.subjects.file import JsonFile
from mocgioi.subjects.page import Page
from mocgioi.subjects.release import ReleaseFolder


@dataclass
class Checked:
    """What a run looked at, and what it found: incidents by file and line, with how many things were checked."""

    incidents: list[Incident] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, noun: str, number: int = 1) -> None:
        self.counts[noun] = self.counts.get(noun, 0) + number

    @property
    def errors(self) -> int:
        return sum(incident.severity == "error" for incident in self.incidents)

    def summary(self) -> str:
        """One line: how many faults and warnings in how many pages, releases and rows."""
        warnings = len(self.incidents) - self.errors
        looked = [counted(number, noun) for noun, number in self.counts.items()]
        return f"{counted(self.errors, 'fault')}, {counted(warnings, 'warning')} in {', '.join(looked) or 'nothing'}"


def check(
    paths: list[Path], root: Path, *, level: int = 5, only: list[str] | None = None, skip: list[str] | None = None
) -> Checked:
    """Check each path: a checkout, an annotation, a release folder, or a documents table as Parquet or JSON lines.

    `root` is the checkout to which a single annotation belongs that lies outside of any. Rules above `level` do not
    run; `only` and `skip` choose among the incidents, so that a fault which explains another still does.
    Raises MocgioiError for a path that is none of these, and for an unknown rule.
    """
    wanted, unwanted = rules.known(only or []), rules.known(skip or [])
    checked = Checked()
    found: list[Incident] = []
    for path in paths:
        found += _incidents(path, root, level, checked)
    order = {file: i for i, file in reversed(list(enumerate(incident.file for incident in found)))}
    chosen = {i: None for i in found if (not wanted or i.rule in wanted) and i.rule not in unwanted}
    checked.incidents = sorted(chosen, key=lambda i: (order[i.file], i.line or 0, i.level if i.line else 0))
    return checked


def _incidents(path: Path, root: Path, level: int, checked: Checked) -> Iterator[Incident]:
    """The incidents of one path, after what kind of thing it is."""
    if not path.exists() and not path.is_symlink():
        raise MocgioiError(f"{path}: not there, expected a checkout, an annotation, a release or a table of documents")
    if path.is_dir():
        if (path / MANIFEST).exists():
            return _one_release(path, level, checked)
        if (path / "corpus" / "annotations").is_dir():
            return _corpus(Corpus(path), level, checked)
        if (path / "corpus" / "releases").is_dir():
            return (i for release in Corpus(path).releases for i in _release(release, level, checked))
        if path.name in ("annotations", "raw", "releases", "corpus") and enclosing(path):
            return _part(path, enclosing(path), level, checked)
        raise MocgioiError(
            f"{path}: found a folder that is neither a checkout nor a release",
            "name the folder that holds corpus/, or a folder with a manifest.json",
        )
    if path.suffix in (".parquet", ".jsonl"):
        from mocgioi import bulk

        return bulk.incidents(path, level, checked)
    if path.name == MANIFEST:
        return _one_release(path.parent, level, checked)
    if path.suffix not in (".json", ".txt"):
        raise MocgioiError(
            f"{path}: found a file that is no part of a corpus",
            "name a checkout, an annotation (.json), a release folder, or a table of documents (.parquet, .jsonl)",
        )
    return _annotation(path, root, level, checked)


def enclosing(path: Path) -> Path | None:
    """The checkout that a path lies in, or None."""
    places = [path.absolute(), *path.absolute().parents]
    found = next((place for place in places if (place / "corpus" / "annotations").is_dir()), None)
    if found is None:
        return None
    here = Path()
    return here if here.absolute() == found else found


def _corpus(corpus: Corpus, level: int, checked: Checked) -> Iterator[Incident]:
    for page in corpus.pages:
        yield from _page(page, level, checked)
    for file in corpus.others:
        yield from _json(file, level)
    for release in corpus.releases:
        yield from _release(release, level, checked)
    yield from apply("corpus", corpus, level)


def _part(path: Path, root: Path, level: int, checked: Checked) -> Iterator[Incident]:
    """The incidents of a checkout in one of its folders."""
    prefix = path.absolute().relative_to(root.absolute()).as_posix() + "/"
    return (incident for incident in _corpus(Corpus(root), level, checked) if incident.file.startswith(prefix))


def _annotation(path: Path, root: Path, level: int, checked: Checked) -> Iterator[Incident]:
    """One annotation file; a file of the corpus that is none is only read."""
    root = enclosing(path) or root
    corpus = Corpus(root)
    special = {file.path.absolute(): file for file in corpus.others}
    if path.absolute() in special:
        checked.count("file")
        return _json(special[path.absolute()], level)
    if path.suffix == ".txt" and path.absolute().parent == corpus.folder("raw").absolute():
        path = corpus.folder("annotations") / f"{path.stem}.json"
        if not path.exists():
            raise MocgioiError(f"{path}: not there, expected the annotation of the raw page", "annotate the page first")
    return _page(Page(path, root, corpus), level, checked)


def _page(page: Page, level: int, checked: Checked) -> Iterator[Incident]:
    checked.count("page")
    incidents = _told_of(page, level)
    yield from dispensation.eased(page, incidents) if page.corpus and page.corpus.dispensations else incidents


def _told_of(page: Page, level: int) -> Iterator[Incident]:
    yield from _json(page.source, level, page)
    if page.value:
        yield from apply("page", page, level)


def _release(release: ReleaseFolder, level: int, checked: Checked) -> Iterator[Incident]:
    checked.count("release")
    yield from _json(release.manifest, level)
    yield from apply("release", release, level)


def _one_release(path: Path, level: int, checked: Checked) -> Iterator[Incident]:
    """A release by itself: the rules on releases, and what the index beside it says of its manifest."""
    root = enclosing(path)
    release = ReleaseFolder(path, root)
    yield from _release(release, level, checked)
    if root is not None and not release.broken:
        told = apply("corpus", Corpus(root), level, only="release-index")
        yield from (incident for incident in told if incident.file == release.name)


def _json(file: JsonFile, level: int, subject=None) -> Iterator[Incident]:
    """The rules for any JSON file, then those of its schema; `subject` speaks for it in reports."""
    yield from apply("json", file, level, subject)
    if file.usable:
        yield from apply("shape", file, level, subject)


def apply(scope: str, subject, level: int, voice=None, only: str | None = None) -> Iterator[Incident]:
    """Run the rules of a scope up to a level, or one of them. What hangs on a path that was reported is not told again."""
    for rule in rules.of(scope):
        if rule.level > level or only not in (None, rule.id):
            continue
        for fault in _faults(rule, subject):
            if fault.file is None and any(b and fault.path[: len(b)] == b for b in subject.broken):
                continue
            yield _incident(rule, fault, voice or subject)
            if rule.severity == "error" and fault.file is None:
                subject.broken.add(fault.path)
            if isinstance(subject, Corpus):
                subject.told.add(fault.file)
            if isinstance(subject, Page) and fault.path[:1] == ("spans",) and fault.path[-1] == "label":
                subject.suspected.add(fault.path[1])  # of two rules on one label the first speaks


def _faults(rule: rules.Rule, subject) -> list[Fault]:
    """What a rule finds. A rule that fails is our fault, and told without a traceback."""
    try:
        return list(rule.check(subject))
    except MocgioiError:
        raise
    except Exception as error:
        raise MocgioiError(
            f"{subject.name}: rule {rule.id} could not be run: {type(error).__name__}: {error}",
            "please report this with the file; the rule has an error",
        ) from error


def _incident(rule: rules.Rule, fault: Fault, subject) -> Incident:
    """A fault with all that its rule and its subject know; a path means something only in the subject's own file."""
    file = fault.file or subject.name
    line = fault.line if fault.file or fault.line else subject.line(fault.path)
    return Incident(
        rule=rule.id,
        level=rule.level,
        severity=rule.severity,
        file=file,
        line=line,
        path=subject.crumb(fault.path, rule.level) if file == subject.name else "",
        message=rule.meaning,
        found=fault.found,
        expected=fault.expected,
        fix=fault.fix or rule.fix,
    )
