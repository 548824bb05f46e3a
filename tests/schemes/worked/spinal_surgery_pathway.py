"""The worked example of `spinal_surgery_pathway`."""

from __future__ import annotations

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Trap, Wanted, figure, pair, percent

SPINE = "spinal_surgery_pathway"
YEAR, PERSON = 1, 1


def national_people(seen: Shown) -> object:
    return seen.checked.scheme.parameters["national_people"].value


WANTED = (
    Wanted(SPINE, "output", "population", "500000", figure("people")),
    Wanted(SPINE, "output", "gross", "500000.00", figure("gross")),
    Wanted(SPINE, "output", "net", "323574.42", figure("gross.net")),
    Wanted(SPINE, "output", "pathway_referrals", "7", figure("referral.eligible")),
    Wanted(SPINE, "output", "tt_route_pct", "71.43", percent("tt_route_rate")),
    Wanted(SPINE, "output", "op_wait_median", "35", figure("op_wait_median")),
    Wanted(SPINE, "output", "conversion_pct", "42.86", percent("op_ip_conversion")),
    Wanted(SPINE, "output", "conversion_tt_pct", "60.00", percent("op_ip_conversion[triage_and_treat]")),
    Wanted(SPINE, "output", "conversion_gp_pct", "0.00", percent("op_ip_conversion[gp]")),
    Wanted(SPINE, "output", "national_population_implied_by_50m", "50000000", national_people),
)

TRAPS = (
    # Red flags counted: R7 went straight to hospital, rightly.
    Trap(SPINE, "red flags counted", "62.50", "71.43", percent("tt_route_rate"), ((" and not red_flag and age", " and age"),)),
    Trap(SPINE, "wait with red flags", "31.5", "35", figure("op_wait_median"), ((" and not red_flag and age", " and age"),)),
    Trap(SPINE, "conversion with red flags", "50.00", "42.86", percent("op_ip_conversion"), ((" and not red_flag and age", " and age"),)),
    # The pound is for a year, not for each month of it.
    Trap(SPINE, "a pound a month", "6000000.00", "500000.00", figure("gross"), (("part_of_year: months_in_period / 12", "part_of_year: months_in_period"),)),
    # A pound for each patient instead of each person of the catchment.
    Trap(
        SPINE, "a pound a patient", "7.00", "500000.00", figure("gross"),
        (("    of: registered\n    each: population * saving_per_head * part_of_year\n", "    of: referral\n    each: saving_per_head\n"),
         ("    claims: [ccg_population]\n    basis: What one place", "    basis: What one place")),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(SPINE, "17 and 18", "referrals", *pair("aged 17 and aged 18"), "age", YEAR, "referral", "in_scope", False, True),
    Boundary(SPINE, "nobody and one", "ccg_population", *pair("one person, and none"), "population", PERSON, "registered", "outcome", "not_eligible", "eligible"),
)  # fmt: skip
