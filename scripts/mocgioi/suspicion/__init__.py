"""Which rows of a documents table are not certainly clean, from whole columns.

The rules on pages look at one row at a time and say what is wrong. Here the same is asked of thousands of rows at once,
and answered with yes or no, erring on one side only: a row of which a rule has something to say is always suspect, a
suspect row may still be clean. Suspects go to the rules, so the verdicts are theirs; tests hold the two together.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from mocgioi import offsets
from mocgioi.suspicion import derived, facts, groups, labels, lines, shape, text, values
from mocgioi.suspicion.batch import Batch
from mocgioi.tiles import Tiles

from_json_lines = lines.table

CHECKS: tuple[Callable[[Batch], np.ndarray], ...] = (
    text.unnormal,
    derived.numbers_and_zones,
    derived.sizes_and_digests,
    derived.bodies,
    groups.malformed,
    labels.counts,
    labels.files,
    labels.twins,
    labels.lines,
    labels.related,
    labels.personal,
    facts.bases,
    facts.evidence,
    facts.overlooked,
    values.dates,
    values.names,
    values.places,
    values.languages,
)
"""What is asked of rows whose schema and tiling are sound, cheap first."""


def suspects(table: pa.Table) -> np.ndarray:
    """For each row of a documents table whether a rule may have something to say of it, bool.

    What the checks take for granted is asked first; rows that lack it are suspects and go no further.
    """
    table = table.combine_chunks()
    points = offsets.code_points(table["text"])
    tiles = Tiles(offsets.whole(table["spans"]), points)
    found = shape.wrong(table) | shape.ungrounded(table) | tiles.untiled
    left = np.flatnonzero(~found)
    if len(left) < len(table):
        table = table.take(offsets.integers(left)).combine_chunks()
        points, tiles = offsets.code_points(table["text"]), None
    if len(left):
        batch = Batch(table, points, tiles)
        for check in CHECKS:
            found[left] |= check(batch)
    return found
