"""A unit finished: what its rules say, where and when it counts, and its pence."""

from __future__ import annotations

from improving_value.check.model import CheckedUnit
from improving_value.expression.nodes import Node
from improving_value.kernel import numbers
from improving_value.kernel.calendar import Slice
from improving_value.run.rows_activity import Activity, unit_day
from improving_value.run.rows_model import Outcome, Record, UnitRow, Verdict
from improving_value.run.rows_sight import Sight, first_missing

_SAY = {"keep": "Known to be in scope", "group": "Known to which unit it belongs"}


def finished(unit: CheckedUnit, record: Record, activity: Activity) -> UnitRow:
    """Return the unit with its outcome, its place in time and its pence."""
    sight = activity.from_unit(unit, record)
    asked = [Verdict(rule.rule, sight.truth(rule.when), rule.say) for rule in unit.rules]
    rules = (*(Verdict(doubt.rule, None, _SAY[doubt.rule]) for doubt in record.doubts), *asked)
    outcome, deciding = _decided(rules)
    place = _slice_of(unit, record, activity)
    at_stake = unit.at_stake if outcome == "undetermined" else None
    return UnitRow(
        unit_key=record.key,
        source_keys=record.sources,
        day=unit_day(unit, record),
        window=record.window,
        slice=None if place is None else place.id,
        windows=_windows_of(record, place),
        values={name: record.columns[name] for name in unit.types},
        outcome=outcome,
        deciding_rule=deciding,
        missing_field=_missing_field(unit, record, sight, deciding) if outcome == "undetermined" else None,
        at_stake_pence=None if at_stake is None else _pence(at_stake, sight),
        pence=_savings(unit, sight, outcome, activity),
        rules=rules,
    )


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


def _slice_of(unit: CheckedUnit, record: Record, activity: Activity) -> Slice | None:
    """Return the stretch of days a unit falls in, or, for one tied to a window, the one whose places hold for the window."""
    if record.window is not None:
        wanted = activity.calendar.window_slice[record.window.id]
        return next(part for part in activity.calendar.slices if part.id == wanted)
    day = unit_day(unit, record)
    return next(
        (
            part
            for part in activity.calendar.slices_in(activity.demands[unit.name].roles)
            if day is not None and part.start <= day < part.end
        ),
        None,
    )


def _windows_of(record: Record, place: Slice | None) -> tuple[int, ...]:
    if record.window is not None:
        return (record.window.id,)
    return () if place is None else place.windows


def _savings(unit: CheckedUnit, sight: Sight, outcome: Outcome, activity: Activity) -> dict[str, int | None]:
    """Return whole pence for each saving worked out on this unit; only an eligible one earns."""
    return {
        saving.column: _pence(saving.each, sight) if outcome == "eligible" else None
        for saving in activity.checked.savings
        if saving.each is not None and saving.column is not None and saving.saving.of == unit.name
    }


def _pence(pounds: Node, sight: Sight) -> int | None:
    value = sight.value(pounds)
    if value is None:
        return None
    assert not isinstance(value, (str, tuple)), "pounds are a number"
    return numbers.pence(float(value))  # type: ignore[arg-type]
