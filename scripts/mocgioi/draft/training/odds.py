"""The lexicon: log-odds of content for words, pairs of words, lines and the words at their edges."""

import numpy as np

from mocgioi.draft import lexicon
from mocgioi.draft.lexicon import STEP, TABLES, LineKeys
from mocgioi.draft.lines import Lines
from mocgioi.draft.windows import Windows

from .pages import Measured

SITES = 3  # a word counts when this many sites use it
_PRIOR = {"word": 4.0, "pair": 4.0, "first": 2.0}


def learn(measured: Measured, content: np.ndarray, site: np.ndarray, use: np.ndarray) -> dict[str, np.ndarray]:
    """Tables from the pages of ``use`` (bool[pages]); content uint8[lines], site int64[pages]."""
    line_used = use[measured.lines.page]
    line_of_word = np.repeat(np.arange(len(measured.words)), measured.words)
    word_used = line_used[line_of_word]
    mass = 1 / np.sqrt(np.maximum(measured.words, 1))
    tables = {}
    for name, bits in TABLES.items():
        keys = getattr(measured.keys, name)
        if name in ("word", "pair"):
            line = line_of_word[word_used]
            tables[name] = _table(
                keys[word_used], content[line], mass[line], site[measured.lines.page[line]], bits, _PRIOR[name]
            )
        else:
            line = np.flatnonzero(line_used)
            tables[name] = _table(
                keys[line], content[line], np.ones(len(line)), site[measured.lines.page[line]], bits, _PRIOR[name]
            )
    return tables


def _table(keys, content, mass, site, bits, prior) -> np.ndarray:
    found, inverse = np.unique(keys, return_inverse=True)
    yes, no = np.bincount(inverse, mass * content), np.bincount(inverse, mass * (1 - content.astype(float)))
    share = (mass * content).sum() / mass.sum()
    odds = np.log((yes + prior * share) / (no + prior * (1 - share))) - np.log(share / (1 - share))
    sites = np.bincount(np.unique(inverse.astype(np.int64) * (site.max() + 1) + site) // (site.max() + 1))
    value = np.clip(np.rint(odds * STEP), -127, 127).astype(np.int8)
    kept = np.flatnonzero((sites >= SITES) & (value != 0) & (found != 0))
    kept = kept[
        np.lexsort((found[kept], np.abs(value[kept].astype(np.int64)), sites[kept]))
    ]  # the commonest wins a slot
    found, value = found[kept], value[kept]
    table = np.zeros(1 << bits, dtype=np.uint16)
    check = ((found >> np.uint64(64 - bits - 8)) & np.uint64(0xFF)).astype(np.uint16)
    table[found >> np.uint64(64 - bits)] = (check << np.uint16(8)) | value.view(np.uint8)
    return table


def rows(tables: dict[str, np.ndarray], measured: Measured, pages: np.ndarray) -> np.ndarray:
    """The lexicon's rows of the lines of ``pages`` (int64[k], ascending): uint8[rows, lines of these pages]."""
    part = select(measured, pages)
    features = lexicon.features_of(tables, part.keys, part.first_word)
    return np.concatenate([features, lexicon.lexicon_windows(features, part.lines, Windows(part.lines))])


def select(measured: Measured, pages: np.ndarray) -> Measured:
    """Those pages alone."""
    use = np.zeros(len(measured), dtype=bool)
    use[pages] = True
    line = use[measured.lines.page]
    word = np.repeat(line, measured.words)
    sizes = np.diff(measured.lines.first)[use]
    first = np.concatenate([[0], np.cumsum(sizes)])
    page = np.repeat(np.arange(len(sizes)), sizes)
    zeros = np.zeros(len(page), dtype=np.int64)
    keys = measured.keys
    keys = LineKeys(keys.word[word], keys.pair[word], keys.first[line])
    return Measured(
        measured.shape[:, line], keys, measured.words[line], measured.span[line], Lines(page, zeros, zeros + 1, first)
    )
