"""Columns of text that come coded, as numbers with a dictionary, or plain: read alike.

A label is one of two dozen and stands in a table millions of times. Where a file codes it, its text is looked at once.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mocgioi.offsets import filled, numbers, raw, strings


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
        alike = index is not None and len(said) and (said == said[0]).all()  # most dictionaries have nothing wrong
        return np.full(len(index), said[0]) if alike else said[index]
    valid = numbers(column.is_valid())
    found = np.full(len(column), null, said.dtype)
    found[valid] = said if index is None else said[index[valid]]
    return found


def _places(texts: pa.Array, choices: Sequence[str]) -> np.ndarray:
    return filled(pc.index_in(texts, _array(tuple(choices))), -1)


@cache
def _array(choices: tuple[str, ...]) -> pa.Array:
    return strings(choices)


def fitting(texts: pa.Array, pattern: str) -> np.ndarray:
    """For each text, none of them null, whether all of it fits a pattern, bool.

    Each different text is asked once, for dates and names of outlets come again and again. Mostly all of them fit, so
    they are asked together, each on a line of its own: a tenth of the time that Python takes for one after the other,
    and Arrow to compile the pattern anew for each batch.
    """
    coded = texts.dictionary_encode()
    lines, which = coded.dictionary.to_pylist(), raw(coded.indices)
    joined = "\n".join([*lines, ""])
    if joined.count("\n") == len(lines) and _each_line(pattern).fullmatch(joined):
        return np.ones(len(texts), bool)
    fits = re.compile(pattern).fullmatch
    return np.array([fits(line) is not None for line in lines], bool)[which]


@cache
def _each_line(pattern: str) -> re.Pattern:
    return re.compile(f"(?:(?:{pattern})\n)*+")
