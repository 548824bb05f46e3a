"""A scheme's own examples, run on the row engine: what should come out, and what did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from improving_value.assess.assessment import CostRow, SchemeAssessment, pounds
from improving_value.assess.cells import CellTable, Where
from improving_value.assess.chapter import assess_scheme
from improving_value.assess.evaluation import Evaluation
from improving_value.check.confidential import confidential_units
from improving_value.check.lines import ProvedLimit
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.examples_given import Given
from improving_value.examples_limits import no_examples, unproved_limits
from improving_value.examples_words import as_written, in_words
from improving_value.kernel.issues import Issue, Rejected
from improving_value.run.calendar import make_calendar
from improving_value.run.results import Results
from improving_value.run.rows import RowRun, run_rows
from improving_value.run.rows_activity import Tables
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.parameters_file import entries_of

_WANTED = re.compile(r"^(?P<name>[a-z0-9_.]+?)(?:@(?P<scenario>[a-z0-9_]+))?(?:\[(?P<category>.*)\])?$")
_COUNTS = ("in_scope", "eligible", "not_eligible", "undetermined")
_REASONS = ("status", "needs")


CONFIDENTIAL = "another value, withheld because it rests on a confidential parameter"


@dataclass(frozen=True)
class Shown:
    """What an example made: its scheme with the example's parameters, its rows, its numbers, its chapter."""

    checked: CheckedScheme
    tables: Tables
    run: RowRun
    chapter: SchemeAssessment
    results: Results


@dataclass
class ExampleReader:
    """Runs the examples of one scheme; the scheme is checked once for each set of parameter values."""

    loaded: LoadedScheme
    dictionary: Mapping[str, Dataset]
    _checked: dict[str, CheckedScheme] = field(default_factory=dict)
    _shown: dict[int, Shown] = field(default_factory=dict)

    @property
    def given(self) -> Given:
        return Given(self.loaded, self.dictionary)

    def checked(self, index: int) -> CheckedScheme:
        """Return the scheme with the parameter values of one example."""
        example = self.loaded.scheme.examples[index]
        key = repr(sorted(example.parameters.items(), key=lambda pair: pair[0]))
        if key not in self._checked:
            entries = entries_of(self.loaded.source, ("examples", index, "parameters"))
            self._checked[key] = check_scheme(self.loaded, self.dictionary, entries, units_known=True)
        return self._checked[key]

    def show(self, index: int) -> Shown:
        """Run one example, once. Raises Rejected when its rows, period or parameters cannot be read."""
        if index not in self._shown:
            self._shown[index] = self._run(index)
        return self._shown[index]

    def _run(self, index: int) -> Shown:
        checked = self.checked(index)
        tables = self.given.tables(index, checked.datasets)
        span, baseline = self.given.periods(index)
        providers = {
            str(row[column])
            for unit in checked.units.values()
            if not unit.source_is_unit and unit.home == "provider"
            for column in [
                unit.provider if unit.provider in checked.datasets[unit.source].columns else checked.datasets[unit.source].provider
            ]
            for row in tables.get(unit.source, [])
            if column is not None and row.get(column)
        }
        calendar = make_calendar(span, checked.scheme.period, baseline, providers, [], lambda code, _: (code, "hub", "region"))
        run = run_rows(checked, tables, calendar)
        return Shown(checked, tables, run, assess_scheme(checked, run.results, span, baseline, frozenset()), run.results)

    def differences(self, index: int) -> list[Issue]:
        """Return an issue for each expected value that does not come out."""
        example = self.loaded.scheme.examples[index]
        try:
            shown = self.show(index)
        except Rejected as rejected:
            return list(rejected.issues)
        found = []
        for name, wanted in example.expect.items():
            path = ("examples", index, "expect", name)
            try:
                got = value_of(shown, name)
            except KeyError:
                found.append(
                    self.given.issue(
                        "unknown-name",
                        path,
                        f"`{name}`, which this scheme does not give",
                        "a KPI, a saving, a measure, or a unit's count",
                        "see `schemes/README.md`",
                    )
                )
                continue
            if not agrees(wanted, got):
                found.append(
                    self.given.issue(
                        "example-differs",
                        path,
                        CONFIDENTIAL if is_confidential(shown.checked, name) else in_words(got, wanted),
                        as_written(wanted),
                        "find out which is right before changing either",
                    )
                )
        return found


def failed_examples(reader: ExampleReader, limits: Sequence[ProvedLimit] = ()) -> list[Issue]:
    """Return every expected value of a scheme's examples that does not come out; failing those, the limits beside which none stands."""
    scheme = reader.loaded.scheme
    every = range(len(scheme.examples))
    found = no_examples(reader.given, scheme) or [issue for index in every for issue in reader.differences(index)]
    return found or unproved_limits(reader.given, scheme.status, limits, [reader.show(index) for index in every])


def agrees(wanted: object, got: object) -> bool:
    """Say whether a value comes out, to the places that the author wrote."""
    if wanted is None or got is None:
        return wanted is None and got is None
    if isinstance(wanted, Decimal) and isinstance(got, (int, float, Decimal)) and not isinstance(got, bool):
        exponent = wanted.as_tuple().exponent
        places = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        exact = got if isinstance(got, Decimal) else Decimal(repr(got))
        return exact.quantize(places, ROUND_HALF_UP) == wanted
    return str(wanted) == str(got)


