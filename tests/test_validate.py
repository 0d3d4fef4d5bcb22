"""`mocgioi validate`: paths, exit codes, formats, and bad input of every kind without a traceback."""

import json

import pytest

from mocgioi import rules
from tests.faulty import broken, valid

BAD = {
    "binary": bytes(range(256)) * 4,
    "empty": b"",
    "blank": b" \n",
    "bom": b"\xef\xbb\xbf{}",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "list": b"[]",
    "number": b"7",
    "null": b"null",
    "nan": b'{"doc_id": NaN}',
    "huge integer": b'{"spans": [{"start": ' + b"9" * 9999 + b"}]}",
    "deep": b"[" * 100_000,
    "deep object": b'{"a":' * 5000,
    "twice": b'{"doc_id": "mg0001", "doc_id": "mg0002"}',
    "surrogate": b'{"doc_id": "\\ud800", "spans": ["\\udfff"]}',
    "nul": b'{"raw": {"file": "corpus/raw/\\u0000"}}',
    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "types": b'{"doc_id": [], "raw": 5, "text": null, "metadata": [], "spans": {"0": 1}}',
    "odd spans": b'{"spans": [null, 5, [], {}, {"start": {}, "end": []}], "metadata": {"title": null, "places": 7}}',
    "odd facts": b'{"metadata": {"title": {"value": {}, "basis": [], "spans": [{}], "note": 5}}, "spans": []}',
    "dots": b'{"raw": {"file": "corpus/raw/../../../etc/passwd", "encoding": "rot13"}}',
}


@pytest.fixture
def corpus(tmp_path):
    return valid(tmp_path / "corpus")


def test_a_valid_corpus(mocgioi, corpus):
    ran = mocgioi("validate", corpus)
    assert (ran.code, ran.out, ran.err) == (0, "0 faults, 0 warnings in 2 pages, 1 release\n", "")


@pytest.mark.parametrize("path", ["corpus/annotations/mg0001.json", "corpus/raw/mg0001.txt", "corpus/sources.json",
                                  "corpus/releases/1.0.0", "corpus/releases/1.0.0/manifest.json", "corpus/annotations",
                                  "corpus/releases/index.json", "corpus/releases/1.0.0/documents.parquet",
                                  "corpus/releases/1.0.0/documents.jsonl"])  # fmt: skip
def test_single_paths(mocgioi, corpus, path):
    ran = mocgioi("validate", corpus / path)
    assert (ran.code, ran.err) == (0, "") and ran.out.startswith("0 faults, 0 warnings in ")


@pytest.mark.parametrize("argv", [["nothing.json"], ["."], ["README.md"], ["corpus/annotations/mg0009.json"]])
def test_paths_that_cannot_be_checked(mocgioi, corpus, argv, monkeypatch, tmp_path):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty" if argv == ["."] else corpus)
    ran = mocgioi("validate", *argv)
    assert ran.code == 2 and ran.out == "" and ran.err.startswith("error    ")


def test_without_a_path_the_checkout_around_the_current_folder_is_checked(mocgioi, tmp_path, monkeypatch):
    root = broken("span-gap", tmp_path / "corpus")
    monkeypatch.chdir(root / "corpus" / "raw")
    ran = mocgioi("validate", "--format", "json")
    assert [i["rule"] for i in json.loads(ran.out)] == ["span-gap"]
    monkeypatch.chdir(root)
    assert json.loads(mocgioi("validate", "--format", "json").out)[0]["file"] == "corpus/annotations/mg0001.json"
    assert mocgioi("validate", "corpus/annotations/mg0002.json").code == 0


def test_a_release_by_itself_is_held_against_the_index(mocgioi, corpus):
    folder = corpus / "corpus" / "releases" / "1.0.0"
    text = (folder / "manifest.json").read_text("utf-8")
    (folder / "manifest.json").write_text(text.replace('"commit": null', f'"commit": "{"0" * 40}"'), "utf-8")
    ran = mocgioi("validate", folder, "--format", "json")
    assert ran.code == 1 and [i["rule"] for i in json.loads(ran.out)] == ["release-index"]


def test_unknown_rules_are_named_with_the_nearest(mocgioi, corpus):
    for option in ("--only", "--skip"):
        ran = mocgioi("validate", corpus, option, "span-gpa")
        assert ran.code == 2 and "did you mean span-gap?" in ran.err


