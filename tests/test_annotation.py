"""Annotation files."""

import json

import pytest

from mocgioi import MocgioiError, annotation


def test_every_annotation_is_written_as_the_writer_writes_it(root):
    paths = annotation.paths(root)
    assert [path.stem for path in paths] == ["mg0001", "mg0002", "mg0003", "mg0004"]
    for path in paths:
        assert path.read_text("utf-8") == annotation.dumps(annotation.read(path))


def test_one_span_and_one_field_on_each_line(small):
    page = annotation.read(small / "corpus/annotations/mg0001.json")
    lines = annotation.dumps(page).splitlines()
    assert sum(line.startswith('  {"start"') for line in lines) == len(page["spans"])
    assert json.loads(annotation.dumps(page | {"spans": []})) == page | {"spans": []}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": }', r"page.json:1:7: not JSON: Expecting value"),
        (b'{"a": "\xff"}', r"page.json: found a byte that is not UTF-8 at byte offset 7"),
        (None, r"page.json: cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_json_is_told_by_place(tmp_path, data, message):
    if data is not None:
        (tmp_path / "page.json").write_bytes(data)
    with pytest.raises(MocgioiError, match=message):
        annotation.read(tmp_path / "page.json")
