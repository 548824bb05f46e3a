"""Several pieces of work at a time, with the results in the order of the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_HEARTBEAT = 0.2
"""Seconds between looks at the keyboard: on Windows a thread that waits without end does not hear Ctrl+C."""


def side_by_side(work: Callable[[T], R], items: Sequence[T], at_once: int) -> list[R]:
    """Return what the work makes of each item, in order. The first error in that order is raised, and what has not begun is left."""
    if at_once == 1:
        return [work(item) for item in items]
    pool = ThreadPoolExecutor(at_once)
    try:
        begun = [pool.submit(work, item) for item in items]
        waiting: set[Future[R]] = {*begun}
        while waiting and not any(one.done() and one.exception() for one in begun):
            waiting = wait(waiting, _HEARTBEAT, FIRST_EXCEPTION).not_done
    finally:
        pool.shutdown(cancel_futures=True)
    return [one.result() for one in begun if not one.cancelled()]
