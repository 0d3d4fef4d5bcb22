"""Freed memory stays with the process, for the next piece of work.

The C library of Linux hands every large array back to the system as soon as it is freed and asks for it again page by
page; a sixth of the processor time of drafting went there, and a twelfth of that of validating tables. It learns better
from the largest array that it ever saw freed (mallopt(3), M_MMAP_THRESHOLD): one is shown to it. Other systems lose
nothing by it, for the array is never touched.
"""

from functools import cache

import numpy as np

_LARGEST = 24 << 20  # bytes; twice as many are kept at most, about what a piece of work takes


@cache
def keep() -> None:
    """Let freed memory be kept. Once in a process is enough."""
    np.empty(_LARGEST, dtype=np.uint8)
