"""The README's table of drafting beside other tools, from the figures that `nox -s benchmark` measured."""

from pathlib import Path

from mocgioi.console import markdown
from mocgioi.draft.model import beside

TARGET = "README.md"
FIGURES = "benchmark.json"


def figures() -> dict[str, dict]:
    """What was measured of each method: {"web": {…}, "vi": {…}, "times_justext": …}."""
    return beside(FIGURES)


def render(root: Path) -> str:
    rows = [
        (
            name,
            _figure(row["web"], "content_f1"),
            _figure(row["vi"], "content_f1"),
            _figure(row["vi"], "zone_accuracy"),
            f"{row['times_justext']:.1f}",
        )
        for name, row in figures().items()
    ]
    header = (
        "method",
        "content F1, web pages",
        "content F1, Vietnamese",
        "zone accuracy, Vietnamese",
        "speed, jusText = 1",
    )
    return markdown(rows, header)


def _figure(scores: dict, key: str) -> str:
    return f"{scores[key]:.3f}" if key in scores else "-"
