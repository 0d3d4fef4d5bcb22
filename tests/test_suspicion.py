"""Columns against rows: what the rules say of a row is never lost, and valid rows are not suspected."""

import json
import subprocess
import sys
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocgioi import bulk, checking, contract, suspicion
from mocgioi.loading import load
from mocgioi.subjects.row import Row
from mocgioi.suspicion import lines, shape, text
from mocgioi.tables import BODY_JOINT
from mocgioi.text import normalise, sha256
from tests.conftest import ROOT
from tests.mutations import KINDS, NotHere, mutate, one, typo

DOCUMENTS = load("documents", root=ROOT)
ROWS = DOCUMENTS.to_pylist()
PAGES = [json.loads((ROOT / "corpus" / "annotations" / f"{row['doc_id']}.json").read_text("utf-8")) for row in ROWS]
SCHEMA = contract.arrow_schema("documents")


def as_table(rows: list[dict]) -> pa.Table | None:
    """Rows as a documents table, or None when they do not fit its types."""
    try:
        return pa.Table.from_pylist(rows, schema=SCHEMA)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return None


def rules_of(row: dict) -> list[str]:
    """The rules that have something to say of a row."""
    return [incident.rule for incident in bulk.of_row(Row(row, "rows.parquet", 0), 5)]


def row_of(page: dict, row: dict) -> dict | None:
    """The row of a page that was changed, its derived fields computed anew; None when it cannot be one."""
    try:
        made = {key: value["value"] for key, value in page["metadata"].items() if key != "source"}
        keys = ("basis", "spans", "note")
        made["grounding"] = [{"field": f} | {key: fact[key] for key in keys} for f, fact in page["metadata"].items()]
        spans = [{key: span[key] for key in ("start", "end", "label", "group")} for span in page["spans"]]
        for i, span in enumerate(spans):
            known = contract.labels().get(span["label"])
            span |= {"span_id": i, "zone": known.zone if known else "boilerplate"}
        body = [row["text"][s["start"] : s["end"]] for s in spans if s["zone"] == "body"]
    except (TypeError, KeyError, AttributeError):
        return None
    return (
        row | made | {"spans": spans, "body": BODY_JOINT.join(body), "source": page["source"], "guide": page["guide"]}
    )


def test_valid_rows_are_neither_reported_nor_suspected():
    assert [rules_of(row) for row in ROWS] == [[]] * len(ROWS)
    assert not suspicion.suspects(DOCUMENTS).any()
    assert not suspicion.suspects(DOCUMENTS.slice(1, 2)).any()
    assert len(suspicion.suspects(DOCUMENTS.slice(0, 0))) == 0


@pytest.mark.parametrize("name", KINDS)
def test_what_the_rules_report_of_a_changed_page_is_suspected(name):
    made = []
    for seed in range(6):
        random = Random(f"{name} {seed}")
        i = random.randrange(len(ROWS))
        try:
            row = row_of(json.loads(mutate(name, random, PAGES[i])), ROWS[i])
        except (NotHere, ValueError, RecursionError, KeyError, TypeError):
            continue
        table = None if row is None else as_table([row])
        made += [] if table is None else table.to_pylist()
    if made:
        suspects = suspicion.suspects(as_table(made)).tolist()
        assert [bool(rules_of(row)) and not suspect for row, suspect in zip(made, suspects, strict=True)] == [
            False
        ] * len(made)


def _other_text(random, row):
    i = random.randrange(len(row["text"]))
    changed = random.choice(
        ["", "\r", "x", "\u0301", "\x00", "\ufffd", "\u2126", "\u212b", "\ufeff", "\u1100", "\U0001f600"]
    )
    row["text"] = row["text"][:i] + changed + row["text"][i + random.choice([0, 1]) :]
    if random.random() < 0.5:
        row |= {"text_chars": len(row["text"]), "text_sha256": sha256(row["text"])}


def _other_body(random, row):
    row["body"] = random.choice(
        [row["body"] + " ", "", row["body"].replace("\n\n", "\n", 1), typo(random, row["body"])]
    )


