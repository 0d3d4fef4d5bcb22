"""Agreement of the passes."""

import pytest

from mocgioi import MocgioiError, agreement, annotation
from tests.conftest import make_annotation, put_page


def test_stored_figures_are_those_of_the_passes(root):
    assert (root / agreement.FIGURES).read_text("utf-8") == agreement.dumps(agreement.figures(root))


@pytest.fixture
def passes(tmp_path):
    """A checkout of one page with two passes; give the spans of each, as (quote, label)."""

    def make(a, b):
        put_page(tmp_path, "mg0001", "aa bb\ncc", [("aa bb", "title"), ("cc", "lede")])
        for name, spans in (("a", a), ("b", b)):
            page = make_annotation("mg0001", b"aa bb\ncc", spans)
            path = tmp_path / "corpus" / "passes" / name / "mg0001.json"
            path.parent.mkdir(parents=True)
            path.write_text(annotation.dumps(page), "utf-8")
        return agreement.figures(tmp_path)

    return make


def test_equal_passes(passes):
    found = passes([("aa bb", "title"), ("cc", "lede")], [("aa bb", "title"), ("cc", "lede")])
    assert (found["span_f1"], found["alpha"], found["spans"]["exact"]) == (1.0, {"zone": 1.0, "label": 1.0}, 2)
    assert found["metadata"] == {"of": 12, "equal": 12, "differ": []}
    assert "title" not in found["untested"] and "footer" in found["untested"]


def test_another_label_of_the_same_zone(passes):
    found = passes([("aa bb", "title"), ("cc", "lede")], [("aa bb", "title"), ("cc", "paragraph")])
    assert found["span_f1"] == 0.5
    assert found["alpha"]["zone"] == 1.0
    assert found["labels"]["lede"] == {"a": 1, "b": 0, "exact": 0}
    # By hand: 7 characters, 2 of which differ. Observed disagreement 2/7; expected: of the 14 values 10 are title,
    # 2 lede and 2 paragraph, so 1 - (10*9 + 2*1 + 2*1) / (14*13).
    assert found["alpha"]["label"] == pytest.approx(1 - (2 / 7) / (1 - 94 / 182))


def test_a_page_in_one_pass_only(passes, tmp_path):
    passes([("aa bb", "title"), ("cc", "lede")], [("aa bb", "title"), ("cc", "lede")])
    (tmp_path / "corpus/passes/b/mg0001.json").rename(tmp_path / "corpus/passes/b/mg0002.json")
    with pytest.raises(MocgioiError, match=r"found pages \['mg0001', 'mg0002'\] in one pass only"):
        agreement.figures(tmp_path)


def test_a_missing_package_tells_its_install_line(root, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(MocgioiError, match="pip install krippendorff"):
        agreement.figures(root)


def test_command(root, mocgioi):
    ran = mocgioi("agreement", "--check")
    assert ran.code == 0
    assert "F1 of exact spans              1.0000" in ran.out
    assert "untested labels: category, subheading, list_item" in ran.out
