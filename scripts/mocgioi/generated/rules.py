"""The list of all rules that `mocgioi validate` knows, from the table that runs them."""

from pathlib import Path

from mocgioi import rules

TARGET = "corpus/RULES.md"


def render(root: Path) -> str:
    table = rules.table()
    parts = []
    for level, about in rules.LEVELS.items():
        parts.append(f"## Level {level}: {about}\n")
        parts += [_entry(rule) for rule in table.values() if rule.level == level]
    return "\n".join(parts)


def _entry(rule: rules.Rule) -> str:
    warning = (
        " A warning: it leaves the exit code 0." if rule.severity == "warning" and "warning" not in rule.why else ""
    )
    document, heading = rule.guide
    path = document.removeprefix("corpus/") if document.startswith("corpus/") else f"../{document}"
    anchor = heading.lower().replace(" ", "-")
    return (
        f"### `{rule.id}`\n\n"
        f"{rule.meaning}{warning}\n\n"
        f"- *Why*: {rule.why}\n"
        f"- *Example*: {rule.example}\n"
        f"- *Fix*: {rule.fix}\n"
        f"- *Guide*: [{heading}]({path}#{anchor})\n"
    )
