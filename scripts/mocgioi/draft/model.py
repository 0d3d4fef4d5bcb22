"""The trained model, read from the package: lexicon, senses, trees, network."""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from .network import DILATIONS, Network
from .reading import Tables
from .trees import Trees

FILE, CARD = "model.npz", "model.json"
SPLITS = {"row": np.int64, "offset": np.int64, "threshold": np.uint8}
SIDES = ("before", "here", "behind")


@dataclass(frozen=True)
class Model:
    """tables: what is looked up of words; blend: weight of the trees' logit against the network's."""

    tables: Tables
    trees: Trees
    network: Network
    blend: float
    digest: str

    @classmethod
    def read(cls, data: bytes) -> "Model":
        """From the bytes of a model file."""
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files}
        facts = json.loads(parts["facts"].tobytes())
        network = Network(
            **{name: _weights(parts, name) for name in ("enter", "page", "hidden", "content", "fine")},
            **{side: tuple(_weights(parts, f"{side}{i}") for i in range(len(DILATIONS))) for side in SIDES},
            words_row=facts["words_row"],
            unit=facts["unit"],
        )
        splits = (parts[f"trees.{name}"].astype(kind) for name, kind in SPLITS.items())
        trees = Trees(*splits, parts["trees.leaf"].astype(np.float32), facts["bias"], facts["step"])
        lexicon = {name.removeprefix("lexicon."): table for name, table in parts.items() if name.startswith("lexicon.")}
        tables = Tables(lexicon, parts["senses"])
        return cls(tables, trees, network, facts["blend"], hashlib.sha256(data).hexdigest())


def _weights(parts: dict[str, np.ndarray], name: str) -> np.ndarray:
    """float32, from whole numbers and the power of two that they are multiples of."""
    return np.ldexp(parts[f"network.{name}"].astype(np.float32), -int(parts[f"network.{name}.shift"]))


@cache
def model() -> Model:
    """The model that the package ships."""
    return Model.read(resources.files(__package__).joinpath(FILE).read_bytes())


def model_card() -> dict:
    """The model card: what the model was made of and by, its cross-validated figures, its limits."""
    return beside(CARD)


def beside(name: str):
    """What a JSON file beside the model holds: figures that are the model's, whatever checkout is looked at."""
    return json.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
