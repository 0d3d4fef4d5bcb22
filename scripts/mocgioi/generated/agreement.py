"""The datasheet's table of agreement, from the figures that `nox -s agreement` computed."""

from pathlib import Path

from mocgioi.agreement import read_figures
from mocgioi.console import markdown

TARGET = "DATASHEET.md"


def render(root: Path) -> str:
    figures = read_figures(root)
    rows = [
        ("spans in pass a", figures["spans"]["a"]),
        ("spans in pass b", figures["spans"]["b"]),
        ("spans with the same offsets and label", figures["spans"]["exact"]),
        ("F1 of exact spans", f"{figures['span_f1']:.4f}"),
        ("Krippendorff's alpha over visible characters, zone", f"{figures['alpha']['zone']:.4f}"),
        ("Krippendorff's alpha over visible characters, label", f"{figures['alpha']['label']:.4f}"),
        ("metadata values that agree", f"{figures['metadata']['equal']} of {figures['metadata']['of']}"),
    ]
    labels = [(f"`{name}`", n["a"], n["b"], n["exact"]) for name, n in figures["labels"].items()]
    never = ", ".join(f"`{name}`" for name in figures["untested"])
    differing = ", ".join(figures["metadata"]["differ"])
    return (
        markdown(rows, ("figure", "value"))
        + f"\nMetadata values that differ: {differing}.\n\n"
        + markdown(labels, ("label", "pass a", "pass b", "same offsets and label"))
        + f"\nLabels that neither pass used, and that are therefore untested: {never}.\n"
    )
