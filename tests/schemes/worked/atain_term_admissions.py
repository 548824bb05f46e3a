"""The worked example of `atain_term_admissions`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, pair, percent

ATAIN = "atain_term_admissions"
DAY, WEEK = timedelta(days=1), 1


def of_area(area: str) -> Read:
    """Read how many term admissions are of an area."""
    return lambda seen: sum(1 for row in seen.run.units["admission"] if row.outcome == "eligible" and row.values["area"] == area)


def published(seen: Shown, name: str) -> Decimal:
    (row,) = seen.checked.values[name].rows
    return Decimal(str(row.value))


def avoidable_in_england(seen: Shown) -> Decimal:
    """Put England's term admissions to the share that the local estimate rests on (a double, so rounded to six places)."""
    share = Decimal(repr(value_of(seen, "avoidable_estimate"))) / Decimal(repr(value_of(seen, "term_admissions_counted")))
    return round(share, 6) * published(seen, "national_term_admissions")


def england(seen: Shown) -> Decimal:
    """Read England's share of term babies: the local share less the points above it."""
    return 100 * Decimal(repr(value_of(seen, "term_among_first"))) - Decimal(repr(value_of(seen, "term_share_against_england")))


WANTED = (
    Wanted(ATAIN, "output", "term_admissions", "6", figure("term_admissions_counted")),
    Wanted(ATAIN, "output", "undetermined", "1", figure("admission.undetermined")),
    Wanted(ATAIN, "output", "term_adm_pct_live", "3.00", percent("term_adm_pct_live")),
    Wanted(ATAIN, "output", "term_adm_pct_term", "3.26", percent("term_adm_pct_term")),
    Wanted(ATAIN, "output", "in_four_areas", "5", figure("in_four_areas")),
    Wanted(ATAIN, "output", "hypoglycaemia", "2", of_area("hypoglycaemia")),
    Wanted(ATAIN, "output", "hypo_days", "7", figure("hypo_days")),
    Wanted(ATAIN, "output", "opportunity_hypo", "735.00", figure("opportunity_hypo")),
    Wanted(ATAIN, "output", "mean_nnu_days", "5.3333", figure("mean_nnu_days")),
    Wanted(ATAIN, "output", "realised", "3733.33", figure("realised")),
    Wanted(ATAIN, "output", "national_avoidable_admissions", "14400", avoidable_in_england),
    Wanted(ATAIN, "output", "national_term_share_pct", "59.81", england),
)

TRAPS = (
    # The days moved to transitional care taken for free.
    Trap(
        ATAIN, "opportunity_hypo_without_tc_cost", "1260.00", "735.00", figure("opportunity_hypo"),
        (("stay_days * (nnu_day_cost - tc_day_cost)", "stay_days * (nnu_day_cost - 0 * tc_day_cost)"),),
    ),
    # The 30 % of hypoglycaemia taken of all 32 days: 0.30 x 32 x 350.
    Trap(
        ATAIN, "30 % of every cause", "3360.00", "735.00", figure("opportunity_hypo"),
        (("where: area == 'hypoglycaemia' and not is_missing(nnu_days)", "where: not is_missing(nnu_days)"),),
    ),
    # 36 + 6 rounded up to 37 weeks: B2 counts.
    Trap(
        ATAIN, "weeks rounded up", "7", "6", figure("term_admissions_counted"),
        (("      gestation: gestation_weeks * days_per_week + gestation_days          # 36", "      gestation: round_up(gestation_weeks * days_per_week + gestation_days, days_per_week)  # 36"),),
    ),
    # B8's two stays taken for two admissions.
    Trap(
        ATAIN, "a transfer is an admission", "7", "6", figure("term_admissions_counted"),
        (
            ("group: {by: [patient_id, spell_id]}", "group: {by: [patient_id, spell_id, admit_at]}"),
            ("        when: admitted_at == first_admitted_at\n", "        when: admitted_at >= first_admitted_at\n"),
        ),
    ),
    # Transitional care taken for a neonatal unit: B7 counts.
    Trap(ATAIN, "transitional care is an admission", "7", "6", figure("term_admissions_counted"), (("value: [NICU, LNU, SCBU]", "value: [NICU, LNU, SCBU, TC]"),)),
    # A baby whose gestation nobody wrote down taken for a term baby.
    Trap(
        ATAIN, "unknown gestation is term", "7", "6", figure("term_admissions_counted"),
        (("        when: is_term\n", "        when: if_missing(is_term, true)\n"),),
    ),
    # B5's known anomaly taken for unexpected.
    Trap(
        ATAIN, "every term admission unexpected", "3.00", "2.50", percent("unexpected_term_rate"),
        (("unexpected: not if_missing(any(anomaly_known), true)", "unexpected: any(anomaly_known) or not any(anomaly_known)"),),
    ),
    # Live births at term in the place of all.
    Trap(
        ATAIN, "the other denominator", "3.26", "3.00", percent("term_adm_pct_live"),
        (("    numerator: sum(term_admissions)\n    denominator: sum(live_births)\n", "    numerator: sum(term_admissions)\n    denominator: sum(term_live_births)\n"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(ATAIN, "36 + 6 and a week more", "neonatal_admissions", *pair("36 weeks and six days", 0, 2), "gestation_weeks", WEEK, "admission", "outcome", "not_eligible", "eligible"),
    Boundary(ATAIN, "the first day of the next quarter", "neonatal_admissions", *pair("admitted on the last day"), "admit_at", DAY, "admission", "in_scope", True, False),
    Boundary(ATAIN, "a midnight", "neonatal_admissions", *pair("out before midnight"), "discharge_at", timedelta(minutes=1), "admission", "nnu_days", 0, 1),
    Boundary(ATAIN, "259 days", "neonatal_admissions", *pair("36 weeks and none"), "gestation_weeks", WEEK, "admission", "is_term", False, True),
)  # fmt: skip
