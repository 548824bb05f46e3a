"""What is known of whole numbers from what is published of them: bounds, narrowed by every relation until nothing moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

UNKNOWN = 10**7


class Contradiction(Exception):
    """No numbers fit what is known."""


@dataclass(frozen=True)
class Relation:
    """At least `low` and at most `high` is the sum of some numbers, each times a whole number."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


@dataclass
class Bounds:
    """Whole numbers by name, with the least and the most that each may be."""

    names: dict[object, int] = field(default_factory=dict)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    _of: list[list[int]] = field(default_factory=list)

    def know(self, name: object, low: int, high: int) -> int:
        """Note what is known of a number, and return its place."""
        if name not in self.names:
            self.names[name] = len(self.low)
            self.low.append(low)
            self.high.append(high)
            self._of.append([])
        place = self.names[name]
        self.low[place], self.high[place] = max(self.low[place], low), min(self.high[place], high)
        return place

    def relate(self, terms: Iterable[tuple[object, int]], low: int = 0, high: int = 0) -> None:
        """Note a relation between numbers that are known of."""
        places = tuple((self.names[name], times) for name, times in terms)
        for place, _ in places:
            self._of[place].append(len(self.relations))
        self.relations.append(Relation(places, low, high))

    def narrow(self, from_places: Sequence[int] | None = None) -> list[tuple[int, int, int]]:
        """Narrow all bounds, and return what they were where they changed. Raises Contradiction."""
        undo: list[tuple[int, int, int]] = []
        waiting = range(len(self.relations)) if from_places is None else [one for place in from_places for one in self._of[place]]
        queue, waits = deque(waiting), set(waiting)
        try:
            while queue:
                number = queue.popleft()
                waits.discard(number)
                for place in self._tighten(self.relations[number], undo):
                    queue.extend(one for one in self._of[place] if one not in waits)
                    waits.update(self._of[place])
        except Contradiction:
            self.restore(undo)
            raise
        return undo

    def restore(self, undo: list[tuple[int, int, int]]) -> None:
        for place, low, high in reversed(undo):
            self.low[place], self.high[place] = low, high

    def _tighten(self, relation: Relation, undo: list[tuple[int, int, int]]) -> list[int]:
        least = sum(times * (self.low if times > 0 else self.high)[place] for place, times in relation.terms)
        most = sum(times * (self.high if times > 0 else self.low)[place] for place, times in relation.terms)
        changed = []
        for place, times in relation.terms:
            low, high = self.low[place], self.high[place]
            my_least, my_most = (times * low, times * high) if times > 0 else (times * high, times * low)
            floor, ceiling = relation.low - (most - my_most), relation.high - (least - my_least)
            new_low = -(-floor // times) if times > 0 else -(ceiling // -times)
            new_high = ceiling // times if times > 0 else -floor // -times
            new_low, new_high = max(low, new_low), min(high, new_high)
            if new_low > new_high:
                raise Contradiction
            # Of wide bounds a thousandth is not worth following: two amounts could narrow each other for ever.
            if (new_low - low + high - new_high) * 1000 > high - low:
                undo.append((place, low, high))
                self.low[place], self.high[place] = new_low, new_high
                changed.append(place)
                least += (times * new_low if times > 0 else times * new_high) - my_least
                most += (times * new_high if times > 0 else times * new_low) - my_most
        return changed

    def values(self, name: object) -> list[int]:
        """Return the values up to 20 that a number may have: each is tried, and what follows from it."""
        place = self.names[name]
        found = []
        for value in range(self.low[place], min(self.high[place], self.low[place] + 20) + 1):
            before = (place, self.low[place], self.high[place])
            self.low[place] = self.high[place] = value
            try:
                self.restore(self.narrow([place]))
                found.append(value)
            except Contradiction:
                pass
            self.restore([before])
        return found
