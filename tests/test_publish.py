"""Publishing to a stand-in for the Hub, and reading back from it as users do."""

import json
import os
import re
import shutil

import pytest

from mocgioi import registry, release
from mocgioi.publish import PUBLISHED
from tests import hub as stand_in
from tests.conftest import spawn
from tests.releases import checkout, commit, cut, git, two_tagged

TOKEN = "hf_" + "secretsecretsecret"
NAME = "someone/borders"


READ = """
import json, sys
from datasets import load_dataset
from huggingface_hub import snapshot_download
name, found = sys.argv[1], {}
for revision in ("main", "v1.0.0", "v1.1.0"):
    for table in ("documents", "spans", "lines"):
        found[f"{revision} {table}"] = len(load_dataset(name, table, split="train", revision=revision))
    rows = load_dataset(name, "documents", split="train", revision=revision, streaming=True)
    found[f"{revision} streamed"] = [row["doc_id"] for row in rows]
    found[f"{revision} folder"] = snapshot_download(name, repo_type="dataset", revision=revision)
    found[f"{revision} snapshot"] = len(load_dataset(found[f"{revision} folder"], split="train"))
print(json.dumps(found))
"""
"""What users do with a repository on a Hub."""


@pytest.fixture(scope="module")
def tagged(tmp_path_factory):
    return two_tagged(tmp_path_factory.mktemp("tagged"))


@pytest.fixture
def hub():
    with stand_in.running() as found:
        yield found


@pytest.fixture
def environment(hub, tmp_path):
    return {
        "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1", "HF_UPDATE_DOWNLOAD_COUNTS": "0", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "0",
    }  # fmt: skip


