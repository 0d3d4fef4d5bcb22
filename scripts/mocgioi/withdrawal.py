"""Taking a page down: out of the working state and out of every release, with a tombstone in its place.

How a frozen release is amended: its manifest stays to the byte, so the release digest, which others have cited, is
still computed from it. The tables, JSON lines, Croissant description and card are written anew without the page. The
index states the new hashes and the new SWHID beside the old ones; the tombstone keeps the digest of the page's row,
which takes the row's place when the release is verified. The id is never given to another page.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import yaml

from mocgioi import annotation, contract, croissant, journal, registry, release, swhid, tombstones
from mocgioi.digest import table_digest
from mocgioi.errors import MocgioiError
from mocgioi.loading import read_parquet
from mocgioi.text import sha256

PASSES = Path("corpus", "passes")
ADJUDICATION = PASSES / "adjudication.json"


@dataclass(frozen=True)
class Withdrawal:
    """What a withdrawal changes: the releases without the page, the files written and the files removed."""

    versions: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]


def withdraw(root: Path, doc_id: str, reason: str, date: str, *, dry_run: bool = False) -> Withdrawal:
    """Take the page `doc_id` down, in one step. Raises MocgioiError for a page that is not there."""
    # Paths are made of the id, so nothing else is let in.
    if not contract.doc_id_pattern().fullmatch(doc_id):
        raise MocgioiError(f"{doc_id}: found no id of a page, expected one such as mg0002")
    stones = tombstones.read(root)
    if doc_id in stones:
        raise MocgioiError(
            f"{doc_id}: found withdrawn on {stones[doc_id]['date']} already, expected a page that is there"
        )
    with journal.working_folder(root) as place:
        held = {v: release.read_manifest(release.folder(v, root)) for v in release.versions(root)}
        digests = {version: m["documents"][doc_id] for version, m in held.items() if doc_id in m["documents"]}
        removed = _working_files(root, doc_id)
        if not digests and not removed:
            raise MocgioiError(f"{doc_id}: found in no release and not among the pages, expected a page that is there")
        entries = registry.read(root)
        written: dict[Path, bytes] = {}
        for version in digests:
            if version not in entries:
                raise MocgioiError(f"{registry.FILE}: found no release {version}, expected every one", registry.RESTORE)
            files = release.read_files(release.folder(version, root))
            new = redact(files, doc_id, date)
            entries[version] = _amended(entries[version], doc_id, date, files, new)
            written |= {release.FOLDER / version / name: data for name, data in new.items()}
        stones[doc_id] = {"doc_id": doc_id, "reason": reason, "date": date, "digests": digests}
        written[tombstones.FILE] = tombstones.dumps(stones).encode()
        written[registry.FILE] = registry.dumps(entries).encode()
        written |= _adjudication(root, doc_id)
        if not dry_run:
            journal.switch(root, _staged(place, written), removed)
        return Withdrawal(tuple(digests), tuple(path.as_posix() for path in written), tuple(removed))


def redact(files: dict[str, bytes], doc_id: str, date: str) -> dict[str, bytes]:
    """The files of a release that change when a page goes, without the page."""
    new, digests, rows = {}, {}, {}
    for name in files:
        if name.endswith(".parquet"):
            table = read_parquet(files[name])
            table = table.filter(pc.not_equal(table["doc_id"], doc_id))
            new[name] = release.parquet_bytes(table)
            digests[name], rows[name] = table_digest(table), len(table)
    lines = [line for line in files["documents.jsonl"].split(b"\n") if line]
    kept = [line for line in lines if json.loads(line)["doc_id"] != doc_id]
    new["documents.jsonl"] = b"".join(line + b"\n" for line in kept)
    described = json.loads(files[croissant.FILE])
    for entry in described["distribution"]:
        data = new[entry["@id"]]
        entry |= {"contentSize": f"{len(data)} B", "sha256": sha256(data)}
    new[croissant.FILE] = croissant.dumps(described).encode()
    new[release.CARD] = _card(files[release.CARD].decode(), new, digests, rows, doc_id, date).encode()
    return new


def _card(card: str, new: dict[str, bytes], digests: dict, rows: dict, doc_id: str, date: str) -> str:
    """A card that names the new tables: `datasets` keys its cache on their digests, and must not serve the old ones."""
    _, front, body = card.split("---\n", 2)
    meta = yaml.safe_load(front)
    for config, info in zip(meta["configs"], meta["dataset_info"], strict=True):
        name = config["data_files"][0]["path"]
        config["description"] = f"v{config['version']} sha256:{digests[name]}"
        info["splits"][0] |= {"num_bytes": len(new[name]), "num_examples": rows[name]}
    front = yaml.safe_dump(meta, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{front}---\n{body}\nPage {doc_id} was withdrawn on {date}; figures above count it.\n"


def _amended(entry: dict, doc_id: str, date: str, files: dict[str, bytes], new: dict[str, bytes]) -> dict:
    before = entry.get("amended", {"documents": [], "files": {}})
    return entry | {
        "amended": {
            "date": date,
            "documents": sorted({*before["documents"], doc_id}),
            "files": before["files"] | release.describe(new),
            "swhid": swhid.of_folder(files | new),
        }
    }


def _working_files(root: Path, doc_id: str) -> list[str]:
    """The page's own files in the working state, by path inside `root`."""
    candidates = [Path("corpus", "annotations", f"{doc_id}.json"), Path("corpus", "raw", f"{doc_id}.txt")]
    candidates += [path.relative_to(root) for path in sorted((root / PASSES).glob(f"*/{doc_id}.json"))]
    if (root / candidates[0]).is_file():
        named = Path(annotation.read(root / candidates[0])["raw"]["file"])
        candidates += [named] if named not in candidates else []
    return [path.as_posix() for path in candidates if (root / path).is_file()]


def _adjudication(root: Path, doc_id: str) -> dict[Path, bytes]:
    """The adjudicator's file without the page's decisions, which quote it; one decision on each line."""
    if not (root / ADJUDICATION).is_file():
        return {}
    found = annotation.read(root / ADJUDICATION)
    kept = [decision for decision in found["decisions"] if decision["doc_id"] != doc_id]
    if kept == found["decisions"]:
        return {}
    head = [f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)},\n" for k, v in found.items() if k != "decisions"]
    body = ",\n".join("  " + json.dumps(decision, ensure_ascii=False) for decision in kept)
    return {ADJUDICATION: ("{\n" + "".join(head) + ' "decisions": [\n' + body + "\n ]\n}\n").encode()}


def _staged(place: Path, written: dict[Path, bytes]) -> dict[str, Path]:
    """The new files in the working folder, by the path that each is for."""
    staged = {}
    for path, data in written.items():
        target = place / "stage" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        staged[path.as_posix()] = target
    return staged
