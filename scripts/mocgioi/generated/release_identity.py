"""What CITATION.cff says of the newest release: version, date, identifiers."""

from pathlib import Path

from mocgioi import citation

TARGET = "CITATION.cff"
MEANING = (
    "Release digest: SHA-256 of the sorted document digests. It names the data.",
    "SWHID of the release folder. It names every byte of every file.",
)


def render(root: Path) -> str:
    work = citation.work(root)
    lines = [f"version: {work.version}", f"date-released: {work.date}", "identifiers:"]
    for kind, value, meaning in zip(("other", "swh"), work.identifiers, MEANING, strict=False):
        lines += [f"  - type: {kind}", f"    value: {value}", f'    description: "{meaning}"']
    return "\n".join(lines) + "\n"
