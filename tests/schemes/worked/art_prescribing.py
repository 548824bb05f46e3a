"""The worked example of `art_prescribing`."""

from __future__ import annotations

from datetime import timedelta

from schemes.worked.case import Boundary, Forbidden, Trap, Wanted, figure, pair, percent

ART = "art_prescribing"
DAY = timedelta(days=1)


WANTED = (
    Wanted(ART, "output", "switch_candidates", "5", figure("switch_candidates")),
    Wanted(ART, "output", "switched", "3", figure("switched_patients")),
    Wanted(ART, "output", "switch_uptake_pct", "60.00", percent("switch_uptake")),
    Wanted(ART, "output", "target_met", "not_met", figure("switch_uptake.verdict")),
    Wanted(ART, "output", "actual_spend", "10380.00", figure("actual_spend")),
    Wanted(ART, "output", "avg_cost_per_patient", "1297.50", figure("avg_cost_per_patient")),
    Wanted(ART, "output", "saving_switch", "2340.00", figure("saving_switch")),
    Wanted(ART, "output", "saving_new_avoidance", "960.00", figure("saving_new")),
    Wanted(ART, "output", "pct_of_counterfactual", "18.40", percent("pct_of_spend")),
    Wanted(ART, "output", "cost", "250.00", figure("pharmacist")),
    Wanted(ART, "output", "net", "2090.00", figure("saving_switch.net")),
)

TRAPS = (
    # Over what was spent, not over what would have been: 2,340 of 10,380.
    Trap(ART, "over actual spend", "22.54", "18.40", percent("pct_of_spend"), (("switch_savings / (actual_spend + switch_savings)", "switch_savings / actual_spend"),)),
    # Whatever a candidate was supplied with, the whole quarter: 3 x (3 x 320) + 2 x (3 x 210).
    Trap(
        ART, "every supply of a candidate", "4140.00", "2340.00", figure("saving_switch"),
        (("    keep: switching_from <= dispensed_date and on_paired_generic\n", "    keep: switching_from <= dispensed_date and not is_missing(paired_generic)\n"),),
    ),
    # New patients on a generic as switches: 2,340 + 960.
    Trap(
        ART, "new patients as switches", "3300.00", "2340.00", figure("saving_switch"),
        (
            ("    keep: switching_from <= dispensed_date and on_paired_generic\n", "    keep: switching_from <= dispensed_date and is_generic\n"),
            ("    each: saved\n", "    each: avoided\n"),
        ),
    ),
    # Suitable or not: A4 is one more candidate, 3 of 6.
    Trap(ART, "unsuitable patients as candidates", "50.00", "60.00", percent("switch_uptake"), (("        when: suitable\n        say: A switch is clinically suitable\n\n", "        when: suitable or not suitable\n        say: A switch is clinically suitable\n\n"),)),
    # In the basket or not: A8 on C is one more candidate, 3 of 6.
    Trap(ART, "regimens outside the basket", "50.00", "60.00", percent("switch_uptake"), (("        when: pairs > 0 if", "        when: pairs >= 0 if"),)),
)  # fmt: skip

FORBIDDEN = (
    # Released and avoided are two classes: 2,340 + 960, and less the cost.
    Forbidden(ART, "saving_both", "3300.00"),
    Forbidden(ART, "net_both", "3050.00"),
)

BOUNDARIES = (
    Boundary(ART, "baseline quarter begins", "art_dispensings", *pair("the first day of the baseline quarter"), "dispensed_date", DAY, "candidate", "in_scope", False, True),
    Boundary(ART, "baseline quarter ends", "art_dispensings", *pair("the last day of the baseline quarter"), "dispensed_date", DAY, "candidate", "in_scope", True, False),
    Boundary(ART, "new from the first day", "art_dispensings", *pair("the last day of the baseline quarter"), "dispensed_date", DAY, "starter", "in_scope", False, True),
    Boundary(ART, "supplied in the quarter", "art_dispensings", *pair("the last day of the quarter", 2, 3), "dispensed_date", DAY, "patient", "in_scope", True, False),
    Boundary(ART, "the price of the day", "art_dispensings", *pair("the price changes on 1 May", 3, 4), "dispensed_date", DAY, "supply", "saved", 320.0, 300.0),
)  # fmt: skip
