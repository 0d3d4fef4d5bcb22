"""CITATION.cff: the one source of title, authors, licence and abstract."""

from pathlib import Path

import yaml

from mocgioi.errors import MocgioiError

FILE = Path("CITATION.cff")


def read(root: Path) -> dict:
    """The citation file of a repository, dates as strings. Raises MocgioiError when it is missing or not YAML."""
    path = root / FILE
    try:
        return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    except OSError as error:
        raise MocgioiError(f"{path}: cannot be read: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise MocgioiError(f"{path}: not YAML: {error}") from None
