"""Running the model from the command line, over every kind of input."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mocgioi import pages, predictions, tiling
from tests.conftest import PAGE, spawn
from tests.draft.test_draft import ARTICLE

TEXTS = {"one": PAGE, "empty": "", "white": " \n\u200b\n", "two": "Tin khác\n\n" + PAGE}


@pytest.fixture
def given(tmp_path):
    """The pages as JSON lines."""
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in TEXTS.items()), "utf-8")
    return path


@pytest.mark.parametrize("kind", predictions.KINDS)
def test_every_kind_of_output_tiles_every_page(given, tmp_path, mocgioi, kind):
    out = tmp_path / f"out{kind}"
    assert mocgioi("draft", given, "-o", out).code == 0
    found = predictions.read(str(out))
    assert list(found) == list(TEXTS)
    columns = {"doc_id": list(TEXTS), "text": list(TEXTS.values()), "spans": list(found.values())}
    assert list(tiling.faults(pa.table(columns))) == []
    assert found["empty"] == found["white"] == []
    beside = json.loads((tmp_path / f"out{kind}.provenance.json").read_text("utf-8"))
    assert len(beside["model"]) == 64 and beside["pages"] == 4


def test_standard_input_to_standard_output(given, mocgioi, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.read_bytes())))
    ran = mocgioi("draft", "-")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == list(TEXTS)


def test_a_text_page_and_a_parquet_file_give_the_same(tmp_path, mocgioi):
    (tmp_path / "one.txt").write_text(PAGE, "utf-8")
    pq.write_table(pa.table({"id": ["one"], "text": [PAGE]}), tmp_path / "one.parquet")
    assert mocgioi("draft", tmp_path / "one.txt").out == mocgioi("draft", tmp_path / "one.parquet").out != ""


def test_an_agency_tag_is_split_off(tmp_path, mocgioi):
    (tmp_path / "one.txt").write_text(ARTICLE, "utf-8")
    spans = json.loads(mocgioi("draft", tmp_path / "one.txt").out)["spans"]
    assert [ARTICLE[s["start"] : s["end"]] for s in spans if s["label"] == "agency"] == ["(BMG) -"]


def test_several_processes_give_the_same_in_the_same_order(given, tmp_path):
    """A process of its own: the pool's workers start from its main module."""
    many = tmp_path / "many.jsonl"
    rows = [json.loads(line) for line in given.read_text("utf-8").splitlines()]
    many.write_text(
        "".join(json.dumps({"id": f"{i}-{r['id']}", "text": r["text"] * 50}) + "\n" for i in range(20) for r in rows)
    )
    for jobs in (1, 2):
        code = (
            "from mocgioi import cli, pages; pages.BATCH_BYTES = 4000\n"
            f"if __name__ == '__main__': cli.main(['draft', {str(many)!r}, '--jobs', '{jobs}', '-o', {str(tmp_path / f'{jobs}.jsonl')!r}])"
        )
        (tmp_path / "run.py").write_text(code)
        ran = spawn(tmp_path / "run.py")
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert len((tmp_path / "1.jsonl").read_text().splitlines()) == 80


def test_a_bad_row_stops_or_is_noted(given, tmp_path, mocgioi):
    given.write_text(given.read_text("utf-8") + '{"id": 1}\n', "utf-8")
    ran = mocgioi("draft", given, "-o", tmp_path / "out.jsonl")
    assert ran.code == 2
    assert "pages.jsonl:5: found no text" in ran.err
    assert not (tmp_path / "out.jsonl").exists()
    ran = mocgioi("draft", given, "-o", tmp_path / "out.jsonl", "--skip-bad", tmp_path / "bad.jsonl")
    assert (ran.code, ran.err) == (0, f"1 rows skipped, noted in {tmp_path / 'bad.jsonl'}\n")
    assert "pages.jsonl:5: found no text" in json.loads((tmp_path / "bad.jsonl").read_text("utf-8"))["message"]


def test_wrong_words_are_told(given, mocgioi):
    assert "--jobs: found 0, expected 1 or more" in mocgioi("draft", given, "--jobs", "0").err
    assert "kind of file not known" in mocgioi("draft", given, "-o", "spans.csv").err


def test_a_batch_of_the_reader_fits_the_model():
    from mocgioi.draft import draft_batch

    batch = pa.RecordBatch.from_pylist([{"id": i, "text": t} for i, t in TEXTS.items()], schema=pages.SCHEMA)
    assert draft_batch(batch).schema == predictions.EMPTY
