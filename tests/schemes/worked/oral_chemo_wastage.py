"""The worked example of `oral_chemo_wastage`."""

from __future__ import annotations

from datetime import timedelta

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Forbidden, Read, Trap, Wanted, figure, pair, percent

ORAL = "oral_chemo_wastage"
DAY = timedelta(days=1)


def days_left(patient: str) -> Read:
    """Read the unused days of the only treatment of one patient."""

    def read(seen: Shown) -> object:
        (unit,) = [row for row in seen.run.units["patient_drug"] if row.values["patient_id"] == patient]
        return unit.values["days_left"]

    return read


WANTED = (
    Wanted(ORAL, "output", "current", "766346.00", figure("current")),
    Wanted(ORAL, "output", "future", "735692.16", figure("future")),
    Wanted(ORAL, "output", "gross_4pct", "30653.84", figure("gross")),
    Wanted(ORAL, "output", "unused_days.Q1", "50", days_left("Q1")),
    Wanted(ORAL, "output", "unused_days.Q2", "22", days_left("Q2")),
    Wanted(ORAL, "output", "unused_days.Q3", "0", days_left("Q3")),
    Wanted(ORAL, "output", "unused_days.Q4", "0", days_left("Q4")),
    Wanted(ORAL, "output", "unused_days.Q5", "42", days_left("Q5")),
    Wanted(ORAL, "output", "wasted_value", "13346.70", figure("measured_waste")),
    Wanted(ORAL, "output", "dispensed_value", "33420.00", figure("waste_rate_value.denominator")),
    Wanted(ORAL, "output", "waste_rate_value_pct", "39.94", percent("waste_rate_value")),
)

TRAPS = (
    # 49, 21 and 41 days: the stop date is the first day without the drug.
    Trap(
        ORAL, "the stop date counted as a day with the drug", "12996.89", "13346.70", figure("measured_waste"),
        (("days(stopped_on, lasts_until)))", "days(add_days(stopped_on, 1), lasts_until)))"),),
    ),
    # What was issued to everybody, instead of to those who stopped: 13,346.70 of 766,346.00.
    Trap(
        ORAL, "waste over all that was issued", "1.74", "39.94", percent("waste_rate_value"),
        (
            (
                "    of: patient_drug\n    numerator: sum(value_left)\n",
                "    of: patient_drug\n    over: in_scope\n    numerator: sum(if_missing(value_left, 0))\n",
            ),
        ),
    ),
)  # fmt: skip

FORBIDDEN = (
    # The forecast and what was measured are two views of one thing.
    Forbidden(ORAL, "gross_and_measured", "44000.54"),
)

BOUNDARIES = (
    Boundary(ORAL, "supply ran out", "oral_dispensings", *pair("supply ran out on the day"), "dispense_date", DAY, "patient_drug", "days_left", 0, 1),
    Boundary(ORAL, "one month's prescription", "oral_dispensings", *pair("one pack at a time"), "script_days", 1, "issue", "script_length", "up to one month", "more than one month"),
    Boundary(ORAL, "one pack", "oral_dispensings", *pair("one pack at a time", 3, 2), "packs", 1, "issue", "one_pack", True, False),
    Boundary(ORAL, "call before the issue", "oral_dispensings", *pair("a call the day before an issue", 1, 3), "dispense_date", DAY, "issue", "calls_between", 0, 1),
    Boundary(ORAL, "ninety in a hundred", "oral_dispensings", *pair("a day short of ninety"), "dispense_date", DAY, "treatment_period", "adherent", False, True),
)  # fmt: skip
