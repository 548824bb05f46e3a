"""Does the unit of every measure, KPI, saving and cost follow from its formula?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from improving_value.check.dimension_sources import Measured, declared, judged
from improving_value.check.reading import Path, Reading
from improving_value.dimensions.agreement import conversion, remedy
from improving_value.dimensions.expressions import Sight
from improving_value.dimensions.quantity import ANY, Quantity, divided, of
from improving_value.dimensions.words import Dimension, plain, scaled
from improving_value.spec.claim import Claim
from improving_value.spec.figures import Kpi, Measure, Saving


def check_figures(reading: Reading, sight: Sight, measured: Mapping[str, Measured]) -> None:
    """Note every figure that is not in the unit it declares; of a saving and a cost, in pounds."""
    figures = _Figures(reading, sight, measured)
    for index, measure in enumerate(reading.scheme.measures):
        figures.measure(measure, ("measures", index))
    totals = replace(sight, measures=dict(figures.measures))
    for index, kpi in enumerate(reading.scheme.kpis):
        figures.kpi(kpi, ("kpis", index), totals)
    for index, saving in enumerate(reading.scheme.savings):
        figures.saving(saving, ("savings", index), totals)
    pounds = sight.words.read("GBP")
    for index, claim in enumerate(reading.scheme.reproduces):
        figures.claim(claim, ("reproduces", index))
    for index in range(len(reading.scheme.costs)):
        figures.pounds(("costs", index, "total"), totals, pounds, "a cost")


class _Figures:
    """Compares figures with the units they declare."""

    def __init__(self, reading: Reading, sight: Sight, measured: Mapping[str, Measured]) -> None:
        self.reading = reading
        self.sight = sight
        self.measured = measured
        self.measures: dict[str, Quantity] = {}

    def _row(self, unit: str) -> Sight:
        rows = self.measured[unit]
        return replace(self.sight, columns=rows.columns, own=rows.own, nouns=rows.nouns)

    def _many(self, unit: str) -> Sight:
        rows = self.measured[unit]
        thing = self.sight.words.of(rows.thing)
        return replace(self.sight, inside=rows.columns, inside_own=rows.own, nouns=rows.nouns, thing=thing)

    def measure(self, measure: Measure, path: Path) -> None:
        judged(self.reading, (*path, "where"), self._row(measure.of))
        unit = declared(self.reading, measure.unit, (*path, "unit"), self.sight.words)
        found = judged(self.reading, (*path, "is"), self._many(measure.of))
        if unit is not None:
            self._follows(found, unit, (*path, "unit"), measure.unit)
        self.measures[measure.measure] = ANY if unit is None else of(unit)

    def kpi(self, kpi: Kpi, path: Path, totals: Sight) -> None:
        unit = plain() if kpi.unit is None else declared(self.reading, kpi.unit, (*path, "unit"), self.sight.words)
        place = path if kpi.unit is None else (*path, "unit")
        if kpi.of is not None:
            for key in ("share", "among"):
                judged(self.reading, (*path, key), self._row(kpi.of))
        found = self._value(kpi, path, totals)
        if unit is None:
            return
        self._follows(found, unit, place, kpi.unit)
        target = judged(self.reading, (*path, "target"), totals)
        self._beside(target, unit, (*path, "target"), "a target")
        for index, name in enumerate(kpi.references):
            self._beside(self.sight.parameters.get(name, ANY), unit, (*path, "references", index), "a reference")

    def _value(self, kpi: Kpi, path: Path, totals: Sight) -> Quantity:
        if kpi.of is None:
            return judged(self.reading, (*path, "is"), totals)
        if kpi.share is not None or kpi.distribution is not None:
            return of(plain())
        many = self._many(kpi.of)
        if kpi.is_ is not None:
            return judged(self.reading, (*path, "is"), many)
        above, below = judged(self.reading, (*path, "numerator"), many), judged(self.reading, (*path, "denominator"), many)
        found = divided(above, below)
        size = Fraction(kpi.per) if kpi.per is not None else Fraction(1)
        return Quantity(tuple(scaled(one, 1 / size) for one in found.readings))

    def saving(self, saving: Saving, path: Path, totals: Sight) -> None:
        pounds = self.sight.words.read("GBP")
        for index in range(len(saving.requires)):
            judged(self.reading, (*path, "requires", index, "when"), totals)
        if saving.of is not None:
            judged(self.reading, (*path, "where"), self._row(saving.of))
            self.pounds((*path, "each"), self._row(saving.of), pounds, "a saving")
        self.pounds((*path, "total"), totals, pounds, "a saving")

    def claim(self, claim: Claim, path: Path) -> None:
        unit = declared(self.reading, claim.unit, (*path, "unit"), self.sight.words)
        found = judged(self.reading, (*path, "formula"), self.sight)
        if unit is not None and claim.formula is not None:
            self._follows(found, unit, (*path, "unit"), claim.unit)

    def pounds(self, path: Path, sight: Sight, pounds: Dimension, what: str) -> None:
        found = judged(self.reading, path, sight)
        if not found.fits(pounds):
            near = found.nearest(pounds)
            fix = remedy(near, pounds)
            self.reading.note("unit-not-as-declared", path, f"a formula that comes to {near.text}", f"GBP, which {what} is in", fix)

    def _follows(self, found: Quantity, unit: Dimension, path: Path, written: str | None) -> None:
        if found.fits(unit):
            return
        near = found.nearest(unit)
        expected = "no unit, as none is declared" if written is None else f"`{written}`, as its unit says"
        other = conversion(near, unit) if written is not None and unit.kind else None
        fix = f"write `unit: {near.text}`; or {other or 'correct the formula'}"
        self.reading.note("unit-not-as-declared", path, f"a formula that comes to {near.text}", expected, fix)

    def _beside(self, other: Quantity, unit: Dimension, path: Path, what: str) -> None:
        """Note a target or a reference in another unit than the KPI it stands beside."""
        if not other.fits(unit):
            self.reading.note(
                "units-differ", path, f"{what} in {other.text}", f"{unit.text}, as the KPI is", "name a parameter in the KPI's unit"
            )
