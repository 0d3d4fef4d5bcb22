"""The YAML front matter of a dataset card, as `datasets` reads it, generated from the contract and a manifest."""

from pathlib import PurePosixPath

import yaml

from mocgioi import contract

DEFAULT = "documents"


def front_matter(manifest: dict, folder: PurePosixPath) -> str:
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
        "dataset_info": [_info(table, manifest) for table in contract.TABLES],
    }
    return "---\n" + yaml.safe_dump(card, sort_keys=False, allow_unicode=True, width=1000) + "---\n"


def features(table: str) -> list[dict]:
    """The features of a table in the card's YAML form; zones and labels are class labels, by name."""
    name = contract.TABLES[table]
    return [_feature(key, node, name) for key, node in contract.schema(name)["properties"].items()]


def _config(table: str, manifest: dict, folder: PurePosixPath) -> dict:
    entry = {
        "config_name": table,
        "version": manifest["version"],
        "description": f"v{manifest['version']} sha256:{manifest['tables'][table]}",
        "data_files": [{"split": "train", "path": str(folder / f"{table}.parquet")}],
    }
    return entry | {"default": True} if table == DEFAULT else entry


def _info(table: str, manifest: dict) -> dict:
    size = manifest["files"][f"{table}.parquet"]["bytes"]
    split = {"name": "train", "num_bytes": size, "num_examples": manifest["counts"][table]}
    return {"config_name": table, "features": features(table), "splits": [split]}


def _feature(name: str, node: dict, file: str) -> dict:
    node, file = contract.resolve(node, file)
    branches = [branch for branch in node.get("anyOf", []) if branch != {"type": "null"}]
    if branches:
        node, file = contract.resolve(branches[0], file)
    for choice in ("zone", "label"):
        if node.get("oneOf") == contract.schema("common")["$defs"][choice]["oneOf"]:
            names = {str(i): value for i, value in enumerate(contract.choices(choice))}
            return {"name": name, "dtype": {"class_label": {"names": names}}}
    if node.get("type") == "array":
        item = _feature("", node["items"], file)
        return {"name": name, "list": item.get("struct") or item.get("list") or item["dtype"]}
    if node.get("type") == "object":
        return {"name": name, "struct": [_feature(key, child, file) for key, child in node["properties"].items()]}
    return {"name": name, "dtype": str(contract.arrow_type(node, file))}


def _size(rows: int) -> str:
    """The Hub's size category for a number of rows."""
    for limit, category in ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M")):
        if rows < limit:
            return category
    return "n>1M"
