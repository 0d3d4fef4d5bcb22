"""The drafting model's card for readers, from model.json, which training writes."""

from pathlib import Path

from mocgioi.console import markdown
from mocgioi.draft import model_card
from mocgioi.draft.model import beside

TARGET = "scripts/mocgioi/draft/MODEL.md"
SIZES = "sizes.json"
FIGURES = ("content_f1", "zone_accuracy", "label_accuracy")


def render(root: Path) -> str:
    card = model_card()
    figures, practice = card["figures"], card["practice"]
    facts = [
        ("model file", f"{card['model']['bytes']:,} bytes, SHA-256 `{card['model']['sha256']}`"),
        *((f"trained on `{name}`", f"SHA-256 `{value}`") for name, value in card["data"].items() if name != "release"),
        ("trained on this corpus", f"release {card['data']['release']}"),
        (
            "pages to practise on",
            f"{practice['pages']} of {practice['outlets']} outlets, SHA-256 `{practice['sha256']}`",
        ),
        ("trees", ", ".join(f"{key} {value}" for key, value in card["trees"].items())),
        ("network", ", ".join(f"{key} {value}" for key, value in card["network"].items())),
        ("packages", ", ".join(f"{key} {value}" for key, value in card["packages"].items())),
    ]
    text = markdown(facts, ("what", "")) + "\n### Figures\n\n"
    if figures:
        text += f"{figures['note']}\n\n" + markdown(list(_rows(figures)), ("pages", "number", *FIGURES))
    if figures.get("left_out"):
        header = ("data set", "content_f1", "best segment of words minus 11")
        text += (
            "\nA whole data set left out of training, beside the best rule that learns nothing, on the same pages:\n\n"
        )
        text += markdown(list(_left_out(figures["left_out"])), header)
    text += (
        "\n### One page of growing size\n\n"
        + _sizes()
        + "\n### Limits\n\n"
        + "".join(f"- {limit}\n" for limit in card["limits"])
    )
    return text + "\n### What it reads of a line\n\n" + ", ".join(f"`{name}`" for name in card["features"]) + ".\n"


def _sizes() -> str:
    """Time and memory of a single page, as `python -m tests.benchmarks.size --write` measured them."""
    rows = [(r["page"], r["megabytes"], f"{r['seconds']:.2f}", r["memory"]) for r in beside(SIZES)]
    return markdown(rows, ("page", "MB of text", "seconds, one core", "MB of memory"))


def _left_out(found: dict):
    for name, figures in found.items():
        yield (
            name,
            f"{figures['content_f1']:.3f}",
            f"{figures['best_segment']:.3f}" if "best_segment" in figures else "",
        )


def _rows(figures: dict):
    groups = [("web", figures["web"]), ("Vietnamese", figures["vi"])]
    for key, title in (("data_sets", "data set"), ("languages", "language"), ("sites", "site")):
        few = 1 if key == "sites" else 3
        groups += [(f"{title} {name}", found) for name, found in figures[key].items() if found["pages"] >= few]
    for name, found in groups:
        yield name, found["pages"], *(f"{found[figure]:.3f}" if figure in found else "" for figure in FIGURES)
