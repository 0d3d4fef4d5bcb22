"""Verified loading."""

import shutil
from pathlib import Path

import pytest

from mocgioi import MocgioiError, load
from tests.conftest import spawn

LIGHT = """
import sys, time
from mocgioi import load
start = time.process_time()
table = load("documents")
seconds = time.process_time() - start
heavy = {"datasets", "pandas"} & set(sys.modules)
assert table.num_rows > 0 and not heavy, heavy
assert seconds < 1, seconds
"""

THREADS = """
import os
import numpy, pyarrow.parquet, mocgioi.loading
before = os.listdir("/proc/self/task")
assert mocgioi.loading.load("documents").num_rows > 0
after = os.listdir("/proc/self/task")
assert sorted(before) == sorted(after), (before, after)
"""


@pytest.fixture
def copy(root, tmp_path):
    """A copy of what the package carries, to be spoilt."""
    shutil.copytree(root / "corpus" / "releases", tmp_path / "corpus" / "releases")
    return tmp_path


def test_tables_of_the_newest_release():
    assert [load(table).num_rows for table in ("documents", "spans", "lines")] == [4, 177, 278]


def test_unverified_is_the_same_table():
    assert load("spans", verify=False).equals(load("spans"))


def test_loading_is_quick_and_imports_neither_datasets_nor_pandas():
    ran = spawn("-c", LIGHT)
    assert ran.returncode == 0, ran.stderr


def test_unknown_table_and_version():
    with pytest.raises(MocgioiError, match="table 'words': not known, expected one of documents, spans, lines"):
        load("words")
    with pytest.raises(MocgioiError, match=r"release 0.0.9: not held here"):
        load(version="0.0.9")


def test_no_release(tmp_path):
    with pytest.raises(MocgioiError, match="found no release"):
        load(root=tmp_path)


@pytest.mark.parametrize("table", ["documents", "spans", "lines"])
def test_a_flipped_bit_is_found(copy, table):
    path = copy / "corpus/releases/1.0.0" / f"{table}.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(MocgioiError, match=rf"{table}.parquet: found SHA-256 \w+, expected \w+"):
        load(table, "1.0.0", root=copy)


def test_a_missing_file_is_named(copy):
    (copy / "corpus/releases/1.0.0/lines.parquet").unlink()
    with pytest.raises(MocgioiError, match=r"lines.parquet: not there, expected a file of release 1.0.0"):
        load("lines", "1.0.0", root=copy)


def test_load_is_imported_when_asked_for():
    code = (
        "import sys, mocgioi; assert 'mocgioi.loading' not in sys.modules\n"
        "from mocgioi import load; assert load is mocgioi.load and callable(load) and not hasattr(mocgioi, 'nothing')"
    )
    ran = spawn("-c", code)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
def test_no_thread_of_arrow_outlives_loading():
    """A thread that held bytes of Python's would take the process down at its end, now and then."""
    ran = spawn("-c", THREADS)
    assert ran.returncode == 0, ran.stderr
