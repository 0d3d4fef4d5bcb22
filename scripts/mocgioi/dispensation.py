"""Dispensations: released pages that may still fail a rule which is newer than they are.

An entry of corpus/dispensations.json holds while its page is, row for row, what the newest release has, and was so in a
release older than the rule. Releases are frozen, so nothing can be added for new or edited pages; a page that was
corrected and released can never be dispensed again; an entry that nothing fails any more has to go. So the list only
shrinks, and anyone can check that from the files alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mocgioi import contract, digest, rules, tables
from mocgioi.incident import Incident
from mocgioi.release import version_key
from mocgioi.subjects.corpus import DISPENSATIONS as FILE
from mocgioi.subjects.file import JsonFile
from mocgioi.text import Text


def entries(root: Path) -> list[dict]:
    """The entries of a checkout; none where the file is missing or damaged, of which other rules tell."""
    file = JsonFile(root / FILE, root, schema="dispensations")
    if not (root / FILE).is_file() or not file.usable or file.schema_faults:
        return []
    return file.value["dispensations"]


def holds(entry: dict, corpus) -> bool:
    """Whether an entry's page is as released before the rule was made, and still is in the newest release."""
    rule, newest = rules.table().get(entry["rule"]), corpus.newest
    page = next((page for page in corpus.pages if page.doc_id == entry["doc_id"]), None)
    if rule is None or rule.level < 3 or newest is None or page is None or not isinstance(page.decoded, Text):
        return False
    older = [r for r in [*corpus.releases[:-1], newest] if version_key(r.version) < version_key(rule.since)]
    return any(_row(page, r) and _row(page, newest) for r in older)


def _row(page, release) -> bool:
    """Whether a page's row is the one in a release."""
    if release.contract is None or page.source.schema_faults:
        return False
    row = tables.document_row(page.value, page.decoded)
    return digest.document_digest(row, contract.reader(release.contract)) == release.pages.get(page.doc_id)


def eased(page, incidents: Iterator[Incident]) -> Iterator[Incident]:
    """A page's incidents, those that it is dispensed from turned into warnings and noted in `corpus.dispensed`."""
    corpus = page.corpus
    own = {entry["rule"] for entry in corpus.dispensations if entry["doc_id"] == page.doc_id}
    for incident in incidents:
        entry = {"doc_id": page.doc_id, "rule": incident.rule}
        if incident.rule in own and incident.severity == "error" and holds(entry, corpus):
            corpus.dispensed.add((page.doc_id, incident.rule))
            incident = replace(incident, severity="warning", found=f"{incident.found} (dispensed)")
        yield incident
