"""Somebody with the shareable files, the schemes and the organisations table, who wants suppressed counts back.

The internal files serve twice: to keep only relations that are true (an attacker who knows the scheme knows which are), and to tell
which suppressed counts are 1 to 7. Both help the attacker.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.bounds import UNKNOWN, Bounds, Contradiction

Key = tuple[str, ...]
"""Run, scheme, what is counted, category, level, organisation, period."""
RUN, SCHEME, WHAT, CATEGORY, LEVEL, ORGANISATION, PERIOD = range(7)
OUTCOMES = ("eligible", "not_eligible", "undetermined")


@dataclass
class Product:
    """The counts of one run, as published and as they are."""

    run: str
    shareable: Path
    internal: Path
    published: dict[Key, str] = field(default_factory=dict)
    true: dict[Key, int] = field(default_factory=dict)

    def read(self) -> None:
        for folder, keep in ((self.shareable, self._publish), (self.internal, self._tell)):
            for row in _rows(folder / "counts.csv"):
                for column in ("in_scope", *OUTCOMES):
                    keep((self.run, row["scheme"], f"{row['unit']}.{column}", "", *_place(row)), row[column])
            for row in _rows(folder / "kpis.csv"):
                for column in ("numerator", "denominator", "skipped"):
                    what = f"{row['kpi']}@{row['scenario']}.{column}"
                    keep((self.run, row["scheme"], what, row["category"], *_place(row)), row[column])
        # A sum that happens to be a whole number is no count: it is rounded to a step of its own.
        whole = {key for key, text in self.published.items() if key in self.true and self._is_of(text, self.true[key])}
        self.published = {key: text for key, text in self.published.items() if key in whole}
        self.true = {key: number for key, number in self.true.items() if key in whole}

    @staticmethod
    def _is_of(text: str, number: int) -> bool:
        low, high = at_most_and_least(int(text)) if text != "*" else (0, UNKNOWN)
        return low <= number <= high

    def _publish(self, key: Key, text: str) -> None:
        if text == "*" or _is_whole(text):
            self.published[key] = text

    def _tell(self, key: Key, text: str) -> None:
        if _is_whole(text):
            self.true[key] = int(text)


def at_most_and_least(shown: int, nearest: int = 5) -> tuple[int, int]:
    """Return what a count may be that is shown so."""
    return (max(8, shown - nearest // 2), shown + nearest // 2) if shown else (0, 0)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _place(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["level"], row["organisation"], row["period"]


def _is_whole(text: str) -> bool:
    return text.lstrip("-").isdigit()


class Attack:
    """What follows from some products together."""

    def __init__(self, products: Iterable[Product], above: Mapping[str, tuple[str, str]], counted: Mapping[tuple[str, str], str]) -> None:
        self.bounds = Bounds()
        self.true: dict[Key, int] = {}
        self._stars: set[Key] = set()
        self._candidates: dict[tuple[str, ...], list[tuple[list[tuple[Key, int]], int, int]]] = defaultdict(list)
        self._above = above
        self._counted = counted
        for product in products:
            for key, text in product.published.items():
                self.true[key] = product.true[key]
                if text != "*":
                    self.bounds.know(key, *at_most_and_least(int(text)))
                else:
                    self.bounds.know(key, 0, 7 if product.true[key] <= 7 else UNKNOWN)
                    self._stars.add(key)
        for relate in (self._outcomes, self._levels, self._periods, self._categories, self._parts, self._runs):
            relate()
        self._take()
        self.suppressed = sorted(key for key in self._stars if 1 <= self.true[key] <= 7)

    def recovered(self) -> dict[Key, int]:
        """Return the suppressed counts that can have one value only. Raises Contradiction when what is published is not true."""
        self.bounds.narrow()
        found = {key: self.bounds.values(key) for key in self.suppressed if self._width(key) < 3}
        return {key: values[0] for key, values in found.items() if len(values) == 1}

    def smallest(self) -> int:
        """Return the fewest values that are left to any suppressed count."""
        return min((len(self.bounds.values(key)) for key in self.suppressed), default=0)

    def _width(self, key: Key) -> int:
        place = self.bounds.names[key]
        return self.bounds.high[place] - self.bounds.low[place]

    def _relate(self, terms: list[tuple[Key, int]], low: int = 0, high: int = 0, *, of: tuple[str, ...]) -> None:
        """Note a relation of a sort that may hold of a scheme's figure: `of` says of which, and what is related."""
        if len(terms) > 1:
            self._candidates[of].append((terms, low, high))

    def _take(self) -> None:
        """Use the sorts of relation that are true wherever they could be: what is true by chance is not known."""
        parts_of_stars: set[Key] = set()
        for _, candidates in sorted(self._candidates.items()):
            if all(low <= sum(times * self.true[key] for key, times in terms) <= high for terms, low, high in candidates):
                for terms, low, high in candidates:
                    self.bounds.relate(terms, low, high)
                    whole = terms[0][0]
                    parts_of_stars.update(key for key, times in terms if times < 0 and whole in self._stars)
        # A nought is a star only where it is part of one, or among what is left over; one period hides the others.
        left_over = (".not_eligible", ".undetermined", ".skipped")
        for key in sorted(key for key in self._stars - parts_of_stars if not key[WHAT].endswith(left_over) and " " not in key[PERIOD]):
            whole = _with(_with(key, WHAT, self._counted.get((key[SCHEME], key[WHAT].split("@")[0]), "")), CATEGORY, "")
            if whole not in self._stars and self.true[key]:
                self.bounds.know(key, 1, UNKNOWN)

    def _grouped(self, by: Callable[[Key], tuple[str, ...] | None]) -> Iterable[tuple[tuple[str, ...], list[Key]]]:
        found: dict[tuple[str, ...], list[Key]] = defaultdict(list)
        for key in self.true:
            name = by(key)
            if name is not None:
                found[name].append(key)
        return found.items()

    def _outcomes(self) -> None:
        """All in scope are eligible, not eligible or undecided."""
        for key in [key for key in self.true if key[WHAT].endswith(".in_scope")]:
            unit = key[WHAT].removesuffix(".in_scope")
            parts = [(_with(key, WHAT, f"{unit}.{outcome}"), -1) for outcome in OUTCOMES]
            self._relate([(key, 1), *(part for part in parts if part[0] in self.true)], of=("outcomes",))

    def _levels(self) -> None:
        """Providers make up hubs, hubs and providers regions, and each of them everything."""
        for _, keys in self._grouped(lambda key: (*key[:LEVEL], key[PERIOD])):
            at = defaultdict(list)
            for key in keys:
                at[key[LEVEL]].append(key)
            for top in at["all"]:
                for level in ("provider", "hub", "region", "commissioner"):
                    self._relate([(top, 1), *((key, -1) for key in at[level])], of=(f"all of {level}", *top[SCHEME:LEVEL]))
            for level, place in (("hub", 0), ("region", 1)):
                for whole in at[level]:
                    mine = [
                        key
                        for key in at["provider"]
                        if self._above.get(key[ORGANISATION], ("not listed",) * 2)[place] == whole[ORGANISATION]
                    ]
                    self._relate([(whole, 1), *((key, -1) for key in mine)], of=(f"{level} of providers", *whole[SCHEME:LEVEL]))
            for whole in at["region"]:
                hubs = [key for key in at["hub"] if (key[ORGANISATION], whole[ORGANISATION]) in self._above.values()]
                self._relate([(whole, 1), *((key, -1) for key in hubs)], of=("region of hubs", *whole[SCHEME:LEVEL]))

    def _periods(self) -> None:
        """The pieces of a span make it up; a unit worked out for each piece apart is at least in one."""
        for _, keys in self._grouped(lambda key: (*key[:PERIOD],)):
            whole = [key for key in keys if " " not in key[PERIOD]]
            pieces = [key for key in keys if " " in key[PERIOD]]
            for key in whole:
                self._relate([(key, 1), *((piece, -1) for piece in pieces)], of=("span of pieces", *key[SCHEME:LEVEL]))
                for piece in pieces:
                    self._relate([(key, 1), (piece, -1)], 0, UNKNOWN, of=("span with piece", *key[SCHEME:LEVEL]))

    def _categories(self) -> None:
        """The categories of a KPI make it up, or no more than that."""
        for _, keys in self._grouped(lambda key: (*key[:CATEGORY], *key[LEVEL:])):
            whole = [key for key in keys if not key[CATEGORY]]
            parts = [(key, -1) for key in keys if key[CATEGORY]]
            for key in whole if parts else ():
                self._relate([(key, 1), *parts], of=("of categories", *key[SCHEME:CATEGORY]))
                self._relate([(key, 1), *parts], 0, UNKNOWN, of=("with categories", *key[SCHEME:CATEGORY]))
        for _, keys in self._grouped(lambda key: (*key[:WHAT], key[WHAT].split(".")[0], *key[LEVEL:])):
            numerators = [key for key in keys if key[WHAT].endswith(".numerator") and key[CATEGORY]]
            for key in keys:
                if key[WHAT].endswith(".denominator") and numerators:
                    self._relate([(key, 1), *((part, -1) for part in numerators)], of=("of numerators", *key[SCHEME:CATEGORY]))

    def _parts(self) -> None:
        """A numerator is part of its denominator; both, and what was left out, are of the units in scope or eligible."""
        counted = defaultdict(list)
        for key in self.true:
            if key[WHAT].endswith((".in_scope", ".eligible")):
                counted[key[:WHAT] + key[LEVEL:]].append(key)
        for key in [key for key in self.true if key[WHAT].endswith(".denominator")]:
            kpi = key[WHAT].removesuffix(".denominator")
            part, skipped = (_with(key, WHAT, f"{kpi}.{column}") for column in ("numerator", "skipped"))
            if part in self.true:
                self._relate([(key, 1), (part, -1)], 0, UNKNOWN, of=("denominator", *key[SCHEME:CATEGORY]))
            for whole in counted[key[:WHAT] + key[LEVEL:]] if not key[CATEGORY] and skipped in self.true else ():
                self._relate([(whole, 1), (key, -1), (skipped, -1)], of=("left out", *key[SCHEME:CATEGORY], whole[WHAT]))

    def _runs(self) -> None:
        """The same number in two runs, and a longer span that is made up of a shorter one and of pieces."""
        for _, keys in self._grouped(lambda key: key[SCHEME:]):
            for other in keys[1:]:
                self._relate([(keys[0], 1), (other, -1)], of=("same", *other[SCHEME:CATEGORY]))
        for _, keys in self._grouped(lambda key: key[SCHEME:PERIOD]):
            spans = [key for key in keys if ".." in key[PERIOD] or " " not in key[PERIOD]]
            pieces = [key for key in keys if key not in spans]
            for longer in spans:
                for shorter in spans:
                    for piece in pieces if longer[RUN] != shorter[RUN] else ():
                        self._relate([(longer, 1), (shorter, -1), (piece, -1)], of=("runs", *piece[SCHEME:CATEGORY], piece[PERIOD]))


def _with(key: Key, place: int, text: str) -> Key:
    return (*key[:place], text, *key[place + 1 :])


__all__ = ["Attack", "Contradiction", "Product"]
