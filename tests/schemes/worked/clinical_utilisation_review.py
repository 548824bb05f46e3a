"""The worked example of `clinical_utilisation_review`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Trap, Wanted, figure, of_example, pair, percent

REVIEWS = "clinical_utilisation_review"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FROM_21 = "the same stays when exactly 21 days"
REASONS = ("awaiting_care_package", "awaiting_diagnostic", "awaiting_review", "could_be_outpatient")


def top_reason(seen: Shown) -> object:
    """Return the commonest reason; nothing when two share the place."""
    shares = {reason: Decimal(repr(value_of(seen, f"top5_reasons[{reason}]"))) for reason in REASONS}
    assert sum(shares.values()) == 1
    first = [reason for reason in REASONS if shares[reason] == max(shares.values())]
    return first[0] if len(first) == 1 else None


def percent_of_21(seen: Shown) -> object:
    return 100 * Decimal(repr(of_example(REVIEWS, FROM_21, "long_stay_reduction")(seen)))


WANTED = (
    Wanted(REVIEWS, "output", "coverage_pct", "90.00", percent("review_coverage")),
    Wanted(REVIEWS, "output", "not_met_admission_pct", "50.00", percent("not_met_admission")),
    Wanted(REVIEWS, "output", "continued_valid", "7", figure("not_met_continued.denominator")),
    Wanted(REVIEWS, "output", "continued_not_met", "4", figure("not_met_continued.numerator")),
    Wanted(REVIEWS, "output", "not_met_continued_pct", "57.14", percent("not_met_continued")),
    Wanted(REVIEWS, "output", "relative_improvement_pct", "28.57", percent("relative_improvement")),
    Wanted(REVIEWS, "output", "pp_improvement", "22.86", figure("pp_improvement")),
    Wanted(REVIEWS, "output", "bed_days_released", "1.6", figure("bed_days_released")),
    Wanted(REVIEWS, "output", "gross", "400.00", figure("gross")),
    Wanted(REVIEWS, "output", "long_gt21", "3", figure("long_stays")),
    Wanted(REVIEWS, "output", "reduction_gt21_pct", "40.00", percent("long_stay_reduction")),
    Wanted(REVIEWS, "output", "top_reason", "awaiting_care_package", top_reason),
    # Another value of a parameter, in an example of its own: a scenario of the scheme is about savings only.
    Wanted(REVIEWS, "scenario", "long_ge21", "4", of_example(REVIEWS, FROM_21, "long_stays")),
    Wanted(REVIEWS, "scenario", "reduction_ge21_pct", "20.00", percent_of_21),
)

LONG = "is_long: stay_days > long_stay_days or (exactly_is_long and stay_days == long_stay_days)"
TRAPS = (
    # Exactly 21 days read as longer than three weeks: the quarter is missed.
    Trap(REVIEWS, "long_ge21", "4", "3", figure("long_stays"), ((LONG, "is_long: stay_days >= long_stay_days or exactly_is_long"),)),
    Trap(
        REVIEWS, "reduction_ge21_pct", "20.00", "40.00", percent("long_stay_reduction"),
        ((LONG, "is_long: stay_days >= long_stay_days or exactly_is_long"),),
    ),
    # A day that nobody reviewed taken for one that met the criteria: 4 of 8.
    Trap(
        REVIEWS, "unreviewed days are met", "50.00", "57.14", percent("not_met_continued"),
        (("      finding: last(review_outcome, by=review_at)", "      finding: if_missing(last(review_outcome, by=review_at), 'met')"),),
    ),
    # Admissions among the days of continued stay: 5 of 9.
    Trap(
        REVIEWS, "admissions among continued stays", "55.56", "57.14", percent("not_met_continued"),
        (("    share: finding == 'not_met'\n    among: review_type == 'continued'\n", "    share: finding == 'not_met'\n"),),
    ),
    # The 35 % of the case study read as points: a fall of 22.86 points put for one of 28.57 %.
    Trap(
        REVIEWS, "points for a share of the baseline", "22.86", "28.57", percent("relative_improvement"),
        (("is: (baseline.not_met_rate - not_met_rate) / baseline.not_met_rate", "is: baseline.not_met_rate - not_met_rate"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(REVIEWS, "21 and 22 days", "spells", *pair("twenty-one days, and a day more"), "admit_date", -DAY, "stay", "is_long", False, True),
    Boundary(REVIEWS, "31 March and 1 April", "spells", *pair("discharged on the last day"), "discharge_date", DAY, "stay", "in_scope", False, True),
    Boundary(REVIEWS, "six and seven days", "spells", *pair("in hospital for six days"), "admit_date", -DAY, "in_patient", "days_so_far", 6, 7),
    Boundary(REVIEWS, "midnight between two reviews", "cur_reviews", *pair("three reviews about midnight", 1, 2), "review_at", MINUTE, "review", "rows", 2, 1),
)  # fmt: skip
