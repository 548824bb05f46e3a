"""Disclosure control of KPIs: shares from rounded counts, rates no finer than one person shows, nothing that rests on few."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from improving_value.assess.assessment import KpiRow, Verdict
from improving_value.assess.disclosure_wholes import Wholes
from improving_value.assess.people import Behind, Sort
from improving_value.assess.rounding import Rounding, to_step
from improving_value.kernel.numbers import is_at_most


@dataclass(frozen=True)
class Steps:
    """The steps of a KPI's numerators, denominators and values where they are amounts."""

    numerator: float
    denominator: float
    value: float


def kpis_without_small_numbers(rows: Sequence[KpiRow], tops: Collection[str], wholes: Wholes, rounding: Rounding) -> tuple[KpiRow, ...]:
    """Return KPI rows as they may be shown. `tops` list their largest categories first: by what is shown, not by what is not."""
    steps = _steps(rows, rounding)
    found: list[KpiRow] = []
    shown_rows = [_row(row, steps[row.kpi], rounding) for row in rows]
    shown_rows = [_without_parts(one) if wholes.tells_what_is_left(row, one) else one for row, one in zip(rows, shown_rows, strict=True)]
    wholes.add(shown_rows)
    for (kpi, *_), some in groupby(shown_rows, lambda row: (row.kpi, row.scenario, row.level, row.organisation, row.period)):
        shown = [_beside_others(row, wholes) for row in some]
        found += sorted(shown, key=lambda row: (bool(row.category), -(row.numerator or 0.0), row.category)) if kpi in tops else shown
    return tuple(found)


def _steps(rows: Sequence[KpiRow], rounding: Rounding) -> Mapping[str, Steps]:
    by_kpi: dict[str, list[tuple[KpiRow, Behind]]] = {}
    for row in rows:
        by_kpi.setdefault(row.kpi, []).append((row, row.behind or Behind()))
    return {
        kpi: Steps(
            rounding.step((row.numerator or 0.0, behind.numerator) for row, behind in some),
            rounding.step((row.denominator or 0.0, behind.denominator) for row, behind in some),
            rounding.step((row.value or 0.0, behind.value) for row, behind in some),
        )
        for kpi, some in by_kpi.items()
    }


def _row(row: KpiRow, steps: Steps, rounding: Rounding) -> KpiRow:
    behind = row.behind or Behind()
    numerator = _part(row.numerator, behind.numerator, behind.numerator_is, steps.numerator, rounding)
    denominator = _part(row.denominator, behind.denominator, behind.denominator_is, steps.denominator, rounding)
    skipped = None if row.skipped is None else rounding.count(row.skipped, behind.skipped)
    value = None if row.value is None or rounding.is_few(behind.value) else _value(row, behind, numerator, denominator, steps, rounding)
    numbers = {"numerator": numerator, "denominator": denominator, "value": value, "skipped": skipped}
    suppressed = tuple(name for name, number in numbers.items() if number is None and getattr(row, name) is not None)
    return replace(
        row,
        numerator=numerator,
        denominator=denominator,
        value=value,
        skipped=skipped,
        verdict="suppressed" if "value" in suppressed else _verdict(row, value),
        behind=None,
        suppressed=suppressed,
    )


def _beside_others(row: KpiRow, wholes: Wholes) -> KpiRow:
    """Return a row without what would give another number away: its noughts, and other periods of what is suppressed in one."""
    numbers = {"numerator": row.numerator, "denominator": row.denominator, "skipped": row.skipped, "value": row.value}
    place = (row.level, row.organisation, row.period)
    hidden = [
        part
        for part, number in numbers.items()
        if number is not None
        and (
            wholes.is_one_piece_of_few((row.kpi, row.scenario, part, row.category), *place)
            or (part == "skipped" and row.level != "all" and wholes.is_left_over((row.kpi, part)))
            or (number == 0 and part != "value" and wholes.is_nought_of_few(row, part))
        )
    ]
    if row.value is not None and "value" not in hidden and {"numerator", "denominator"} & {*hidden}:
        hidden.append("value")
    if not hidden:
        return row
    changed = dict.fromkeys(hidden)
    suppressed = (*row.suppressed, *hidden)
    return replace(row, **changed, suppressed=suppressed, verdict="suppressed" if "value" in hidden else row.verdict)  # type: ignore[arg-type]


def _without_parts(row: KpiRow) -> KpiRow:
    """Return a row of which nothing is shown: its denominator would tell how few were left out."""
    gone = tuple(name for name in ("numerator", "denominator", "value") if getattr(row, name) is not None)
    verdict: Verdict = "suppressed" if "value" in gone else row.verdict
    return replace(row, numerator=None, denominator=None, value=None, suppressed=(*row.suppressed, *gone), verdict=verdict)


def _part(number: float | None, people: int, sort: Sort, step: float, rounding: Rounding) -> float | None:
    if number is None:
        return None
    if sort == "count":
        shown = rounding.count(round(number), people)
        return None if shown is None else float(shown)
    if rounding.is_few(people):
        return None
    return to_step(number, step) if sort == "total" else rounding.rate(number)


def _value(
    row: KpiRow, behind: Behind, numerator: float | None, denominator: float | None, steps: Steps, rounding: Rounding
) -> float | None:
    """Return a value that tells no more than the rounded parts it is made from."""
    assert row.value is not None
    if row.numerator is None or row.denominator is None:
        return _part(row.value, behind.value, behind.value_is, steps.value, rounding)
    if numerator is None or denominator is None:
        return None
    if not row.numerator:
        return row.value
    # Over a number that does not grow with people it is an amount, as its numerator is.
    if behind.value_is != "rate" and behind.numerator_is != "count":
        return _part(row.value, behind.value, behind.value_is, steps.value, rounding)
    value = row.value
    if behind.denominator_is == "count" and denominator:
        if behind.numerator_is != "count":  # an average: one person more or less must not show
            return rounding.rate(value, abs(value) / (denominator - rounding.nearest // 2))
        value *= row.denominator / denominator
    if behind.numerator_is == "count" or (behind.numerator_is == "total" and not behind.shares_people):
        value *= numerator / row.numerator
    return rounding.rate(min(value, 1.0) if row.unit == "share" and row.value <= 1 else value)


def _verdict(row: KpiRow, value: float | None) -> Verdict:
    """Return the verdict on what is shown: the exact one would tell on which side of the target the exact value lies."""
    if row.verdict not in ("met", "not_met") or value is None or row.target is None:
        return row.verdict
    met = is_at_most(row.target, value) if row.better == "higher" else is_at_most(value, row.target)
    return "met" if met else "not_met"
