"""The worked example of `generic_biosimilar_prescribing`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Forbidden, Trap, Wanted, figure, of_example, pair, percent

GENERIC = "generic_biosimilar_prescribing"
DAY = timedelta(days=1)


def net_cash(seen: Shown) -> Decimal:
    """Return the money released less what setting up cost, over the span; what is avoided is of another class."""
    place = ("all", seen.chapter.span.label)
    (gross,) = [
        row.gross_pence
        for row in seen.chapter.savings
        if (row.saving, row.scenario, row.level, row.period) == ("switch_saving", "default", *place)
    ]
    (cost,) = [row.cost_pence for row in seen.chapter.costs if (row.level, row.period) == place]
    assert gross is not None
    assert cost is not None
    return Decimal(gross - cost).scaleb(-2)


WANTED = (
    Wanted(GENERIC, "output", "new_den", "4", figure("new_uptake.denominator")),
    Wanted(GENERIC, "output", "new_num", "3", figure("new_uptake.numerator")),
    Wanted(GENERIC, "output", "new_uptake_pct", "75.00", percent("new_uptake")),
    Wanted(GENERIC, "output", "new_target_met", "not_met", figure("new_uptake.verdict")),
    Wanted(GENERIC, "output", "existing_den", "4", figure("existing_uptake.denominator")),
    Wanted(GENERIC, "output", "existing_num", "3", figure("existing_uptake.numerator")),
    Wanted(GENERIC, "output", "existing_uptake_pct", "75.00", percent("existing_uptake")),
    Wanted(GENERIC, "output", "existing_target_met", "not_met", figure("existing_uptake.verdict")),
    Wanted(GENERIC, "output", "switch_saving", "3580.00", figure("switch_saving")),
    Wanted(GENERIC, "output", "new_avoidance", "7070.50", figure("new_avoidance")),
    Wanted(GENERIC, "output", "net_cash", "2980.00", net_cash),
    # The other reading of the deadline, beside it: everybody who began after the quarter.
    Wanted(GENERIC, "output", "run-rate after the quarter", "100.00", percent("later_uptake")),
    Wanted(
        GENERIC, "scenario", "against the price at the guidance", "895.00",
        of_example(GENERIC, "the originator cuts its price", "switch_saving@originator_price_at_guidance"),
    ),
)  # fmt: skip

TRAPS = (
    # The exempt and the dead stay in the denominator: 3 of 6.
    Trap(
        GENERIC, "wrong_existing_pct_if_died_and_exempt_kept", "50.00", "75.00", percent("existing_uptake"),
        (
            ("        when: exemptions_recorded == 0\n", "        when: exemptions_recorded >= 0\n"),
            ("(is_missing(left_on) or left_on > switch_deadline)", "(is_missing(left_on) or left_on > guidance_date)"),
        ),
    ),
    # N5, on the first day after the quarter, counted within it: 4 of 5.
    Trap(GENERIC, "quarter with its last day twice", "80.00", "75.00", percent("new_uptake"), (("when: first_ever < start_deadline", "when: first_ever <= start_deadline"),)),
    # Avoidance of those who began within the quarter only: N5's 18 units are lost.
    Trap(GENERIC, "avoidance within the quarter only", "5459.50", "7070.50", figure("new_avoidance"), (("is_new: guidance_date <= first_ever", "is_new: guidance_date <= first_ever < add_months(guidance_date, new_window)"),)),
    # Everybody's units as money released: what new patients avoid is added to it.
    Trap(GENERIC, "new patients' units as cash", "10650.50", "3580.00", figure("switch_saving"), (("is_existing: existing_at > 0", "is_existing: existing_at >= 0"),)),
)  # fmt: skip

FORBIDDEN = (Forbidden(GENERIC, "total_both", "10650.50"),)

BOUNDARIES = (
    Boundary(GENERIC, "end of the quarter", "dispensings", *pair("five new and six existing", 3, 4), "dispensed_date", DAY, "new_patient", "outcome", "eligible", "not_eligible"),
    Boundary(GENERIC, "day of the guidance", "dispensings", *pair("first supplied the day before"), "dispensed_date", DAY, "new_patient", "in_scope", False, True),
    Boundary(GENERIC, "six months before", "dispensings", *pair("supplied six months before"), "dispensed_date", DAY, "existing_patient", "in_scope", False, True),
    Boundary(GENERIC, "a year after", "dispensings", *pair("switched on the day a year after", 1, 3), "dispensed_date", DAY, "existing_patient", "best_value_in_time", True, False),
    Boundary(GENERIC, "still on treatment", "patient_status", *pair("left on the day a year after"), "end_date", DAY, "existing_patient", "outcome", "not_eligible", "eligible"),
    Boundary(GENERIC, "listed on the day", "dispensings", *pair("supplied the day before a product"), "dispensed_date", DAY, "supply", "is_best_value", False, True),
)  # fmt: skip
