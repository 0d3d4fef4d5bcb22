"""Stage one: oblivious trees that tell content from the rest, line by line, on the web pages."""

import json
import tempfile
from pathlib import Path

import numpy as np

from mocgioi.draft import columns
from mocgioi.draft.grid import Grid
from mocgioi.draft.lines import Lines
from mocgioi.draft.trees import DEPTH, Trees

SETTINGS = {
    "iterations": 150,
    "depth": DEPTH,
    "learning_rate": 0.18,
    "l2_leaf_reg": 20,
    "rsm": 0.15,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.6,
    "border_count": 64,
    "random_seed": 1,
}
_STEP = 1 / 2048


def table(rows: np.ndarray, lines: Lines) -> np.ndarray:
    """The trees' columns: uint8[lines, columns]."""
    grid = Grid(lines)
    spread = grid.spread(rows)
    return np.stack([spread[row, grid.place + by] for row, by in columns.tree_columns()], axis=1)


def mass(words: np.ndarray, lines: Lines) -> np.ndarray:
    """Weight of each line: long lines count more, long pages do not."""
    page = np.bincount(lines.page, words, minlength=len(lines.first) - 1)
    return np.sqrt(words + 1.0) / np.sqrt(page[lines.page] + 1) * 10


def fit(table: np.ndarray, content: np.ndarray, weight: np.ndarray) -> Trees:
    """Train on uint8[lines, columns]."""
    from catboost import CatBoostClassifier, Pool

    model = CatBoostClassifier(**SETTINGS, thread_count=1, verbose=0, allow_writing_files=False)
    model.fit(Pool(table.astype(np.float32), content, weight=weight))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return _export(json.loads(path.read_text("utf-8")))


def _export(model: dict) -> Trees:
    """Borders between whole numbers become whole thresholds; trees that are too shallow get bits that never are set."""
    names = columns.tree_columns()
    count = len(model["oblivious_trees"])
    row, offset = np.zeros((count, DEPTH), np.int64), np.zeros((count, DEPTH), np.int64)
    threshold = np.full((count, DEPTH), 255, np.uint8)
    leaf = np.zeros((count, 1 << DEPTH), np.float32)
    for number, tree in enumerate(model["oblivious_trees"]):
        for bit, split in enumerate(tree["splits"] or []):
            row[number, bit], offset[number, bit] = names[split["float_feature_index"]]
            threshold[number, bit] = int(np.floor(split["border"]))
        values = np.rint(np.array(tree["leaf_values"]) / _STEP)
        leaf[number, : len(values)] = values
    scale, (bias,) = model["scale_and_bias"]
    assert scale == 1
    return Trees(row, offset, threshold, leaf, round(bias / _STEP), _STEP)


def score(trees: Trees, rows: np.ndarray, lines: Lines) -> np.ndarray:
    """Logit of content: float32[lines]."""
    grid = Grid(lines)
    return trees.score(grid.spread(rows))[grid.place] * np.float32(trees.step)
