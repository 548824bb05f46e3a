"""Work in several processes: many pieces shared out over the processors, or one share done beside another."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")

_FEWEST = 3
"""Pieces of work for which it is worth beginning processes."""


def in_processes(work: Callable[[T], R], items: Sequence[T], sizes: Sequence[int], fewest: int = _FEWEST) -> list[R]:
    """Return what the work, which is all computing, makes of each item. This process does its share: the smallest,
    while the largest are sent to others, so that nobody waits for the last.

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

    share = _Share(sorted(range(len(items)), key=lambda index: -sizes[index]))
    begun: dict[int, Future[R]] = {}
    # Another process looks for rubbish as seldom as this one, also where it is begun anew and not as a copy.
    with ProcessPoolExecutor(at_once - 1, initializer=gc.set_threshold, initargs=gc.get_threshold()) as pool, share:

        def begin_next(_: object = None) -> None:
            future = share.send(lambda index: begun.setdefault(index, pool.submit(work, items[index])))
            if future is not None:
                future.add_done_callback(begin_next)

        for _ in range(at_once - 1):
            begin_next()
        done: dict[int, R] = {}
        told = 0
        while told < len(items):
            mine = share.keep()
            if mine is not None:
                done[mine] = work(items[mine])
            # While there is work to do here, nobody is waited for.
            while told < len(items) and (told in done or (told in begun and (mine is None or begun[told].done()))):
                yield done[told] if told in done else begun[told].result()
                told += 1


class _Share:
    """Work that waits, the largest first: sent to others from one end, kept from the other. After its block nothing waits."""

    def __init__(self, order: Sequence[int]) -> None:
        self._waiting = deque(order)
        self._lock = Lock()

    def send(self, begin: Callable[[int], R]) -> R | None:
        """Begin the largest elsewhere; until that is so, nothing is kept either."""
        with self._lock:
            return begin(self._waiting.popleft()) if self._waiting else None

    def keep(self) -> int | None:
        """Return the smallest, which is no longer sent."""
        with self._lock:
            return self._waiting.pop() if self._waiting else None

    def __enter__(self) -> _Share:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._waiting.clear()


def has_room_for_two() -> bool:
    """Say whether there are processors for two processes."""
    return (os.cpu_count() or 1) > 1


class SecondProcess:
    """A process beside this one, which loads what its work needs while this one is still busy with something else.

    It is begun anew and not as a copy of this one, as on Windows: a copy would hold the locks of threads that it does not have.
    """

    def __init__(self, warm_up: Callable[[], None]) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        others = active_children()
        self._pool: ProcessPoolExecutor | None = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=_settle_in, initargs=(gc.get_threshold(),)
        )
        self._pool.submit(warm_up)
        self._mine = [child for child in active_children() if child not in others]

    def submit(self, work: Callable[[T], R], item: T) -> Future[R]:
        """Have work done there: a function of a module. What goes in and out must be such as can be sent."""
        assert self._pool is not None, "nothing is begun in a process that was ended"
        return self._pool.submit(work, item)

    def end(self) -> None:
        """End the process at once: what it has not finished is no longer wanted, and it lets go of its files.

        A process that has done everything is not asked to take its own memory apart either: nobody waits for that.
        """
        if self._pool is None:
            return
        for child in self._mine:
            child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None  # the locks it shared go with it: this process may leave without a last look round


def _settle_in(rubbish: tuple[int, int, int]) -> None:
    """Look for rubbish as seldom as the first process, and leave Ctrl+C to it: it then ends this one, and two would both report it."""
    gc.set_threshold(*rubbish)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
