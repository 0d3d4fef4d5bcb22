"""Propose spans for pages of plain text that nobody has annotated.

INPUT is a page (.txt), or many: JSON lines of {id, text} (.jsonl, .jsonl.gz, .jsonl.zst) or Parquet with columns id and
text; `-` is JSON lines on standard input. Without -o the result goes to standard output. Each page gives a row
{id, spans: [{start, end, zone, label, score}]}: the spans tile every visible character of its text, offsets are Unicode
code points. A .txt page is first put into text by the recipe text-1, as pages of the corpus are; any other text is
taken as it is. The same input always gives the same output. Beside the file named by -o a second one, ending in
.provenance.json, says which model made it.

A row that holds no page stops the run with its place, unless --skip-bad names a file to note it in.

  mocgioi draft page.txt
  mocgioi draft crawl-*.jsonl.zst --jobs 8 -o spans.parquet --skip-bad bad.jsonl
  zcat pages.jsonl.gz | mocgioi draft - | head -1
"""

import sys


def register(parser):
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="pages to draft spans for")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="file to write: .jsonl, .jsonl.gz, .jsonl.zst or .parquet"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="number of processes (default: 1)")
    parser.add_argument("--skip-bad", metavar="FILE", help="note rows that hold no page here, as JSON lines, and go on")


def run(args) -> int:
    import json
    from collections import Counter

    from mocgioi import drafting, pages, predictions, provenance
    from mocgioi.draft.model import model
    from mocgioi.errors import MocgioiError

    if args.jobs < 1:
        raise MocgioiError(f"--jobs: found {args.jobs}, expected 1 or more")
    bad: list[pages.BadRow] = []
    counts = Counter()
    batches = pages.read_batches(args.inputs, bad.append if args.skip_bad else None)
    with predictions.writer(args.output, sys.stdout) as write, drafting.progress() as advance:
        for size, drafted in drafting.draft_all(batches, args.jobs):
            write(drafted)
            counts.update(pages=drafted.num_rows)
            advance(drafted.num_rows, size)
    if args.skip_bad:
        noted = [{"message": row.message, "fix": row.fix} for row in bad]
        provenance.write_json_lines(args.skip_bad, noted)
        print(f"{len(bad):,} rows skipped, noted in {args.skip_bad}", file=sys.stderr)
    if args.output:
        about = {"model": model().digest, "inputs": json.dumps(args.inputs), "pages": counts["pages"]}
        provenance.write(args.output, about)
    return 0
