"""The worked example of `itp_immunoglobulin_dosing`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from schemes.worked.case import Boundary, Side, Trap, Wanted, figure, pair, percent

ITP = "itp_immunoglobulin_dosing"
DAY, MILLIGRAM = timedelta(days=1), Decimal("0.001")


WANTED = (
    Wanted(ITP, "output", "itp_courses", "8", figure("course.in_scope")),
    Wanted(ITP, "output", "undetermined", "1", figure("course.undetermined")),
    Wanted(ITP, "output", "weighed_courses", "7", figure("pct_courses_le_1.denominator")),
    Wanted(ITP, "output", "compliant_courses", "4", figure("pct_courses_le_1.numerator")),
    Wanted(ITP, "output", "pct_courses_le_1", "57.14", percent("pct_courses_le_1")),
    Wanted(ITP, "output", "band_le1", "4", figure("band_share.numerator[<=1]")),
    Wanted(ITP, "output", "band_1_2", "2", figure("band_share.numerator[(1,2]]")),
    Wanted(ITP, "output", "band_gt2", "1", figure("band_share.numerator[>2]")),
    Wanted(ITP, "output", "pct_patients_le_1", "50.00", percent("pct_patients_le_1")),
    Wanted(ITP, "output", "weight_recorded_patients_pct", "85.71", percent("weight_recorded")),
    Wanted(ITP, "output", "excess_g", "148", figure("excess_grams")),
    Wanted(ITP, "output", "opportunity_all", "5032.00", figure("opportunity_all")),
    Wanted(ITP, "output", "opportunity_to_target", "2683.73", figure("opportunity_to_target")),
    Wanted(ITP, "output", "realised", "7364.40", figure("realised")),
)

TRAPS = (
    # Every infusion a course of its own: a split dose looks right twice.
    Trap(ITP, "naive_per_infusion_pct", "75.00", "57.14", percent("pct_courses_le_1"), (("    value: 7\n    unit: day\n", "    value: 1\n    unit: day\n"),)),
    # Not wrong in itself: the strict reading is the default, and vials of 5 g another one.
    Trap(ITP, "pct with vials of 5 g", "71.43", "57.14", percent("pct_courses_le_1"), (("    value: 0\n    unit: g\n", "    value: 5\n    unit: g\n"),)),
    # Exactly 1 g/kg taken as too much: only P08 is below.
    Trap(ITP, "exactly 1 g/kg refused", "14.29", "57.14", percent("pct_courses_le_1"), (("compliant: dose <= allowed_dose", "compliant: dose < allowed_dose"),)),
)  # fmt: skip

BOUNDARIES = (
    Boundary(ITP, "1.000 g/kg", "ig_infusions", Side("exactly at the limit", 0), Side("a milligram over the limit", 0), "grams", MILLIGRAM, "course", "compliant", True, False),
    Boundary(ITP, "2.000 g/kg", "ig_infusions", *pair("exactly 2 g/kg, and a milligram more"), "grams", MILLIGRAM, "course", "band", "(1,2]", ">2"),
    Boundary(ITP, "seven days", "ig_infusions", *pair("sixth day joins the course", 1, 3), "infusion_date", DAY, "course", "rows", 2, 1),
)  # fmt: skip
