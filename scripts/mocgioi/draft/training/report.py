"""How good the model is on pages that it has not seen: cross-validation of the whole, by the code that drafts."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from mocgioi.draft.batch import draft_batch
from mocgioi.draft.features import NAMES
from mocgioi.draft.model import Model

from . import odds, pipeline
from .pages import Labelled


@dataclass
class Figures:
    """Scores of single pages under the names they are grouped by: {"dataset daniel": [(name of the figure, value)]}."""

    found: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def add(self, groups: list[str], name: str, value: float | None) -> None:
        for group in groups if value is not None else []:
            self.found.setdefault(group, {}).setdefault(name, []).append(value)

    def means(self) -> dict[str, dict[str, float]]:
        return {
            group: {"pages": max(map(len, names.values()))}
            | {name: round(float(np.mean(values)), 4) for name, values in sorted(names.items())}
            for group, names in sorted(self.found.items())
        }


def drafts(model: Model, texts: list[str]) -> list[list[dict]]:
    """Spans of each text."""
    batch = pa.record_batch({"id": [""] * len(texts), "text": texts})
    return draft_batch(batch, model).column("spans").to_pylist()


def cross_validate(web: pipeline.Web, local: list[Labelled], folded: tuple, log=print) -> Figures:
    """Scores of every page, drafted by a model that has seen no page of its domain or site."""
    figures = Figures()
    for number in range(pipeline.FOLDS):
        for groups, page, spans in held_out(web, local, folded, number):
            score(figures, groups, page, spans)
        log(f"fold {number}: {figures.means().get('web')} {figures.means().get('Vietnamese')}")
    return figures


def held_out(web: pipeline.Web, local: list[Labelled], folded: tuple, number: int) -> list[tuple]:
    """(groups, page, spans) of every page of one fold, drafted by a model of the other folds."""
    use, local_fold = pipeline.folds(web) != number, pipeline.local_folds(local)
    known, unknown = ([local[i] for i in np.flatnonzero(mine)] for mine in (local_fold != number, local_fold == number))
    lexicon_rows, tables = folded
    model = Model.read(pipeline.model_of(web, known, lexicon_rows, use, tables[number]))
    pages = [(_web_groups(web.rows[i]), web.rows[i]) for i in np.flatnonzero(~use)]
    pages += [([f"Vietnamese {page.site}", "Vietnamese"], _row(page)) for page in unknown]
    spans = drafts(model, [page["text"] for _, page in pages])
    return [(groups, page, found) for (groups, page), found in zip(pages, spans, strict=True)]


def leave_out(web: pipeline.Web, local: list[Labelled], dataset: str) -> dict[str, float]:
    """Content F1 on one data set by a model that has seen none of it, and by a rule that learns nothing."""
    use = np.array([row["dataset"] != dataset for row in web.rows])
    fold = np.where(use, pipeline.folds(web), -1)
    lexicon_rows, _ = pipeline.folded_odds(web, fold)
    tables = odds.learn(web.measured, web.content, web.site, use)
    model = Model.read(pipeline.model_of(web, local, lexicon_rows, use, tables))
    figures, pages = Figures(), np.flatnonzero(~use)
    rows = [web.rows[page] for page in pages]
    for page, row, spans in zip(pages, rows, drafts(model, [row["text"] for row in rows]), strict=True):
        score(figures, ["model"], row, spans)
        score(figures, ["rule"], row, best_segment(web, page))
    means = figures.means()
    return {"content_f1": means["model"]["content_f1"], "best_segment": means["rule"]["content_f1"]}


def best_segment(web: pipeline.Web, page: int) -> list[dict]:
    """The page's lines with the greatest sum of (words - 11), the best of the rules that learn nothing, as spans."""
    line = slice(*web.measured.lines.first[page : page + 2])
    chosen = web.measured.shape[NAMES.index("segment"), line] > 0
    return [{"start": a, "end": b, "zone": "body"} for a, b in web.measured.span[line][chosen].tolist()]


def score(figures: Figures, groups: list[str], page: dict, spans: list[dict]) -> None:
    """Content F1 as the project's scorer counts it; shares of characters with the right zone and label."""
    from mocgioi import scoring

    gold = scoring.gold_of(page, None)
    body = [(span["start"], span["end"]) for span in spans if span["zone"] == "body"]
    figures.add(groups, "content_f1", scoring.content_f1(gold.text, gold.content, body))
    if gold.spans is not None:
        for name in ("zone", "label"):
            figures.add(groups, f"{name}_accuracy", scoring.share(len(gold.text), gold.spans, spans, name))


def _web_groups(row: dict) -> list[str]:
    return ["web", f"data set {row['dataset']}", f"language {row['lang']}"]


def _row(page: Labelled) -> dict:
    return {"id": page.id, "text": page.text, "spans": list(page.spans)}
