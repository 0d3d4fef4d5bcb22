"""Loading with `datasets`, each time in a process of its own with a cache of its own."""

import shutil

import pytest

from mocgioi import release
from tests.conftest import put_page, spawn

SHOW = """
import sys
from datasets import ClassLabel, load_dataset
path, *config = sys.argv[1:]
table = load_dataset(path, *config, split="train")
stream = load_dataset(path, *config, split="train", streaming=True)
# To the end: an interpreter that exits while a stream is still open may abort (datasets 5.2.0, pyarrow 26.0.1).
assert list(stream) == list(table) and stream.features == table.features, "streaming differs"
labels = [name for name, kind in table.features.items() if isinstance(kind, ClassLabel)]
print(len(table), ",".join(labels))
"""


@pytest.fixture
def cache(tmp_path):
    """Variables that give `datasets` a cache of its own and keep it off the network."""
    return {"HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}


def show(cache, *argv) -> str:
    ran = spawn("-c", SHOW, *argv, **cache)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_every_table_of_a_checkout_under_another_name(root, tmp_path, cache):
    other = tmp_path / "another name"
    shutil.copytree(root / "corpus" / "releases", other / "corpus" / "releases")
    shutil.copy(root / "README.md", other)
    assert show(cache, other) == "4"
    assert show(cache, other, "spans") == "177 zone,label"
    assert show(cache, other, "lines") == "278 zone,label"


def test_label_names_are_those_of_the_table(root, cache):
    code = (
        "import sys; from datasets import load_dataset; import mocgioi\n"
        "table = load_dataset(sys.argv[1], 'spans', split='train')\n"
        "names = table.features['label'].int2str(table['label'][:])\n"
        "assert names == mocgioi.load('spans')['label'].to_pylist()\n"
        "documents = load_dataset(sys.argv[1], split='train')\n"
        "zone = documents.features['spans'].feature['zone']\n"
        "assert zone.int2str(documents[0]['spans'][0]['zone']) == 'metadata'"
    )
    ran = spawn("-c", code, root, **cache)
    assert ran.returncode == 0, ran.stderr


def test_a_rebuild_with_other_rows_is_not_served_from_the_cache(small, cache, mocgioi):
    """Same folder, same number of pages, other rows: `datasets` keys its cache on the card alone."""
    folder = small / "build"
    assert mocgioi("build", "--root", small, "-o", folder).code == 0
    code = (
        "import sys; from datasets import load_dataset; print(load_dataset(sys.argv[1], split='train')[0]['text'][:9])"
    )
    assert spawn("-c", code, folder, **cache).stdout == "Thứ hai, \n"
    put_page(small, "mg0001", "Một câu khác.", [("Một câu khác.", "lede")])
    assert mocgioi("build", "--root", small, "-o", folder).code == 0
    assert spawn("-c", code, folder, **cache).stdout == "Một câu k\n"


def test_features_of_the_card_are_those_that_datasets_would_write():
    from datasets import ClassLabel, Features

    from mocgioi import card, contract, load

    def labelled(features):
        for name, kind in features.items():
            if name in ("zone", "label"):
                features[name] = ClassLabel(names=list(contract.choices(name)))
            elif hasattr(kind, "feature") and isinstance(kind.feature, dict):
                labelled(kind.feature)
        return features

    read = contract.reader(release.read_contract(release.folder()))
    for table in contract.TABLES:
        expected = labelled(Features.from_arrow_schema(load(table).schema))
        assert card.features(table, read) == expected._to_yaml_list()
        assert Features._from_yaml_list(card.features(table, read)) == expected


def test_describe(cache, root):
    ran = spawn("-m", "mocgioi", "describe", cwd=root, **cache)
    assert ran.returncode == 0, ran.stderr
    newest = release.versions(root)[-1]
    assert ran.stdout.splitlines()[0] == f"Mốc Giới {newest} in {root}"
    assert "documents     4       25" in ran.stdout
    assert "mg0004  unidentified-c  -" in ran.stdout