def value_of(shown: Shown, name: str) -> object:
    """Return what an example gave for a name of its `expect`. Raises KeyError for a name that means nothing.

    A KPI or `KPI@SCENARIO`, `KPI.numerator`, `.denominator`, `.skipped`, `.verdict`, `KPI[category]`; a saving or `SAVING@SCENARIO` in GBP,
    `SAVING.net` (less all costs of the scheme), `.status`, `.needs`; a measure; a cost in GBP, `COST.status`, `.needs`; `UNIT.in_scope` and the outcomes (of the first unit when no unit is named);
    `UNIT.at_stake`, the known pounds on undetermined units; `UNIT.deciding_rule`, `UNIT.missing_field` and columns of the only unit.
    """
    match = _WANTED.match(name)
    if match is None:
        raise KeyError(name)
    parts = match.group("name").split(".")
    first, last = parts[0], parts[-1] if len(parts) > 1 else ""
    scheme = shown.checked.scheme
    if first in {kpi.kpi for kpi in scheme.kpis}:
        return _kpi(shown, first, match.group("scenario") or "default", last or "value", match.group("category") or "")
    if first in {saving.saving for saving in scheme.savings}:
        return _saving(shown, first, match.group("scenario") or "default", last)
    if first in {measure.measure for measure in scheme.measures}:
        window = next((window for window in shown.results.calendar.windows if window.role == "span"), shown.results.calendar.windows[0])
        evaluation = Evaluation(shown.checked, CellTable(shown.checked, shown.results))
        return evaluation.value(shown.checked.measures[first].value, Where("all", "all", window.id))
    if first in {cost.cost for cost in scheme.costs} and last in ("", *_REASONS):
        return _cost(shown, first, last)
    if first in _COUNTS and not last:
        first, last = next(iter(scheme.units)), first
    if first in scheme.units:
        return _unit(shown, first, last)
    raise KeyError(name)


def _kpi(shown: Shown, kpi: str, scenario: str, part: str, category: str) -> object:
    if (kpi, scenario) not in {(one.kpi.kpi, one.scenario) for one in shown.checked.kpis}:
        raise KeyError(scenario)
    written = (*shown.chapter.kpis, *shown.chapter.scenario_kpis)
    rows = [
        row
        for row in written
        if (row.kpi, row.scenario) == (kpi, scenario) and row.level == "all" and row.period == shown.chapter.span.label
    ]
    for row in rows:
        if row.category == category:
            return getattr(row, part)
    return 0 if part in ("numerator", "skipped") and rows else None


def _saving(shown: Shown, saving: str, scenario: str, part: str) -> object:
    if part not in ("", "net", *_REASONS):
        raise KeyError(part)
    for row in shown.chapter.savings:
        if (row.saving, row.scenario, row.level, row.period) == (saving, scenario, "all", shown.chapter.span.label):
            if part in _REASONS:
                return getattr(row, part)
            taken_off = _all_costs(shown) if part == "net" else 0
            return None if row.gross_pence is None or taken_off is None else pounds(row.gross_pence - taken_off)
    if scenario not in {"default", *(one.scenario for one in shown.checked.scheme.scenarios)}:
        raise KeyError(scenario)
    return None


def _cost(shown: Shown, cost: str, part: str) -> object:
    for row in _costs(shown):
        if row.cost == cost:
            return getattr(row, part) if part else None if row.cost_pence is None else pounds(row.cost_pence)
    return None


def _costs(shown: Shown) -> list[CostRow]:
    return [row for row in shown.chapter.costs if (row.level, row.period) == ("all", shown.chapter.span.label)]


def _all_costs(shown: Shown) -> int | None:
    """Return the pence of all costs of the scheme; None when one is not known, wholly or in part: it blocks the net."""
    rows = _costs(shown)
    known = [row.cost_pence for row in rows if row.cost_pence is not None and row.status == "calculated"]
    return sum(known) if len(known) == len(rows) else None


def is_confidential(checked: CheckedScheme, name: str) -> bool:
    """Say whether a name of an example's `expect` is something of one unit that rests on a confidential parameter."""
    unit, _, part = name.rpartition(".")
    return unit in checked.units and part not in _COUNTS and confidential_units(checked)[unit].hides(part)


def _unit(shown: Shown, unit: str, part: str) -> object:
    if part in _COUNTS:
        counts = [row for row in shown.chapter.counts if row.unit == unit and row.level == "all" and row.period == shown.chapter.span.label]
        return getattr(counts[0], part) if counts else 0
    rows = [row for row in shown.run.units[unit] if row.windows]
    if part == "at_stake":
        return pounds(sum(row.at_stake_pence or 0 for row in rows))
    if part in ("deciding_rule", "missing_field") and rows:
        return getattr(rows[0], part)
    if rows and part in rows[0].values:
        return rows[0].values[part]
    raise KeyError(part)
