"""The model file: whole-number weights for exact sums, and bytes that are the same every time."""

import io
import json

import numpy as np

from mocgioi.draft.model import LAYERS
from mocgioi.draft.network import DILATIONS, LEVELS
from mocgioi.draft.trees import Trees

from .net import WORDS_ROW, Set

_SAMPLE = 200_000  # lines from which the largest activation is read


def _activation(parameters: dict, sets: list[Set]) -> float:
    """An upper bound that nearly all activations of the first layers keep to."""
    rows = np.concatenate([one.rows[:, :_SAMPLE] for one in sets], axis=1).T
    weight, bias = parameters["enter"]
    h = np.maximum((rows.astype(np.float32) - 64) / 128 @ weight + bias, 0)
    top = np.quantile(h.max(axis=1), 0.999)
    for number, _ in enumerate(DILATIONS):
        weight, bias = parameters[f"conv{number}"]
        h = h + np.maximum(np.concatenate([h, h, h], axis=1) @ weight + bias, 0)
    return float(max(top, np.quantile(h.max(axis=1), 0.999)))


def network_parts(parameters: dict, sets: list[Set]) -> tuple[dict[str, np.ndarray], float]:
    """Arrays of the model file, and how many levels make 1.0."""
    unit = LEVELS / _activation(parameters, sets)
    out = {}
    for name in LAYERS:
        weight, bias = (np.asarray(value, dtype=np.float64) for value in parameters[name])
        weight = weight.T
        scale, gain = (1.0, 1.0), 1.0
        if name == "enter":
            bias = bias - weight.sum(axis=1) * 0.5
            weight = weight / 128
            scale, gain = unit, unit
        elif name in ("page", "content", "fine"):
            scale, gain = 1 / unit, 1.0
        else:
            scale, gain = 1.0, unit
        step = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-12) / 127
        out[f"{name}.weight"] = np.rint(weight / step).astype(np.int8)
        out[f"{name}.scale"] = (step * scale).astype(np.float32)
        out[f"{name}.bias"] = (bias[:, None] * gain).astype(np.float32)
    return out, unit


def model_bytes(tables: dict, trees: Trees, parameters: dict, sets: list[Set], blend: float) -> bytes:
    parts, unit = network_parts(parameters, sets)
    facts = {"bias": trees.bias, "step": trees.step, "words_row": WORDS_ROW, "unit": unit, "blend": blend}
    parts |= {f"lexicon.{name}": table for name, table in tables.items()}
    parts |= {
        "trees.row": trees.row.astype(np.int16),
        "trees.offset": trees.offset.astype(np.int8),
        "trees.threshold": trees.threshold,
        "trees.leaf": trees.leaf,
        "facts": np.frombuffer(json.dumps(facts, sort_keys=True).encode(), dtype=np.uint8),
    }
    file = io.BytesIO()
    np.savez_compressed(file, **dict(sorted(parts.items())))
    return file.getvalue()
