"""Edit scripts: what they say, and that they rebuild the second release out of the first."""

import copy
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocgioi import diff, patch, release
from mocgioi.errors import MocgioiError
from tests.conftest import PAGE, put_page
from tests.releases import SECOND, SECOND_SPANS, checkout, cut, edit

LETTERS = "aă😀\u0301 \u200d\u2028đ"


@st.composite
def rows(draw):
    """Decided rows of up to three pages, whose spans are pieces of their lines."""
    pages = draw(st.lists(st.sampled_from(["mg0001", "mg0002", "mg0003"]), unique=True, max_size=3))
    return {doc_id: draw(page(doc_id)) for doc_id in pages}


@st.composite
def page(draw, doc_id):
    lines = draw(st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=5))
    spans, at = [], 0
    for line in lines:
        cuts = sorted(draw(st.sets(st.integers(0, len(line)), max_size=3)))
        for start, end in pairwise(cuts):
            label = draw(st.sampled_from(["title", "lede", "footer"]))
            group = draw(st.sampled_from([None, "card-1"]))
            spans.append({"start": at + start, "end": at + end, "label": label, "group": group})
        at += len(line) + 1
    row = {"doc_id": doc_id, "text": "\n".join(lines), "spans": spans}
    row |= draw(
        st.fixed_dictionaries({"title": st.none() | st.text(LETTERS, max_size=3)}, optional={"added": st.none()})
    )
    fields = draw(st.permutations(["title", "places"]))
    row["grounding"] = [{"field": f, "spans": draw(st.lists(st.integers(0, 3), max_size=2))} for f in fields]
    return row


@settings(max_examples=60)
@given(rows(), rows())
def test_a_script_rebuilds_the_second_release(old, new):
    kept = copy.deepcopy((old, new))
    script = [json.loads(json.dumps(line)) for line in diff.script(old, new, ("1.0.0", "2.0.0"))]
    assert patch.apply(old, script) == new
    assert (old, new) == kept
    assert (len(script) == 1) == (old == new)


@settings(max_examples=30)
@given(rows(), rows(), rows())
def test_a_script_is_refused_for_other_rows(old, new, other):
    script = list(diff.script(old, new, ("1.0.0", "2.0.0")))
    if other == old:
        return
    with pytest.raises(MocgioiError):
        patch.apply(other, script)


@settings(max_examples=60)
@given(rows(), rows())
def test_a_script_whose_end_was_cut_off_never_gives_other_rows(old, new):
    script = list(diff.script(old, new, ("1.0.0", "2.0.0")))
    try:
        assert patch.apply(old, script[:-1]) == new
    except MocgioiError:
        return


@settings(max_examples=60)
@given(rows(), rows(), st.data())
def test_a_script_that_is_not_well_formed_gets_one_message(old, new, data):
    script = [json.loads(json.dumps(line)) for line in diff.script(old, new, ("1.0.0", "2.0.0"))]
    line = data.draw(st.integers(0, len(script) - 1))
    junk = st.none() | st.integers() | st.just([]) | st.just({}) | st.just("x")
    if data.draw(st.booleans()):
        script[line] = data.draw(junk)
    else:
        key = data.draw(st.sampled_from(sorted(script[line])))
        script[line][key] = data.draw(junk)
        if data.draw(st.booleans()):
            del script[line][key]
    try:
        assert patch.apply(old, script) == new
    except MocgioiError:
        return


def ops(old, new):
    return [(e["op"], e.get("field") or e.get("span", False)) for e in diff.script(old, new, (None, None))][1:]


@pytest.fixture
def old(tmp_path):
    return diff.working_rows(checkout(tmp_path / "old"))


def test_a_label_changed(old):
    new = copy.deepcopy(old)
    new["mg0001"]["spans"][1]["label"] = "navigation"
    [edit] = list(diff.script(old, new, (None, None)))[1:]
    assert (edit["op"], edit["doc_id"]) == ("relabel", "mg0001")
    assert edit["old"] == {"start": 21, "end": 37, "label": "title", "group": None, "quote": "Cầu mới qua sông"}
    assert edit["new"] == edit["old"] | {"label": "navigation"}


