"""A unit finished: what its rules say, where and when it counts, and its pence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from improving_value.check.model import CheckedSaving, CheckedUnit
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Node
from improving_value.kernel import numbers
from improving_value.kernel.calendar import Slice
from improving_value.kernel.periods import Window
from improving_value.run.rows_activity import Activity, unit_day
from improving_value.run.rows_alike import values_over
from improving_value.run.rows_model import Outcome, Record, UnitRow, Verdict
from improving_value.run.rows_sight import Sight, first_missing

_SAY = {"keep": "Known to be in scope", "group": "Known to which unit it belongs"}


class _OfAll(NamedTuple):
    """What all units of one sort share: the stretches of days they may fall in, and the savings worked out on each."""

    slices: tuple[Slice, ...]
    savings: tuple[CheckedSaving, ...]


def finished(unit: CheckedUnit, records: Sequence[Record], activity: Activity) -> list[UnitRow]:
    """Return units with their outcomes, their places in time and their pence, in the order of their keys."""
    slices = activity.calendar.slices_in(activity.demands[unit.name].roles)
    savings = tuple(saving for saving in activity.checked.savings if saving.each is not None and saving.saving.of == unit.name)
    sights = [activity.from_unit(unit, record) for record in records]
    answers = [[Verdict(rule.rule, _truth(value), rule.say) for value in values_over(rule.when, sights)] for rule in unit.rules]
    verdicts = list(zip(*answers, strict=True)) if answers else [()] * len(records)
    of_all = _OfAll(slices, savings)
    made = [_finished(unit, record, sight, asked, activity, of_all) for record, sight, asked in zip(records, sights, verdicts, strict=True)]
    return sorted(made, key=lambda row: row.unit_key)


def _finished(unit: CheckedUnit, record: Record, sight: Sight, asked: tuple[Verdict, ...], activity: Activity, of_all: _OfAll) -> UnitRow:
    rules = (*(Verdict(doubt.rule, None, _SAY[doubt.rule]) for doubt in record.doubts), *asked)
    outcome, deciding = _decided(rules)
    day = unit_day(unit, record)
    place = _slice_of(record.window, day, activity, of_all.slices)
    at_stake = unit.at_stake if outcome == "undetermined" else None
    return UnitRow(
        unit_key=record.key,
        source_keys=record.sources,
        day=day,
        window=record.window,
        slice=None if place is None else place.id,
        windows=_windows_of(record, place),
        values={name: record.columns[name] for name in unit.types},
        outcome=outcome,
        deciding_rule=deciding,
        missing_field=_missing_field(unit, record, sight, deciding) if outcome == "undetermined" else None,
        at_stake_pence=None if at_stake is None else _pence(at_stake, sight),
        pence=_savings(of_all.savings, sight, outcome),
        rules=rules,
    )


def _truth(value: RowValue) -> bool | None:
    assert value is None or isinstance(value, bool), "a condition is true, false or missing"
    return value


def _decided(rules: tuple[Verdict, ...]) -> tuple[Outcome, str | None]:
    """Return the outcome and the rule that decides it: the first false one, failing that the first missing one."""
    for rule in rules:
        if rule.holds is False:
            return "not_eligible", rule.rule
    for rule in rules:
        if rule.holds is None:
            return "undetermined", rule.rule
    return "eligible", None


def _missing_field(unit: CheckedUnit, record: Record, sight: Sight, deciding: str | None) -> str | None:
    """Return the field whose being missing left the deciding rule open."""
    for doubt in record.doubts:
        if doubt.rule == deciding:
            return doubt.field
    return next(first_missing(rule.fields, sight) for rule in unit.rules if rule.rule == deciding)


def _slice_of(window: Window | None, day: date | None, activity: Activity, slices: tuple[Slice, ...]) -> Slice | None:
    """Return the stretch of days a unit falls in, or, for one tied to a window, the one whose places hold for the window."""
    if window is not None:
        wanted = activity.calendar.window_slice[window.id]
        return next(part for part in activity.calendar.slices if part.id == wanted)
    if day is None:
        return None
    return next((part for part in slices if part.start <= day < part.end), None)


def _windows_of(record: Record, place: Slice | None) -> tuple[int, ...]:
    if record.window is not None:
        return (record.window.id,)
    return () if place is None else place.windows


def _savings(savings: tuple[CheckedSaving, ...], sight: Sight, outcome: Outcome) -> dict[str, int | None]:
    """Return whole pence for each saving worked out on this unit; only an eligible one earns."""
    return {
        saving.column: _pence(saving.each, sight) if outcome == "eligible" else None
        for saving in savings
        if saving.each is not None and saving.column is not None
    }


def _pence(pounds: Node, sight: Sight) -> int | None:
    value = sight.value(pounds)
    if value is None:
        return None
    assert not isinstance(value, (str, tuple)), "pounds are a number"
    return numbers.pence(float(value))  # type: ignore[arg-type]