def _other_spans(random, row):
    span = one(random, row["spans"])
    key = random.choice(["zone", "span_id", "label", "group", "start", "end"])
    span[key] = {
        "zone": random.choice(["metadata", "body", "boilerplate", "Body", None]),
        "span_id": random.choice([0, 1, -1, None]),
        "label": random.choice([*contract.labels(), "x", None]),
        "group": random.choice([None, "figure-1", "card-1", "card-2", "figure-11111111111", "x-1"]),
        "start": random.choice([span["start"] + 1, -1, span["end"], None]),
        "end": random.choice([span["end"] - 1, span["end"] + 1, 10**9, None]),
    }[key]


def _other_grounding(random, row):
    entries = row["grounding"]
    choice = random.randrange(5)
    if choice == 0:
        entries.pop(random.randrange(len(entries)))
    elif choice == 1:
        entries.append(dict(entries[0]))
    elif choice == 2:
        random.shuffle(entries)
    elif choice == 3:
        one(random, entries)["field"] = random.choice(["titel", "title", None, ""])
    else:
        entries.clear()


def _other_value(random, row):
    key = random.choice([k for k in row if k not in ("spans", "grounding", "text")])
    old = row[key]
    if isinstance(old, int):
        row[key] = random.choice([old + 1, -1, None])
    elif isinstance(old, list):
        row[key] = random.choice([None, [], [*old, "Hà Nội"], [*old, ""], old[::-1], [None]])
    else:
        row[key] = random.choice(
            [None, "", "x", (old or "") + "x", typo(random, old) if old and len(old) > 1 else "y", "2024-02-29"]
        )


CHANGES = (_other_text, _other_body, _other_spans, _other_grounding, _other_value)


@given(st.sampled_from(CHANGES), st.integers(0, len(ROWS) - 1), st.randoms(use_true_random=False))
def test_what_the_rules_report_of_a_changed_row_is_suspected(change, i, random):
    row = json.loads(json.dumps(ROWS[i]))
    change(random, row)
    table = as_table([*ROWS, row])
    if table is None:
        return
    found = suspicion.suspects(table).tolist()
    assert found[:-1] == [False] * len(ROWS)
    assert found[-1] or rules_of(row) == []


@given(
    st.text(
        st.sampled_from("aế\u0301\u1100\u1161\u11a8\r\n\u2000\ufeff\u200b\x7f\x85\u09be\u1e9b\U0001f600\u212b“"),
        max_size=9,
    )
)
def test_texts_that_are_not_normal_are_suspected(raw):
    row = ROWS[3] | {"text": raw, "spans": [], "body": "", "text_chars": len(raw)}
    batch = suspicion.Batch(as_table([row]), suspicion.offsets.code_points(pa.chunked_array([[raw]])))
    assert text.unnormal(batch)[0] or normalise(raw) == raw


def test_every_keyword_of_the_schema_is_answered_for():
    def keywords(node, file):
        node, file = contract.resolve(node, file)
        yield from node
        for child in (*node.get("properties", {}).values(), *([node["items"]] if "items" in node else [])):
            yield from keywords(child, file)

    used = {word for node in contract.schema("document")["properties"].values() for word in keywords(node, "document")}
    assert used <= shape.HANDLED


def test_json_lines_are_rows_when_nothing_is_missing():
    exact = [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in ROWS]
    assert lines.table(exact).equals(DOCUMENTS)
    assert lines.table([line.rstrip(b"\n") for line in exact]).equals(DOCUMENTS)


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.replace(b'"title": ', b'"titel": ', 1),
        lambda line: line.replace(b'"title": ', b'"x": 1, "title": ', 1),
        lambda line: line.replace(b'"raw_bytes": ', b'"raw_bytes": 1.5, "y": ', 1),
        lambda line: line.replace(b'"guide": "1.0", ', b"", 1),
        lambda line: line.replace(b'"note": null', b'"note": 5', 1),
        lambda line: line.replace(b', "note": null', b"", 1),
        lambda line: line.replace(b', "group": null', b"", 1),
        lambda line: line.replace(b'"span_id": 0, ', b'"span_id": 0, "span_id": 0, ', 1),
        lambda line: b"[" * 200_000 + b"\n",
        lambda line: line.replace(b'"text": "', b'"text": "' + b"]" * 999, 1).replace(
            b'"body": ', b'"x": ' + b"[" * 99_999, 1
        ),
        lambda line: line.replace(b'"text": "', b'"text": "\\\\", "x": ' + b"[" * 99_999 + b'"', 1),
        lambda line: b"{}\n",
        lambda line: b"[]\n",
        lambda line: b"\n",
        lambda line: b"\xff\n",
        lambda line: line.replace(b'"title": "', b'"title": "\xff', 1),
        lambda line: line.replace(b', "note": null', b"", 1).replace(b'"title": "', b'"title": ":', 1),
        lambda line: line.replace(b'"title": "', b'"title": "\n', 1),
        lambda line: line.replace(b'"start": 0', b'"start": "0"', 1),
        lambda line: line.replace(b'"start": 0', b'"start": 99999999999', 1),
        lambda line: line.replace(b'"start": 0', b'"start": NaN', 1),
    ],
)
def test_json_lines_that_are_no_rows_go_to_the_rules(change):
    exact = [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in ROWS]
    assert change(exact[1]) != exact[1]
    assert lines.table([exact[0], change(exact[1]), exact[2]]) is None


