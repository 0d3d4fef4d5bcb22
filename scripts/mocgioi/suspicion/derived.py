"""Derived fields, computed for whole columns and compared."""

from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi.coded import codes
from mocgioi.offsets import integers, numbers, raw, strings
from mocgioi.suspicion.batch import ZONE_OF, ZONES, Batch
from mocgioi.tables import BODY_JOINT

JOINT = strings([BODY_JOINT])[0]
"""As a scalar of Arrow; to make one of a text imports pandas."""


def numbers_and_zones(batch: Batch) -> np.ndarray:
    """For each row whether a span's number or zone is not that of its place or label, bool."""
    zone = codes(batch.spans.field("zone"), ZONES)
    wrong = (raw(batch.spans.field("span_id")) != batch.number) | (zone != ZONE_OF[batch.code])
    return batch.rows_of(wrong)


def sizes_and_digests(batch: Batch) -> np.ndarray:
    """For each row whether the length or the digest of its text is not as stated, bool."""
    edges = batch.points.edges.tolist()
    data = memoryview(batch.points.data)
    stated = batch.table["text_sha256"].to_pylist()
    pairs = zip(edges, edges[1:], stated, strict=False)
    wrong = np.fromiter((sha256(data[a:b]).hexdigest() != digest for a, b, digest in pairs), bool, batch.n)
    return wrong | (numbers(batch.table["text_chars"].combine_chunks()) != batch.points.lengths())


def bodies(batch: Batch) -> np.ndarray:
    """For each row whether its body is not the text of its body spans, joined, bool."""
    inside = np.flatnonzero(ZONE_OF[batch.code] == ZONES.index("body"))
    first = np.searchsorted(batch.row[inside], np.arange(batch.n + 1))
    texts = pa.ListArray.from_arrays(integers(first).cast(pa.int32()), batch.text_of(inside))
    return ~numbers(pc.equal(pc.binary_join(texts, JOINT), batch.column("body")))
