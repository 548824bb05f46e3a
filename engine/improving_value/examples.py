"""A scheme's own examples, run on the row engine: what should come out, and what did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from improving_value.assess.assessment import SchemeAssessment, pounds
from improving_value.assess.cells import CellTable, Where
from improving_value.assess.chapter import assess_scheme
from improving_value.assess.evaluation import Evaluation
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.datasets.examples import typed_examples
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.names import nearest
from improving_value.kernel.periods import Period, PeriodError, read_period
from improving_value.run.calendar import make_calendar
from improving_value.run.results import Results
from improving_value.run.rows import RowRun, run_rows
from improving_value.run.rows_activity import Tables
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.models import Example
from improving_value.spec.parameters_file import entries_of

DEFAULT_PERIOD = "2017/18"
_WANTED = re.compile(r"^(?P<name>[a-z0-9_.]+?)(?:@(?P<scenario>[a-z0-9_]+))?(?:\[(?P<category>.*)\])?$")
_COUNTS = ("in_scope", "eligible", "not_eligible", "undetermined")


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

    def checked(self, index: int) -> CheckedScheme:
        """Return the scheme with the parameter values of one example."""
        example = self.loaded.scheme.examples[index]
        key = repr(sorted(example.parameters.items(), key=lambda pair: pair[0]))
        if key not in self._checked:
            entries = entries_of(self.loaded.source, ("examples", index, "parameters"))
            self._checked[key] = check_scheme(self.loaded, self.dictionary, entries, units_known=True)
        return self._checked[key]

    def show(self, index: int) -> Shown:
        """Run one example. Raises Rejected when its rows, period or parameters cannot be read."""
        example = self.loaded.scheme.examples[index]
        checked = self.checked(index)
        tables = self.tables(index, example)
        span, baseline = self._periods(index, example)
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

    def tables(self, index: int, example: Example) -> Tables:
        """Return an example's rows as typed values, with the keys they would have in a file."""
        tables = {}
        issues: list[Issue] = []
        for name, rows in example.given.items():
            path = ("examples", index, "given", name)
            dataset = self.dictionary.get(name)
            if dataset is None:
                close = nearest(name, sorted(self.dictionary))
                issues.append(
                    self._issue(
                        "unknown-dataset",
                        path,
                        f"`{name}`, which is not a dataset",
                        "a dataset of the data dictionary",
                        f"write `{close}`" if close else "correct the name",
                    )
                )
                continue
            typed, faults = typed_examples(dataset, rows)
            tables[name] = typed
            for row, column, code in faults:
                if code in ("not-after",):
                    continue  # an example may be about what intake does with such a row
                place = (*path, row, column) if column in rows[row] else (*path, row)
                issues.append(
                    self._issue(
                        "example-row",
                        place,
                        f"a value that intake would refuse (`{code}`)",
                        "a value of the column's type and range",
                        f"`explain {code}` says what fits; the dictionary entry is `schemas/datasets/{name}.yaml`",
                    )
                )
        if issues:
            raise Rejected(issues)
        return tables

    def _periods(self, index: int, example: Example) -> tuple[Period, Period | None]:
        try:
            return read_period(example.period or DEFAULT_PERIOD), None if example.baseline is None else read_period(example.baseline)
        except PeriodError as error:
            raise Rejected(
                [
                    self._issue(
                        "period-not-understood",
                        ("examples", index),
                        str(error),
                        "a financial year, quarter or month",
                        "write, for example, `2017/18 Q1`",
                    )
                ]
            ) from None

    def _issue(self, code: str, path: tuple[str | int, ...], found: str, expected: str, fix: str) -> Issue:
        where = self.loaded.source.locate(path)
        return Issue(code, where, found, expected, fix, "error", self.loaded.source.excerpt(where.line))

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
                    self._issue(
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
                    self._issue(
                        "example-differs",
                        path,
                        f"{_shown(got, wanted)}",
                        f"{_written(wanted)}",
                        "find out which is right before changing either",
                    )
                )
        return found


