"""Printing incidents: for people, as JSON, and as annotations of GitHub's checks."""

import json
from collections.abc import Callable

from mocgioi import rules
from mocgioi.checking import Checked
from mocgioi.console import colour
from mocgioi.incident import Incident


def text(checked: Checked) -> str:
    """Each incident with what was found, expected and how to mend it; then what its rules mean; then the counts."""
    blocks = [_block(incident) for incident in checked.incidents]
    legend = {i.rule: i for i in checked.incidents}
    if legend:
        blocks.append("\n".join(_legend(rule) for rule in legend))
    warned = checked.incidents and not checked.errors
    note = "; warnings leave the exit code 0" if warned else ""
    return "\n".join([*blocks, checked.summary() + note]) + "\n"


def as_json(checked: Checked) -> str:
    """The incidents as a JSON array, one on each line."""
    lines = ",\n".join(" " + json.dumps(incident.as_dict(), ensure_ascii=True) for incident in checked.incidents)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def github(checked: Checked) -> str:
    """Workflow commands, one for each incident, that GitHub shows at the line of the file; then the counts."""
    return "".join(f"{_command(incident)}\n" for incident in checked.incidents) + checked.summary() + "\n"


FORMATS: dict[str, Callable[[Checked], str]] = {"text": text, "json": as_json, "github": github}
"""The formats by name."""


def _block(incident: Incident) -> str:
    place = incident.file if incident.line is None else f"{incident.file}:{incident.line}"
    warning = "  warning" if incident.severity == "warning" else ""
    head = f"{place} {incident.path}".rstrip()
    rule = colour(incident.rule, "33" if warning else "31")
    return (
        f"{head}  L{incident.level} {rule}{warning}\n"
        f"  found    {incident.found}\n"
        f"  expected {incident.expected}\n"
        f"  fix      {incident.fix}\n"
    )


def _legend(id: str) -> str:
    rule = rules.table()[id]
    document, heading = rule.guide
    return f"{id}: {rule.meaning}\n  see {document}, {heading}\n"


def _command(incident: Incident) -> str:
    kind = "error" if incident.severity == "error" else "warning"
    title = f"L{incident.level} {incident.rule}"
    place = f"file={_property(incident.file)}" + (f",line={incident.line}" if incident.line else "")
    body = f"{incident.path}\n" if incident.path else ""
    body += f"{incident.message}\nfound: {incident.found}\nexpected: {incident.expected}\nfix: {incident.fix}"
    return f"::{kind} {place},title={_property(title)}::{_data(body)}"


def _data(text: str) -> str:
    """Text as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text as a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
