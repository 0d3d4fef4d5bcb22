"""Generated parts of documents."""

import shutil
from xml.etree import ElementTree

import pytest

from mocgioi import MocgioiError, generated
from mocgioi.generated import benchmark, benchmark_figure


@pytest.fixture
def copy(root, tmp_path):
    shutil.copytree(root / "corpus", tmp_path / "corpus")
    for name in {target for _, target, _ in generated.parts()}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    return tmp_path


def test_all_parts_are_fresh(root):
    assert generated.stale(root) == {}


def test_front_matter_stands_at_the_very_start(root):
    assert (root / "README.md").read_bytes().startswith(b"---\nlicense: ")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("README.md", "| `doc_id` | string", "| `doc_id` | int"),
        ("README.md", "config_name: spans", "config_name: span"),
        ("DATASHEET.md", "| documents | 4 |", "| documents | 5 |"),
        ("corpus/GUIDE.md", "| `lede` |", "| `sapo` |"),
    ],
)
def test_a_stale_part_is_found_and_mended(copy, mocgioi, file, old, new):
    path = copy / file
    fresh = path.read_text("utf-8")
    assert old in fresh
    path.write_text(fresh.replace(old, new, 1), "utf-8")
    ran = mocgioi("generate", "--check", "--root", copy)
    assert (ran.code, ran.out) == (1, f"{file}: generated parts are stale\n  fix      nox -s generate\n")
    assert mocgioi("generate", "--root", copy).code == 0
    assert path.read_text("utf-8") == fresh


def test_the_figure_shows_every_measured_value(root):
    figure = ElementTree.parse(root / benchmark_figure.TARGET)
    marks = figure.findall("{http://www.w3.org/2000/svg}circle")
    measured = [key in row[pages] for row in benchmark.figures().values() for pages, key, *_ in benchmark_figure.SERIES]
    assert len(marks) == sum(measured) + len(benchmark_figure.SERIES)


def test_a_missing_marker_is_named(copy):
    path = copy / "DATASHEET.md"
    path.write_text(path.read_text("utf-8").replace("<!-- end generated: counts -->\n", ""), "utf-8")
    with pytest.raises(MocgioiError, match=r"DATASHEET.md: found 1 and 0 markers of the part counts, expected 1 and 1"):
        generated.fresh(copy)
