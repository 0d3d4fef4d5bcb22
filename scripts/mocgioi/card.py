"""The YAML front matter of a dataset card, as `datasets` reads it, generated from the contract and a manifest."""

from collections.abc import Callable
from pathlib import PurePosixPath

import yaml

from mocgioi import contract

DEFAULT = "documents"


def front_matter(manifest: dict, folder: PurePosixPath, read: Callable[[str], dict] = contract.schema) -> str:
    """The front matter, fences included, of a card that stands at the root and whose tables lie in `folder`.

    `version` and `description` stand in each entry of `configs` because `datasets` keys its local cache on these
    entries and on nothing in the files: with the digest of the table's rows there, other rows never come from an old
    cache. (`datasets.load.LocalDatasetModuleFactory.get_module`, datasets 5.2.0.)
    """
    card = {
        "license": "other",
        "license_name": "mixed-see-rights",
        "license_link": "#rights",
        "language": ["vi"],
        "pretty_name": "Mốc Giới",
        "task_categories": ["token-classification"],
        "size_categories": [_size(manifest["counts"][DEFAULT])],
        "tags": ["boilerplate-removal", "content-extraction", "span-annotation", "news", "web"],
        "annotations_creators": ["machine-generated"],
        "source_datasets": ["original"],
        "configs": [_config(table, manifest, folder) for table in contract.TABLES],
        "dataset_info": [_info(table, manifest, read) for table in contract.TABLES],
    }
    return "---\n" + yaml.safe_dump(card, sort_keys=False, allow_unicode=True, width=1000) + "---\n"


def of_release(manifest: dict, about: dict, heading: str | None = None) -> str:
    """The card of a release folder, so that `load_dataset` reads the folder on its own."""
    counts = ", ".join(f"{count:,} {table}" for table, count in manifest["counts"].items())
    loaded = "\n".join(f'load_dataset("path/to/this/folder", "{table}", split="train")' for table in contract.TABLES)
    return front_matter(manifest, PurePosixPath()) + TEXT.format(
        heading=heading or f"# Mốc Giới {manifest['version']}, a frozen release",
        date=manifest["date"], counts=counts, digest=manifest["digest"], loaded=loaded,
        abstract=" ".join(about["abstract"].split()), licence=about["license"],
    )  # fmt: skip


TEXT = """{heading}

{abstract}

{date}: {counts}. Release digest, SHA-256: `{digest}`.

```python
from datasets import load_dataset

{loaded}
```

`documents.jsonl` holds the rows of the table documents, one a line. `schema.json` is the contract of this release: a
JSON Schema of its rows, with the meaning of every field. `croissant.json` describes the tables in Croissant 1.1.
`manifest.json` gives the digest of every page and the SHA-256 of every other file.

## Checking this release

Install the package `mocgioi`, then `mocgioi verify FOLDER --digest DIGEST` with the digest of the citation. By hand:
remove from each line of `documents.jsonl` the fields that `schema.json` marks `x-derived`, at every depth; take the
SHA-256 of the line in the canonical form of RFC 8785; these are the digests in `manifest.json`. Sorted, one a line, a
line feed after each, their SHA-256 is the release digest.

## Rights

{licence} covers annotations and metadata. The text of the pages belongs to its publishers.
"""


def features(table: str, read: Callable[[str], dict] = contract.schema) -> list[dict]:
    """The features of a table in the card's YAML form; zones and labels are class labels, by name.

    `read` gives the schemas of the contract that the table was made by: see `contract.reader`.
    """
    name = contract.TABLES[table]
    return [_feature(key, node, name, read) for key, node in read(name)["properties"].items()]


def _config(table: str, manifest: dict, folder: PurePosixPath) -> dict:
    entry = {
        "config_name": table,
        "version": manifest["version"],
        "description": f"v{manifest['version']} sha256:{manifest['tables'][table]}",
        "data_files": [{"split": "train", "path": str(folder / f"{table}.parquet")}],
    }
    return entry | {"default": True} if table == DEFAULT else entry


def _info(table: str, manifest: dict, read: Callable[[str], dict]) -> dict:
    size = manifest["files"][f"{table}.parquet"]["bytes"]
    split = {"name": "train", "num_bytes": size, "num_examples": manifest["counts"][table]}
    return {"config_name": table, "features": features(table, read), "splits": [split]}


def _feature(name: str, node: dict, file: str, read: Callable[[str], dict]) -> dict:
    node, file = contract.unwrapped(*contract.resolve(node, file, read), read)
    for choice in ("zone", "label"):
        branches = read("common")["$defs"][choice]["oneOf"]
        if node.get("oneOf") == branches:
            names = {str(i): branch["const"] for i, branch in enumerate(branches)}
            return {"name": name, "dtype": {"class_label": {"names": names}}}
    if node.get("type") == "array":
        item = _feature("", node["items"], file, read)
        return {"name": name, "list": item.get("struct") or item.get("list") or item["dtype"]}
    if node.get("type") == "object":
        children = node["properties"].items()
        return {"name": name, "struct": [_feature(key, child, file, read) for key, child in children]}
    return {"name": name, "dtype": str(contract.arrow_type(node, file, read))}


def _size(rows: int) -> str:
    """The Hub's size category for a number of rows."""
    for limit, category in ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M")):
        if rows < limit:
            return category
    return "n>1M"
