"""The whole of training: features, lexicon, trees, network; for all pages, or for all but a fold."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mocgioi.draft.labels import BODY, ZONE_OF
from mocgioi.draft.senses import slots_of

from . import export, forest, net, odds, practice
from .mixing import mixed
from .pages import WEB, Labelled, Measured, inside, local_measured, local_pages, measure, rows
from .sets import ROWS, Set

FOLDS, BLEND = 5, 0.65
MIXED, MIXED_PRACTICE = 400, 300  # pages made of parts of real pages, and of those and the pages to practise on
SILENT = 0.15  # share of the trees' training pages whose words are hidden, as if in a language never seen
_NEWS = {"daniel", "aty-news", "fundus", "scrapinghub", "zh-news", "readability", "newspaper4k"}
_WHOLE = {"service", "documentation", "forum", "product"}  # kinds of page that are all article in their own way
_TITLE_INSIDE = {"daniel", "cleanportaleval"}  # their content opens with the headline


@dataclass
class Web:
    """web-dev: its rows, what the model sees of them, whether each line is content, and groups for leaving out."""

    rows: list[dict]
    measured: Measured
    content: np.ndarray
    site: np.ndarray
    news: np.ndarray


def read_web(data: Path) -> Web:
    pages = rows(data / WEB)
    measured = measure([row["text"] for row in pages])
    size = np.diff(measured.span, axis=1)[:, 0]
    held = [inside(measured, number, len(row["text"]), row["content_spans"]) for number, row in enumerate(pages)]
    names = {name: number for number, name in enumerate(sorted({row["domain"] for row in pages}))}
    return Web(
        pages,
        measured,
        (np.concatenate(held) * 2 > size).astype(np.uint8),
        np.array([names[row["domain"]] for row in pages]),
        np.array([row["dataset"] in _NEWS or row.get("sub") == "article" for row in pages]),
    )


def folds(web: Web) -> np.ndarray:
    """Fold of each web page, by domain."""
    return np.random.default_rng(7).permutation(web.site.max() + 1)[web.site] % FOLDS


def local_folds(pages: list[Labelled]) -> np.ndarray:
    """Fold of each Vietnamese page: the sites, largest first, each to the smallest fold so far."""
    sites = [page.site for page in pages]
    fold_of, sizes = {}, [0] * FOLDS
    for site in sorted(set(sites), key=lambda name: (-sites.count(name), name)):
        fold_of[site] = int(np.argmin(sizes))
        sizes[fold_of[site]] += sites.count(site)
    return np.array([fold_of[site] for site in sites])


def folded_odds(web: Web, fold: np.ndarray) -> tuple[np.ndarray, list[dict]]:
    """The lexicon's rows of every web line, learnt from the other folds, and the tables of each fold's others.

    Pages of no fold (-1) are in no table and get rows of the last.
    """
    out, tables = None, []
    for number in range(FOLDS):
        tables.append(odds.learn(web.measured, web.content, web.site, (fold != number) & (fold >= 0)))
        pages = fold == number if number < FOLDS - 1 else (fold == number) | (fold < 0)
        part = odds.rows(tables[-1], web.measured, np.flatnonzero(pages))
        out = np.zeros((len(part), len(web.content)), np.uint8) if out is None else out
        out[:, pages[web.measured.lines.page]] = part
    return out, tables


def train_trees(web: Web, lexicon_rows: np.ndarray, use: np.ndarray):
    """Trees from the pages of ``use`` (bool[pages])."""
    part = odds.select(web.measured, np.flatnonzero(use))
    line = use[web.measured.lines.page]
    words = lexicon_rows[:, line].copy()
    silent = np.random.default_rng(3).random(len(part)) < SILENT
    words[:, silent[part.lines.page]] = 128
    table = forest.table(np.concatenate([part.shape, words]), part.lines)
    return forest.fit(table, web.content[line], forest.mass(part.words, part.lines))


def web_set(web: Web, lexicon_rows: np.ndarray) -> Set:
    measured = web.measured
    unknown = np.full(len(web.content), -1)
    table = np.concatenate([measured.shape, lexicon_rows])
    return Set(table, measured.lines, web.content, measured.words.astype(np.float32), unknown, "web")


def local_set(pages: list[Labelled], tables: dict[str, np.ndarray]) -> Set:
    measured, label = local_measured(pages)
    table = np.concatenate([measured.shape, odds.rows(tables, measured, np.arange(len(measured)))])
    size = np.diff(measured.span, axis=1)[:, 0].astype(np.float32)
    words = slots_of(measured.keys.word), measured.first_word
    return Set(table, measured.lines, (ZONE_OF[label] == BODY).astype(np.uint8), size, label, "local", *words)


def weak_set(web: Web, seed: int = 5) -> tuple[Set, np.ndarray]:
    """News pages whole, without their article, or without all else; lists, of which nothing counts as body. Words are
    hidden, as they are unknown on Vietnamese pages. Also the web page that each comes from: int64[pages]."""
    random = np.random.default_rng(seed)
    texts, flags, origin = [], [], []
    for number, row in enumerate(web.rows):
        line = slice(*web.measured.lines.first[number : number + 2])
        lines = [row["text"][a:b] for a, b in web.measured.span[line]]
        body = web.content[line].astype(bool)
        kind, listing, whole = random.random(), row.get("sub") in ("listing", "collection"), row.get("sub") in _WHOLE
        if not (web.news[number] or listing or whole):
            continue
        if row["dataset"] in _TITLE_INSIDE and body.any():
            body[np.argmax(body)] = False
        if listing:
            body[:] = False
        keep = np.ones(len(body), bool) if whole or kind >= 0.55 else body if kind >= 0.45 else ~body
        if keep.sum() > 2:
            texts.append("\n".join(text for text, kept in zip(lines, keep, strict=True) if kept))
            flags.append(body[keep])
            origin.append(number)
    measured = measure(texts)
    words = np.full((ROWS - len(measured.shape), len(measured.words)), 128, np.uint8)
    table = np.concatenate([measured.shape, words])
    content = np.concatenate(flags).astype(np.uint8)
    weight = measured.words.astype(np.float32)
    return Set(table, measured.lines, content, weight, np.full(len(content), -1), "weak"), np.array(origin)


def train_network(sets: list[Set], use: np.ndarray, origin: np.ndarray, seed: int = 0) -> dict:
    """Parameters from the web pages of ``use``, what the weak set has of them, and all Vietnamese pages."""
    chosen = [np.flatnonzero(use), np.flatnonzero(use[origin]), np.arange(len(sets[2].lines.first) - 1)]
    return net.fit(sets, chosen, seed)


def model_of(web: Web, local: list[Labelled], lexicon_rows: np.ndarray, use: np.ndarray, tables: dict) -> bytes:
    """A model file from the web pages of ``use``, the Vietnamese pages ``local`` and those to practise on."""
    known = local + practice.pages()
    trees = train_trees(web, lexicon_rows, use)
    weak, origin = weak_set(web)
    more = mixed(local, MIXED, 0) + mixed(known, MIXED_PRACTICE, 1)
    sets = [web_set(web, lexicon_rows), weak, local_set(known + more, tables)]
    parameters = train_network(sets, use, origin)
    return export.model_bytes(tables, trees, parameters, sets, BLEND)


def run(data: Path) -> tuple[bytes, Web, list[Labelled], tuple]:
    """The model that ships, from every page; and what it was made of."""
    web, local = read_web(data), local_pages(data)
    lexicon_rows, _ = folded = folded_odds(web, folds(web))
    everything = np.ones(len(web.measured), dtype=bool)
    tables = odds.learn(web.measured, web.content, web.site, everything)
    return model_of(web, local, lexicon_rows, everything, tables), web, local, folded
