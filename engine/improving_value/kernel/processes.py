"""Several pieces of work in as many processes as there are processors, with the results in the order of the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_FEWEST = 3
"""Pieces of work for which it is worth beginning processes."""


def in_processes(work: Callable[[T], R], items: Sequence[T], sizes: Sequence[int], fewest: int = _FEWEST) -> list[R]:
    """Return what the work, which is all computing, makes of each item. The largest are begun first, so that nobody waits for the last.

    The work must be a function of a module, and items and results such as can be sent to another process.
    """
    return list(as_they_come(work, items, sizes, fewest))


def as_they_come(work: Callable[[T], R], items: Sequence[T], sizes: Sequence[int], fewest: int = _FEWEST) -> Iterator[R]:
    """Yield what `in_processes` returns, each as soon as it and those before it are there."""
    at_once = min(len(items), os.cpu_count() or 1)
    if at_once < 2 or len(items) < fewest:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(at_once) as pool:
        order = sorted(range(len(items)), key=lambda index: -sizes[index])
        begun = {index: pool.submit(work, items[index]) for index in order}
        for index in range(len(items)):
            yield begun[index].result()
