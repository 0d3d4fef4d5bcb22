"""Verification: a damaged bit in any released file is found, and the file is named."""

import hashlib
import json
import random
import shutil
import subprocess

import pytest

from mocgioi import MocgioiError, load, registry, release, swhid, verify
from tests.releases import checkout, cut

FILES = [*(f"1.0.0/{name}.parquet" for name in ("documents", "spans", "lines"))]
FILES += [
    *(f"1.0.0/{name}" for name in ("documents.jsonl", "manifest.json", "schema.json", "croissant.json", "README.md"))
]
FILES += ["index.json"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    root = checkout(tmp_path_factory.mktemp("whole"))
    cut(root, "1.0.0")
    return root


@pytest.fixture
def root(whole, tmp_path):
    """A copy of the repository, to be damaged."""
    return shutil.copytree(whole, tmp_path / "copy")


def faults(root):
    return [fault for report in verify.repository(root) for fault in report.faults]


def flip(path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def check_flips(root, name, bits):
    path = root / release.FOLDER / name
    good = path.read_bytes()
    for bit in bits:
        flip(path, bit)
        # A version in the index that becomes another is also a release whose folder is missing.
        found = [fault for fault in faults(root) if fault.path.parent.is_dir()]
        assert [fault.path for fault in found] == [path], (bit, found)
        path.write_bytes(good)


def test_a_whole_release_has_no_fault(whole):
    assert faults(whole) == []


def test_every_released_file_is_in_the_list_of_flips(whole):
    assert sorted(FILES) == sorted(
        p.relative_to(whole / release.FOLDER).as_posix() for p in (whole / release.FOLDER).rglob("*") if p.is_file()
    )


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found_and_its_file_named(root, name):
    size = (root / release.FOLDER / name).stat().st_size * 8
    check_flips(root, name, [0, size - 1, *random.Random(name).sample(range(size), 25)])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["index.json", "1.0.0/manifest.json"])
def test_every_bit_of_what_vouches_for_the_rest(root, name):
    check_flips(root, name, range((root / release.FOLDER / name).stat().st_size * 8))


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_or_gone_is_found(root, name):
    path = root / release.FOLDER / name
    path.write_bytes(path.read_bytes()[:-1])
    assert [fault.path for fault in faults(root)] == [path]
    path.unlink()
    assert [fault.path for fault in faults(root)] == [path]


def test_a_folder_elsewhere_needs_no_index(mocgioi, whole, tmp_path):
    place = shutil.copytree(whole / release.FOLDER / "1.0.0", tmp_path / "received")
    digest = registry.read(whole)["1.0.0"]["digest"]
    ran = mocgioi("verify", place, "--digest", digest)
    assert (ran.code, ran.err) == (0, "") and "no index vouches" in ran.out
    assert mocgioi("verify", place, "--digest", "1" * 64).code == 1


def test_a_folder_that_is_no_version_is_no_release(root):
    (root / release.FOLDER / "1.0.0").rename(root / release.FOLDER / "1.0.0-copy")
    assert release.versions(root) == []


def test_a_file_too_many_is_found(root):
    place = root / release.FOLDER / "1.0.0"
    (place / "notes.txt").write_text("x")
    assert [fault.path for fault in faults(root)] == [place / "notes.txt"]


def test_a_release_that_only_the_index_names_is_missed(root):
    shutil.rmtree(root / release.FOLDER / "1.0.0")
    assert [fault.path.name for fault in faults(root)] == ["manifest.json"]


def test_a_release_that_the_index_does_not_name_is_a_fault(root):
    (root / release.FOLDER / "1.0.0").rename(root / release.FOLDER / "1.0.1")
    assert {fault.path.name for fault in faults(root)} == {"manifest.json", "index.json"}


def test_rows_changed_together_with_their_hashes_are_found_by_their_digests(root):
    place = root / release.FOLDER / "1.0.0"
    manifest = json.loads((place / "manifest.json").read_text("utf-8"))
    manifest["documents"]["mg0001"] = "0" * 64
    (place / "manifest.json").write_text(json.dumps(manifest))
    entry = registry.entry(release.read_files(place))
    (root / registry.FILE).write_text(registry.dumps({"1.0.0": entry}))
    found = faults(root)
    assert [fault.path.name for fault in found] == ["documents.parquet"]
    assert "mg0001" in found[0].found


def test_the_swhid_of_a_folder_is_its_git_tree(whole, tmp_path):
    place = whole / release.FOLDER / "1.0.0"
    git = ["git", "-c", "core.autocrlf=false", f"--git-dir={tmp_path / 'git'}", f"--work-tree={place}"]
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run([*git, *words], check=True, cwd=place, capture_output=True)
    tree = subprocess.run([*git, "write-tree"], check=True, cwd=place, capture_output=True, text=True).stdout.strip()
    assert swhid.of_folder(release.read_files(place)) == f"swh:1:dir:{tree}"


def test_command_verifies_by_version_digest_swhid_and_folder(mocgioi, whole):
    entry = registry.read(whole)["1.0.0"]
    for word in ("1.0.0", "v1.0.0", entry["digest"], entry["swhid"], whole / release.FOLDER / "1.0.0"):
        ran = mocgioi("verify", word, "--root", whole)
        assert (ran.code, ran.err) == (0, "")
        assert entry["digest"] in ran.out and entry["swhid"] in ran.out


def test_command_refuses_a_release_other_than_the_cited(mocgioi, whole):
    ran = mocgioi("verify", "1.0.0", "--root", whole, "--digest", "0" * 64)
    assert ran.code == 1
    assert f"expected {'0' * 64}" in ran.out
    assert mocgioi("verify", "0" * 64, "--root", whole).code == 2


def test_command_names_the_damaged_file(mocgioi, root):
    flip(root / release.FOLDER / "1.0.0" / "spans.parquet", 999)
    ran = mocgioi("verify", "--root", root)
    assert ran.code == 1
    assert "spans.parquet\n  found    SHA-256 " in ran.out


def test_a_page_is_proved_from_the_manifest_alone(mocgioi, root, tmp_path):
    place = root / release.FOLDER / "1.0.0"
    row = (place / "documents.jsonl").read_text("utf-8").split("\n")[0]
    (tmp_path / "row.json").write_text(row, "utf-8")
    for path in place.iterdir():
        if path.name not in ("manifest.json", "schema.json"):
            path.unlink()
    digest = registry.read(root)["1.0.0"]["digest"]
    proof = ("verify", "1.0.0", "--root", root, "--digest", digest, "--page")
    ran = mocgioi(*proof, "mg0001", "--row", tmp_path / "row.json")
    assert (ran.code, ran.err) == (0, "") and digest in ran.out and "proved" in ran.out
    assert mocgioi(*proof, "mg0002", "--row", tmp_path / "row.json").code == 1
    assert mocgioi(*proof, "mg0003").code == 1
    (tmp_path / "row.json").write_text(row.replace("Thứ hai", "Thứ ba"), "utf-8")
    assert mocgioi(*proof, "mg0001", "--row", tmp_path / "row.json").code == 1


@pytest.mark.parametrize("name", ["1.0.0/documents.parquet", "1.0.0/manifest.json", "1.0.0/schema.json", "index.json"])
def test_load_refuses_what_is_damaged(root, name):
    path = root / release.FOLDER / name
    good = path.read_bytes()
    for bit in random.Random(name).sample(range(len(good) * 8), 20):
        flip(path, bit)
        with pytest.raises(MocgioiError):
            load("documents", "1.0.0", root=root)
        path.write_bytes(good)


def test_releases_of_one_digest_are_all_found_by_it(mocgioi, root):
    cut(root, "1.0.1")
    entries = registry.read(root)
    ran = mocgioi("verify", entries["1.0.0"]["digest"], "--root", root)
    assert ran.code == 0 and "1.0.0: verified" in ran.out and "1.0.1: verified" in ran.out
    ran = mocgioi("verify", entries["1.0.1"]["swhid"], "--root", root)
    assert ran.code == 0 and "1.0.0" not in ran.out and "1.0.1: verified" in ran.out


def test_the_release_digest_follows_from_the_files_alone(root):
    """The recipe in the card of a release, by hand: nothing of ours but the files takes part."""
    place = root / release.FOLDER / "1.0.0"
    schemas = json.loads((place / "schema.json").read_text("utf-8"))["$defs"]

    def decided(value, node, file):
        while "$ref" in node:
            where, pointer = node["$ref"].split("#/")
            file = where.removesuffix(".schema.json") or file
            target = schemas[file]
            for key in pointer.split("/"):
                target = target[key]
            node = target | {key: word for key, word in node.items() if key != "$ref"}
        if isinstance(value, dict):
            kept = {key: child for key, child in node["properties"].items() if "x-derived" not in child}
            return {key: decided(value[key], child, file) for key, child in kept.items()}
        return [decided(item, node["items"], file) for item in value] if isinstance(value, list) else value

    digests = []
    for line in (place / "documents.jsonl").read_text("utf-8").split("\n")[:-1]:
        row = decided(json.loads(line), schemas["document"], "document")
        canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digests.append(hashlib.sha256(canonical.encode()).hexdigest())
    total = hashlib.sha256("".join(f"{digest}\n" for digest in sorted(digests)).encode()).hexdigest()
    assert total == registry.read(root)["1.0.0"]["digest"]
