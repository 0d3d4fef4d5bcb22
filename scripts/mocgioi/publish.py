"""Publishing releases to a dataset repository on a Hub, one commit and one tag for each.

What is published is what the Git tag `vX.Y.Z` of the checkout holds, never the working tree. The files of a release
arrive in one commit and are named by a tag after it, so nobody sees half a release; what a broken run left is finished
by the next one. A tag on the Hub is never moved. Tokens are left to huggingface_hub, which reads them from HF_TOKEN or
from `hf auth login`; this module does not see them.
"""

import hashlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mocgioi import release, verify
from mocgioi.errors import MocgioiError
from mocgioi.text import sha256

PUBLISHED = (
    "README.md", "DATASHEET.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE", "corpus/GUIDE.md",
    "corpus/README.md", "corpus/RULES.md", "corpus/passes", "corpus/releases", "corpus/responsible-ai.json",
    "corpus/sources.json", "corpus/tombstones.json", "schema", "scripts/mocgioi/draft/MODEL.md",
    "scripts/mocgioi/draft/benchmark.svg",
)  # fmt: skip
"""What goes to the Hub: card, datasheet and what they refer to, releases, contract. No raw pages, no annotations."""
KEPT = {".gitattributes"}
"""Files that belong to the Hub, not to the release."""

Files = dict[str, bytes]


@dataclass(frozen=True)
class Step:
    """A version that has no tag on the Hub yet; `commit` says whether its files are still to be sent."""

    version: str
    files: Files
    commit: bool


def tagged(root: Path) -> list[str]:
    """The versions that the checkout at `root` has tagged, oldest first."""
    names = _git(root, "tag", "--list", "v*").decode().split()
    found = (name.removeprefix("v") for name in names)
    return sorted((v for v in found if v.replace(".", "").isdigit() and v.count(".") == 2), key=release.version_key)


def files_of(root: Path, version: str) -> Files:
    """The files of a release as its Git tag has them, checked. Raises MocgioiError where they are not whole."""
    held = _git(root, "ls-tree", "-r", "--name-only", "-z", f"v{version}").decode().split("\0")
    wanted = [name for name in PUBLISHED if any(path == name or path.startswith(name + "/") for path in held)]
    packed = io.BytesIO(_git(root, "archive", "--format=tar", f"v{version}", "--", *wanted))
    with tarfile.open(fileobj=packed) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(data)
        newest = release.versions(Path(folder))[-1:]
        faults = [fault for report in verify.repository(Path(folder)) for fault in report.faults]
    if newest != [version]:
        raise MocgioiError(f"tag v{version}: found {newest or 'no release'} as its newest release, expected {version}")
    if faults:
        where = PurePosixPath(faults[0].path).name
        raise MocgioiError(f"tag v{version}: {where}: found {faults[0].found}, expected {faults[0].expected}")
    return files


def plan(api, repo: str, root: Path) -> list[Step]:
    """What is still to be done for each tagged version, oldest first. `api`: a huggingface_hub.HfApi.

    Raises MocgioiError where the Hub has another content under a tag, or a later version but not this one.
    """
    versions = tagged(root)
    if not versions:
        raise MocgioiError(f"{root}: found no tag vX.Y.Z, expected one for each release", "tag the release's commit")
    tags = _tags(api, repo)
    done = [version for version in versions if f"v{version}" in (tags or {})]
    steps = []
    for version in versions:
        files = files_of(root, version)
        if version in done:
            _expect_same(api, repo, version, files)
            continue
        if done and release.version_key(version) < release.version_key(done[-1]):
            raise MocgioiError(f"v{version}: found v{done[-1]} on {repo} already, expected releases in their order")
        # A run that broke between commit and tag left the files of the first version that is to come.
        there = tags is not None and not steps and not _differing(_listing(api, repo, "main"), files)
        steps.append(Step(version, files, commit=not there))
    return steps


def carry_out(api, repo: str, steps: list[Step], *, private: bool) -> Iterator[str]:
    """Make the repository, commits and tags; a line for each thing done."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    if _tags(api, repo) is None:
        api.create_repo(repo, repo_type="dataset", private=private)
        yield f"created  {repo}{' (private)' if private else ''}"
    for step in steps:
        listed = _listing(api, repo, "main")
        head = api.repo_info(repo, repo_type="dataset").sha
        if step.commit:
            changed = _differing(listed, step.files)
            operations = [
                CommitOperationAdd(path, io.BytesIO(step.files[path]))
                if path in step.files
                else CommitOperationDelete(path)
                for path in changed
            ]
            # The parent is named, so that a commit of somebody else in between makes this one fail.
            made = api.create_commit(
                repo, operations, commit_message=f"Release {step.version}", repo_type="dataset", parent_commit=head
            )
            head = made.oid
            yield f"commit   {head[:12]}, {len(operations)} files of {step.version}"
        api.create_tag(repo, tag=f"v{step.version}", revision=head, repo_type="dataset", exist_ok=False)
        yield f"tag      v{step.version}"


def _tags(api, repo: str) -> dict[str, str] | None:
    """The tags of the Hub repository with their commits, or None when there is no such repository."""
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        refs = api.list_repo_refs(repo, repo_type="dataset")
    except RepositoryNotFoundError:
        return None
    return {ref.name: ref.target_commit for ref in refs.tags}


def _listing(api, repo: str, revision: str) -> dict[str, str]:
    """The files at a revision by path, each with its digest: SHA-256 for LFS, else that of the Git blob."""
    entries = api.list_repo_tree(repo, recursive=True, revision=revision, repo_type="dataset")
    found = {entry.path: entry for entry in entries if hasattr(entry, "blob_id")}
    return {p: e.lfs.sha256 if e.lfs else e.blob_id for p, e in found.items() if p not in KEPT}


def _differing(listed: dict[str, str], files: Files) -> list[str]:
    """The paths at which a listing is not what `files` would be."""
    same = {path for path, data in files.items() if listed.get(path) in (sha256(data), _blob(data))}
    return sorted((files.keys() | listed.keys()) - same)


def _expect_same(api, repo: str, version: str, files: Files) -> None:
    differing = _differing(_listing(api, repo, f"v{version}"), files)
    if differing:
        raise MocgioiError(
            f"v{version}: found other content under the tag on {repo} than under the Git tag: {', '.join(differing[:5])}",
            "cut a new release: a tag is never moved",
        )


def _blob(data: bytes) -> str:
    """The id of a Git blob, by which a Hub lists files outside of LFS."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _git(root: Path, *words: str) -> bytes:
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, check=True).stdout
    except FileNotFoundError:
        raise MocgioiError("git: not found, expected it on the path", "install Git") from None
    except subprocess.CalledProcessError as error:
        raise MocgioiError(f"git {words[0]}: {error.stderr.decode().strip()}") from None
