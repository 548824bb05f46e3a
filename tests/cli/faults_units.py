"""Faults of units of measure: what is added, compared, declared, or not declared."""

from __future__ import annotations

from cli.faults import Fault, in_scheme

LATE = "late: wait > longest_wait"
EACH = "each: wait / hours_per_day * bed_day"
MORE = "    better: lower\n\nsavings:"


def in_kpi(name: str, title: str, formula: str) -> Fault:
    """Return a fault of a second KPI: its formula and unit."""
    lines = "".join(f"    {line}\n" for line in formula.splitlines())
    second = f"    better: lower\n  - kpi: second\n    title: A second KPI\n    of: stay\n    domain: quality\n{lines}"
    return in_scheme(name, title, MORE, f"{second}{MORE}")


UNITS = (
    in_scheme("pounds_and_hours", "Pounds added to hours", EACH, "each: wait / hours_per_day * bed_day + wait"),
    in_scheme("hours_and_days", "Hours compared with days", "longest_wait: {value: 4, unit: hour,", "longest_wait: {value: 4, unit: day,"),
    in_scheme("no_conversion", "A conversion left out: hours at a price of days", EACH, "each: wait * bed_day"),
    in_scheme("price_of_another_thing", "A price of one thing for the number of another", "unit: GBP/day", "unit: GBP/patient"),
    in_scheme("saving_not_pounds", "A saving that is no pounds", EACH, "each: wait / hours_per_day"),
    in_scheme("bare_number", "A number without a unit beside one that has one", LATE, "late: wait > 1"),
    in_scheme("unknown_measure", "A misspelt unit", "unit: hour, basis", "unit: huor, basis"),
    in_scheme("uncounted_thing", "A unit that nothing counts", "unit: GBP/day", "unit: GBP/session"),
    in_scheme("days_in_hours", "A date moved by hours", LATE, "late: add_days(day, wait) > day"),
    in_kpi("kpi_in_another_unit", "A KPI that is in another unit than it says", "is: mean(wait)\nunit: day"),
    in_kpi("kpi_without_unit", "A KPI that does not say its unit", "is: sum(wait)"),
    in_kpi("unlike_counts", "Patients added to stays", "is: count() + count_distinct(patient_id)\nunit: stay"),
    in_kpi(
        "kpi_per_hundred",
        "A KPI for every hundred that does not say so",
        "numerator: count(late)\ndenominator: count()\nper: 100\nunit: share",
    ),
    in_kpi("target_in_another_unit", "A target in another unit than its KPI", "is: mean(wait)\nunit: hour\ntarget: hours_per_day"),
)