def failed_examples(loaded: LoadedScheme, dictionary: Mapping[str, Dataset]) -> list[Issue]:
    """Return every expected value of a scheme's examples that does not come out."""
    reader = ExampleReader(loaded, dictionary)
    return [issue for index in range(len(loaded.scheme.examples)) for issue in reader.differences(index)]


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


def _shown(got: object, wanted: object) -> str:
    if got is None:
        return "missing"
    if isinstance(wanted, Decimal) and isinstance(got, (int, float, Decimal)):
        return f"{got:,.6f}".rstrip("0").rstrip(".") if not isinstance(got, Decimal) else str(got)
    return f"`{got}`"


def _written(wanted: object) -> str:
    return "missing" if wanted is None else str(wanted) if isinstance(wanted, Decimal) else f"`{wanted}`"


def value_of(shown: Shown, name: str) -> object:
    """Return what an example gave for a name of its `expect`. Raises KeyError for a name that means nothing.

    A KPI, `KPI.numerator`, `.denominator`, `.skipped`, `.verdict`, `KPI[category]`; a saving or `SAVING@SCENARIO` in GBP,
    `SAVING.status`, `.needs`; a measure; `UNIT.in_scope` and the outcomes (of the first unit when no unit is named);
    `UNIT.deciding_rule` and `UNIT.missing_field` of the only unit.
    """
    match = _WANTED.match(name)
    if match is None:
        raise KeyError(name)
    parts = match.group("name").split(".")
    first, last = parts[0], parts[-1] if len(parts) > 1 else ""
    scheme = shown.checked.scheme
    if first in {kpi.kpi for kpi in scheme.kpis}:
        return _kpi(shown, first, last or "value", match.group("category") or "")
    if first in {saving.saving for saving in scheme.savings}:
        return _saving(shown, first, match.group("scenario") or "default", last)
    if first in {measure.measure for measure in scheme.measures}:
        window = next((window for window in shown.results.calendar.windows if window.role == "span"), shown.results.calendar.windows[0])
        evaluation = Evaluation(shown.checked, CellTable(shown.checked, shown.results))
        return evaluation.value(shown.checked.measures[first].value, Where("all", "all", window.id))
    if first in _COUNTS and not last:
        first, last = next(iter(scheme.units)), first
    if first in scheme.units:
        return _unit(shown, first, last)
    raise KeyError(name)


def _kpi(shown: Shown, kpi: str, part: str, category: str) -> object:
    rows = [row for row in shown.chapter.kpis if row.kpi == kpi and row.level == "all" and row.period == shown.chapter.span.label]
    for row in rows:
        if row.category == category:
            return getattr(row, part)
    return 0 if part in ("numerator", "skipped") and rows else None


def _saving(shown: Shown, saving: str, scenario: str, part: str) -> object:
    for row in shown.chapter.savings:
        if (row.saving, row.scenario, row.level, row.period) == (saving, scenario, "all", shown.chapter.span.label):
            if part in ("status", "needs"):
                return getattr(row, part)
            return None if row.gross_pence is None else pounds(row.gross_pence)
    if scenario not in {"default", *(one.scenario for one in shown.checked.scheme.scenarios)}:
        raise KeyError(scenario)
    return None


def _unit(shown: Shown, unit: str, part: str) -> object:
    if part in _COUNTS:
        counts = [row for row in shown.chapter.counts if row.unit == unit and row.level == "all" and row.period == shown.chapter.span.label]
        return getattr(counts[0], part) if counts else 0
    rows = [row for row in shown.run.units[unit] if row.windows]
    if part in ("deciding_rule", "missing_field") and rows:
        return getattr(rows[0], part)
    if rows and part in rows[0].values:
        return rows[0].values[part]
    raise KeyError(part)