def test_a_span_cut_in_two(old):
    new = copy.deepcopy(old)
    first = new["mg0002"]["spans"][0]
    second = first | {"start": 10, "label": "category"}
    first["end"] = 9
    new["mg0002"]["spans"].insert(1, second)
    assert ops(old, new) == [("retext", True), ("add", True)]
    assert ops(new, old) == [("retext", True), ("drop", True)]


def test_text_put_in_moves_what_follows(old, tmp_path):
    put_page(tmp_path / "new", "mg0002", "Mới\n" + SECOND, [("Mới", "category"), *SECOND_SPANS])
    new = {"mg0001": old["mg0001"]} | diff.working_rows(tmp_path / "new")
    found = ops(old, new)
    assert sorted(found[-4:]) == [("add", True), *[("move", True)] * 3]
    assert ("retext", False) in found and ("metadata", "raw_sha256") in found


def test_metadata_with_its_evidence(old, tmp_path):
    title = {"value": "Cầu mới qua sông", "basis": "printed", "spans": [1], "note": None}
    put_page(tmp_path / "new", "mg0001", PAGE, title=title)
    new = diff.working_rows(tmp_path / "new")
    assert ops(old, new) == [("metadata", "title"), ("metadata", "grounding.title"), ("drop", False)]


def test_command_says_what_changed(mocgioi, tmp_path):
    root = checkout(tmp_path / "root")
    cut(root, "1.0.0")
    assert mocgioi("diff", "--root", root).code == 0
    edit(root, "mg0001", lambda page: page["spans"][1].update(label="navigation"))
    ran = mocgioi("diff", "--root", root)
    assert ran.code == 1
    assert "relabel  mg0001  [21:37]" in ran.out


def test_command_patch_rebuilds_digest_equal(mocgioi, tmp_path):
    root = checkout(tmp_path / "root")
    cut(root, "1.0.0")
    edit(root, "mg0001", lambda page: page["spans"][1].update(label="navigation"))
    put_page(root, "mg0003", SECOND + "Hết\n", [*SECOND_SPANS, ("Hết", "residue")])
    (root / "corpus/annotations/mg0002.json").unlink()
    place = cut(root, "2.0.0")
    (tmp_path / "script.jsonl").write_text(
        mocgioi("diff", "1.0.0", "2.0.0", "--root", root, "--format", "jsonl").out, "utf-8"
    )
    ran = mocgioi("patch", "1.0.0", tmp_path / "script.jsonl", "-o", tmp_path / "made", "--root", root)
    assert (ran.code, ran.err) == (0, "")
    assert release.read_manifest(tmp_path / "made")["documents"] == release.read_manifest(place)["documents"]
    for name in ("documents.parquet", "spans.parquet", "lines.parquet", "documents.jsonl"):
        assert (tmp_path / "made" / name).read_bytes() == (place / name).read_bytes(), name
    again = mocgioi("patch", "2.0.0", tmp_path / "script.jsonl", "-o", tmp_path / "again", "--root", root)
    assert again.code == 2 and not (tmp_path / "again").exists()


def test_command_digest_agrees_with_the_manifest(mocgioi, tmp_path):
    root = checkout(tmp_path / "root")
    place = cut(root, "1.0.0")
    manifest = release.read_manifest(place)
    found = json.loads(mocgioi("digest", "1.0.0", "--root", root, "--format", "json").out)
    assert (found["digest"], found["documents"]) == (manifest["digest"], manifest["documents"])
    row = tmp_path / "row.json"
    row.write_text((place / "documents.jsonl").read_text("utf-8").split("\n")[0], "utf-8")
    assert mocgioi("digest", "--row", row).out == manifest["documents"]["mg0001"] + "\n"
