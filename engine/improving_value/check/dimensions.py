"""Do the units of measure make sense, from the columns of the data to the pounds of a saving?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from improving_value.check.dimension_figures import check_figures
from improving_value.check.dimension_sources import Measured, judged, measured_dataset, parameter_quantities, words_of
from improving_value.check.model import CheckedUnit
from improving_value.check.reading import Path, Reading
from improving_value.check.uses import sources_first
from improving_value.dimensions.agreement import alike
from improving_value.dimensions.expressions import Sight
from improving_value.dimensions.quantity import ANY, Quantity
from improving_value.dimensions.words import Dimension, Words
from improving_value.expression.faults import ExpressionError
from improving_value.spec.units import Bands, Classify, Column, Facts, Lookup, Unit


def check_dimensions(reading: Reading, units: Mapping[str, CheckedUnit]) -> None:
    """Note every expression whose units do not fit together, and every figure that is not in the unit it declares."""
    words = words_of(reading)
    sight = Sight(words, parameter_quantities(reading, words))
    measured: dict[str, Measured] = {}
    for unit in sources_first(units):
        measured[unit.name] = _UnitOfMeasures(reading, sight, measured, unit).read()
    check_figures(reading, sight, measured)


class _UnitOfMeasures:
    """Follows one unit of analysis from its rows to its columns."""

    def __init__(self, reading: Reading, sight: Sight, measured: Mapping[str, Measured], checked: CheckedUnit) -> None:
        self.reading = reading
        self.sight = sight
        self.measured = measured
        self.checked = checked
        self.unit: Unit = reading.scheme.units[checked.name]
        self.path: Path = ("units", checked.name)

    @property
    def words(self) -> Words:
        return self.sight.words

    def read(self) -> Measured:
        unit, source = self.unit, self._source(self.unit.from_)
        grouped = unit.group is not None
        thing = unit.counts or (self.checked.name if grouped else source.thing)
        own = frozenset({thing}) if grouped else source.own | {thing}
        row_own = source.own if grouped else own
        rows = replace(self.sight, columns=dict(source.columns), own=row_own, nouns=source.nouns)
        self._judge((*self.path, "keep"), rows)
        self._matches(rows)
        columns = dict(source.columns)
        for name, column in (*unit.rows.items(), *(() if grouped else unit.columns.items())):
            part = "rows" if name in unit.rows else "columns"
            columns[name] = self._column((*self.path, part, name), column, replace(rows, columns=columns))
        if grouped:
            inside, columns = columns, {name: columns[name] for name in unit.group.by if name in columns} if unit.group else {}
            for name, column in unit.columns.items():
                group = replace(rows, columns=columns, own=own, inside=inside, inside_own=row_own, thing=self.words.of(source.thing))
                columns[name] = self._column((*self.path, "columns", name), column, group)
            self._group()
        finished = replace(self.sight, columns=columns, own=own)
        for index in range(len(unit.eligible)):
            self._judge((*self.path, "eligible", index, "when"), finished)
        self._judge((*self.path, "at_stake"), finished, self.words.read("GBP"), "pounds at stake")
        return Measured(columns, thing, own, source.nouns)

    def _source(self, name: str) -> Measured:
        return self.measured[name] if name in self.measured else measured_dataset(self.reading.dictionary[name], self.words)

    def _judge(self, path: Path, sight: Sight, wanted: Dimension | None = None, what: str = "") -> Quantity:
        """Return what the expression at a place is in, after noting what is wrong with it; any unit when there is none or it is at fault."""
        return judged(self.reading, path, sight, wanted, what)

    def _matches(self, rows: Sight) -> None:
        for name, match in self.unit.match.items():
            path = (*self.path, "match", name)
            theirs = self._source(match.in_)
            self._judge((*path, "keep"), replace(rows, columns=theirs.columns, own=theirs.own))
            for index, test in enumerate(match.tests):
                for reason in test:
                    self._judge((*path, "tests", index, reason), replace(rows, theirs=theirs.columns, own=rows.own | theirs.own))

    def _group(self) -> None:
        for key in ("within", "gap_under"):
            self._judge((*self.path, "group", key), self.sight, self.words.read("day"), "a number of days")

    def _column(self, path: Path, column: Column, sight: Sight) -> Quantity:
        match column:
            case str():
                return self._judge(path, sight)
            case Bands():
                places = [(*path, "bands"), *((*path, "cuts", index) for index in range(len(column.cuts)))]
                self._alike(places, sight)
            case Classify():
                for index in range(len(column.classify)):
                    self._judge((*path, "classify", index, "when"), sight)
            case Facts():
                theirs = self._source(column.from_)
                both = sight.own | theirs.own
                there = replace(sight, theirs=theirs.columns, own=both)
                self._judge((*path, "where"), there)
                gathered = replace(there, inside=sight.columns, inside_own=both, thing=self.words.of(theirs.thing), nouns=theirs.nouns)
                return self._judge((*path, "is"), gathered)
            case Lookup():
                theirs = self._source(column.in_)
                there = replace(sight, theirs=theirs.columns, own=sight.own | theirs.own)
                self._between(path, column, there)
                return self._judge((*path, "lookup"), there)
        return ANY

    def _alike(self, places: list[Path], sight: Sight) -> None:
        """Note that values at several places are not all in one unit, at the first that differs."""
        first, *rest = places
        found = self._judge(first, sight)
        for place in rest:
            other = self._judge(place, sight)
            try:
                alike([(self.reading.nodes[first], found), (self.reading.nodes[place], other)])
            except ExpressionError as error:
                self.reading.report(error.fault, place, inside=False)

    def _between(self, path: Path, lookup: Lookup, sight: Sight) -> None:
        mine = sight.columns.get(lookup.between or "", ANY)
        for limit in ("lower", "upper"):
            theirs = sight.theirs.get(limit, ANY)
            if lookup.between is not None and not any(mine.fits(one) for one in theirs.readings) and not theirs.takes_any:
                self.reading.note(
                    "units-differ",
                    (*path, "between"),
                    f"`{lookup.between}` in {mine.text}, and `{limit}` of `{lookup.in_}` in {theirs.text}",
                    "two quantities in one unit",
                    "bring the number into the unit of the table, in a column of its own",
                )
