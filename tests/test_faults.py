"""Every rule has a smallest corpus that breaks it, and says of it exactly what is expected."""

import re
import subprocess
import sys

import pytest

from mocgioi import checking, report, rules
from tests.faulty import FAULTS, ROOT, checked_fault, valid

FOLDERS = sorted(place.parent.name for place in FAULTS.glob("*/fault.json"))


def test_the_corpus_that_the_faults_start_from_is_valid(tmp_path):
    root = valid(tmp_path / "corpus")
    assert checking.check([root], root).incidents == []


def test_every_rule_has_a_fault_and_every_fault_a_rule():
    assert sorted(rules.table()) == FOLDERS


@pytest.mark.parametrize("id", FOLDERS)
def test_a_fault_is_reported_once_by_its_rule_and_in_the_expected_words(id, tmp_path):
    checked = checked_fault(id, tmp_path / "corpus")
    assert [incident.rule for incident in checked.incidents] == [id]
    assert report.text(checked) == (FAULTS / id / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("rule", rules.table().values(), ids=lambda rule: rule.id)
def test_the_guide_section_of_a_rule_exists(rule):
    document, heading = rule.guide
    headings = re.findall(r"^#+ (.*)$", (ROOT / document).read_text("utf-8"), re.M)
    assert heading in headings


@pytest.mark.parametrize("rule", rules.table().values(), ids=lambda rule: rule.id)
def test_a_rule_says_all_there_is_to_say(rule):
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.id)
    assert rule.level in rules.LEVELS and rule.severity in ("error", "warning")
    for words in (rule.meaning, rule.why, rule.example, rule.fix):
        assert words.strip() == words != ""
    assert rule.meaning.endswith(".") and not rule.fix.endswith(".")


def test_the_order_of_the_rules_does_not_hang_on_what_was_imported_first():
    code = "import {}; from mocgioi import rules; print(*rules.table())"
    modules = ("mocgioi.rules.whole", "mocgioi.suspicion", "mocgioi.rules")
    runs = [
        subprocess.run([sys.executable, "-c", code.format(name)], capture_output=True, check=True) for name in modules
    ]
    assert len({run.stdout for run in runs}) == 1 and runs[0].stdout.split() == [id.encode() for id in rules.table()]
