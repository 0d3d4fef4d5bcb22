"""The trained model, read from the package: lexicon, trees, network."""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from .network import Layer, Network
from .trees import Trees

FILE = "model.npz"
LAYERS = ("enter", "conv0", "conv1", "page", "hidden", "content", "fine")


@dataclass(frozen=True)
class Model:
    """lexicon: table name -> uint16[slots]; blend: weight of the trees' logit against the network's."""

    lexicon: dict[str, np.ndarray]
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
        layers = [
            Layer(parts[f"{n}.weight"].astype(np.float32), parts[f"{n}.scale"], parts[f"{n}.bias"]) for n in LAYERS
        ]
        network = Network(layers[0], tuple(layers[1:3]), *layers[3:], words_row=facts["words_row"], unit=facts["unit"])
        trees = Trees(
            *(parts[f"trees.{n}"] for n in ("row", "offset", "threshold", "leaf")), facts["bias"], facts["step"]
        )
        lexicon = {name.removeprefix("lexicon."): table for name, table in parts.items() if name.startswith("lexicon.")}
        return cls(lexicon, trees, network, facts["blend"], hashlib.sha256(data).hexdigest())


@cache
def model() -> Model:
    """The model that the package ships."""
    return Model.read(resources.files(__package__).joinpath(FILE).read_bytes())
