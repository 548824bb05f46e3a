"""The worked example of `chemo_dose_standardisation`; its two tables are the first two examples."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from improving_value.examples.values import Shown, value_of
from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, of_example, pair, percent

CHEMO = "chemo_dose_standardisation"
DAY, MICROGRAM = timedelta(days=1), Decimal("0.001")
PURCHASES = "less bought, and cheaper"


def target_met(seen: Shown) -> object:
    return str(value_of(seen, "std_dose_rate.verdict") == "met").lower()


def purchases(name: str) -> Read:
    return of_example(CHEMO, PURCHASES, name)


def gross(seen: Shown) -> object:
    """Read the two savings together: one class, one state, and parts of one fall in spend."""
    return sum(Decimal(str(purchases(saving)(seen))) for saving in ("waste_saving", "price_saving"))


WANTED = (
    Wanted(CHEMO, "output", "in_scope", "8", figure("administration.in_scope")),
    Wanted(CHEMO, "output", "std_dose_n", "6", figure("std_dose_rate.numerator")),
    Wanted(CHEMO, "output", "std_dose_rate_pct", "75.00", percent("std_dose_rate")),
    Wanted(CHEMO, "output", "target_met", "false", target_met),
    Wanted(CHEMO, "output", "banded_den", "6", figure("banded_rate.denominator")),
    Wanted(CHEMO, "output", "banded_n", "4", figure("banded_rate.numerator")),
    Wanted(CHEMO, "output", "banded_rate_pct", "66.67", percent("banded_rate")),
    Wanted(CHEMO, "output", "b_undetermined", "2", figure("banded_rate.skipped")),
    Wanted(CHEMO, "output", "cf_mg", "1034444.44", purchases("expected_purchase")),
    Wanted(CHEMO, "output", "waste_saving", "26133.33", purchases("waste_saving")),
    Wanted(CHEMO, "output", "price_saving", "20688.89", purchases("price_saving")),
    Wanted(CHEMO, "output", "gross", "46822.22", gross),
)

# The catalogue gives no wrong value for this scheme; these are what its list of traps comes to.
TRAPS = (
    # A band dose is enough: S3, rounded into the wrong band, passes, and S6 and S11 are judged.
    Trap(CHEMO, "any band dose", "75.00", "66.67", percent("banded_rate"), (("is_banded: actual_dose == expected_dose", "is_banded: equal_bands > 0"),)),
    # Without a calculated dose, or above the table, taken for a failure.
    Trap(
        CHEMO, "not judged is failed", "50.00", "66.67", percent("banded_rate"),
        (("is_banded: actual_dose == expected_dose", "is_banded: if_missing(actual_dose == expected_dose, false)"),),
    ),
    # Children counted: S9 has 130.
    Trap(CHEMO, "children too", "77.78", "75.00", percent("std_dose_rate"), (("  adult_age: {value: 18,", "  adult_age: {value: 12,"),)),
    # All intravenous administrations in the denominator, listed or not: S8 has 100, and no bands.
    Trap(
        CHEMO, "all drugs", "66.67", "75.00", percent("std_dose_rate"),
        (("route == intravenous and drug in listed_drugs and age", "route == intravenous and age"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(CHEMO, "105 mg", "eprescribing", *pair("the last thousandth of a band"), "calculated_dose", MICROGRAM, "administration", "is_banded", True, False),
    Boundary(CHEMO, "135 mg", "eprescribing", *pair("the end of the table"), "calculated_dose", MICROGRAM, "administration", "is_banded", True, None),
    Boundary(CHEMO, "a band dose", "sact_admin", *pair("a band dose, and a thousandth more"), "actual_dose", MICROGRAM, "administration", "is_standard", True, False),
    Boundary(CHEMO, "six per cent", "sact_admin", *pair("six per cent of a band"), "administration_date", DAY, "administration", "near_lower", True, False),
    Boundary(CHEMO, "a new table", "sact_admin", *pair("the last day of a table"), "administration_date", DAY, "administration", "is_standard", True, False),
    Boundary(CHEMO, "17 and 18", "sact_admin", *pair("eighteen on the day"), "birth_date", DAY, "administration", "in_scope", True, False),
    Boundary(CHEMO, "a drug joins the list", "sact_admin", *pair("the day before a drug joins"), "administration_date", DAY, "administration", "in_scope", False, True),
)  # fmt: skip
