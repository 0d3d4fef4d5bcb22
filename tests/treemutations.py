"""Faults of every kind, seeded at random into a checkout and its releases: files, digests, versions, documents.

A kind is a function that takes a source of randomness and the root of a checkout, breaks something, and is registered
with the rules that may speak of it.
"""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.mutations import Kind, NotHere, one, typo

KINDS: dict[str, Kind] = {}
RELEASED = (
    "release-changed",
    "release-missing",
    "release-stray",
    "release-index",
    "release-digest",
    "release-manifest",
)
MANIFEST = (*RELEASED, "release-folder", "version-differs", "json-syntax", "json-encoding", "json-character", "json-number",
            "schema-missing", "schema-extra", "schema-type", "schema-pattern", "schema-limit", "schema-choice", "json-twice",
            "json-depth")  # fmt: skip


def kind(*rules: str) -> Callable:
    """Register the function below as a kind of fault that one of `rules` must report."""

    def register(make):
        name = make.__name__.replace("_", " ")
        KINDS[name] = Kind(name, rules, make)
        return make

    return register


def releases(root: Path) -> list[Path]:
    return sorted((root / "corpus" / "releases").glob("*/"))


def released(random: Random, root: Path) -> Path:
    """A released file, the manifests left out."""
    return one(random, sorted(p for folder in releases(root) for p in folder.iterdir() if p.name != "manifest.json"))


def manifest(random: Random, root: Path) -> Path:
    return one(random, [folder / "manifest.json" for folder in releases(root)])


def raw(random: Random, root: Path) -> Path:
    return one(random, sorted((root / "corpus" / "raw").glob("*.txt")))


def annotated(random: Random, root: Path) -> Path:
    return one(random, sorted((root / "corpus" / "annotations").glob("*.json")))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if old not in text:
        raise NotHere
    path.write_text(text.replace(old, new, 1), "utf-8")


def flip(random, path: Path) -> None:
    """Flip one bit of a file."""
    data = bytearray(path.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)


# --- raw pages ------------------------------------------------------------------------------------------------------


@kind("raw-digest")
def a_byte_of_a_raw_page_changed(random, root):
    flip(random, raw(random, root))


@kind("raw-digest")
def line_ends_of_a_raw_page_changed(random, root):
    path = raw(random, root)
    path.write_bytes(path.read_bytes().replace(b"\n", random.choice([b"\r\n", b"\r"])))


@kind("raw-digest")
def a_raw_page_in_nfd(random, root):
    path = raw(random, root)
    path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8")


@kind("raw-digest")
def a_raw_page_cut_off_or_longer(random, root):
    path = raw(random, root)
    data = path.read_bytes()
    path.write_bytes(
        random.choice([data[: random.randrange(len(data))], data + b"\n", b"\xef\xbb\xbf" + data, data.strip()[:-1]])
    )


@kind("raw-missing")
def a_raw_page_removed(random, root):
    raw(random, root).unlink()


@kind("raw-missing")
def a_raw_page_renamed(random, root):
    path = raw(random, root)
    path.rename(path.with_name(random.choice(["mg0077.txt", f"{path.stem}.TXT.txt", "mg0042.txt"])))


@kind("raw-pointer")
def a_raw_page_replaced_by_a_pointer(random, root):
    raw(random, root).write_bytes(
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 5\n"
    )


@kind("raw-missing", "raw-digest", "raw-outside")
def a_raw_page_replaced_by_something_else(random, root):
    path = raw(random, root)
    path.unlink()
    choice = random.randrange(3)
    if choice == 0:
        path.mkdir()
    elif choice == 1:
        path.symlink_to("nowhere.txt")
    else:
        (root.parent / "elsewhere.txt").write_text("x")
        path.symlink_to(root.parent / "elsewhere.txt")


@kind("raw-digest")
def two_raw_pages_swapped(random, root):
    a, b = sorted((root / "corpus" / "raw").glob("*.txt"))[:2]
    left, right = a.read_bytes(), b.read_bytes()
    a.write_bytes(right)
    b.write_bytes(left)


@kind("raw-unannotated")
def a_raw_page_more(random, root):
    (root / "corpus" / "raw" / "mg0005.txt").write_text("Trang mới\n", "utf-8")


@kind("file-stray")
def a_stray_file(random, root):
    folder = root / "corpus" / random.choice(["raw", "annotations"])
    name = random.choice(
        [".DS_Store", "mg0001.json~", "notes.md", "page.txt", "mg1.txt", "copy of mg0001.txt", "mg0001.bak"]
    )
    (folder / name).write_text("x")


