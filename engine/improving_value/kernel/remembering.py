"""What is made of a thing that never changes, made once however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def once_each(most: int) -> Callable[[Callable[[K], V]], Callable[[K], V]]:
    """Remember what a function makes of each thing, by the thing's identity: equal things may still differ (`1` and `true`).

    A thing is held beside what was made of it, so that its identity stays its own; after `most` things all are let go.
    """

    def of(make: Callable[[K], V]) -> Callable[[K], V]:
        made: dict[int, tuple[K, V]] = {}

        @wraps(make)
        def remembered(thing: K) -> V:
            found = made.get(id(thing))
            if found is None or found[0] is not thing:
                if len(made) >= most:
                    made.clear()
                found = made[id(thing)] = thing, make(thing)
            return found[1]

        return remembered

    return of
