"""The three formats."""

import json

import pytest

from mocgioi import report
from mocgioi.checking import Checked
from mocgioi.incident import Incident


def incident(**fields):
    given = {
        "rule": "quote-mismatch", "level": 3, "severity": "error", "file": "corpus/annotations/mg0003.json", "line": 41,
        "path": "spans[3] agency", "message": "A span's quote is the text at its offsets.", "found": '"BLC) - "  at [3:10]',
        "expected": '"(BLC) -"  (that text stands at [2:9])', "fix": "nox -s reanchor -- mg0003",
    }  # fmt: skip
    return Incident(**given | fields)


def test_text_is_the_form_of_the_design():
    assert report.text(Checked([incident()], {"page": 4})).startswith(
        "corpus/annotations/mg0003.json:41 spans[3] agency  L3 quote-mismatch\n"
        '  found    "BLC) - "  at [3:10]\n'
        '  expected "(BLC) -"  (that text stands at [2:9])\n'
        "  fix      nox -s reanchor -- mg0003\n\n"
        "quote-mismatch: A span's quote is the text at its offsets.\n"
        "  see corpus/GUIDE.md, Spans\n\n"
        "1 fault, 0 warnings in 4 pages\n"
    )


def test_text_says_that_warnings_are_no_faults():
    told = report.text(Checked([incident(severity="warning", line=None)], {"page": 1}))
    assert told.startswith("corpus/annotations/mg0003.json spans[3] agency  L3 quote-mismatch  warning\n")
    assert told.endswith("0 faults, 1 warning in 1 page; warnings leave the exit code 0\n")
    assert report.text(Checked([], {"page": 1})) == "0 faults, 0 warnings in 1 page\n"


def test_json_is_an_array_of_incidents():
    found = [incident(), incident(line=None, found="\ud800")]
    assert json.loads(report.as_json(Checked(found))) == [i.as_dict() for i in found]
    assert json.loads(report.as_json(Checked([]))) == []
    report.as_json(Checked(found)).encode("ascii")


@pytest.mark.parametrize(("severity", "kind"), [("error", "::error "), ("warning", "::warning ")])
def test_github_gets_one_escaped_line_each(severity, kind):
    told = report.github(
        Checked([incident(severity=severity, found="100 %\nand\rmore", file="a,b:c.json")], {"page": 1})
    )
    first, summary, rest = told.split("\n")
    assert first.startswith(f"{kind}file=a%2Cb%3Ac.json,line=41,title=L3 quote-mismatch::spans[3] agency%0A")
    assert "found: 100 %25%0Aand%0Dmore%0A" in first
    assert summary.endswith("in 1 page") and rest == ""