# --- annotations as files -------------------------------------------------------------------------------------------


@kind("raw-unannotated")
def an_annotation_removed(random, root):
    annotated(random, root).unlink()


@kind("file-name")
def an_annotation_renamed(random, root):
    path = annotated(random, root)
    path.rename(path.with_name("mg0042.json"))


@kind("file-name", "raw-name")
def an_annotation_copied(random, root):
    path = annotated(random, root)
    path.with_name("mg0005.json").write_bytes(path.read_bytes())


@kind("id-gap")
def a_page_removed(random, root):
    path = one(random, sorted((root / "corpus" / "annotations").glob("*.json")))
    path.unlink()
    (root / "corpus" / "raw" / f"{path.stem}.txt").unlink()


@kind("id-buried", "schema-missing", "schema-pattern")
def a_tombstone_for_a_living_page(random, root):
    stone = {"doc_id": annotated(random, root).stem, "reason": "x", "date": "2026-11-21", "digests": {}}
    (root / "corpus" / "tombstones.json").write_text(json.dumps({"tombstones": [stone]}), "utf-8")


@kind("schema-missing", "schema-extra", "schema-type", "json-syntax", "file-empty")
def tombstones_of_another_form(random, root):
    text = random.choice(
        ['{"tombstones": [{}]}', '{"stones": []}', "[]", "{", "", '{"tombstones": [{"doc_id": "mg0009"}]}']
    )
    (root / "corpus" / "tombstones.json").write_text(text, "utf-8")


@kind(
    "source-unknown", "schema-extra", "schema-missing", "schema-pattern", "schema-choice", "json-syntax", "schema-type"
)
def a_source_broken(random, root):
    path = root / "corpus" / "sources.json"
    old, new = random.choice([('"baolaichau"', '"baolaichai"'), ('"kind": "newspaper"', '"kind": "paper"'), ('"host"', '"hots"'),
                              ('"baolaichau"', '"Bao Lai Chau"'), ('"evidence"', '"why"'), ("{", "["), (": null", ": 5")])  # fmt: skip
    replace(path, old, new)


@kind("file-missing", "file-unreadable")
def a_document_removed(random, root):
    (root / random.choice(["README.md", "CHANGELOG.md", "CITATION.cff", "corpus/sources.json"])).unlink()


@kind("schema-choice", "schema-missing", "schema-type", "schema-extra", "json-syntax", "schema-limit")
def a_pass_broken(random, root):
    path = one(random, sorted((root / "corpus" / "passes").glob("*/*.json")))
    old, new = random.choice(
        [('"label": "lede"', '"label": "led"'), ('"pass"', '"pas"'), ('"spans": [\n', '"spans": [5,\n'), ("}", "")]
    )
    replace(path, old, new)


# --- releases -------------------------------------------------------------------------------------------------------


@kind("release-changed")
def a_bit_of_a_released_file_flipped(random, root):
    flip(random, released(random, root))