def test_a_table_is_judged_alike_in_batches_and_row_by_row(tmp_path, monkeypatch):
    rows = [json.loads(json.dumps(row)) for row in ROWS * 3]
    for number, row in enumerate(rows):
        row["doc_id"] = f"mg{number + 1:04}"
        _other_spans(Random(number), row) if number % 2 else None
    rows = [row for row in rows if as_table([row]) is not None]
    pq.write_table(as_table(rows), tmp_path / "rows.parquet")
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = {}
    for name, judge in (
        ("columns", suspicion.suspects),
        ("rows", lambda table: suspicion.shape.np.ones(len(table), bool)),
    ):
        monkeypatch.setattr(suspicion, "suspects", judge)
        for kind in ("parquet", "jsonl"):
            incidents = checking.check([tmp_path / f"rows.{kind}"], ROOT).incidents
            found[name, kind] = [(i.rule, i.path, i.found, i.expected) for i in incidents]
    assert len({tuple(sorted(incidents)) for incidents in found.values()}) == 1
    assert found["columns", "parquet"] == found["rows", "parquet"] != []


def test_tables_are_read_alike_however_they_are_written(tmp_path):
    rows = [json.loads(json.dumps(row)) | {"doc_id": f"mg{number:04}"} for number, row in enumerate(ROWS * 8)]
    _other_spans(Random(1), rows[9])
    table, told = as_table(json.loads(json.dumps(rows))), []
    for options in (
        {},
        {"row_group_size": 5},
        {"use_dictionary": False},
        {"dictionary_pagesize_limit": 40, "data_page_size": 100, "write_batch_size": 8},
    ):
        pq.write_table(table, tmp_path / "rows.parquet", **options)
        for size in (7, 1000):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bulk, "BATCH", size)
                checked = checking.check([tmp_path / "rows.parquet"], ROOT)
            told.append((checked.counts, [str(incident) for incident in checked.incidents]))
    assert all(one == told[0] for one in told) and told[0][0] == {"row": len(rows)} and told[0][1]


def test_columns_without_a_row_and_codes_of_other_widths_are_taken(tmp_path):
    pq.write_table(DOCUMENTS.slice(0, 0), tmp_path / "none.parquet")
    assert checking.check([tmp_path / "none.parquet"], ROOT).incidents == []
    coded = DOCUMENTS.set_column(13, "language", DOCUMENTS["language"].cast(pa.dictionary(pa.int8(), pa.string())))
    pq.write_table(coded, tmp_path / "coded.parquet")
    assert checking.check([tmp_path / "coded.parquet"], ROOT).incidents == []


def test_checking_a_clean_table_imports_no_pandas(tmp_path):
    pq.write_table(DOCUMENTS, tmp_path / "rows.parquet")
    code = (
        "import sys; from pathlib import Path; from mocgioi import checking; "
        "assert not checking.check([Path(sys.argv[1])], Path(sys.argv[2])).incidents; "
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, tmp_path / "rows.parquet", ROOT], check=False).returncode == 0


