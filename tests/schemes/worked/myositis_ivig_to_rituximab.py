"""The worked example of `myositis_ivig_to_rituximab`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, of_example, pair, percent

MYOSITIS = "myositis_ivig_to_rituximab"
DAY = timedelta(days=1)


def of_patient(patient: str, column: str) -> Read:
    """Read a column, or the pounds of a saving, of the only unit of one patient."""

    def read(seen: Shown) -> object:
        (unit,) = [row for row in seen.run.units["patient"] if row.values["patient_id"] == patient and row.windows]
        return Decimal(unit.pence[column] or 0).scaleb(-2) if column in unit.pence else unit.values[column]

    return read


WANTED = (
    Wanted(MYOSITIS, "output", "eligible", "3", figure("patient.eligible")),
    Wanted(MYOSITIS, "output", "undetermined", "1", figure("patient.undetermined")),
    Wanted(MYOSITIS, "output", "switched", "2", figure("switched_patients")),
    Wanted(MYOSITIS, "output", "switch_plan_rate_pct", "100.00", percent("switch_plan_rate")),
    Wanted(MYOSITIS, "output", "in_year_M1", "33470.00", of_patient("M1", "in_year_pence")),
    Wanted(MYOSITIS, "output", "in_year_M7", "43366.67", of_patient("M7", "in_year_pence")),
    Wanted(MYOSITIS, "output", "in_year_total", "76836.67", figure("in_year")),
    Wanted(MYOSITIS, "output", "opportunity_fye_M2", "59868.00", of_patient("M2", "opportunity_fye_pence")),
    Wanted(MYOSITIS, "output", "attendance_avoided_M1", "11", of_patient("M1", "attendances_avoided")),
    Wanted(MYOSITIS, "output", "on_maintenance_at_year_end", "2", figure("maintenance_count[eligible]")),
    Wanted(MYOSITIS, "output", "text_per_patient", "66940.00", of_example(MYOSITIS, "the guide's patient of 80 kg", "opportunity_fye")),
    Wanted(
        MYOSITIS,
        "scenario",
        "per_patient_if_450_on_both_sides",
        "78640.00",
        of_example(MYOSITIS, "the guide's patient of 80 kg", "opportunity_fye@ivig_infusion_cost_included"),
    ),
)

TRAPS = (
    # 80 kg for everybody, whatever the weight on record.
    Trap(
        MYOSITIS, "80 kg for everybody", "66940.00", "59868.00", figure("opportunity_fye"),
        (("weight: if_missing(weight_kg, assumed_weight) if assume_weight else weight_kg", "weight: assumed_weight if assume_weight else assumed_weight"),),
    ),
    # A full year for each switch: 2 x 66,940, although M1 has half a year and M7 eight months.
    Trap(
        MYOSITIS, "a full year for each switch", "133880.00", "76836.67", figure("in_year"),
        (("each: ivig_cost_per_year * months_switched / 12 - rituximab_cost - weaning_cost", "each: ivig_cost_per_year - rituximab_cost_per_year"),),
    ),
    # Rituximab by the month instead of by the course given: M7's second course after the revert is lost.
    Trap(
        MYOSITIS, "rituximab pro rata", "78096.67", "76836.67", figure("in_year"),
        (("months_switched / 12 - rituximab_cost - weaning_cost", "months_switched / 12 - rituximab_cost_per_year * months_switched / 12 - weaning_cost"),),
    ),
    # The registers' other forms of the disease left out of the count of infusions.
    Trap(
        MYOSITIS, "infusions of two forms only", "6", "7", figure("ivig_infusions_im"),
        (("keep: indication in inflammatory_myositis and product_class", "keep: indication in policy_diseases and product_class"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(MYOSITIS, "seven days", "ig_infusions", *pair("sixth day joins the course", 1, 4), "infusion_date", DAY, "ivig_course", "rows", 2, 1),
    Boundary(MYOSITIS, "28 days", "rituximab_admin", *pair("a second rituximab infusion 27 days", 1, 3), "admin_date", DAY, "rituximab_course", "rows", 2, 1),
    Boundary(MYOSITIS, "18 on the day of the switch", "patients", *pair("eighteen on the day of the switch"), "birth_date", DAY, "patient", "outcome", "eligible", "not_eligible"),
    Boundary(MYOSITIS, "18 on the last day", "patients", *pair("eighteen on the last day of the year"), "birth_date", DAY, "patient", "outcome", "eligible", "not_eligible"),
    Boundary(MYOSITIS, "six months of courses", "ig_infusions", *pair("three courses in the six months", 3, 0), "infusion_date", DAY, "patient", "outcome", "not_eligible", "eligible"),
    Boundary(MYOSITIS, "weaning from the switch", "ig_infusions", *pair("weaning"), "infusion_date", DAY, "ivig_infusion", "on_switch_or_later", False, True),
)  # fmt: skip
