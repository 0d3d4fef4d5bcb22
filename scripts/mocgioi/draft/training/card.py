"""The model card as data, model.json: what training used, and what cross-validation found."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from mocgioi.draft import columns
from mocgioi.draft.model import CARD, Model
from mocgioi.draft.senses import SIZE

from . import forest, net, pipeline, practice
from .pages import LOCAL, RELEASE, WEB, digest

PACKAGES = ("catboost", "jax", "jaxlib", "numpy", "optax", "pyarrow")
LIMITS = (
    "The Vietnamese figures rest on 36 pages of 12 outlets, annotated by one reader each. A site of another kind "
    "can go wrong as a whole.",
    "What stands beside an article and looks like it can be taken for a part of it: a side menu right behind a regulation for "
    "its list (content F1 on the nine pages of a department of a city is .80), cards without a heading for its pictures and "
    "paragraphs. Pages that describe themselves in cards, such as the two of a landmark's site, lose some of these: zone "
    "accuracy there is .82.",
    "What content is follows the data sets: some count the headline, some count lists. The lead over simple rules "
    "shrinks on families of pages that none of them holds.",
    "Labels are learnt from Vietnamese pages only, most of them written for practice. Elsewhere trust the zone, not the label.",
    "Lines are the unit; only an agency tag is cut off inside of a line.",
    "Cues are for composed (NFC) Vietnamese; a page of a line or two is often taken for a summary of another.",
    "Memory grows with the number of lines of a single page, some 360 bytes a line, and with the length "
    "of a single line, some 20 bytes a byte.",
)
NOTE = (
    "Cross-validation in five folds by domain (web pages) and by site (Vietnamese pages): no page is drafted by a model "
    "that has seen another page of its domain or site. Means over pages, by the project's scorer, by the code that "
    "drafts. How the article of a Vietnamese page is found was chosen on pages to practise on and on drafts of these same "
    "pages; the pages to practise on were written by someone who knew which kinds of page earlier drafts had got wrong, and "
    "the rule for cards below a heading was made after the page of unidentified-b had gone wrong: its zone accuracy was .59 "
    "then, and its rise is all that the mean has gained since."
)


def write(folder: Path, data: Path, model: bytes, figures: dict | None) -> None:
    """Write model.json into ``folder``. Without ``figures`` those of the card that stands there stay, if it has any."""
    path = folder / CARD
    if figures is None and path.is_file():
        figures = json.loads(path.read_text("utf-8"))["figures"]
    read = Model.read(model)
    card = {
        "model": {"sha256": hashlib.sha256(model).hexdigest(), "bytes": len(model)},
        "data": {name: digest(data / name) for name in (WEB, LOCAL)} | {"release": RELEASE},
        "practice": _practice(),
        "trees": forest.SETTINGS | {"trees": len(read.trees.leaf), "columns": len(columns.tree_columns())},
        "network": {
            "width": net.WIDTH,
            "senses": SIZE,
            "epochs": net.EPOCHS,
            "seed": 0,
            "mixed_pages": pipeline.MIXED + pipeline.MIXED_PRACTICE,
        },
        "blend": pipeline.BLEND,
        "folds": pipeline.FOLDS,
        "packages": {name: version(name) for name in PACKAGES},
        "features": columns.row_names(),
        "figures": figures or {},
        "limits": LIMITS,
    }
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _practice() -> dict:
    pages = practice.pages()
    return {"pages": len(pages), "outlets": len({page.site for page in pages}), "sha256": practice.digest()}


def figures_of(means: dict[str, dict], left_out: dict[str, dict]) -> dict:
    """Figures as the card has them, from the means by group of a cross-validation."""
    out: dict = {"note": NOTE, "web": means["web"], "vi": means["Vietnamese"]}
    for name, prefix in (("data_sets", "data set "), ("languages", "language "), ("sites", "Vietnamese ")):
        out[name] = {key.removeprefix(prefix): value for key, value in means.items() if key.startswith(prefix)}
    return out | {"left_out": left_out}
