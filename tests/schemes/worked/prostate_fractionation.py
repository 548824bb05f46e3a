"""The worked example of `prostate_fractionation`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Forbidden, Read, Trap, Wanted, figure, pair, percent

PROSTATE = "prostate_fractionation"
DAY, MILLIGRAY, ONE = timedelta(days=1), Decimal("0.001"), 1


def target_met(seen: Shown) -> object:
    return str(value_of(seen, "hypo_rate.verdict") == "met").lower()


def printed_beside(kpi: str) -> Read:
    """Read the only reference of an indicator: what England's courses would come to."""

    def read(seen: Shown) -> object:
        (found,) = [one for one in seen.checked.scheme.kpis if one.kpi == kpi]
        (name,) = found.references
        (row,) = seen.checked.values[name].rows
        return row.value

    return read


WANTED = (
    Wanted(PROSTATE, "output", "radical_courses", "7", figure("course.eligible")),
    Wanted(PROSTATE, "output", "policy_eligible", "6", figure("hypo_rate_eligible.denominator")),
    Wanted(PROSTATE, "output", "hypo", "3", figure("hypo_rate.numerator")),
    Wanted(PROSTATE, "output", "other_schedule", "1", figure("schedules.numerator[other]")),
    Wanted(PROSTATE, "output", "hypo_rate_pct", "42.86", percent("hypo_rate")),
    Wanted(PROSTATE, "output", "hypo_rate_eligible_pct", "50.00", percent("hypo_rate_eligible")),
    Wanted(PROSTATE, "output", "target_met", "false", target_met),
    Wanted(PROSTATE, "output", "extra_courses", "1.6", figure("extra_courses")),
    Wanted(PROSTATE, "output", "slots", "27.2", figure("slots_released")),
    Wanted(PROSTATE, "output", "gross", "2992.00", figure("gross")),
    Wanted(PROSTATE, "output", "opportunity_to_70", "3553.00", figure("opportunity_to_70")),
    Wanted(PROSTATE, "output", "mean_fractions", "27.1429", figure("mean_fractions")),
    Wanted(PROSTATE, "output", "completion_pct", "85.71", percent("completion")),
    Wanted(PROSTATE, "output", "national_courses_at_70", "9100", printed_beside("courses_at_benchmark")),
    Wanted(PROSTATE, "output", "national_slots", "154700", printed_beside("slots_at_benchmark")),
    Wanted(PROSTATE, "scenario", "the same slots as capacity", "2992.00", figure("capacity@block_contract")),
)

PHASES = ("    group:\n      by: [patient_id, episode_id]\n", "    group:\n      by: [patient_id, episode_id, first_day]\n")

# The catalogue gives no wrong value for this scheme; these are what its list of traps comes to.
TRAPS = (
    # Each phase a course of its own: F3 looks like 56 Gy in 28, and there are eight courses.
    Trap(PROSTATE, "phases not summed", "37.50", "42.86", percent("hypo_rate"), (PHASES,)),
    Trap(PROSTATE, "phases not summed: others", "3", "1", figure("schedules.numerator[other]"), (PHASES,)),
    # The benchmark is of all radical courses, not of those within the policy.
    Trap(PROSTATE, "of those within the policy", "50.00", "42.86", percent("hypo_rate"), (("    share: hypo\n    domain", "    share: hypo\n    among: within_policy\n    domain"),)),
    # F4 stopped at 18, and is on the policy's schedule all the same.
    Trap(PROSTATE, "delivered for prescribed", "28.57", "42.86", percent("hypo_rate"), (("hypo: fractions == policy_fractions", "hypo: delivered == policy_fractions"),)),
    # 57 Gy in 19 has few fractions, and is not the policy's.
    Trap(PROSTATE, "any short course", "57.14", "42.86", percent("hypo_rate"), (("hypo: fractions == policy_fractions and dose == policy_dose", "hypo: fractions <= policy_fractions and dose <= policy_dose"),)),
    # The bed of a removed prostate counted.
    Trap(
        PROSTATE, "the prostate bed too", "37.50", "42.86", percent("hypo_rate"),
        (("[prostate, prostate+SV, prostate+nodes]", "[prostate, prostate+SV, prostate+nodes, prostate_bed]"),),
    ),
    # Brachytherapy counted.
    Trap(PROSTATE, "brachytherapy too", "37.50", "42.86", percent("hypo_rate"), (("{value: [EBRT, teletherapy],", "{value: [EBRT, teletherapy, brachytherapy],"),)),
    # Every short course counted, though a fifth of them were there before.
    Trap(
        PROSTATE, "from no baseline", "5610.00", "2992.00", figure("gross"),
        (("    total: (hypo_courses - baseline.hypo_share * radical_courses) *", "    total: (hypo_courses - baseline.hypo_share * 0) *"),),
    ),
    # High risk with nodes taken as within the policy.
    Trap(PROSTATE, "nodes within the policy", "42.86", "50.00", percent("hypo_rate_eligible"), ((" and course_target in limited_targets", ""),)),
)  # fmt: skip

FORBIDDEN = (
    # The same slots paid for less and freed, and what was done with what could be.
    Forbidden(PROSTATE, "payment_and_capacity", "5984.00"),
    Forbidden(PROSTATE, "gross_and_opportunity", "6545.00"),
)

BOUNDARIES = (
    Boundary(PROSTATE, "60 Gy", "rtds_prescriptions", *pair("exactly 60 Gy"), "dose_gy", MILLIGRAY, "course", "hypo", True, False),
    Boundary(PROSTATE, "19 and 20 fractions", "rtds_prescriptions", *pair("19 fractions"), "fractions_prescribed", ONE, "course", "hypo", False, True),
    Boundary(PROSTATE, "20 and 21 fractions", "rtds_prescriptions", *pair("19 fractions", 1, 2), "fractions_prescribed", ONE, "course", "hypo", True, False),
    Boundary(PROSTATE, "36 and 37 fractions", "rtds_prescriptions", *pair("36 fractions"), "fractions_prescribed", ONE, "course", "schedule", "other", "74 Gy in 37"),
    Boundary(PROSTATE, "30 June and 1 July", "rtds_prescriptions", *pair("the last day of the quarter"), "appointment_date", DAY, "course", "in_scope", True, False),
    Boundary(PROSTATE, "risk known in time", "rtds_prescriptions", *pair("begun the day before"), "appointment_date", DAY, "course", "within_policy", None, True),
)  # fmt: skip
