"""Columns of text that come coded, as numbers with a dictionary, or plain: read alike.

A label is one of two dozen and stands in a table millions of times. Where a file codes it, its text is looked at once.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi.offsets import numbers, raw, strings


def codes(column: pa.Array, choices: Sequence[str]) -> np.ndarray:
    """For each text its place among `choices`, int64; -1 for null and for any other."""
    return looked_up(column, lambda texts: _places(texts, choices), -1)


def looked_up(column: pa.Array, judge: Callable[[pa.Array], np.ndarray], null) -> np.ndarray:
    """What `judge` says of each text, `null` for null. It is given every text, or when these are coded each once."""
    if not pa.types.is_dictionary(column.type):
        if not column.null_count:
            return judge(column)
        said, index = judge(column.drop_null()), None
    else:
        said, index = judge(column.dictionary), raw(column.indices)
    if not column.null_count:
        return said[index]
    valid = numbers(column.is_valid())
    found = np.full(len(column), null, said.dtype)
    found[valid] = said if index is None else said[index[valid]]
    return found


def _places(texts: pa.Array, choices: Sequence[str]) -> np.ndarray:
    found = pc.index_in(texts, strings(choices))
    return numbers(pc.fill_null(found, -1) if found.null_count else found)
