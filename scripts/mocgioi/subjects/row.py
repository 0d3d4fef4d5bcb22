"""A row of a documents table as a subject of the rules on pages: the same facts and spans in another form."""

from functools import cached_property

from mocgioi import contract
from mocgioi.incident import breadcrumb, plain
from mocgioi.subjects.page import Page


class Row(Page):
    """Row `number` of the table in file `name`, counted from 0; `line` is its line where the file has lines.

    Rules see it as an annotation. `crumb` turns their paths back into those of the row.
    """

    def __init__(self, row: dict, name: str, number: int, line: int | None = None):
        self.row, self.name, self.number, self.at = row, name, number, line
        self.corpus, self.in_place, self.has_quotes = None, False, False
        self.broken: set[tuple] = set()
        self.suspected: set[int] = set()

    raw = decoded = None

    def line(self, path: tuple) -> int | None:
        return self.at

    def crumb(self, path: tuple, level: int) -> str:
        doc_id = self.row.get("doc_id")
        head = f"rows[{self.number}]" + (f" {plain(doc_id)}" if isinstance(doc_id, str) else "")
        if path and path[0] == "spans":
            return f"{head} {super().crumb(path, level)}"
        return f"{head} {breadcrumb(self.in_row(path))}".rstrip()

    @cached_property
    def value(self) -> dict:
        """The row as an annotation, as far as it can be told."""
        row, spans = self.row, self.row.get("spans")
        facts = {field: entry | {"value": self._value_of(field, entry)} for field, entry in self.grounding.items()}
        return {"doc_id": row.get("doc_id"), "source": row.get("source"), "metadata": facts, "spans": spans}

    @cached_property
    def grounding(self) -> dict[str, dict]:
        """The entry of each metadata field, the first of its name."""
        entries = self.row.get("grounding")
        found: dict[str, dict] = {}
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and {"field", "basis", "spans", "note"} <= entry.keys():
                found.setdefault(str(entry["field"]), entry)
        return {field: found[field] for field in contract.metadata_fields() if field in found}

    def _value_of(self, field: str, entry: dict):
        """The value of a field; the outlet is a column of every row, and the metadata's source only when it is told."""
        return None if field == "source" and entry["basis"] == "absent" else self.row.get(field)

    @property
    def text(self) -> str | None:
        text = self.row.get("text")
        return text if isinstance(text, str) and self.sound("text") else None

    def span_text(self, i: int) -> str | None:
        """The text of span `i`, where its offsets lie inside the text."""
        span = self.offsets(i)
        inside = span is not None and self.text is not None and 0 <= span[0] < span[1] <= len(self.text)
        return self.text[slice(*span)] if inside else None

    def offsets(self, i: int) -> tuple[int, int] | None:
        start, end = self.get("spans", i, "start"), self.get("spans", i, "end")
        return (start, end) if type(start) is int and type(end) is int else None

    # --- paths ----------------------------------------------------------------------------------------------------

    def in_row(self, path: tuple) -> tuple:
        """A path of the annotation as one of the row."""
        if len(path) < 2 or path[0] != "metadata":
            return path
        if path[2:3] == ("value",):
            return (path[1], *path[3:])
        return ("grounding", list(self._fields()).index(path[1]), *path[2:]) if path[1] in self._fields() else path

    def in_annotation(self, path: tuple) -> tuple:
        """A path of the row as one of the annotation."""
        if path and path[0] in contract.metadata_fields() and path[0] != "source":
            return ("metadata", path[0], "value", *path[1:])
        fields = self._fields()
        if len(path) > 1 and path[0] == "grounding" and path[1] < len(fields):
            return ("metadata", fields[path[1]], *path[2:])
        return path

    def _fields(self) -> list[str]:
        entries = self.row.get("grounding")
        names = (entry.get("field") if isinstance(entry, dict) else None for entry in entries or ())
        return [str(name) for name in names] if isinstance(entries, list) else []

    @cached_property
    def schema_faults(self) -> list:
        from dataclasses import replace

        from mocgioi.rules import shape

        faults = shape.faults(contract.validator("document"), self.row)
        return [(rule, replace(fault, path=self.in_annotation(fault.path))) for rule, fault in faults]
