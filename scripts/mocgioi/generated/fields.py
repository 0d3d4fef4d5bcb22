"""The README's tables of fields, from the row schemas."""

from pathlib import Path

from mocgioi import contract
from mocgioi.console import markdown

TARGET = "README.md"


def render(root: Path) -> str:
    return "\n".join(_table(table) for table in contract.TABLES)


def _table(table: str) -> str:
    about = contract.schema(contract.TABLES[table])["description"]
    rows = [(f"`{field.path}`", field.kind, _meaning(field)) for field in contract.fields(table)]
    return f"### `{table}`\n\n{about}\n\n" + markdown(rows, ("field", "type", "meaning"))


def _meaning(field: contract.Field) -> str:
    values = f" One of the {field.choices}s below." if field.choices in ("label", "zone") else ""
    if field.choices == "basis":
        values = " " + ", ".join(f"`{value}`" for value in contract.choices("basis")) + "."
    return field.description + values + (" *Not part of the digest.*" if field.derived else "")
