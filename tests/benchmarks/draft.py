"""The drafting model beside other boilerplate removers, on the same pages in one run.

`python -m tests.benchmarks.draft DATA_DIR` scores the peers on DATA_DIR/web-dev.jsonl.gz and vi-dev.jsonl.gz and times
everything on the same pages. Our own quality is the cross-validated figure of the model card: the model that ships
has seen these pages. Without DATA_DIR only the corpus is used, which the model has seen too: that run shows speed.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import pyarrow as pa

from mocgioi import console, draft, load, scoring
from mocgioi.pages import SCHEMA
from tests.benchmarks.peers import PEERS

TIMED_PAGES = 150
OURS = "mocgioi draft"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the figures as JSON")
    args = parser.parse_args()
    web, vi = _pages(args.data)
    speed = timed((web or vi)[:: max(1, len(web or vi) // TIMED_PAGES)])
    found = {}
    for name, keep in PEERS.items():
        print(f"scoring {name} …", file=sys.stderr)
        found[name] = {"web": quality(keep, web), "vi": quality(keep, vi)} | speed[name]
    found[OURS] = {"web": _own("web"), "vi": _own("vi")} | speed[OURS]
    print(table(found))
    if args.write:
        args.write.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _pages(data: Path | None) -> tuple[list[dict], list[dict]]:
    """Pages with main content only, and pages that are annotated throughout."""
    if data is None:
        return [], load("documents").to_pylist()
    return [read(data / name) for name in ("web-dev.jsonl.gz", "vi-dev.jsonl.gz")]


def read(path: Path) -> list[dict]:
    with pa.input_stream(str(path)) as stream:
        return [json.loads(line) for line in stream.read().splitlines()]


def _own(which: str) -> dict | None:
    """Our cross-validated figures, as the model card has them."""
    return draft.model_card()["figures"].get(which)


def quality(keep, pages: list[dict]) -> dict | None:
    """Mean content F1, and mean zone accuracy where the gold has zones: what is kept is body, the rest boilerplate."""
    if not pages:
        return None
    gold = [scoring.gold_of(page, None) for page in pages]
    predicted = {}
    for page, row in zip(gold, pages, strict=True):
        kept = {"zone": "body", "label": "paragraph"}
        predicted[page.id] = [{"start": a, "end": b} | kept for a, b in keep(page.text, row.get("lang", "vi"))]
    scores = scoring.score(gold, predicted)["all"]
    found = {"content_f1": scores["content_f1"]["mean"]}
    if pages[0].get("spans") is not None:
        found["zone_accuracy"] = zone_accuracy(gold, predicted)
    return found


def zone_accuracy(gold: list[scoring.Gold], predicted: dict) -> float:
    """Share of characters whose zone is right when all that is not kept counts as boilerplate; mean over pages.

    A peer knows no metadata, so gold metadata counts as wrong for it either way.
    """
    values = []
    for page in gold:
        kept = sorted((span["start"], span["end"]) for span in predicted[page.id])
        rest, at = [], 0
        for start, end in [*kept, (len(page.text), len(page.text))]:
            rest.append({"start": at, "end": start, "zone": "boilerplate"})
            at = end
        spans = [{"start": a, "end": b, "zone": "body"} for a, b in kept] + rest
        values.append(scoring.share(len(page.text), page.spans, spans, "zone"))
    return sum(values) / len(values)


def timed(pages: list[dict], rounds: int = 3) -> dict[str, dict]:
    """Megabytes of UTF-8 text a second in this process, the best of some rounds that take turns."""
    texts = [page["text"] for page in pages]
    size = sum(len(text.encode()) for text in texts) / 1e6
    batch = pa.RecordBatch.from_arrays(
        [[str(i) for i in range(len(texts))], pa.array(texts, pa.large_string())], schema=SCHEMA
    )
    jobs = {
        name: lambda keep=keep: [keep(p["text"], p.get("lang", "vi")) for p in pages] for name, keep in PEERS.items()
    }
    jobs[OURS] = lambda: draft.draft_batch(batch)
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            best[name] = min(best[name], time.perf_counter() - start)
    reference = best["jusText on lines"]
    return {name: {"mb_per_second": size / s, "times_justext": reference / s} for name, s in best.items()}


def table(found: dict) -> str:
    """The figures as a table."""

    def figure(row: dict, which: str, key: str) -> str:
        value = (row[which] or {}).get(key)
        return "-" if value is None else f"{value:.3f}"

    rows = [
        (
            name,
            figure(row, "web", "content_f1"),
            figure(row, "vi", "content_f1"),
            figure(row, "vi", "zone_accuracy"),
            f"{row['mb_per_second']:.1f}",
            f"{row['times_justext']:.1f}",
        )
        for name, row in found.items()
    ]
    return console.table(rows, ("method", "content F1, web", "content F1, vi", "zone acc, vi", "MB/s", "x jusText"))


if __name__ == "__main__":
    main()
