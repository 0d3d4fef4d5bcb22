"""Level 5: what may still fail a rule, a list that can only shrink."""

from mocgioi import dispensation, rules
from mocgioi.incident import Fault, quoted
from mocgioi.rules import nearest, rule
from mocgioi.subjects.corpus import DISPENSATIONS
from mocgioi.subjects.file import JsonFile


@rule(
    "dispensation-void",
    level=5,
    scope="corpus",
    guide="corpus/README.md: What lies where",
    meaning="A dispensation names a page and a newer rule that the page, unchanged since, still fails.",
    why="Old pages are given time when a rule is new; new and edited pages are not, and what was mended stays mended.",
    example="mg0007, which no release has, in corpus/dispensations.json.",
    fix="remove the entry, and correct the page",
)
def dispensation_void(corpus):
    file = JsonFile(corpus.root / DISPENSATIONS, corpus.root)
    for i, entry in enumerate(corpus.dispensations):
        rule, what = rules.table().get(entry["rule"]), f"{entry['doc_id']} dispensed from {entry['rule']}"
        if (entry["doc_id"], entry["rule"]) in corpus.dispensed:
            continue
        if rule is None:
            near = nearest(entry["rule"], rules.table())
            told = quoted(entry["rule"]), f"the id of a rule{f', such as {near}' if near else ''}"
        elif dispensation.holds(entry, corpus):
            told = f"{what}, which nothing there fails", "no entry for what does not fail"
        else:
            told = what, f"a page that is as it was released before {rule.since}, when the rule was made"
        yield Fault((), *told, file=file.name, line=file.line(("dispensations", i)))
