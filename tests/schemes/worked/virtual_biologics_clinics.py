"""The worked example of `virtual_biologics_clinics`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Forbidden, Trap, Wanted, figure, pair, percent

VBC = "virtual_biologics_clinics"
DAY = timedelta(days=1)


def cash_releasing(seen: Shown) -> Decimal:
    """Add the savings that release cash to the commissioner: they are of one state too."""
    savings = [saving for saving in seen.checked.scheme.savings if saving.class_ == "cash_releasing_commissioner"]
    assert [saving.saving for saving in savings] == ["stop_saving", "taper_saving"]
    assert len({(saving.state, saving.recurrent, saving.payer) for saving in savings}) == 1
    return sum((Decimal(str(value_of(seen, saving.saving))) for saving in savings), Decimal(0))


def net_cash(seen: Shown) -> object:
    """Take off the costs: the guide's stated nought is the only one."""
    costs = [cost.value for cost in seen.checked.scheme.costs]
    assert costs == [Decimal(0)]
    return cash_releasing(seen) - sum(cost for cost in costs if cost is not None)


WANTED = (
    Wanted(VBC, "output", "reviews", "8", figure("review.in_scope")),
    Wanted(VBC, "output", "new_referrals", "5", figure("new_referrals")),
    Wanted(VBC, "output", "new_prescribed", "3", figure("new_prescribed.numerator")),
    Wanted(VBC, "output", "new_prescribed_pct", "60.00", percent("new_prescribed")),
    Wanted(VBC, "output", "existing", "3", figure("existing_reviews")),
    Wanted(VBC, "output", "existing_ceased", "1", figure("existing_ceased.numerator")),
    Wanted(VBC, "output", "wait_median_days", "21.0", figure("wait_days_median")),
    Wanted(VBC, "output", "open_waits", "1", figure("open_waits.numerator")),
    Wanted(VBC, "output", "trial_recruited", "1", figure("trial_recruitment.numerator")),
    Wanted(VBC, "output", "avoided_starts", "1.0", figure("avoided_starts")),
    Wanted(VBC, "output", "cost_avoidance_fye", "9360.00", figure("cost_avoidance_fye")),
    Wanted(VBC, "output", "stop_saving", "7800.00", figure("stop_saving")),
    Wanted(VBC, "output", "taper_saving", "3900.00", figure("taper_saving")),
    Wanted(VBC, "output", "cash_releasing", "11700.00", cash_releasing),
    Wanted(VBC, "output", "net_cash", "11700.00", net_cash),
)

FORBIDDEN = (Forbidden(VBC, "gross_all_classes", "21060.00"),)

TRAPS = (
    # A recruit to a trial counted as a start: 5 x 0.80 - 4 = 0.
    Trap(VBC, "trial as a start", "0.00", "9360.00", figure("cost_avoidance_fye"), (("    where: is_new and decision == 'prescribe'\n", "    where: is_new and decision in ['prescribe', 'trial']\n"),)),
    # Who still waits counted as if they had started at the end of the period: 14, 28 and 59 days.
    Trap(VBC, "open wait as a start", "28.0", "21.0", figure("wait_days_median"), (("median(wait_days, where=started)", "median(if_missing(wait_days, days_waited), where=prescribed)"),)),
    # A full year for who stopped in June.
    Trap(VBC, "full year of a stop", "9360.00", "7800.00", figure("stop_saving"), (("each: months_off * cost_a_month", "each: 12 * cost_a_month"),)),
    # Taking less taken for stopping.
    Trap(VBC, "taper as a stop", "7800.00", "3900.00", figure("taper_saving"), (("months_on_less * (cost_a_month - monthly_cost_after)", "months_on_less * cost_a_month"),)),
    # Existing patients among the referrals: (8 x 0.80 - 3) x 9,360.
    Trap(VBC, "existing patients as referrals", "31824.00", "9360.00", figure("cost_avoidance_fye"), (("    is: sum(annual_cost)\n    where: is_new\n", "    is: sum(annual_cost)\n"),)),
)  # fmt: skip

BOUNDARIES = (
    Boundary(VBC, "six months before", "dispensings", *pair("supplied six months before the review", 1, 0), "dispensed_date", DAY, "review", "is_existing", False, True),
    Boundary(VBC, "day of the review", "dispensings", *pair("supplied on the day of the review"), "dispensed_date", DAY, "review", "is_new", False, True),
    Boundary(VBC, "end of the period", "vbc_reviews", *pair("a first dose on the last day"), "first_dose_date", DAY, "review", "waiting", False, True),
    Boundary(VBC, "first of a month", "vbc_reviews", *pair("stopped on the first of a month"), "ceased_date", DAY, "review", "months_off", 10, 9),
    Boundary(VBC, "financial year", "vbc_reviews", *pair("stopped on the first day of a financial year"), "ceased_date", DAY, "review", "months_off", 0, 12),
)  # fmt: skip
