"""What the commands print: tables and colours for people, nothing but text when piped."""

import os
import sys
from collections.abc import Iterable, Sequence


def colour(text: str, code: str, stream=None) -> str:
    """`text` in an ANSI colour when `stream` (standard output) is a terminal and NO_COLOR is not set."""
    stream = sys.stdout if stream is None else stream
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{code}m{text}\x1b[0m"


def bold(text: str) -> str:
    return colour(text, "1")


def table(rows: Iterable[Sequence], header: Sequence[str] | None = None) -> str:
    """Rows as columns of text two blanks apart; numbers to the right."""
    rows = [list(row) for row in rows]
    cells = [[str(cell) for cell in row] for row in ([list(header)] if header else []) + rows]
    if not cells:
        return ""
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    numeric = [all(isinstance(row[i], int | float) for row in rows) for i in range(len(widths))]
    lines = []
    for row in cells:
        padded = [cell.rjust(w) if n else cell.ljust(w) for cell, w, n in zip(row, widths, numeric, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def markdown(rows: Iterable[Sequence], header: Sequence[str]) -> str:
    """Rows as a Markdown table; a bar inside a cell is escaped."""
    cells = [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    lines = [list(header), ["---"] * len(header), *cells]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
