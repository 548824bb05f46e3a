"""The worked example of `enhanced_supportive_care`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.assess.cells import CellTable, Where
from improving_value.assess.evaluation import Evaluation
from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, pair, percent

ESC = "enhanced_supportive_care"
DAY, CYCLE = timedelta(days=1), 1


def growth(measure: str) -> Read:
    """Read by how many per cent a measure has grown since the baseline."""

    def read(seen: Shown) -> object:
        evaluation = Evaluation(seen.checked, CellTable(seen.checked, seen.results))
        formula = seen.checked.measures[measure].value
        windows = {window.role: window.id for window in seen.results.calendar.windows}
        now, before = (evaluation.value(formula, Where("all", "all", windows[role])) for role in ("piece", "baseline"))
        return 100 * (float(str(now)) / float(str(before)) - 1)

    return read


def admissions(expected: bool) -> Read:
    """Read how many admissions the saving stands for, or with those that came how many were expected."""

    def read(seen: Shown) -> object:
        came = Decimal(str(value_of(seen, "esc_admissions"))) if expected else Decimal(0)
        return Decimal(str(value_of(seen, "gross"))) / Decimal(2100) + came

    return read


WANTED = (
    Wanted(ESC, "output", "esc_rate_growth_pct", "-13.33", growth("esc_rate")),
    Wanted(ESC, "output", "ctl_rate_growth_pct", "7.14", growth("comparator_rate")),
    Wanted(ESC, "output", "growth_gap_pp", "-20.48", figure("unplanned_growth_gap")),
    Wanted(ESC, "output", "expected_admissions", "353.5714", admissions(expected=True)),
    Wanted(ESC, "output", "avoided", "67.5714", admissions(expected=False)),
    Wanted(ESC, "output", "gross", "141900.00", figure("gross")),
    Wanted(ESC, "output", "net", "51900.00", figure("gross.net")),
    Wanted(ESC, "output", "esc_offered_pct", "80.0", percent("esc_offered")),
    Wanted(ESC, "output", "ipos_mean_change", "-5.25", figure("ipos_change")),
    Wanted(ESC, "output", "ipos_pairs", "4", figure("ipos_pairs")),
    Wanted(ESC, "scenario", "additive_did_gross", "138600.00", figure("gross@additive")),
)

TRAPS = (
    # Admissions counted and not divided by people: 286 / 300, although 20 people more are under care.
    Trap(
        ESC, "raw_count_growth_esc_pct", "-4.67", "-13.33", growth("esc_rate"),
        (("measure: esc_rate, of: group_period, is: sum(admissions) / sum(people)", "measure: esc_rate, of: group_period, is: sum(admissions)"),),
    ),
    # No comparator: (1.5 x 220 - 286) x 2,100.
    Trap(
        ESC, "naive_before_after_gross", "92400.00", "141900.00", figure("gross"),
        (("((baseline.esc_rate * comparator_rate / baseline.comparator_rate\n", "((baseline.esc_rate\n"),),
    ),
    # The free team of the printed guide.
    Trap(ESC, "net without the team", "141900.00", "51900.00", figure("gross.net"), (("    title: Supportive care team\n    total: esc_team_cost if", "    title: Supportive care team\n    total: 0 if"),)),
)  # fmt: skip

BOUNDARIES = (
    Boundary(ESC, "28 days", "patient_cohort", *pair("offered on the last day that counts"), "esc_offer_date", DAY, "diagnosis", "offered", True, False),
    Boundary(ESC, "offered at diagnosis", "patient_cohort", *pair("offered the day before the diagnosis"), "esc_offer_date", DAY, "diagnosis", "offered", False, True),
    Boundary(ESC, "diagnosed when admitted", "unplanned_admissions", *pair("admitted the day before the diagnosis"), "admit_date", DAY, "admission", "outcome", "not_eligible", "eligible"),
    Boundary(ESC, "all cycles given", "sact_courses", *pair("one cycle short of the plan"), "given_cycles", CYCLE, "course", "partial", True, False),
    Boundary(ESC, "30 days before death", "sact_admin", *pair("chemotherapy 31 days before death"), "administration_date", DAY, "death", "late_treatments", 0, 1),
    Boundary(ESC, "visited when diagnosed", "ecds", *pair("what else happens", 0, 1), "arrival_date", DAY, "emergency_visit", "outcome", "not_eligible", "eligible"),
    Boundary(ESC, "appointment when diagnosed", "gp_appointments", *pair("what else happens", 0, 1), "appointment_date", DAY, "gp_visit", "outcome", "not_eligible", "eligible"),
)  # fmt: skip
