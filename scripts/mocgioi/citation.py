"""The citation of a release: title and authors from CITATION.cff, version and date and digest from the manifest."""

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from mocgioi.errors import MocgioiError

FILE = Path("CITATION.cff")


@dataclass(frozen=True)
class Work:
    """What a citation says. `swhid` is None where no index gives it. `authors`: names as printed."""

    title: str
    authors: tuple[str, ...]
    abstract: str
    keywords: tuple[str, ...]
    license: str
    version: str
    date: str
    digest: str
    swhid: str | None

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What names the data and, after it, every byte of the release folder."""
        return tuple(filter(None, (f"sha256:{self.digest}", self.swhid)))


def read(root: Path) -> dict:
    """The citation file of a repository, dates as strings. Raises MocgioiError when it is missing or not YAML."""
    import yaml  # every command's parser imports this module, few read the file

    path = root / FILE
    try:
        return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    except OSError as error:
        raise MocgioiError(f"{path}: cannot be read: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise MocgioiError(f"{path}: not YAML: {error}") from None


def work(root: Path, version: str | None = None) -> Work:
    """The citation of a release of a repository, the newest unless `version` names one."""
    from mocgioi import registry, release

    about = read(root)
    place = release.folder(version, root)
    manifest = release.read_manifest(place)
    return Work(
        title=about["title"],
        authors=tuple(_name(author) for author in about["authors"]),
        abstract=" ".join(about["abstract"].split()),
        keywords=tuple(about["keywords"]),
        license=about["license"],
        version=manifest["version"],
        date=manifest["date"],
        digest=manifest["digest"],
        swhid=registry.read(root).get(place.name, {}).get("swhid"),
    )


def formats() -> dict[str, object]:
    """The formats by name, each with a function from a Work to its text: a module of mocgioi/citations is a format."""
    from mocgioi import citations

    names = [found.name for found in pkgutil.iter_modules(citations.__path__)]
    return {n.replace("_", "-"): importlib.import_module(f"{citations.__name__}.{n}").render for n in names}


def _name(author: dict) -> str:
    """An author as printed; CITATION.cff gives persons in parts and others as one name."""
    if "name" in author:
        return author["name"]
    parts = ("given-names", "name-particle", "family-names", "name-suffix")
    return " ".join(author[part] for part in parts if part in author)