def test_levels_and_choices(mocgioi, tmp_path):
    root = broken("span-gap", tmp_path / "corpus")
    assert mocgioi("validate", root).code == 1
    assert mocgioi("validate", root, "--level", "2").code == 0
    assert mocgioi("validate", root, "--level", "3").code == 1
    assert mocgioi("validate", root, "--only", "span-gap").code == 1
    assert mocgioi("validate", root, "--only", "span-line").code == 0
    assert mocgioi("validate", root, "--skip", "span-gap").code == 0


def test_json_is_the_only_thing_on_standard_output(mocgioi, tmp_path):
    ran = mocgioi("validate", broken("span-gap", tmp_path / "corpus"), "--format", "json")
    (incident,) = json.loads(ran.out)
    assert incident["rule"] == "span-gap" and incident["line"] == 31
    assert mocgioi("validate", valid(tmp_path / "valid"), "--format", "json").out == "[]\n"


def test_warnings_leave_the_exit_code_0(mocgioi, tmp_path):
    ran = mocgioi("validate", broken("personal-data", tmp_path / "corpus"))
    assert ran.code == 0 and "warnings leave the exit code 0" in ran.out


def test_lines_are_right_in_any_layout(mocgioi, corpus):
    path = corpus / "corpus" / "annotations" / "mg0001.json"
    page = json.loads(path.read_text("utf-8"))
    page["spans"][3]["label"] = "agancy"
    path.write_text(json.dumps(page, indent=4), "utf-8")
    (incident,) = json.loads(mocgioi("validate", path, "--format", "json").out)
    assert "agancy" in path.read_text("utf-8").splitlines()[incident["line"] - 1]
    path.write_text(json.dumps(page), "utf-8")
    (incident,) = json.loads(mocgioi("validate", path, "--format", "json").out)
    assert incident["line"] == 1


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("file", ["corpus/annotations/mg0001.json", "corpus/sources.json", "corpus/tombstones.json",
                                  "corpus/releases/1.0.0/manifest.json", "corpus/releases/index.json"])  # fmt: skip
def test_bad_files_are_faults(mocgioi, corpus, file, name):
    (corpus / file).write_bytes(BAD[name])
    for argv in ([corpus], [corpus / file]):
        ran = mocgioi("validate", *argv, "--format", "json")
        assert (ran.code, ran.err) == (1, "")
        assert json.loads(ran.out)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_bad_tables_are_faults(mocgioi, tmp_path, ending, name):
    path = tmp_path / f"rows.{ending}"
    path.write_bytes(BAD[name])
    ran = mocgioi("validate", path, "--format", "json")
    assert (ran.code, ran.err) == (1, "")


def test_files_that_are_no_files(mocgioi, corpus, tmp_path):
    path = corpus / "corpus" / "annotations" / "mg0001.json"
    path.unlink()
    path.mkdir()
    assert mocgioi("validate", corpus).code == 1
    path.rmdir()
    path.symlink_to("/nowhere/at/all")
    assert mocgioi("validate", corpus).code == 1
    assert mocgioi("validate", path).code == 1
    (tmp_path / "x.jsonl").mkdir()
    assert mocgioi("validate", tmp_path / "x.jsonl").code == 2


def test_several_faults_are_all_told(mocgioi, corpus):
    path = corpus / "corpus" / "annotations" / "mg0001.json"
    page = json.loads(path.read_text("utf-8"))
    page["spans"][5]["label"] = "paragrph"
    page["spans"][8]["quote"] = "Ai đó"
    page["metadata"]["agency"]["value"] = "XYZ"
    page["text"]["chars"] += 1
    path.write_text(json.dumps(page), "utf-8")
    told = [i["rule"] for i in json.loads(mocgioi("validate", corpus, "--format", "json").out)]
    assert sorted(told) == ["metadata-ungrounded", "quote-mismatch", "schema-choice", "text-chars"]


def test_every_rule_can_be_chosen(mocgioi, corpus):
    chosen = [word for id in rules.table() for word in ("--only", id)]
    assert mocgioi("validate", corpus, *chosen).code == 0


def test_hooks_and_workflow_run_commands_that_exist(root):
    import yaml

    from mocgioi.cli import parser

    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    steps = yaml.safe_load((root / ".github" / "workflows" / "validate.yml").read_text("utf-8"))["jobs"]["validate"][
        "steps"
    ]
    commands = [hook["entry"] for hook in hooks] + [step["run"] for step in steps if "mocgioi" in step.get("run", "")]
    assert len(commands) == 3
    for command in commands:
        parser().parse_args(command.split()[1:])
