"""Somebody with the shareable files, the schemes and the organisations table, who wants suppressed counts back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from math import lcm

from disclosure.bounds import UNKNOWN, Bounds
from disclosure.funnels import rules_of_outcomes
from disclosure.prices import priced
from disclosure.product import CATEGORY, LEVEL, ORGANISATION, OUTCOMES, PENCE, PERIOD, RUN, SCHEME, WHAT, Key, Product
from disclosure.rates import bounded

Terms = list[tuple[Key, int]]


class Attack:
    """What follows from some products together."""

    def __init__(
        self,
        products: Iterable[Product],
        above: Mapping[str, tuple[str, str]],
        counted: Mapping[tuple[str, str], str],
        known: Collection[tuple[str, str]] = (),
        things: Collection[tuple[str, str]] = (),
        *,
        told: bool = True,
    ) -> None:
        """`counted` says of what unit a KPI's denominator is a number; denominators that are `known` anybody can look up; `things` are no people.

        `told`: which of an organisation's periods are 1 to 7, where one of them has hidden the others.
        """
        self.bounds = Bounds()
        self.true: dict[Key, int] = {}
        self.scale: dict[Key, int] = {}
        self._stars: set[Key] = set()
        self._candidates: dict[tuple[str, ...], list[tuple[Terms, int, int]]] = defaultdict(list)
        self._above = above
        self._counted = counted
        for product in products:
            self.true |= product.true
            self.scale |= product.scale
            self._stars |= product.stars
            hidden = Counter(key[:PERIOD] for key in product.stars if not is_span(key[PERIOD]))
            for key, (low, high) in product.bounds.items():
                beside = not told and key in product.stars and not is_span(key[PERIOD]) and hidden[key[:PERIOD]] > 1
                self.bounds.know(key, low, UNKNOWN if beside and product.scale[key] == 1 else high)
                if key[WHAT].endswith(".denominator") and key[SCHEME : WHAT + 1] in known:
                    self.bounds.know(key, product.true[key], product.true[key])
        for relate in (self._outcomes, self._levels, self._periods, self._categories, self._parts, self._runs):
            relate()
        self._take()
        for product in products:
            for terms, low, high in (*rules_of_outcomes(product), *priced(product), *bounded(product)):
                self.bounds.relate(terms, low, high)
        counts = (key for key in self._stars if self.scale[key] == 1 and 1 <= self.true[key] <= 7)
        self.suppressed = sorted(key for key in counts if (key[SCHEME], ".".join(key[WHAT].split(".")[:2])) not in things)

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

    def _relate(self, terms: Terms, low: int = 0, high: int = 0, *, of: tuple[str, ...]) -> None:
        """Note a relation of a sort that may hold of a scheme's figure: `of` says of which, and what is related."""
        if len(terms) > 1:
            unit = lcm(*(self.scale[key] for key, _ in terms))
            scaled = [(key, times * (unit // self.scale[key])) for key, times in terms]
            slack = len(terms) if unit > PENCE else 0  # sums in small parts of one are rounded each
            self._candidates[of].append((scaled, low - slack, high + slack))

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
        counts = {key for key in self._stars if self.scale[key] == 1}
        for key in sorted(key for key in counts - parts_of_stars if not key[WHAT].endswith(left_over) and is_span(key[PERIOD])):
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
            whole = [key for key in keys if is_span(key[PERIOD])]
            pieces = [key for key in keys if not is_span(key[PERIOD])]
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
        pieces: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key in self.true:
            if not is_span(key[PERIOD]):
                pieces[key[RUN], key[SCHEME]].add(key[PERIOD])
        for _, keys in self._grouped(lambda key: key[SCHEME:PERIOD]):
            spans = [key for key in keys if is_span(key[PERIOD])]
            for longer in spans:
                for shorter in spans:
                    mine, theirs = pieces[longer[:WHAT]], pieces[shorter[:WHAT]]
                    more = [(key, -1) for key in keys if key[RUN] == longer[RUN] and key[PERIOD] in mine - theirs]
                    if theirs < mine:
                        self._relate([(longer, 1), (shorter, -1), *more], of=("runs", *longer[SCHEME:CATEGORY]))


def is_span(period: str) -> bool:
    """Say whether a period is a year or goes from one period to another, and is no piece of such."""
    return ".." in period or " " not in period


def _with(key: Key, place: int, text: str) -> Key:
    return (*key[:place], text, *key[place + 1 :])
