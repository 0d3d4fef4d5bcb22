"""Reading pages."""

import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mocgioi import MocgioiError, pages

ROWS = [{"id": "a", "text": "Một\nhai"}, {"id": "b", "text": ""}, {"id": 3, "text": "\x00\u2028"}]
READ = [("a", "Một\nhai"), ("b", ""), ("3", "\x00\u2028")]


def read(*inputs, skip=None):
    return [tuple(row.values()) for batch in pages.read_batches(map(str, inputs), skip) for row in batch.to_pylist()]


@pytest.mark.parametrize("kind", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_json_lines(tmp_path, kind):
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in ROWS).encode()
    with pa.output_stream(str(tmp_path / f"pages{kind}")) as file:
        file.write(data)
    assert read(tmp_path / f"pages{kind}") == READ


def test_parquet_by_either_name_of_the_id(tmp_path):
    for key in ("id", "doc_id"):
        pq.write_table(pa.table({key: ["a", "b"], "text": ["x", "y"], "more": [1, 2]}), tmp_path / f"{key}.parquet")
        assert read(tmp_path / f"{key}.parquet") == [("a", "x"), ("b", "y")]


def test_text_files_go_through_the_recipe(tmp_path):
    (tmp_path / "page.txt").write_bytes("\ufeffhoa\u0300\r\n".encode())
    assert read(tmp_path / "page.txt") == [("page", "hoà\n")]


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "a", "text": "x"}')))
    assert read("-") == [("a", "x")]


def test_batches_are_bounded_and_keep_the_order(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "BATCH_BYTES", 10)
    lines = "".join(json.dumps({"id": i, "text": "x" * 4}) + "\n" for i in range(8))
    (tmp_path / "p.jsonl").write_text(lines)
    batches = list(pages.read_batches([str(tmp_path / "p.jsonl")]))
    assert [batch.num_rows for batch in batches] == [3, 3, 2]
    assert [i for batch in batches for i in batch["id"].to_pylist()] == [str(i) for i in range(8)]


BAD = [
    (b'{"id": "a"', "p.jsonl:2: not JSON"),
    (b'{"id": "\xff"}', "p.jsonl:2: found a byte that is not UTF-8 at byte 8 of the line"),
    (b"[1]", "p.jsonl:2: found list, expected an object with id and text"),
    (b'{"text": "x"}', "p.jsonl:2: found no id"),
    (b'{"id": "a", "text": null}', "p.jsonl:2: found no text"),
    (b'{"id": "a", "text": "x\\ud800"}', "p.jsonl:2: found half of a surrogate pair at code point 1 of text"),
    (b"[" * 100_000, "p.jsonl:2: not JSON"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_row_is_told_by_its_place_or_skipped(tmp_path, line, message):
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"id": "x", "text": "1"}\n' + line + b'\n{"id": "y", "text": "2"}\n')
    with pytest.raises(pages.BadRow) as caught:
        read(path)
    assert message in caught.value.message
    skipped = []
    assert read(path, skip=skipped.append) == [("x", "1"), ("y", "2")]
    assert len(skipped) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("pages.csv", b"", "kind of file not known, expected one of .txt, .jsonl"),
        ("pages.parquet", b"PAR?", "no readable Parquet file"),
        ("pages.jsonl.gz", b"no gzip", "cannot be read"),
        ("missing.jsonl", None, "cannot be read"),
        ("missing.txt", None, "cannot be read"),
        ("cut.jsonl.gz", gzip.compress(b'{"id": "a", "text": "x"}\n' * 999)[:40], "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(MocgioiError, match=message) as caught:
        read(tmp_path / name)
    assert name in caught.value.message


def test_a_bad_text_file_is_a_bad_row(tmp_path):
    (tmp_path / "p.txt").write_bytes(b"\xff")
    skipped = []
    assert read(tmp_path / "p.txt", skip=skipped.append) == []
    assert "found byte 0xff at byte offset 0" in skipped[0].message
