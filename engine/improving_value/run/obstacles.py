"""What keeps a scheme from being run over the periods asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from improving_value.check.model import CheckedScheme
from improving_value.expression.nodes import Name, walk
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.issues import Issue, Location
from improving_value.kernel.parameters import ParameterValues
from improving_value.kernel.periods import Period


def obstacles(checked: CheckedScheme, calendar: Calendar) -> list[Issue]:
    """Return an issue for each reason why the scheme cannot be run so."""
    return [*ungroupable(checked), *changes_in_totals(checked, calendar)]


def ungroupable(checked: CheckedScheme) -> list[Issue]:
    """Return an issue for each value that nobody supplied and that decides which rows make a unit: nothing can be counted without it."""
    issues = []
    for unit in checked.units.values():
        spans = [] if unit.group is None else [node for node in (unit.group.within, unit.group.gap_under) if node is not None]
        for part in (part for node in spans for part in walk(node)):
            if isinstance(part, Name) and part.kind == "parameter" and part.name not in checked.values:
                found = f"no value for `{part.name}`, which decides which rows make one {unit.say}"
                issues.append(
                    Issue(
                        "missing-parameter",
                        Location(checked.scheme.scheme),
                        found,
                        "a value in the parameters file",
                        "`parameters --template` says what it is and who would know it",
                    )
                )
    return issues


def changes_in_totals(checked: CheckedScheme, calendar: Calendar) -> list[Issue]:
    """Return an issue for each dated value that changes inside a period in which a total uses it."""
    pieces = [window.period for window in calendar.windows if window.role == "piece"]
    outer = [measure.value for measure in checked.measures.values()]
    outer += [node for kpi in checked.kpis for node in (kpi.value, kpi.target) if node is not None]
    outer += [node for saving in checked.savings for node in (saving.total, *(gate for gate, _ in saving.gates)) if node is not None]
    outer += [cost.total for cost in checked.costs if cost.total is not None]
    totals = {part.name for node in outer for part in walk(node) if isinstance(part, Name) and part.kind == "parameter"}
    issues = []
    for name in sorted(totals):
        values = checked.values.get(name)
        day = None if values is None else first_change(values, pieces)
        if day is not None:
            issues.append(
                Issue(
                    "changes-inside-period",
                    Location(checked.scheme.scheme),
                    f"`{name}`, which changes on {day.isoformat()}, inside a period that a total is worked out for",
                    "one value for the whole period",
                    "use `each`, so that every unit has the value of its own date; or report by shorter periods",
                )
            )
    return issues


def first_change(values: ParameterValues, periods: Sequence[Period]) -> date | None:
    """Return the first day inside a period on which a value for the same keys changes."""
    days = sorted({day for row in values.rows for day in (row.starts, row.ends) if day is not None})
    for day in days:
        for period in periods:
            if period.start < day < period.end:
                keys = {row.keys for row in values.rows}
                if any(values.at(key, day) != values.at(key, day - timedelta(days=1)) for key in keys):
                    return day
    return None
