"""Running the drafting model over a stream of batches, in this process or in several, in order."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pyarrow as pa

from mocgioi.draft import draft_batch


def draft_all(batches: Iterable[pa.RecordBatch], jobs: int = 1) -> Iterator[tuple[int, pa.RecordBatch]]:
    """For each batch of pages {id, text}, in order, its bytes of text and the batch {id, spans} drafted for it.

    With several `jobs`, at most two batches a job are under way: memory does not grow with the input.
    """
    if jobs == 1:
        yield from ((batch["text"].nbytes, draft_batch(batch)) for batch in batches)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque = deque()
        for batch in batches:
            waiting.append((batch["text"].nbytes, pool.submit(draft_batch, batch)))
            if len(waiting) > 2 * jobs:
                yield _result(waiting)
        while waiting:
            yield _result(waiting)


def _result(waiting: deque) -> tuple[int, pa.RecordBatch]:
    size, future = waiting.popleft()
    return size, future.result()


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, when that is a terminal; gives a function of pages and bytes done."""
    if not sys.stderr.isatty():
        yield lambda pages, size: None
        return
    from tqdm import tqdm

    with tqdm(unit="B", unit_scale=True, desc="drafted") as bar:
        done = 0

        def advance(pages: int, size: int) -> None:
            nonlocal done
            done += pages
            bar.update(size)
            bar.set_postfix_str(f"{done:,} pages", refresh=False)

        yield advance
