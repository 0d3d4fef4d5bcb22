"""The README's commands and snippets, run as they stand there."""

import gzip
import json
import re
import shlex
import shutil
import tomllib

import pytest

from tests.conftest import ROOT, spawn

TEXT = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
READERS = [re.findall(r"(?:from|import) (\w+)", code)[-1] for code in PYTHON]
SHELL = [line for language, code in BLOCKS if language == "sh" for line in code.splitlines()]
COMMANDS = [code.strip() for language, code in BLOCKS if language == "bash"]


@pytest.mark.parametrize("code", PYTHON, ids=READERS)
def test_snippet_runs_and_prints(code, tmp_path):
    ran = spawn("-c", code, HF_HOME=str(tmp_path), HF_HUB_OFFLINE="1")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_commands_on_pages_run_in_their_order(root, tmp_path):
    shutil.copytree(root / "corpus" / "raw", tmp_path / "corpus" / "raw")
    with gzip.open(tmp_path / "pages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a", "text": "Một câu."}) + "\n")
    assert SHELL and all(line.startswith("mocgioi ") for line in SHELL)
    for line in SHELL:
        ran = spawn("-m", *shlex.split(line), cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "spans.parquet").is_file()


def test_there_are_snippets_for_every_reader_that_is_promised():
    assert {"load_dataset", "duckdb", "mocgioi", "pandas", "polars"} <= set(READERS)


def test_ci_runs_the_readmes_test_command_and_nothing_else(root):
    script = (root / ".ci" / "run").read_text("utf-8")
    steps = [
        line
        for line in script.splitlines()
        if line and not line.startswith("#") and not line.startswith(("set ", "cd "))
    ]
    assert len(steps) == 1
    assert steps[0] in COMMANDS


def test_the_main_job_is_a_session_of_the_noxfile(root):
    assert COMMANDS[0].endswith("nox -s corpus")
    assert "def corpus(session)" in (root / "noxfile.py").read_text("utf-8")


def test_every_file_that_is_linked_exists(root):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in link]
    assert links and all((root / link).exists() for link in links)


def test_python_versions_agree(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    assert "3.11 or newer" in TEXT.replace("\n", " ")
