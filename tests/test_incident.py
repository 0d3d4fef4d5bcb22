"""Incidents and the words in them."""

import json

from mocgioi.incident import Incident, breadcrumb, counted, differing, listed, plain, quoted


def test_an_incident_is_its_fields_in_order():
    incident = Incident("span-gap", 3, "error", "a.json", 4, "spans[3] agency", "M.", "f", "e", "x")
    names = ["rule", "level", "severity", "file", "line", "path", "message", "found", "expected", "fix"]
    assert list(incident.as_dict()) == names
    assert json.loads(json.dumps(incident.as_dict())) == incident.as_dict()


def test_breadcrumbs_are_written_like_code():
    assert breadcrumb(("metadata", "published", "spans", 0)) == "metadata.published.spans[0]"
    assert breadcrumb(("spans", 3)) == "spans[3]"
    assert breadcrumb(()) == ""


def test_nothing_unprintable_reaches_the_screen():
    assert plain("a\x1b[31mb\nc\ud800\u200b") == "a\\u001b[31mb\\nc\\ud800\\u200b"
    assert quoted("\x00\u202e") == '"\\u0000\\u202e"'


def test_long_texts_are_cut_around_the_place_that_matters():
    text = "a" * 500 + "X" + "b" * 500
    assert quoted(text, 500).count("X") == 1 and quoted(text, 500).startswith('…"') and quoted(text, 500).endswith('"…')
    assert "X" not in quoted(text)
    assert quoted({"a": [1, None]}) == '{"a": [1, null]}'
    assert quoted(list(range(1000))).endswith("…")
    assert quoted(10**5000) == "a value too large to show"


def test_words():
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b or c" and listed([]) == "nothing"
    assert counted(1, "page") == "1 page" and counted(2000, "page") == "2,000 pages"
    assert differing("abc", "abd") == 2 and differing("ab", "abc") == 2
