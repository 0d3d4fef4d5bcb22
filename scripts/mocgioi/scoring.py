"""Scores of predicted spans against gold. Every figure is a mean over pages unless it says otherwise.

- content F1: word tokens inside the gold content (zone body, or content_spans) against those inside predicted zone
  body; a character of a script written without blanks is one token. Pages without gold content are left out.
- zone accuracy, label accuracy: share of the characters in gold spans whose predicted zone, or label, is the same.
- exact span F1: spans with the same offsets and label, over all pages together.
- boundary error: over gold spans of a label that a predicted span of that label overlaps, the mean distance in code
  points between their starts plus that between their ends; `missed` counts those that none overlaps.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

VERSION = "score-1"
"""Name of these definitions; a changed definition gets a new one."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts written without blanks between words."""
TOKEN = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+")
MEANS = ("content_f1", "zone_accuracy", "label_accuracy")
DRAWS = 1000
"""Samples of the bootstrap, drawn with a fixed seed: the same files give the same interval."""


@dataclass(frozen=True)
class Gold:
    """A gold page: `spans` where it is annotated throughout, else only `content`, as (start, end)."""

    id: str
    text: str
    spans: list[dict] | None
    content: list[tuple[int, int]]
    group: str


@dataclass
class Tally:
    """What is collected over the pages of a group."""

    pages: int = 0
    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    gold: Counter = field(default_factory=Counter)
    predicted: Counter = field(default_factory=Counter)
    exact: Counter = field(default_factory=Counter)
    distance: Counter = field(default_factory=Counter)
    overlapped: Counter = field(default_factory=Counter)


def gold_of(row: dict, by: str | None) -> Gold:
    """A gold page of a row {id or doc_id, text, spans or content_spans}; `by` names the field to group by."""
    spans = row.get("spans")
    content = row["content_spans"] if spans is None else [(s["start"], s["end"]) for s in spans if s["zone"] == "body"]
    return Gold(str(row.get("id", row.get("doc_id"))), row["text"], spans, content, str(row.get(by)) if by else "")


def score(pages: Iterable[Gold], predictions: dict[str, list[dict]]) -> dict[str, dict]:
    """The scores of all pages under `all`, and of each group under its name."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for page in pages:
        predicted = predictions.get(page.id, [])
        for name in dict.fromkeys(("all", page.group)) if page.group else ("all",):
            _collect(tallies[name], page, predicted)
    return {name: _report(tally) for name, tally in tallies.items()}


def _collect(tally: Tally, page: Gold, predicted: list[dict]) -> None:
    tally.pages += 1
    body = [(s["start"], s["end"]) for s in predicted if s["zone"] == "body"]
    if (value := content_f1(page.text, page.content, body)) is not None:
        tally.values["content_f1"].append(value)
    if page.spans is None:
        return
    for key, name in (("zone", "zone_accuracy"), ("label", "label_accuracy")):
        if (value := share(len(page.text), page.spans, predicted, key)) is not None:
            tally.values[name].append(value)
    _collect_spans(tally, page.spans, predicted)


def content_f1(text: str, gold: list, predicted: list) -> float | None:
    """F1 of the tokens inside two lists of (start, end); None when no token is inside gold."""
    at = np.array([match.start() for match in TOKEN.finditer(text)], np.int64)
    inside_gold, inside_predicted = (_inside(at, spans, len(text)) for spans in (gold, predicted))
    if not inside_gold.any():
        return None
    return float(2 * (inside_gold & inside_predicted).sum() / (inside_gold.sum() + inside_predicted.sum()))


def share(length: int, gold: list[dict], predicted: list[dict], key: str) -> float | None:
    """Share of the code points in gold spans that have the same `key` in the prediction; None without gold spans."""
    names = {value: i for i, value in enumerate({s[key] for s in gold} | {s[key] for s in predicted}, 1)}
    painted = []
    for spans in (gold, predicted):
        canvas = np.zeros(length, np.int16)
        for span in spans:
            canvas[span["start"] : span["end"]] = names[span[key]]
        painted.append(canvas)
    known = painted[0] > 0
    return float((painted[0] == painted[1])[known].mean()) if known.any() else None


def _inside(at: np.ndarray, spans: list, length: int) -> np.ndarray:
    canvas = np.zeros(length + 1, bool)
    for start, end in spans:
        canvas[start:end] = True
    return canvas[at]


def _collect_spans(tally: Tally, gold: list[dict], predicted: list[dict]) -> None:
    mine, theirs = ({(s["start"], s["end"], s["label"]) for s in spans} for spans in (gold, predicted))
    tally.gold.update(label for *_, label in mine)
    tally.predicted.update(label for *_, label in theirs)
    tally.exact.update(label for *_, label in mine & theirs)
    for start, end, label in mine:
        over = [s for s in theirs if s[2] == label and s[0] < end and start < s[1]]
        if over:
            best = max(over, key=lambda s: (min(end, s[1]) - max(start, s[0]), s))
            tally.overlapped[label] += 1
            tally.distance[label] += abs(best[0] - start) + abs(best[1] - end)


def _report(tally: Tally) -> dict:
    found: dict = {"pages": tally.pages}
    for name in MEANS:
        if tally.values[name]:
            found[name] = {"mean": float(np.mean(tally.values[name])), "interval": interval(tally.values[name])}
    if tally.gold:
        found["span_f1"] = _f1(tally.exact.total(), tally.gold.total(), tally.predicted.total())
        found["labels"] = dict(_labels(tally))
    return found


def _labels(tally: Tally) -> Iterator[tuple[str, dict]]:
    for label in sorted(tally.gold | tally.predicted):
        gold, overlapped = tally.gold[label], tally.overlapped[label]
        yield (
            label,
            {
                "gold": gold,
                "predicted": tally.predicted[label],
                "f1": _f1(tally.exact[label], gold, tally.predicted[label]),
                "boundary_error": tally.distance[label] / overlapped if overlapped else None,
                "missed": gold - overlapped,
            },
        )


def _f1(both: int, one: int, other: int) -> float:
    return 2 * both / (one + other) if one + other else 0.0


def interval(values: list[float], statistic: Callable = np.mean) -> list[float]:
    """The middle 95 % of a mean over pages drawn anew with replacement (Efron 1979, the percentile bootstrap)."""
    sample = np.asarray(values)
    rng = np.random.default_rng(0)
    means = [float(statistic(sample[rng.integers(0, len(sample), len(sample))])) for _ in range(DRAWS)]
    return [float(bound) for bound in np.quantile(means, (0.025, 0.975))]
