"""Printing a page."""

import json


def test_offsets_bytes_and_text(mocgioi, root):
    ran = mocgioi("show", "mg0002", "--bytes", "--format", "json")
    raw = (root / "corpus/raw/mg0002.txt").read_bytes()
    rows = json.loads(ran.out)
    assert ran.code == 0 and len(rows) == 33
    assert all(raw[row["byte_start"] : row["byte_end"]].decode() == row["text"] for row in rows)


def test_a_table_for_people(mocgioi, small):
    ran = mocgioi("show", "mg0001", "--root", small)
    assert ran.out.splitlines()[0].split() == ["span_id", "start", "end", "zone", "label", "text"]
    assert ran.out.splitlines()[3].split() == ["2", "38", "45", "metadata", "agency", "(ABC)", "-"]


def test_an_unknown_page(mocgioi, small):
    ran = mocgioi("show", "mg9", "--root", small)
    assert (ran.code, ran.out) == (2, "")
    assert "mg9: found no page of this id, expected one of mg0001" in ran.err
