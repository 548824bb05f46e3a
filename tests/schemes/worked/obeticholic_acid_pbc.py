"""The worked example of `obeticholic_acid_pbc`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Trap, Wanted, figure, pair, percent

OBCA = "obeticholic_acid_pbc"
DAY = timedelta(days=1)
PENNY = Decimal("0.01")


def recoverable(seen: Shown) -> object:
    """Add the two challenges, which are of one class and one state; no line is in both."""
    savings = {saving.saving: saving for saving in seen.checked.scheme.savings}
    assert set(savings) == {"unapproved", "pas_overcharge"}
    assert len({(saving.class_, saving.state, saving.recurrent, saving.payer) for saving in savings.values()}) == 1
    assert not [line for line in seen.run.units["line"] if line.pence["unapproved_pence"] and line.pence["pas_overcharge_pence"]]
    return sum(Decimal(str(value_of(seen, name))) for name in savings)


WANTED = (
    Wanted(OBCA, "output", "funded_patients", "4", figure("patient.eligible")),
    Wanted(OBCA, "output", "patients_with_form", "3", figure("patients_with_form.numerator")),
    Wanted(OBCA, "output", "patients_with_form_pct", "75.00", percent("patients_with_form")),
    Wanted(OBCA, "output", "debit_lines", "6", figure("lines_covered.denominator")),
    Wanted(OBCA, "output", "covered_lines", "3", figure("lines_covered.numerator")),
    Wanted(OBCA, "output", "lines_covered_pct", "50.00", percent("lines_covered")),
    Wanted(OBCA, "output", "pas_ok_lines", "4", figure("pas_lines.numerator")),
    Wanted(OBCA, "output", "pas_ok_pct", "66.67", percent("pas_lines")),
    Wanted(OBCA, "output", "unapproved", "5000.00", figure("unapproved")),
    Wanted(OBCA, "output", "pas_overcharge", "500.00", figure("pas_overcharge")),
    Wanted(OBCA, "output", "recoverable", "5500.00", recoverable),
)

COVERED_BY = "any(valid and approval_date <= supply_date and supply_date < add_months(approval_date, validity))"

TRAPS = (
    # Any completed form covers, whenever it came and whatever the centre: only O2's supply and its credit are left, £0.
    Trap(OBCA, "completed form covers", "0.00", "5000.00", figure("unapproved"), ((COVERED_BY, "any(completed)"),)),
    # I4 challenged in full, and for its price too.
    Trap(OBCA, "overcharge on uncovered lines", "1000.00", "500.00", figure("pas_overcharge"), (("    where: covered and is_debit\n", "    where: is_debit\n"),)),
    # The credit I7 dropped instead of taken off.
    Trap(OBCA, "credit dropped", "6500.00", "5000.00", figure("unapproved"), (("    where: not covered\n    state", "    where: not covered and is_debit\n    state"),)),
    # The credit counted as a line.
    Trap(OBCA, "credit in the rate", "42.86", "50.00", percent("lines_covered"), (("    share: covered\n    among: is_debit\n", "    share: covered\n"),)),
    # The centre not asked after: O4's line is covered.
    Trap(OBCA, "centre not checked", "2000.00", "5000.00", figure("unapproved"), (("mdt_date <= approval_date and centre_ok\n", "mdt_date <= approval_date\n"),)),
    # A form covers what was supplied before it: I4 is covered.
    Trap(OBCA, "form after supply covers", "3000.00", "5000.00", figure("unapproved"), ((COVERED_BY, "any(valid and supply_date < add_months(approval_date, validity))"),)),
)  # fmt: skip

BOUNDARIES = (
    Boundary(OBCA, "anniversary", "invoices", *pair("the day of approval, the last day", 1, 2), "supply_date", DAY, "line", "covered", True, False),
    Boundary(OBCA, "approved on the day", "blueteq", *pair("approved on the day of supply"), "approval_date", DAY, "line", "covered", True, False),
    Boundary(OBCA, "team before approval", "blueteq", *pair("the team met on the day of approval"), "mdt_date", DAY, "line", "covered", True, False),
    Boundary(OBCA, "a meeting a month", "centres", *pair("centres at each limit", 1, 0), "mdt_per_month", PENNY, "form", "valid", False, True),
    Boundary(OBCA, "two hepatologists", "centres", *pair("centres at each limit", 2, 0), "hepatologist_wte", PENNY, "form", "valid", False, True),
    Boundary(OBCA, "a penny above", "invoices", *pair("at the agreed price, and a penny above"), "unit_price", PENNY, "line", "at_agreed_price", True, False),
    Boundary(OBCA, "change of price", "invoices", *pair("the agreed price falls"), "supply_date", DAY, "line", "at_agreed_price", True, False),
)  # fmt: skip
