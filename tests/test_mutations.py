"""The checker is checked: seeded faults are caught, by a rule that is meant for them, told once, and none raises."""

import json
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocgioi import checking, generated
from mocgioi.subjects.corpus import Corpus
from tests import mutations, treemutations
from tests.conftest import ROOT
from tests.mutations import NotHere
from tests.releases import unreleased

FILES = ("CHANGELOG.md", "CITATION.cff", "scripts/mocgioi/version.py",
         "scripts/mocgioi/draft/benchmark.json")  # fmt: skip
FOLDERS = ("corpus", "schema")
EACH = 26
"""Faults of each kind in pages; with some 90 kinds that can be had, more than 2,000."""
EACH_IN_TREES = 6
found: dict[str, Counter] = {}
"""For each kind how many faults were seeded, caught, caught by a rule meant for it, and told in one incident."""


def copied(folder: Path) -> Path:
    """A copy of the checkout's data."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in {*FILES, *(target for _, target, _ in generated.parts())}:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the checkout whose changelog announces nothing; it must if pages were added or corrected since."""
    root = copied(tmp_path_factory.mktemp("mutations") / "checkout")
    noted = (root / "CHANGELOG.md").read_bytes()
    unreleased(root, "")
    if checking.check([root], root).incidents:
        (root / "CHANGELOG.md").write_bytes(noted)
        assert checking.check([root], root).incidents == []
    return root


def skip_if_announced(name: str, rules: tuple[str, ...], checkout: Path) -> None:
    """Some faults show only in that a page differs from the release, which an announced change may."""
    if "release-stale" in rules and Corpus(checkout).unreleased:
        pytest.skip(f"{name}: the changelog announces changes")


def note(name: str, rules: tuple[str, ...], checked: checking.Checked) -> None:
    """Count what was said of one fault."""
    told = [incident.rule for incident in checked.incidents]
    counts = found.setdefault(name, Counter())
    counts["seeded"] += 1
    counts["caught"] += bool(checked.errors)
    counts["meant"] += any(rule in rules for rule in told)
    counts["once"] += len(told) == 1


def seed_into_pages(name: str, checkout: Path, each: int) -> None:
    paths = sorted((checkout / "corpus" / "annotations").glob("*.json"))
    pages = [json.loads(path.read_text("utf-8")) for path in paths]

    @settings(max_examples=each, database=None)
    @given(st.integers(0, 10**9))
    def seed(number):
        random = Random(f"{name} {number}")
        i = random.randrange(len(paths))
        whole = paths[i].read_bytes()
        try:
            paths[i].write_bytes(mutations.mutate(name, random, pages[i]))
            note(name, mutations.KINDS[name].rules, checking.check([paths[i]], checkout))
        except NotHere:
            return
        finally:
            paths[i].write_bytes(whole)

    seed()


def seed_into_trees(name: str, checkout: Path, folder: Path, each: int) -> None:
    for number in range(each):
        root = Path(shutil.copytree(checkout, folder / str(number) / "checkout"))
        try:
            treemutations.KINDS[name].make(Random(f"{name} {number}"), root)
        except NotHere:
            continue
        note(name, treemutations.KINDS[name].rules, checking.check([root], root))
        shutil.rmtree(root)


@pytest.mark.parametrize("name", mutations.KINDS)
def test_a_fault_in_a_page_is_caught(name, checkout):
    skip_if_announced(name, mutations.KINDS[name].rules, checkout)
    seed_into_pages(name, checkout, 2)
    counts = found.get(name, Counter())
    assert counts["caught"] == counts["seeded"]


@pytest.mark.slow
@pytest.mark.mutations
@pytest.mark.parametrize("name", mutations.KINDS)
def test_many_faults_in_pages_are_caught(name, checkout):
    skip_if_announced(name, mutations.KINDS[name].rules, checkout)
    seed_into_pages(name, checkout, EACH)
    assert found[name]["caught"] == found[name]["seeded"] > 0


@pytest.mark.slow
@pytest.mark.mutations
@pytest.mark.parametrize("name", treemutations.KINDS)
def test_faults_in_a_checkout_are_caught(name, checkout, tmp_path):
    seed_into_trees(name, checkout, tmp_path, EACH_IN_TREES)
    assert found[name]["caught"] == found[name]["seeded"] > 0


@pytest.mark.slow
@pytest.mark.mutations
def test_of_all_faults_ninety_nine_in_a_hundred_are_caught_by_a_rule_meant_for_them():
    total = sum(found.values(), Counter())
    print({name: dict(counts) for name, counts in found.items() if counts["meant"] < counts["seeded"]})
    print(
        f"{total['seeded']:,} faults, {total['caught']:,} caught, {total['meant']:,} as meant, {total['once']:,} told once"
    )
    assert total["seeded"] >= 2_000
    assert total["caught"] == total["seeded"]
    assert total["meant"] >= 0.99 * total["seeded"]
    assert total["once"] >= 0.9 * total["seeded"]
