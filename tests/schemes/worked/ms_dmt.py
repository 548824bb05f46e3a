"""The worked example of `ms_dmt`."""

from __future__ import annotations

from datetime import timedelta

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, pair, percent

MS = "ms_dmt"
DAY = timedelta(days=1)


def reason_of(line: str) -> Read:
    """Read why an invoice line has no approval."""

    def read(seen: Shown) -> object:
        (key,) = [row["row_key"] for row in seen.tables["invoices"] if row["line_id"] == line]
        (unit,) = [row for row in seen.run.units["line"] if key in row.source_keys]
        return unit.values["approval_reason"]

    return read


WANTED = (
    Wanted(MS, "output", "lines", "8", figure("line.in_scope")),
    Wanted(MS, "output", "covered", "2", figure("covered_lines")),
    Wanted(MS, "output", "unmatched", "4", figure("unmatched_lines")),
    Wanted(MS, "output", "grace", "2", figure("grace_lines")),
    Wanted(MS, "output", "covered_spend", "2600.00", figure("covered_spend")),
    Wanted(MS, "output", "unmatched_spend", "5103.00", figure("unmatched_spend")),
    Wanted(MS, "output", "grace_spend", "2503.00", figure("grace_spend")),
    Wanted(MS, "output", "spend_mapped_pct", "33.75", percent("spend_mapped")),
    Wanted(MS, "output", "new_patients", "4", figure("new_patients_mapped.denominator")),
    Wanted(MS, "output", "new_patients_mapped_pct", "25.00", percent("new_patients_mapped")),
    Wanted(MS, "output", "challenge", "5103.00", figure("challenge")),
    Wanted(MS, "output", "realised", "1059.40", figure("realised")),
    Wanted(MS, "output", "reasons.I3", "expired", reason_of("I3")),
    Wanted(MS, "output", "reasons.I4", "drug_mismatch", reason_of("I4")),
    Wanted(MS, "output", "reasons.I5", "rejected", reason_of("I5")),
    Wanted(MS, "output", "reasons.I6", "no_form", reason_of("I6")),
)

TRAPS = (
    # Patients from before the forms were mandatory challenged like the new ones: 5,103 + 2,503.
    Trap(MS, "challenge without grace", "7606.00", "5103.00", figure("challenge"), (("grace_months: {value: 12,", "grace_months: {value: 0,"),)),
    # The anniversary of an approval taken as covered.
    Trap(MS, "anniversary covered", "3730.00", "2600.00", figure("covered_spend"), (("expired: supply_date < add_months(", "expired: supply_date <= add_months("),)),
    # The patient alone: a form for another drug covers the line.
    Trap(MS, "any drug's form", "3730.00", "5103.00", figure("challenge"), (("          - drug_mismatch: same drug\n", ""),)),
    # A rejected form is a form, and covers.
    Trap(MS, "rejected form covers", "3633.00", "5103.00", figure("challenge"), (("rejected: status == 'approved' ", "rejected: status in ['approved', 'rejected'] "),)),
    # Grace counted as mapped to nothing: 2,600 of 10,206.
    Trap(
        MS, "grace in the denominator", "25.48", "33.75", percent("spend_mapped"),
        (("denominator: sum(max(0, amount), where=coverage != 'grace')", "denominator: sum(max(0, amount))"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(MS, "anniversary", "invoices", *pair("the day before the approval ends"), "supply_date", DAY, "line", "coverage", "covered", "unmatched"),
    Boundary(MS, "approved on the day", "blueteq", *pair("approved on the day of supply"), "approval_date", DAY, "line", "coverage", "covered", "unmatched"),
    Boundary(MS, "end of grace", "invoices", *pair("the last day of grace"), "supply_date", DAY, "line", "coverage", "grace", "unmatched"),
    Boundary(MS, "mandate", "dmt_history", *pair("started the day before forms were mandatory"), "first_supply", DAY, "line", "new_patient", False, True),
    Boundary(MS, "reviewed within a year", "blueteq", *pair("reviewed on the first day that counts", 1, 0), "approval_date", DAY, "patient", "reviewed", False, True),
)  # fmt: skip
