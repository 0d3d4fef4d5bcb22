"""Adding a page."""

import json
import shutil

import pytest

from mocgioi import annotation
from tests.conftest import ROOT

PAGE = """Khai trương đường mới ven sông

15/02/2024 08:30

(ABC) - Sáng 15/2, huyện tổ chức lễ khai trương con đường mới dài mười hai cây số chạy dọc theo bờ sông. Đông đảo người
dân đã có mặt từ sớm để dự lễ và đi thử trên con đường mới.

Con đường được khởi công hai năm trước và hoàn thành sớm hơn kế hoạch một tháng, theo lời của chủ đầu tư công trình.

Nguồn: baovidu.example
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of the checkout as far as adding and validating need it."""
    ignored = shutil.ignore_patterns(".git", ".nox", ".venv", "build", "tests", "scripts", ".hypothesis", "*cache*")
    shutil.copytree(ROOT, tmp_path / "copy", ignore=ignored)
    (tmp_path / "page one.txt").write_text(PAGE.replace("sông. Đông đảo người\n", "sông. Đông đảo người "), "utf-8")
    return tmp_path / "copy"


def test_an_added_page_is_sound_and_what_is_left_takes_a_reader(copy, tmp_path, mocgioi):
    ran = mocgioi("add", tmp_path / "page one.txt", "--source", "unidentified-a", "--root", copy)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("mg0005: added with ")
    page = annotation.read(copy / "corpus/annotations/mg0005.json")
    assert page["raw"]["original_name"] == "page one.txt"
    agency = page["metadata"]["agency"]
    assert (agency["value"], agency["basis"]) == ("ABC", "printed")
    checked = mocgioi("validate", copy, "--root", copy, "--format", "json")
    assert all(incident["level"] >= 4 for incident in json.loads(checked.out))


def test_a_page_that_is_held_already_or_has_no_known_outlet_is_refused(copy, tmp_path, mocgioi):
    ran = mocgioi("add", copy / "corpus/raw/mg0002.txt", "--source", "baolaichau", "--root", copy)
    assert (ran.code, ran.out) == (2, "") and "found the very bytes of mg0002" in ran.err
    ran = mocgioi("add", tmp_path / "page one.txt", "--source", "baomoi", "--root", copy)
    assert ran.code == 2 and "--source: found baomoi, expected one of baolaichau, unidentified-a" in ran.err
    ran = mocgioi("add", tmp_path / "no.txt", "--source", "baolaichau", "--root", copy)
    assert ran.code == 2 and "no.txt: cannot be read: No such file or directory" in ran.err
    ran = mocgioi("add", tmp_path / "page one.txt", "--source", "baolaichau", "--encoding", "latin9", "--root", copy)
    assert ran.code == 2 and "--encoding: found latin9, expected one of utf-8" in ran.err
    assert len(list((copy / "corpus/raw").iterdir())) == 4