@kind("release-changed")
def a_released_file_cut_off_longer_or_empty(random, root):
    path = released(random, root)
    data = path.read_bytes()
    path.write_bytes(random.choice([data[: len(data) // 2], data + b"\n", b"", data[1:]]))


@kind("release-missing")
def a_released_file_removed(random, root):
    released(random, root).unlink()


@kind("release-missing")
def a_released_file_renamed(random, root):
    path = released(random, root)
    path.rename(path.with_name(random.choice(["x", path.name + ".bak", typo(random, path.name)])))


@kind("release-changed")
def two_released_files_swapped(random, root):
    folder = one(random, releases(root))
    a, b = random.sample([p for p in sorted(folder.iterdir()) if p.name != "manifest.json"], 2)
    left, right = a.read_bytes(), b.read_bytes()
    a.write_bytes(right)
    b.write_bytes(left)


@kind("release-changed", "release-missing")
def a_released_file_replaced_by_something_else(random, root):
    path = released(random, root)
    data = path.read_bytes()
    path.unlink()
    choice = random.randrange(3)
    if choice == 0:
        path.mkdir()
    elif choice == 1:
        path.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 5\n")
    else:
        (root.parent / "elsewhere.bin").write_bytes(data)
        path.symlink_to(root.parent / "elsewhere.bin")


@kind("release-stray")
def a_stray_file_in_a_release(random, root):
    folder = one(random, releases(root))
    path = folder / random.choice(["notes.txt", ".hidden", "extra/deep.parquet", "documents.csv"])
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")


@kind(*MANIFEST)
def a_bit_of_a_manifest_flipped(random, root):
    path = manifest(random, root)
    data = bytearray(path.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(7)
    path.write_bytes(data)


@kind(*MANIFEST)
def a_digit_of_a_manifest_changed(random, root):
    path = manifest(random, root)
    text = path.read_text("utf-8")
    i = one(random, [i for i, c in enumerate(text) if c.isdigit()])
    path.write_text(text[:i] + random.choice([d for d in "0123456789" if d != text[i]]) + text[i + 1 :], "utf-8")


@kind(*MANIFEST)
def a_key_of_a_manifest_removed_or_added(random, root):
    path = manifest(random, root)
    value = json.loads(path.read_text("utf-8"))
    node = one(random, [value, value["files"], value["documents"], value["counts"], value["tables"], value["tools"]])
    if random.random() < 0.5:
        del node[one(random, sorted(node))]
    else:
        node["extra"] = 1
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


@kind("release-manifest", "release-index")
def a_manifest_written_in_another_layout(random, root):
    path = manifest(random, root)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")), indent=random.choice([None, 2])), "utf-8")


@kind("file-unreadable", "file-empty", "json-syntax", "schema-type", "json-depth")
def a_manifest_removed_or_ruined(random, root):
    path = manifest(random, root)
    choice = random.randrange(4)
    if choice == 0:
        path.unlink()
    else:
        path.write_bytes([b"", b"\x00\x01", b"[]", b"[" * 5000][choice])


@kind("release-folder", "release-index", "version-differs")
def a_release_renamed(random, root):
    folder = one(random, releases(root))
    folder.rename(folder.with_name("9.9.9"))


@kind("release-index")
def a_release_removed(random, root):
    import shutil

    shutil.rmtree(releases(root)[0])


@kind(
    "release-index", "json-syntax", "schema-pattern", "schema-extra", "schema-missing", "schema-choice", "json-encoding"
)
def an_index_broken(random, root):
    path = root / "corpus" / "releases" / "index.json"
    if random.random() < 0.2:
        path.unlink()
        return
    text = path.read_text("utf-8")
    i = one(random, [i for i, c in enumerate(text) if c.isalnum()])
    path.write_text(text[:i] + ("0" if text[i] != "0" else "1") + text[i + 1 :], "utf-8")


# --- documents ------------------------------------------------------------------------------------------------------


@kind("version-differs")
def a_version_or_date_changed(random, root):
    version = releases(root)[-1].name
    name, old, new = random.choice([
        ("CITATION.cff", f"version: {version}", "version: 7.0.0"), ("CITATION.cff", "date-released: 20", "date-released: 19"),
        ("CHANGELOG.md", f"## [{version}]", "## [7.0.0]"), ("README.md", f"version: {version}", "version: 7.0.0"),
        ("scripts/mocgioi/version.py", version, "7.0.0"),
    ])  # fmt: skip
    replace(root / name, old, new)


@kind("changelog-release", "version-differs")
def a_section_of_the_changelog_removed(random, root):
    heading = random.choice(["## [Unreleased]", f"## [{releases(root)[0].name}]"])
    replace(root / "CHANGELOG.md", heading, "## Before")


@kind("generated-stale", "version-differs")
def a_generated_part_edited(random, root):
    path = root / random.choice(["README.md", "DATASHEET.md", "corpus/GUIDE.md", "corpus/RULES.md"])
    text = path.read_text("utf-8")
    begin = text.index("<!-- begin generated") + 60
    i = one(random, [i for i in range(begin, text.index("<!-- end generated") - 1) if text[i].isalpha()])
    path.write_text(text[:i] + "q" + text[i + 1 :] if text[i] != "q" else text[:i] + "z" + text[i + 1 :], "utf-8")


@kind("generated-stale")
def a_marker_removed(random, root):
    path = root / random.choice(["README.md", "DATASHEET.md", "corpus/GUIDE.md"])
    replace(path, random.choice(["<!-- begin generated", "<!-- end generated"]), "<!--")


@kind("contract-stale", "generated-stale")
def a_schema_edited(random, root):
    path = (
        root
        / "schema"
        / random.choice(["common.schema.json", "document.schema.json", "span.schema.json", "manifest.schema.json"])
    )
    replace(path, '"description": "', '"description": "More: ')