@pytest.mark.parametrize(
    ("language", "body", "wrong"),
    [
        ("vi", "x" * 200, True),
        ("vi", "ế" * 200, False),
        ("en", "đ" * 200, True),
        ("en", "x" * 200, False),
        ("vi", "x", False),
    ],
)
def test_a_language_is_suspected_where_the_rule_finds_it_unlikely(language, body, wrong):
    row = ROWS[0] | {"text": body, "body": body, "language": language}
    row |= {"text_chars": len(body), "text_sha256": sha256(body)}
    row["spans"] = [row["spans"][0] | {"start": 0, "end": len(body), "label": "lede", "zone": "body"}]
    row["grounding"] = [entry | {"basis": "inferred", "spans": [], "note": "x"} for entry in row["grounding"]]
    table = as_table([row])
    batch = suspicion.Batch(table, suspicion.offsets.code_points(table["text"]))
    assert suspicion.values.languages(batch).tolist() == [wrong]
    assert ("language-unlikely" in rules_of(row)) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Gọi 0912 345 678.", True),
        ("+84912345678", True),
        ("a@b.vn", True),
        ("a @ b", False),
        ("03/05/2024 10:40", False),
        ("Từ 0 giờ 01/2/2024", False),
    ],
)
def test_only_what_looks_like_personal_data_to_the_rule_is_suspected(body, wrong):
    table = as_table([row | {"body": text} for row, text in zip(ROWS, ["x", body, "", body], strict=True)])
    batch = suspicion.Batch(table, suspicion.offsets.code_points(table["text"]))
    assert suspicion.labels.personal(batch).tolist() == [False, wrong, False, wrong]


def changed(i: int = 1, **fields) -> dict:
    """Row `i` with some fields changed."""
    return json.loads(json.dumps(ROWS[i])) | fields


def printed_otherwise(field: str, **fact) -> dict:
    """Row 1 with other evidence for one field."""
    row = changed()
    next(entry for entry in row["grounding"] if entry["field"] == field).update(fact)
    return row


def long_group() -> dict:
    row = changed(0)
    next(span for span in row["spans"] if span["group"])["group"] = "figure-" + "1" * 5000
    return row


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (
            printed_otherwise("saved_not_before", basis="inferred", spans=[], note="x")
            | {"saved_not_before": "2023-07-28T00:00"},
            "published-late",
        ),
        (long_group(), "group-kind"),
        (changed(text="", spans=[], body="", text_chars=0, text_sha256=sha256(b"")), "metadata-span"),
    ],
    ids=["later by hours", "a group with a long number", "no spans to cite"],
)
def test_odd_rows_that_a_rule_faults_are_suspected(row, rule):
    assert rule in rules_of(row)
    assert suspicion.suspects(as_table([row, *ROWS])).tolist() == [True] + [False] * len(ROWS)


def test_a_group_of_a_row_that_was_set_aside_is_not_read(tmp_path):
    row = changed(0, doc_id="mg0009")
    row["spans"][0]["group"] = "x-1"
    pq.write_table(as_table([*ROWS, row]), tmp_path / "rows.parquet")
    checked = checking.check([tmp_path / "rows.parquet"], ROOT)
    assert [incident.rule for incident in checked.incidents] == ["schema-pattern"]


def test_bytes_that_are_no_utf8_are_told(tmp_path):
    data = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in ROWS)
    (tmp_path / "rows.jsonl").write_bytes(data.replace(b'"raw_name": "', b'"raw_name": "\xff', 1))
    pq.write_table(DOCUMENTS, tmp_path / "rows.parquet", compression="none", use_dictionary=False)
    whole = (tmp_path / "rows.parquet").read_bytes()
    name = ROWS[0]["raw_name"].encode()
    (tmp_path / "rows.parquet").write_bytes(whole.replace(name, b"\xff" + name[1:]))
    for path in (tmp_path / "rows.jsonl", tmp_path / "rows.parquet"):
        checked = checking.check([path], ROOT)
        assert [incident.rule for incident in checked.incidents] == ["table-unreadable"], path


def test_a_body_that_is_no_utf8_is_told(tmp_path):
    body = pa.array([b"\xff" + text.encode() for text in DOCUMENTS["body"].to_pylist()], pa.binary())
    body = pa.Array.from_buffers(pa.string(), len(body), body.buffers())
    place = DOCUMENTS.schema.get_field_index("body")
    pq.write_table(DOCUMENTS.set_column(place, "body", body), tmp_path / "rows.parquet")
    checked = checking.check([tmp_path / "rows.parquet"], ROOT)
    assert [incident.rule for incident in checked.incidents] == ["table-unreadable"]


def test_a_column_that_comes_twice_is_told(tmp_path):
    pq.write_table(DOCUMENTS.append_column("doc_id", DOCUMENTS["doc_id"]), tmp_path / "rows.parquet")
    (incident,) = checking.check([tmp_path / "rows.parquet"], ROOT).incidents
    assert (incident.rule, incident.found) == ("table-columns", "a column that comes twice")
