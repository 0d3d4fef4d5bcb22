"""The model file: whole-number weights for exact sums, and bytes that are the same every time."""

import io
import json

import numpy as np

from mocgioi.draft.network import DILATIONS, LEVELS
from mocgioi.draft.trees import Trees

from .net import whole_senses
from .sets import WORDS_ROW, Set, scaled

_SAMPLE = 200_000  # lines from which the largest activation is read


def _activation(parameters: dict, senses: np.ndarray, sets: list[Set]) -> float:
    """An upper bound that nearly all activations of the first layers keep to."""
    rows = np.concatenate([one.seen(senses, _SAMPLE) for one in sets], axis=1).T
    weight, bias = parameters["enter"]
    h = np.maximum(scaled(rows.astype(np.float32)) @ weight + bias, 0)
    top = np.quantile(h.max(axis=1), 0.999)
    for number, _ in enumerate(DILATIONS):
        weight, bias = parameters[f"conv{number}"]
        h = h + np.maximum(np.concatenate([h, h, h], axis=1) @ weight + bias, 0)
    return float(max(top, np.quantile(h.max(axis=1), 0.999)))


def _fixed(weight: np.ndarray, top: float, biased: bool) -> dict[str, np.ndarray]:
    """Whole numbers and how far they are shifted, as fine as exact sums allow; inputs are at most ``top``, a bias column's 1."""
    tops = np.full(weight.shape[1], float(top))
    tops[-1] = 1 if biased else top
    shift = int(np.floor(24 - np.log2((np.abs(weight) @ tops).max())))
    return {"": np.rint(np.ldexp(weight, shift)).astype(np.int32), ".shift": np.array(shift)}


def network_parts(parameters: dict, sets: list[Set]) -> tuple[dict[str, np.ndarray], float]:
    """Arrays of the model file, and how many levels make 1.0."""
    out = {"senses": whole_senses(parameters)}
    unit = LEVELS / _activation(parameters, out["senses"], sets)
    layers, tops = {}, {"enter": 255}
    for name, layer in parameters.items():
        if name in out:
            continue
        weight, bias = (np.asarray(value, dtype=np.float64) for value in layer)
        weight, bias = weight.T, bias[:, None]
        if name == "enter":  # what ``scaled`` does to rows is done by the weights
            layers[name] = np.hstack([weight / 128, bias - weight.sum(axis=1, keepdims=True) / 2]) * unit
        elif name.startswith("conv"):
            before, here, behind = np.split(weight, 3, axis=1)
            number = name.removeprefix("conv")
            layers |= {
                f"before{number}": before,
                f"here{number}": np.hstack([here, bias * unit]),
                f"behind{number}": behind,
            }
        elif name == "hidden":
            layers[name] = np.hstack([weight, bias * unit])
        else:
            layers[name] = np.hstack([weight / unit, bias])
    for name, weight in layers.items():
        out |= {
            f"network.{name}{end}": part
            for end, part in _fixed(weight, tops.get(name, LEVELS), name[:6] not in ("before", "behind")).items()
        }
    return out, unit


def model_bytes(tables: dict, trees: Trees, parameters: dict, sets: list[Set], blend: float) -> bytes:
    parts, unit = network_parts(parameters, sets)
    facts = {"bias": trees.bias, "step": trees.step, "words_row": WORDS_ROW, "unit": unit, "blend": blend}
    parts |= {f"lexicon.{name}": table for name, table in tables.items()}
    parts |= {
        "trees.row": trees.row.astype(np.int16),
        "trees.offset": trees.offset.astype(np.int8),
        "trees.threshold": trees.threshold,
        "trees.leaf": trees.leaf.astype(np.int16),
        "facts": np.frombuffer(json.dumps(facts, sort_keys=True).encode(), dtype=np.uint8),
    }
    file = io.BytesIO()
    np.savez_compressed(file, **dict(sorted(parts.items())))
    return file.getvalue()
