"""The worked example of `rheumatology_network`."""

from __future__ import annotations

from datetime import timedelta

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Forbidden, Trap, Wanted, figure, pair, percent

NETWORK = "rheumatology_network"
DAY = timedelta(days=1)


def gate_passed(seen: Shown) -> str:
    """Say whether every saving of the example has an amount; one that is withheld has none."""
    return str(all(row.gross_pence is not None for row in seen.chapter.savings)).lower()


WANTED = (
    Wanted(NETWORK, "output", "in_scope", "10", figure("patient.in_scope")),
    Wanted(NETWORK, "output", "registered", "9", figure("registry_coverage.numerator")),
    Wanted(NETWORK, "output", "coverage_pct", "90.00", percent("registry_coverage")),
    Wanted(NETWORK, "output", "gate_passed", "true", gate_passed),
    Wanted(NETWORK, "scenario", "low_hcd", "60000.00", figure("hcd@low")),
    Wanted(NETWORK, "scenario", "low_ltc", "22500.00", figure("ltc@low")),
    Wanted(NETWORK, "scenario", "low_rrt", "270000.00", figure("rrt@low")),
    Wanted(NETWORK, "scenario", "high_hcd", "80000.00", figure("hcd@high")),
    Wanted(NETWORK, "scenario", "high_ltc", "30000.00", figure("ltc@high")),
    Wanted(NETWORK, "scenario", "high_rrt", "360000.00", figure("rrt@high")),
    Wanted(NETWORK, "scenario", "text_rrt", "360000.00", figure("rrt@twelve_cases")),
)

TRAPS = (
    # Everybody on a high-cost drug, whatever the disease: 9 of 11.
    Trap(
        NETWORK, "coverage_if_H11_counted_pct", "81.82", "90.00", percent("registry_coverage"),
        (
            ("    keep: disease in diseases and drug in network_drugs\n", ""),
            ("      for_network_disease: disease in diseases and drug in network_drugs", "      for_network_disease: not is_missing(disease)"),
        ),
    ),
    # More than nine in ten asked for, where nine in ten are enough.
    Trap(
        NETWORK, "above nine in ten", "false", "true", gate_passed,
        (("basis: Starts of renal replacement as in the baseline\n    requires:\n      - when: registered_share >= registry_target",
          "basis: Starts of renal replacement as in the baseline\n    requires:\n      - when: registered_share > registry_target"),),
    ),
    # Renal replacement costed among long-term care as well as case by case.
    Trap(
        NETWORK, "renal replacement in long-term care", "13500.00", "11000.00", figure("ltc_spend"),
        (("keep: disease in diseases and care not in renal_care", "keep: disease in diseases and (care in renal_care or care not in renal_care)"),),
    ),
    # The percentage and the twelve cases together.
    Trap(
        NETWORK, "percentage and twelve cases", "675000.00", "315000.00", figure("rrt"),
        (("(fixed_cases * baseline.case_share if cases_are_fixed else reduction * baseline.rrt_cases)",
          "(fixed_cases * baseline.case_share + (0 if cases_are_fixed else reduction * baseline.rrt_cases))"),),
    ),
)  # fmt: skip

FORBIDDEN = (
    Forbidden(NETWORK, "low_total", "352500.00"),
    Forbidden(NETWORK, "high_total", "470000.00"),
    Forbidden(NETWORK, "mid_total", "411250.00"),
)

BOUNDARIES = (
    Boundary(NETWORK, "renal replacement in the year", "rrt_starts", *pair("renal replacement begun"), "rrt_date", DAY, "patient", "renal_starts", 1, 0),
    Boundary(NETWORK, "visits in the year", "attendances", *pair("seen on the last day"), "attendance_date", DAY, "patient", "visits", 1, 0),
    Boundary(NETWORK, "discussed in time", "hcd_patients", *pair("discussed on the day"), "mdt_date", DAY, "start", "discussed", True, False),
    Boundary(NETWORK, "in the network", "units", *pair("a unit that joins"), "opened", DAY, "network_unit", "in_scope", True, False),
)  # fmt: skip
