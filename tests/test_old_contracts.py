"""Releases made by another contract than today's: they load, verify, compare and validate by the one they carry."""

import json
import shutil

import pytest
import yaml

import mocgioi as package
from mocgioi import bump, card, checking, contract, croissant, diff, digest, patch, registry, release, verify
from mocgioi.generated import front_matter
from mocgioi.loading import read_parquet
from tests.releases import checkout, cut


def without(place, name: str) -> None:
    """Make the newest release one of a time when documents did not have the field `name` yet."""
    files = release.read_files(place)
    bundled = json.loads(files["schema.json"])
    del bundled["$defs"]["document"]["properties"][name]
    bundled["$defs"]["document"]["required"].remove(name)
    table = read_parquet(files["documents.parquet"]).drop_columns([name])
    files["schema.json"] = (json.dumps(bundled, ensure_ascii=False, indent=1) + "\n").encode()
    files["documents.parquet"] = release.parquet_bytes(table)
    files["documents.jsonl"] = release.jsonl_bytes(table)
    _, front, body = files["README.md"].decode().split("---\n", 2)
    card = yaml.safe_load(front)
    features = card["dataset_info"][0]["features"]
    card["dataset_info"][0]["features"] = [feature for feature in features if feature["name"] != name]
    files["README.md"] = f"---\n{yaml.safe_dump(card, sort_keys=False, allow_unicode=True)}---\n{body}".encode()
    described = json.loads(files["croissant.json"])
    for entry in described["distribution"]:
        entry["sha256"] = release.describe(files)[entry["@id"]]["sha256"]
    files["croissant.json"] = croissant.dumps(described).encode()
    manifest = json.loads(files.pop("manifest.json"))
    manifest["documents"] = digest.document_digests(table, contract.reader(bundled))
    manifest["digest"] = digest.release_digest(manifest["documents"].values())
    manifest["tables"]["documents"] = digest.table_digest(table)
    manifest["files"] = release.describe(files)
    files["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    shutil.rmtree(place)
    release.write(release.Release(manifest, files), place)
    root = place.parents[2]
    (root / registry.FILE).write_text(registry.dumps(registry.read(root) | {place.name: registry.entry(files)}))


@pytest.fixture(params=["text_chars", "language"], ids=["derived", "decided"])
def grown(request, tmp_path):
    """A repository whose second release has a field more than the first, and the field's name."""
    root = checkout(tmp_path / "root")
    without(cut(root, "1.0.0"), request.param)
    cut(root, "1.1.0")
    return root, request.param


def test_each_release_loads_with_its_own_columns(grown):
    root, name = grown
    old, new = (package.load("documents", version, root=root) for version in ("1.0.0", "1.1.0"))
    assert [column for column in new.schema.names if column not in old.schema.names] == [name]
    for table in ("spans", "lines"):
        assert package.load(table, "1.0.0", root=root).equals(package.load(table, "1.1.0", root=root))


def test_both_verify_and_validate(grown):
    root, _ = grown
    assert [report.faults for report in verify.repository(root)] == [(), ()]
    for version in ("1.0.0", "1.1.0"):
        place = root / release.FOLDER / version
        assert checking.check([place], root).incidents == []


def test_a_change_in_the_old_release_is_still_a_fault(grown):
    root, _ = grown
    path = root / release.FOLDER / "1.0.0" / "documents.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [incident.rule for incident in checking.check([path.parent], root).incidents] == ["release-changed"]


def test_a_field_more_is_minor_and_a_field_less_major(grown):
    root, name = grown
    old, new = ({t: package.load(t, v, root=root) for t in contract.TABLES} for v in ("1.0.0", "1.1.0"))
    pages = {"mg0001", "mg0002"}
    assert bump.demand(old, new, pages) == bump.Demand("minor", (("minor", f"documents: column {name} added"),))
    assert bump.demand(new, old, pages).level == "major"


def test_the_diff_rebuilds_the_new_release_and_the_old_one(grown):
    root, name = grown
    old, new = (diff.rows_of(root / release.FOLDER / version) for version in ("1.0.0", "1.1.0"))
    there, back = list(diff.script(old, new, ("1.0.0", "1.1.0"))), list(diff.script(new, old, ("1.1.0", "1.0.0")))
    assert patch.apply(old, there) == new and patch.apply(new, back) == old
    if name == "language":
        assert all(edit["field"] == "language" and "old" not in edit for edit in there[1:]) and len(there) == 3
        assert registry.read(root)["1.0.0"]["digest"] != registry.read(root)["1.1.0"]["digest"]
    else:
        assert len(there) == 1
        assert registry.read(root)["1.0.0"]["digest"] == registry.read(root)["1.1.0"]["digest"]


def test_the_card_of_the_repository_lists_the_columns_of_its_release(grown):
    root, name = grown
    read = contract.reader(release.read_contract(root / release.FOLDER / "1.0.0"))
    assert name not in [feature["name"] for feature in card.features("documents", read)]
    shutil.rmtree(root / release.FOLDER / "1.1.0")
    (root / registry.FILE).write_text(registry.dumps({"1.0.0": registry.read(root)["1.0.0"]}))
    front = yaml.safe_load(front_matter.render(root).split("---\n")[1])
    assert front["dataset_info"][0]["features"] == card.features("documents", read)


def test_load_dataset_reads_both_folders(grown, tmp_path):
    from datasets import load_dataset

    root, name = grown
    for version, expected in (("1.0.0", False), ("1.1.0", True)):
        place = str(root / release.FOLDER / version)
        rows = load_dataset(place, split="train", cache_dir=str(tmp_path / "cache"))
        assert (name in rows.features) is expected and len(rows) == 2
