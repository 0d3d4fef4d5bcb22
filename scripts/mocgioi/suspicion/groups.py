"""Groups, asked of whole columns: each is a run of neighbours that fit, numbered in order."""

import numpy as np
import pyarrow as pa

from mocgioi.offsets import integers, numbers
from mocgioi.rules.groups import PARTS, REPEATED
from mocgioi.suspicion.batch import Batch, is_in

KINDS = list(PARTS)
FITS = np.stack([is_in(*PARTS[kind]) for kind in KINDS])
"""For each kind of group and label whether the label is a part of it."""


def malformed(batch: Batch) -> np.ndarray:
    """For each row whether one of its groups is not well formed, bool."""
    column = batch.spans.field("group")
    at = np.flatnonzero(numbers(column.is_valid()))
    if not len(at):
        return np.zeros(batch.n, bool)
    coded = column.drop_null()
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    used, which = np.unique(numbers(coded.indices), return_inverse=True)  # other names may be of rows set aside
    names = [name.partition("-") for name in coded.dictionary.take(integers(used)).to_pylist()]
    kind = np.array([KINDS.index(name) for name, _, _ in names])[which]
    number = np.array([int(digits[:10]) for _, _, digits in names])[which]
    row, code = batch.row[at], batch.code[at]
    new = np.ones(len(at), bool)
    new[1:] = (np.diff(at) > 1) | (row[1:] != row[:-1]) | (kind[1:] != kind[:-1]) | (number[1:] != number[:-1])
    run = np.cumsum(new) - 1
    wrong = ~FITS[kind, code] | (number != _nth(row, kind, new)) | (np.bincount(run)[run] < 2)
    return batch.rows_of(at[wrong | _repeated(run, code)])


def _nth(row: np.ndarray, kind: np.ndarray, new: np.ndarray) -> np.ndarray:
    """For each part the number that its run has among the runs of its row and kind, from 1."""
    found = np.zeros(len(row), np.int64)
    for k in range(len(KINDS)):
        total = np.cumsum(new & (kind == k))
        opens = np.concatenate([[True], row[1:] != row[:-1]])
        before = (total - (new & (kind == k)))[opens]
        found = np.where(kind == k, total - before[np.cumsum(opens) - 1], found)
    return found


def _repeated(run: np.ndarray, code: np.ndarray) -> np.ndarray:
    """For each part whether its run has its label before, and must have it once."""
    once = ~is_in(*REPEATED)[code]
    key = run * 64 + code
    _, first = np.unique(key, return_index=True)
    seen = np.ones(len(run), bool)
    seen[first] = False
    return seen & once
