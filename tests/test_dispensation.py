"""Dispensations hold for old pages and newer rules, and for nothing else."""

import json
from dataclasses import replace

import pytest

from mocgioi import annotation, checking, registry, release, rules
from mocgioi.subjects.corpus import Corpus
from tests.faulty import RELEASED, ROOT, valid

RULE = "title-twice"


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """A corpus whose page mg0001 fails a rule made after its release, and is dispensed from it."""
    newer = replace(rules.table()[RULE], since="2.0.0")
    monkeypatch.setitem(rules.table(), RULE, newer)
    scope = [newer if rule.id == RULE else rule for rule in rules.of("page")]
    monkeypatch.setattr(rules, "of", lambda name, of=rules.of: scope if name == "page" else of(name))
    root = valid(tmp_path / "corpus")
    change(root, lambda page: page["spans"][9].update(label="title"))
    freeze(root)
    dispense(root, [{"doc_id": "mg0001", "rule": RULE, "reason": "It is waiting for its turn."}])
    return root


def change(root, edit):
    path = root / "corpus" / "annotations" / "mg0001.json"
    page = json.loads(path.read_text("utf-8"))
    edit(page)
    path.write_text(annotation.dumps(page), "utf-8")


def freeze(root):
    """Make the release anew from the pages as they are."""
    folder = root / release.FOLDER / RELEASED[0]
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    built = release.build(release.documents_of(root), *RELEASED, root=ROOT)
    release.write(built, folder)
    (root / registry.FILE).write_text(registry.dumps({RELEASED[0]: registry.entry(built.files)}), "utf-8")


def dispense(root, entries):
    (root / "corpus" / "dispensations.json").write_text(json.dumps({"dispensations": entries}), "utf-8")


def said(root):
    return [(incident.rule, incident.severity) for incident in checking.check([root], root).incidents]


def test_an_old_page_may_fail_a_newer_rule(corpus):
    assert said(corpus) == [(RULE, "warning")]
    assert checking.check([corpus], corpus).errors == 0


def test_without_the_entry_the_rule_holds(corpus):
    dispense(corpus, [])
    assert said(corpus) == [(RULE, "error")]


def test_a_page_that_was_edited_is_dispensed_no_more(corpus):
    change(corpus, lambda page: page["metadata"]["source"].update(note="Another note."))
    assert sorted(said(corpus)) == [("dispensation-void", "error"), (RULE, "error")]


def test_an_entry_that_nothing_fails_has_to_go(corpus):
    dispense(corpus, [{"doc_id": "mg0002", "rule": RULE, "reason": "None."}])
    assert sorted(said(corpus)) == [("dispensation-void", "error"), (RULE, "error")]


def test_a_rule_that_is_as_old_as_the_page_has_no_dispensations(corpus):
    dispense(corpus, [{"doc_id": "mg0001", "rule": "span-gap", "reason": "None."}])
    assert ("dispensation-void", "error") in said(corpus)


def test_an_unknown_rule_is_named(corpus):
    dispense(corpus, [{"doc_id": "mg0001", "rule": "title-twic", "reason": "None."}])
    (found,) = [i for i in checking.check([corpus], corpus).incidents if i.rule == "dispensation-void"]
    assert found.expected == "the id of a rule, such as title-twice"


def test_the_list_of_the_corpus_is_read():
    assert Corpus(ROOT).dispensations == []
