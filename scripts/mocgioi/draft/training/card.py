"""The model card, MODEL.md: written from what training used and from what cross-validation found."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from mocgioi.draft import columns
from mocgioi.draft.model import Model

from . import forest, net, pipeline
from .pages import LOCAL, RELEASE, WEB, digest

PACKAGES = ("catboost", "jax", "jaxlib", "numpy", "optax", "pyarrow")

TEXT = """# The drafting model

Proposes spans for a page of plain text: content against the rest on web pages of any language, and the labels of this
corpus on Vietnamese pages. Written by `python -m mocgioi.draft.training DATA_DIR --figures`; not edited by hand.

## What it is
- `model.npz`, {size:,} bytes, SHA-256 `{sha256}`.
- Lexicon: log-odds of content for words, pairs of words and first words of lines that at least three sites use.
- {trees} oblivious trees of depth {depth} over {columns} one-byte columns (shape of a line, its neighbours, its page, its
  words); a convolutional network of width {width} over the lines of a page with two heads, content and labels.
- A web page is cut where its expected F1 is greatest. On a page in Vietnamese the labels decide, and a page of which less
  than a fifth looks like body is taken to have no article.
- Whole-number arithmetic throughout: a page gets the same spans whatever shares its batch.

## Trained on
| data | SHA-256 |
|---|---|
| `{web}` | `{web_sha}` |
| `{local}` | `{local_sha}` |
| this corpus, release {release} | see its manifest |

None of that text is in the model or the repository. Seeds: trees {seed}, network 0, mixing 0, silence 3, folds 7.
Packages: {packages}.
The rows that the model reads of a line: {rows}.

## Figures
Cross-validation in {folds} folds by domain (web) and by site (Vietnamese): no page is drafted by a model that has seen
another page of its domain or site. Means over pages, by the scorer of this project.

{figures}
{left_out}
## Limits
- The Vietnamese figures rest on 36 pages of 12 outlets, annotated by one reader each; a site of another kind (a landing
  page that is all article, a list of questions and answers) can go wrong as a whole.
- What content is follows the data sets: some count the headline, some count lists. The lead over simple rules shrinks on
  families of pages that none of them holds.
- Labels are learnt from Vietnamese pages only. Elsewhere trust the zone, not the label.
- Lines are the unit; only an agency tag is cut off inside of a line. Cues are for composed (NFC) Vietnamese.
"""


def write(path: Path, data: Path, model: bytes, figures: dict | None, left_out: dict | None) -> None:
    read = Model.read(model)
    facts = {
        "size": len(model),
        "sha256": hashlib.sha256(model).hexdigest(),
        "trees": len(read.trees.leaf),
        "depth": forest.SETTINGS["depth"],
        "columns": len(columns.tree_columns()),
        "width": net.WIDTH,
        "web": WEB,
        "web_sha": digest(data / WEB),
        "local": LOCAL,
        "local_sha": digest(data / LOCAL),
        "release": RELEASE,
        "seed": forest.SETTINGS["random_seed"],
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "rows": ", ".join(columns.row_names()),
        "folds": pipeline.FOLDS,
        "figures": _table(figures) if figures else "Not measured with this model.\n",
        "left_out": _left_out(left_out) if left_out else "",
    }
    path.write_text(TEXT.format(**facts), "utf-8")


def _table(figures: dict) -> str:
    names = ("content_f1", "zone_accuracy", "label_accuracy")
    lines = ["| group | pages | content F1 | zone accuracy | label accuracy |", "|---|---|---|---|---|"]
    for group, found in figures.items():
        if found["pages"] >= 3 or group.startswith("Vietnamese"):
            values = (f"{found[name]:.3f}" if name in found else "" for name in names)
            lines.append(f"| {group} | {found['pages']} | {' | '.join(values)} |")
    return "\n".join(lines) + "\n"


def _left_out(found: dict[str, float]) -> str:
    lines = ["\nA whole data set left out of training (content F1 on it):\n", "| data set | F1 |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {value:.3f} |" for name, value in found.items())]) + "\n"


def stored(path: Path) -> tuple[dict | None, dict | None]:
    """Figures of an earlier run: {"figures": …, "left_out": …}."""
    if not path.is_file():
        return None, None
    found = json.loads(path.read_text("utf-8"))
    return found["figures"], found["left_out"]
