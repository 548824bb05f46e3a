"""The worked example of `patient_activation`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Trap, Wanted, figure, pair, percent

ACTIVATION = "patient_activation"
DAY = timedelta(days=1)


def gross(seen: Shown) -> Decimal:
    """Return the pounds of the savings, which are of one class and state; of drugs nothing is said without drugs data."""
    rows = [row for row in seen.chapter.savings if row.level == "all"]
    assert len({(row.class_, row.state, row.payer) for row in rows}) == 1
    assert {row.saving: row.status for row in rows} == {"admissions": "calculated", "ae": "calculated", "drugs": "withheld"}
    return Decimal(sum(row.gross_pence or 0 for row in rows)).scaleb(-2)


def cost(seen: Shown) -> Decimal:
    rows = [row for row in seen.chapter.costs if row.level == "all"]
    assert all(row.status == "calculated" for row in rows)
    return Decimal(sum(row.cost_pence or 0 for row in rows)).scaleb(-2)


WANTED = (
    Wanted(ACTIVATION, "output", "cohort", "6", figure("participant.eligible")),
    Wanted(ACTIVATION, "output", "tailored", "5", figure("tailored_n.numerator")),
    Wanted(ACTIVATION, "output", "tailored_pct", "83.33", percent("tailored_n")),
    Wanted(ACTIVATION, "output", "pairs", "5", figure("pam_change.denominator")),
    Wanted(ACTIVATION, "output", "pam_mean_change", "6.72", figure("pam_change")),
    Wanted(ACTIVATION, "output", "adm_pre", "7", figure("adm_pre")),
    Wanted(ACTIVATION, "output", "adm_post", "5", figure("adm_post")),
    Wanted(ACTIVATION, "output", "ae_pre", "9", figure("ae_pre")),
    Wanted(ACTIVATION, "output", "ae_post", "7", figure("ae_post")),
    Wanted(ACTIVATION, "output", "expected_adm", "6.0", figure("expected_adm")),
    Wanted(ACTIVATION, "output", "adm_avoided", "1.0", figure("adm_avoided")),
    Wanted(ACTIVATION, "output", "ae_avoided", "2.0", figure("ae_avoided")),
    Wanted(ACTIVATION, "output", "gross", "2800.00", gross),
    Wanted(ACTIVATION, "output", "cost", "1060.00", cost),
    Wanted(ACTIVATION, "output", "net", "1740.00", lambda seen: gross(seen) - cost(seen)),
)

TRAPS = (
    # No comparison: everybody who was picked for high use comes less often the year after. (7 - 5) x 2,500 + (9 - 7) x 150.
    Trap(
        ACTIVATION, "naive_before_after_gross", "5300.00", "2800.00", gross,
        (
            ("expected_admissions: cohort_admissions_before * time_lived * other_admissions_after / other_admissions_before", "expected_admissions: cohort_admissions_before * time_lived"),
            ("expected_ae: cohort_ae_before * time_lived * other_ae_after / other_ae_before", "expected_ae: cohort_ae_before * time_lived"),
        ),
    ),
    # Patients without a second score taken for patients whose activation did not change: 33.6 / 6.
    Trap(ACTIVATION, "no second score is no change", "5.60", "6.72", figure("pam_change"), (("change: follow_up_score - baseline_score", "change: if_missing(follow_up_score, baseline_score) - baseline_score"),)),
    Trap(ACTIVATION, "licences for the tailored only", "1050.00", "1060.00", cost, (("measure: licences, of: participant, is: count(),", "measure: licences, of: participant, is: count(tailored),"),)),
)  # fmt: skip

BOUNDARIES = (
    Boundary(ACTIVATION, "the day of the score is after", "unplanned_admissions", *pair("admitted the day before"), "admit_date", DAY, "participant", "admissions_before", 1, 0),
    Boundary(ACTIVATION, "year before", "unplanned_admissions", *pair("the year before begins"), "admit_date", DAY, "participant", "admissions_before", 0, 1),
    Boundary(ACTIVATION, "year after", "unplanned_admissions", *pair("the year after ends"), "admit_date", DAY, "participant", "admissions_after", 1, 0),
    Boundary(ACTIVATION, "the day of the score is after, A&E", "ecds", *pair("attended the day before"), "arrival_date", DAY, "participant", "ae_before", 1, 0),
    Boundary(ACTIVATION, "year after, A&E", "ecds", *pair("attended the day before", 2, 3), "arrival_date", DAY, "participant", "ae_after", 1, 0),
    Boundary(ACTIVATION, "year in which the year ends", "pam_scores", *pair("first scored so that"), "score_date", DAY, "participant", "in_scope", False, True),
    Boundary(ACTIVATION, "tailored from the day of the score", "interventions", *pair("an intervention the day before"), "intervention_date", DAY, "participant", "tailored", False, True),
    Boundary(ACTIVATION, "later than the first score", "pam_scores", *pair("a second score on the same day", 2, 3), "score_date", DAY, "participant", "change", None, 13.0),
    Boundary(ACTIVATION, "adherent", "adherence", *pair("adherent at the limit", 1, 0), "pdc", Decimal("0.001"), "participant", "adherent", False, True),
    Boundary(ACTIVATION, "comparison not scored", "pam_scores", *pair("a comparison patient scored"), "score_date", DAY, "comparator", "outcome", "not_eligible", "eligible"),
)  # fmt: skip
