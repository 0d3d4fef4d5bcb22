"""Processes that are killed at a chosen file operation, with SIGKILL, which nothing can catch."""

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator

from mocgioi.parallel import cores

STEPS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
"""The audit events of file operations; a process is killed before the one whose turn it is."""


def killed(work, root, turn: int) -> bool:
    """Run `work(root)` in a process that kills itself before its file operation number `turn`; whether it came so far."""
    return _ended(_started(work, root, turn))


def killed_each(work, places) -> Iterator[tuple]:
    """`killed` for every (root, turn), with as many processes at once as there are cores: (root, turn, whether) in order.

    Not by `parallel.in_order`: a process that is forked while other threads run may find locks of theirs held for ever.
    """
    waiting = deque()
    for root, turn in places:
        waiting.append((root, turn, _started(work, root, turn)))
        if len(waiting) >= cores():
            root, turn, child = waiting.popleft()
            yield root, turn, _ended(child)
    yield from ((root, turn, _ended(child)) for root, turn, child in waiting)


def _started(work, root, turn: int) -> int:
    child = os.fork()
    if child == 0:
        left = turn

        def count(event, args):
            nonlocal left
            if event in STEPS:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            work(root)
            os._exit(0)
        except BaseException:
            os._exit(1)
    return child


def _ended(child: int) -> bool:
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def operations(work, root) -> int:
    """The number of file operations of `work(root)`, run in a process of its own to its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        done = 0

        def count(event, args):
            nonlocal done
            done += event in STEPS

        sys.addaudithook(count)
        try:
            work(root)
            os.write(writing, str(done).encode())
            os._exit(0)
        except BaseException:
            os._exit(1)
    os.close(writing)
    with open(reading) as pipe:
        return int(pipe.read())
