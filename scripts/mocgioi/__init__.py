"""Mốc Giới: web pages about the Vietnam–China border, with metadata, body and boilerplate spans.

`load("documents")` gives a verified Arrow table. The command line is `mocgioi --help`.
"""

from mocgioi.errors import MocgioiError
from mocgioi.version import __version__

__all__ = ["MocgioiError", "__version__", "load"]


def __getattr__(name: str):
    """`load` is imported when it is asked for: all that it needs takes longer to import than a page to draft."""
    if name == "load":
        from mocgioi.loading import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
