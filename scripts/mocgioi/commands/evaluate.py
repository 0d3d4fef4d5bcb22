"""Score predicted spans against a release or against pages of your own.

PRED is a file of rows {id, spans: [{start, end, label}]}, JSON lines (.gz, .zst too) or Parquet. GOLD is a version of this corpus (the newest
when left out), or a file of rows {id, text, spans} or {id, text, content_spans}. A page without prediction counts as
one without spans; a prediction without page is an error, for it would go unnoticed. Offsets are Unicode code points.
"""

import re

from mocgioi import console


def register(parser):
    parser.add_argument("predictions", metavar="PRED", help="file of predicted spans")
    parser.add_argument("--gold", metavar="GOLD|VERSION", help="file of gold pages, or version of the corpus")
    parser.add_argument("--by", metavar="FIELD", help="a field of the gold rows to give scores for each value of")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args) -> int:
    import json

    from mocgioi import predictions, provenance, scoring
    from mocgioi.errors import MocgioiError

    gold, about = _gold(args.gold, args.root)
    predicted = predictions.read(args.predictions)
    if args.by and not any(args.by in row for row in gold):
        raise MocgioiError(f"--by: found no gold page with a field {args.by}, expected one of {', '.join(gold[0])}")
    pages = [scoring.gold_of(row, args.by) for row in gold]
    strangers = sorted(predicted.keys() - {page.id for page in pages})
    if strangers:
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise MocgioiError(f"{args.predictions}: found page {strangers[0]}{more}, expected only pages that gold holds")
    report = {
        "scorer": scoring.VERSION,
        "gold": about,
        "predictions": provenance.of_predictions(args.predictions),
        "scores": scoring.score(pages, predicted),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1) if args.format == "json" else _text(report))
    return 0


def _gold(name: str | None, root) -> tuple[list[dict], dict]:
    """The gold rows, and what they are."""
    from mocgioi import provenance, release
    from mocgioi.loading import load

    if name is None or re.fullmatch(r"v?\d+\.\d+\.\d+", name):
        manifest = release.read_manifest(release.folder(name, root))
        about = {"release": manifest["version"], "digest": manifest["digest"]}
        return load("documents", name, root=root).to_pylist(), about
    return provenance.gold_rows(name), {"file": name, "sha256": provenance.file_sha256(name)}


def _text(report: dict) -> str:
    facts = [("scorer", report["scorer"])]
    facts += [(f"gold {key}", value) for key, value in report["gold"].items()]
    facts += [(f"predictions {key}", value) for key, value in report["predictions"].items()]
    parts = [console.table(facts)]
    for name, scores in report["scores"].items():
        parts.append(console.bold(f"{name}: {scores['pages']} pages") + "\n" + console.table(_means(scores)))
        if name == "all" and "labels" in scores:
            parts.append(
                console.table(_labels(scores), ("label", "gold", "predicted", "exact F1", "boundary error", "missed"))
            )
    return "\n\n".join(parts)


def _means(scores: dict):
    for name, value in scores.items():
        if isinstance(value, dict) and "mean" in value:
            low, high = value["interval"]
            yield name.replace("_", " "), f"{value['mean']:.4f}", f"95 % [{low:.4f}, {high:.4f}]"
    if "span_f1" in scores:
        yield "exact span F1", f"{scores['span_f1']:.4f}", ""


def _labels(scores: dict):
    for label, n in scores["labels"].items():
        error = "-" if n["boundary_error"] is None else f"{n['boundary_error']:.2f}"
        yield label, n["gold"], n["predicted"], f"{n['f1']:.4f}", error, n["missed"]
