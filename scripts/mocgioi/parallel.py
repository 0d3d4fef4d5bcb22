"""Work on several things at once, told in their order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item, Result = TypeVar("Item"), TypeVar("Result")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """`work(item)` for every item, in order, in as many threads as there are cores: for work that array libraries do.

    No more items are taken ahead than there are threads. What `items` or `work` raises is raised after all results
    that come before it.
    """
    threads = cores()
    if threads == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting = deque()
        for future in _submitted(pool, work, items):
            waiting.append(future)
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _submitted(pool: ThreadPoolExecutor, work: Callable, items: Iterable) -> Iterator:
    """A future for every item, and one more where `items` raises."""
    items = iter(items)
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except Exception as error:
            yield pool.submit(_raise, error)
            return
        yield pool.submit(work, item)


def _raise(error: Exception) -> None:
    raise error
