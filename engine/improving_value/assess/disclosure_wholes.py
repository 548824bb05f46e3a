"""Wholes and their parts: where a nought that is shown would give a suppressed number away, it is suppressed too.

A whole of 1 to 7 that is seen to have seven parts other than nought has one of each. And what is left over of two rounded numbers
(those not decided about, those left out) is seldom seen to be more than one: that it is not nought must not be seen as well.
Where one period of an organisation is suppressed, the others are too: with the year they would tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from improving_value.assess.assessment import Count, CountRow, KpiRow, SchemeAssessment

Name = tuple[str, ...]
"""A sort of count: a unit and an outcome, or a KPI with its scenario and one of its parts."""


def seen_to_differ(row: CountRow) -> bool:
    """Say whether the number in scope would tell how few are not eligible or not decided: it is seen to differ from the number eligible."""
    return None in (row.not_eligible, row.undetermined) and None not in (row.in_scope, row.eligible) and row.in_scope != row.eligible


class Wholes:
    """What is suppressed of one scheme, asked for by those whose whole it is."""

    def __init__(self, scheme: SchemeAssessment, counts: Iterable[CountRow]) -> None:
        self._above = scheme.above
        self._span = scheme.span.label
        self._counted = {kpi.kpi: (kpi.of or "", kpi.over) for kpi in scheme.scheme.kpis}
        self._few: set[tuple[Name, str, str, str]] = set()
        self._left_over: set[Name] = set()
        self._in_pieces: set[tuple[Name, str, str]] = set()
        self._scope_hidden: set[tuple[str, str, str, str]] = set()
        self._numbers: dict[tuple[str, str, str, str, str], tuple[Count, Count]] = {}
        for exact, row in zip(scheme.counts, counts, strict=True):
            for column in ("in_scope", "eligible"):
                place = (row.unit, column, row.level, row.organisation, row.period)
                self._numbers[place] = getattr(exact, column), getattr(row, column)
            if seen_to_differ(row):
                self._scope_hidden.add((row.unit, row.level, row.organisation, row.period))
            for column in ("in_scope", "eligible", "not_eligible", "undetermined"):
                if getattr(row, column) is None:
                    self._note((row.unit, column), (row.unit, column), row)

    def add(self, rows: Sequence[KpiRow]) -> None:
        """Note what is suppressed of KPIs."""
        for row in rows:
            for part in row.suppressed:
                self._note((row.kpi, row.scenario, part, row.category), (row.kpi, part), row)

    def _note(self, name: Name, sort: Name, row: CountRow | KpiRow) -> None:
        self._few.add((name, row.level, row.organisation, row.period))
        self._left_over.add(sort)
        if row.period != self._span:
            self._in_pieces.add((name, row.level, row.organisation))

    def tells_what_is_left(self, exact: KpiRow, shown: KpiRow) -> bool:
        """Say whether a denominator would tell how few were left out, or how many are in scope where that is not to be seen."""
        unit, over = self._counted.get(shown.kpi, ("", ""))
        place = (shown.level, shown.organisation, shown.period)
        units, rounded = self._numbers.get((unit, over, *place), (None, None))
        if None in (units, rounded, exact.denominator, exact.skipped, shown.denominator):
            return False
        if (exact.denominator or 0) + (exact.skipped or 0) != units:
            return False
        if "skipped" in shown.suppressed and shown.denominator != rounded:
            return True
        eligible = self._numbers.get((unit, "eligible", *place), (None, None))[1]
        return over == "in_scope" and (unit, *place) in self._scope_hidden and shown.denominator != eligible

    def is_one_piece_of_few(self, name: Name, level: str, organisation: str, period: str) -> bool:
        """Say whether a number is one period's of several, one of which is suppressed: the year would tell the rest."""
        return period != self._span and (name, level, organisation) in self._in_pieces

    def is_left_over(self, name: Name) -> bool:
        """Say whether a count is of what is left over, and is suppressed at any place: then its noughts are too."""
        return name[-1] in ("not_eligible", "undetermined", "skipped") and name in self._left_over

    def is_part_of_few(self, name: Name, level: str, organisation: str, period: str) -> bool:
        """Say whether a count is part of one that is suppressed: of its span's, of a higher organisation's."""
        return any((name, *place) in self._few for place in self._places(level, organisation, period))

    def is_nought_of_few(self, row: KpiRow, part: str) -> bool:
        """Say whether a part of a KPI is also part of a suppressed whole, denominator or number of units."""
        if self.is_left_over((row.kpi, part)):
            return True
        place = (row.level, row.organisation, row.period)
        names: list[Name] = [(row.kpi, row.scenario, part, row.category)]
        if row.category:
            names.append((row.kpi, row.scenario, part, ""))
        if part == "numerator":
            names += [(row.kpi, row.scenario, "denominator", category) for category in dict.fromkeys((row.category, ""))]
        names.append(self._counted.get(row.kpi, ("", "")))
        return any((name, *place) in self._few or self.is_part_of_few(name, *place) for name in names)

    def _places(self, level: str, organisation: str, period: str) -> Iterator[tuple[str, str, str]]:
        """Yield the places that hold another, not itself."""
        for when in dict.fromkeys((period, self._span)):
            if when != period:
                yield level, organisation, when
            if level == "all":
                continue
            yield "all", "all", when
            if level == "provider":
                for above, whose in self._above.get((period, organisation), ()):
                    yield above, whose, when
