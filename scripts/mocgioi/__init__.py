"""Mốc Giới: web pages about the Vietnam–China border, with metadata, body and boilerplate spans.

`load("documents")` gives a verified Arrow table. The command line is `mocgioi --help`.
"""

from mocgioi.errors import MocgioiError
from mocgioi.load import load
from mocgioi.version import __version__

__all__ = ["MocgioiError", "__version__", "load"]
