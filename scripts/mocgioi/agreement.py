"""Agreement of the two independent annotation passes in corpus/passes."""

import json
from collections import Counter
from pathlib import Path

import numpy as np

from mocgioi import annotation, contract
from mocgioi.errors import MocgioiError
from mocgioi.release import documents_of

PASSES = ("a", "b")
FIGURES = Path("corpus", "passes", "agreement.json")


def read_passes(root: Path) -> dict[str, dict[str, dict]]:
    """The passes of a checkout: pass name, then doc_id, then the pass's file."""
    found = {name: sorted((root / "corpus" / "passes" / name).glob("*.json")) for name in PASSES}
    passes = {name: {path.stem: annotation.read(path) for path in files} for name, files in found.items()}
    first, second = (set(pages) for pages in passes.values())
    if first != second or not first:
        raise MocgioiError(
            f"corpus/passes: found pages {sorted(first ^ second)} in one pass only, expected every page in both"
        )
    return passes


def read_figures(root: Path) -> dict:
    """The figures as last computed."""
    return annotation.read(root / FIGURES)


def figures(root: Path) -> dict:
    """Agreement of the passes of a checkout, as a JSON value: see the keys in corpus/passes/README.md.

    Krippendorff's alpha is nominal, each visible character of each page a unit and each pass a coder
    (Krippendorff 2019, Content Analysis, chapter 12; computed by the package `krippendorff`).
    """
    passes = read_passes(root)
    texts = {row["doc_id"]: row["text"] for row in documents_of(root).select(["doc_id", "text"]).to_pylist()}
    spans = {name: _spans(pages) for name, pages in passes.items()}
    both = spans["a"] & spans["b"]
    counts = {name: Counter(label for *_, label in found) for name, found in (spans | {"exact": both}).items()}
    used = [label for label in contract.labels() if counts["a"][label] or counts["b"][label]]
    return {
        "pages": sorted(texts),
        "spans": {"a": len(spans["a"]), "b": len(spans["b"]), "exact": len(both)},
        "span_f1": 2 * len(both) / (len(spans["a"]) + len(spans["b"])),
        "alpha": {"zone": _alpha(passes, texts, contract.zone_of), "label": _alpha(passes, texts, lambda label: label)},
        "labels": {label: {name: counts[name][label] for name in counts} for label in used},
        "untested": [label for label in contract.labels() if label not in used],
        "metadata": _metadata(passes),
    }


def dumps(found: dict) -> str:
    """Figures as the text of their file."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _spans(pages: dict[str, dict]) -> set[tuple]:
    return {(doc_id, s["start"], s["end"], s["label"]) for doc_id, page in pages.items() for s in page["spans"]}


def _alpha(passes: dict, texts: dict[str, str], value_of) -> float:
    """Alpha over all visible characters, the value of a character being `value_of` its span's label."""
    try:
        import krippendorff
    except ModuleNotFoundError:
        raise MocgioiError("agreement needs the package krippendorff", "pip install krippendorff") from None
    values = sorted({value_of(label) for label in contract.labels()})
    coders = [
        np.concatenate([_paint(pages[d], texts[d], values, value_of) for d in texts]) for pages in passes.values()
    ]
    units = np.stack(coders)[:, np.any(np.isfinite(coders), axis=0)]
    return float(krippendorff.alpha(reliability_data=units, level_of_measurement="nominal"))


def _paint(page: dict, text: str, values: list[str], value_of) -> np.ndarray:
    """For each code point the number of its span's value; NaN, missing, where it is in no span."""
    painted = np.full(len(text), np.nan)
    for span in page["spans"]:
        painted[span["start"] : span["end"]] = values.index(value_of(span["label"]))
    return painted


def _metadata(passes: dict) -> dict:
    pairs = [
        (f"{doc_id} {field}", page["metadata"][field]["value"], passes["b"][doc_id]["metadata"][field]["value"])
        for doc_id, page in passes["a"].items()
        for field in contract.metadata_fields()
    ]
    return {
        "of": len(pairs),
        "equal": sum(a == b for _, a, b in pairs),
        "differ": [name for name, a, b in pairs if a != b],
    }
