"""Files of predictions, and the command that scores them."""

import json

import pyarrow as pa
import pytest

from mocgioi import MocgioiError, load, predictions, provenance

SPANS = [{"start": 0, "end": 2, "zone": "body", "label": "lede", "score": 0.1}]


def batch(*ids):
    rows = [{"id": name, "spans": SPANS} for name in ids]
    return pa.RecordBatch.from_pylist(rows, schema=predictions.EMPTY)


@pytest.mark.parametrize("kind", predictions.KINDS)
@pytest.mark.parametrize("batches", [[], [("a",), ("b", "c")]])
def test_what_is_written_is_read_back(tmp_path, kind, batches):
    path = str(tmp_path / f"out{kind}")
    with predictions.writer(path) as write:
        for ids in batches:
            write(batch(*ids))
    found = predictions.read(path)
    assert list(found) == [name for ids in batches for name in ids]
    assert all(spans[0]["label"] == "lede" and spans[0]["score"] == pytest.approx(0.1) for spans in found.values())
    assert [entry.name for entry in tmp_path.iterdir()] == [f"out{kind}"]


def test_an_interrupted_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(RuntimeError), predictions.writer(str(path)) as write:
        write(batch("a"))
        raise RuntimeError
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "message"), [("out.csv", "kind of file not known"), ("no/out.jsonl", "found no folder")]
)
def test_a_bad_output_is_told_before_any_work(tmp_path, name, message):
    with pytest.raises(MocgioiError, match=message), predictions.writer(str(tmp_path / name)):
        pass


@pytest.fixture
def perfect(tmp_path):
    """The newest release as if it had been predicted."""
    path = tmp_path / "pred.jsonl"
    rows = [{"id": row["doc_id"], "spans": row["spans"]} for row in load("documents").to_pylist()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_release_against_itself(perfect, mocgioi):
    ran = mocgioi("evaluate", perfect, "--gold", "1.0.0", "--by", "source", "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert (report["scorer"], report["gold"]["release"]) == ("score-1", "1.0.0")
    assert report["scores"]["all"]["span_f1"] == report["scores"]["all"]["label_accuracy"]["mean"] == 1
    assert set(report["scores"]) == {"all", "baolaichau", "unidentified-a", "unidentified-b", "unidentified-c"}
    assert "exact span F1" in mocgioi("evaluate", perfect).out


def test_gold_of_ones_own_and_a_missing_prediction(tmp_path, mocgioi):
    rows = [{"id": name, "text": "ab cd", "content_spans": [[0, 2]]} for name in "ab"]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "pred.jsonl").write_text(json.dumps({"id": "a", "spans": SPANS}))
    ran = mocgioi("evaluate", tmp_path / "pred.jsonl", "--gold", tmp_path / "gold.jsonl", "--format", "json")
    assert json.loads(ran.out)["scores"]["all"]["content_f1"]["mean"] == 0.5


def test_a_prediction_without_page_is_an_error(tmp_path, mocgioi):
    (tmp_path / "pred.jsonl").write_text('{"id": "zz", "spans": []}')
    ran = mocgioi("evaluate", tmp_path / "pred.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert "found page zz, expected only pages that gold holds" in ran.err


def test_an_unknown_field_to_group_by_is_an_error(perfect, mocgioi):
    assert "--by: found no gold page with a field site" in mocgioi("evaluate", perfect, "--by", "site").err


def test_rows_of_the_corpus_and_spans_without_zone_are_predictions(tmp_path, mocgioi):
    row = load("documents").to_pylist()[0]
    spans = [{key: span[key] for key in ("start", "end", "label")} for span in row["spans"]]
    (tmp_path / "pred.jsonl").write_text(json.dumps({"doc_id": row["doc_id"], "spans": spans}))
    ran = mocgioi("evaluate", tmp_path / "pred.jsonl", "--by", "doc_id", "--format", "json")
    assert json.loads(ran.out)["scores"][row["doc_id"]]["zone_accuracy"]["mean"] == 1


SPAN = '{"start": 3, "end": 2, "zone": "body", "label": "lede"}'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "pred.jsonl:2: not JSON"),
        ("[]", "pred.jsonl:2: found no row {id, spans}"),
        ('{"id": 1}', "pred.jsonl:2: found no row {id, spans}"),
        (f'{{"id": 1, "spans": [{SPAN}]}}', f"pred.jsonl:2: spans[0]: found {SPAN}, expected start, end"),
        ('{"id": 1, "spans": [7]}', "pred.jsonl:2: spans[0]: found 7, expected start, end"),
    ],
)
def test_a_file_that_holds_no_predictions(tmp_path, mocgioi, line, message):
    (tmp_path / "pred.jsonl").write_text("\n" + line)
    ran = mocgioi("evaluate", tmp_path / "pred.jsonl")
    assert ran.code == 2
    assert message in ran.err


def test_provenance_is_shown_and_must_fit(perfect, mocgioi):
    provenance.write(str(perfect), {"model": "m1"})
    assert json.loads(mocgioi("evaluate", perfect, "--format", "json").out)["predictions"]["model"] == "m1"
    perfect.write_text(perfect.read_text() + "\n")
    ran = mocgioi("evaluate", perfect)
    assert ran.code == 2
    assert "speaks of another file" in ran.err
