"""The datasheet's counts of the newest release."""

from pathlib import Path

import pyarrow.compute as pc

from mocgioi import contract, registry, release
from mocgioi.console import markdown
from mocgioi.loading import load

TARGET = "DATASHEET.md"


def render(root: Path) -> str:
    manifest = registry.current(release.folder(root=root))
    documents, spans = load("documents", root=root), load("spans", root=root)
    widths = pc.subtract(spans["end"], spans["start"])
    rows = [(name, count) for name, count in manifest["counts"].items()]
    rows.append(("code points", pc.sum(documents["text_chars"]).as_py()))
    for zone in contract.zones():
        inside = pc.sum(pc.if_else(pc.equal(spans["zone"], zone), widths, 0)).as_py()
        rows.append((f"code points in {zone} spans", inside))
    return f"Release {manifest['version']}, {manifest['date']}:\n\n" + markdown(rows, ("what", "number"))
