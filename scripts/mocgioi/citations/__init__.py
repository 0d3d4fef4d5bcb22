"""Formats of a citation, one module each: `render(work)` gives its text. A new file is a new format."""