@pytest.fixture
def publish(mocgioi, hub, monkeypatch):
    """Run `mocgioi publish` in this process against the stand-in."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", hub.url)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return lambda root, *words: mocgioi("publish", NAME, "--root", root, *words)


def test_every_tagged_release_arrives_with_its_tag(tagged, hub, publish):
    ran = publish(tagged)
    assert (ran.code, ran.err) == (0, "")
    repo = hub.repos[NAME]
    assert list(repo.tags) == ["v1.0.0", "v1.1.0"] and not repo.private
    assert len(repo.commits) == 3, "one commit for each release, and the Hub's first"
    for version, held in (("1.0.0", ["1.0.0"]), ("1.1.0", ["1.0.0", "1.1.0"])):
        files = repo.commits[repo.tags[f"v{version}"]]
        assert f"v{version} sha256:" in files["README.md"].decode()
        assert {
            "DATASHEET.md",
            "schema/common.schema.json",
            "corpus/releases/index.json",
            "CITATION.cff",
        } <= files.keys()
        for name in held:
            local = release.read_files(tagged / release.FOLDER / name)
            assert {f"corpus/releases/{name}/{file}": data for file, data in local.items()}.items() <= files.items()
        assert not any(path.startswith(("corpus/raw", "corpus/annotations")) for path in files)


def test_what_the_published_documents_link_to_is_published(root):
    for name in ("README.md", "DATASHEET.md"):
        links = re.findall(r"\]\(((?!https?:|#)[^)]+)\)", (root / name).read_text("utf-8"))
        assert links
        for link in links:
            path = link.partition("#")[0]
            assert any(path == held or path.startswith(f"{held}/") for held in PUBLISHED), f"{name}: {link}"


def test_running_it_again_changes_nothing(tagged, hub, publish):
    publish(tagged)
    before, hub.writes = (dict(hub.repos[NAME].commits), dict(hub.repos[NAME].tags)), []
    ran = publish(tagged)
    assert ran.code == 0 and "nothing to do" in ran.out
    assert (hub.repos[NAME].commits, hub.repos[NAME].tags) == before and hub.writes == []


def test_a_dry_run_writes_nothing(tagged, hub, publish):
    ran = publish(tagged, "--dry-run")
    assert ran.code == 0 and "would publish v1.0.0" in ran.out and "would publish v1.1.0" in ran.out
    assert hub.repos == {} and hub.writes == []


def test_a_private_repository(tagged, hub, publish):
    assert publish(tagged, "--private").code == 0
    assert hub.repos[NAME].private


@pytest.mark.parametrize(
    "breaks", [r"PUT /lfs", r"POST .*/lfs/objects/batch", r"POST .*/commit/", r"POST .*/tag/", r"/preupload/"]
)
def test_a_broken_upload_leaves_no_half_release_and_is_finished_by_the_next(tagged, hub, publish, breaks):
    hub.breaks = breaks
    ran = publish(tagged)
    assert ran.code == 2
    repo = hub.repos[NAME]
    assert repo.tags == {}
    whole = {f"corpus/releases/1.0.0/{name}" for name in release.read_files(tagged / release.FOLDER / "1.0.0")}
    visible = {path for path in repo.commits[repo.main] if path.startswith("corpus/releases/1.0.0/")}
    assert visible in (set(), whole)
    hub.breaks = None
    assert publish(tagged).code == 0
    assert list(repo.tags) == ["v1.0.0", "v1.1.0"] and len(repo.commits) == 3


def test_a_tag_is_never_moved(tagged, hub, publish, tmp_path):
    publish(tagged)
    before = dict(hub.repos[NAME].tags)
    other = shutil.copytree(tagged, tmp_path / "other")
    (other / "DATASHEET.md").write_text("# Another\n")
    commit(other)
    git(other, "tag", "--force", "v1.1.0")
    ran = publish(other)
    assert ran.code == 2 and "DATASHEET.md" in ran.err and "never moved" in ran.err
    assert hub.repos[NAME].tags == before


def test_a_release_damaged_under_its_tag_is_not_sent(tagged, hub, publish, tmp_path):
    other = shutil.copytree(tagged, tmp_path / "other")
    path = other / release.FOLDER / "1.0.0" / "spans.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    commit(other)
    git(other, "tag", "--force", "v1.1.0")
    ran = publish(other)
    assert ran.code == 2 and "spans.parquet" in ran.err and hub.repos == {}


def test_the_token_is_neither_printed_nor_stored(tagged, hub, environment, tmp_path):
    words = ("-m", "mocgioi", "publish", NAME, "--root", tagged)
    hub.token = "hf_another"
    bad = spawn(*words, **environment)
    assert bad.returncode == 2 and "HF_TOKEN" in bad.stderr
    hub.token = TOKEN
    good = spawn(*words, **environment)
    assert (good.returncode, good.stderr) == (0, "")
    assert not any(TOKEN in text for text in (bad.stdout, bad.stderr, good.stdout, good.stderr))
    for folder in (tagged, tmp_path):
        for path in folder.rglob("*"):
            assert not (path.is_file() and TOKEN.encode() in path.read_bytes()), path


def test_without_a_tag_there_is_nothing_to_publish(hub, publish, tmp_path):
    root = checkout(tmp_path / "root")
    git(root, "init", "-q")
    cut(root, "1.0.0")
    commit(root)
    ran = publish(root)
    assert ran.code == 2 and "found no tag" in ran.err


def check_reading(name: str, environment: dict, mocgioi) -> dict:
    """Read every release as users do, in a process of its own, and verify what the snapshots hold."""
    ran = spawn("-c", READ, name, cwd=os.sep, **environment)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    for revision, pages, spans in (("main", 3, 17), ("v1.0.0", 2, 10), ("v1.1.0", 3, 17)):
        assert found[f"{revision} documents"] == found[f"{revision} snapshot"] == pages
        assert found[f"{revision} spans"] == spans
        assert found[f"{revision} streamed"] == ["mg0001", "mg0002", "mg0003"][:pages]
        assert mocgioi("verify", "--root", found[f"{revision} folder"]).code == 0
    return found


def test_it_loads_from_the_hub_by_tag_streamed_and_as_a_snapshot(tagged, hub, publish, environment, mocgioi):
    assert publish(tagged).code == 0
    found = check_reading(NAME, environment, mocgioi)
    digest = registry.read(tagged)["1.0.0"]["digest"]
    assert mocgioi("verify", digest, "--root", found["main folder"]).code == 0
