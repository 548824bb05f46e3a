"""The worked example of `antifungal_stewardship`."""

from __future__ import annotations

from datetime import timedelta

from improving_value.examples.values import Shown, value_of
from schemes.running import example_index, shown
from schemes.worked.case import Boundary, Side, Trap, Wanted, figure, pair, percent

ANTIFUNGAL = "antifungal_stewardship"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
INSIDE, OUTSIDE = "test requested 48 hours before", "test requested a minute more than 48 hours"


def cost_of_a_smaller_provider(_: Shown) -> object:
    return value_of(shown(ANTIFUNGAL, example_index(ANTIFUNGAL, "what the commissioner pays for")), "pharmacist")


WANTED = (
    Wanted(ANTIFUNGAL, "output", "lines_in_scope", "6", figure("issue.in_scope")),
    Wanted(ANTIFUNGAL, "output", "lines_without_ddd", "1", figure("issues_without_ddd")),
    Wanted(ANTIFUNGAL, "output", "ddd_total", "480", figure("ddd_total")),
    Wanted(ANTIFUNGAL, "output", "ddd_per_1000_obd", "80.00", figure("ddd_per_1000_obd")),
    Wanted(ANTIFUNGAL, "output", "oral_iv_ratio", "2.00", figure("oral_iv_ratio")),
    Wanted(ANTIFUNGAL, "output", "oral to intravenous, voriconazole", "3.0", figure("oral_iv_ratio[voriconazole]")),
    Wanted(ANTIFUNGAL, "output", "oral to intravenous, fluconazole", "6.67", figure("oral_iv_ratio[fluconazole]")),
    Wanted(ANTIFUNGAL, "output", "tat_median_h", "30.0", figure("diagnostic_tat_median")),
    Wanted(ANTIFUNGAL, "output", "tests_without_result", "1", figure("test.undetermined")),
    Wanted(ANTIFUNGAL, "output", "spend", "22318.00", figure("antifungal_spend")),
    Wanted(ANTIFUNGAL, "output", "spend_share_no_ddd_pct", "35.85", percent("spend_share_no_ddd")),
    Wanted(ANTIFUNGAL, "output", "gross", "4682.00", figure("gross")),
    Wanted(ANTIFUNGAL, "output", "cost", "2340.00", figure("pharmacist")),
    Wanted(ANTIFUNGAL, "output", "cost of a smaller provider", "0.00", cost_of_a_smaller_provider),
    Wanted(ANTIFUNGAL, "output", "net", "2342.00", figure("gross.net")),
    Wanted(ANTIFUNGAL, "scenario", "unadjusted_gross", "5582.00", figure("gross@unadjusted")),
)

TRAPS = (
    # The dose of conventional amphotericin, 35 mg, taken for the liposomal: 480 + 5 / 0.035 doses.
    Trap(
        ANTIFUNGAL, "liposomal amphotericin as conventional", "103.81", "80.00", figure("ddd_per_1000_obd"),
        (("        - {drug: caspofungin, route: P, version_from: 2018-01-01, ddd_g: 0.05}\n",
          "        - {drug: caspofungin, route: P, version_from: 2018-01-01, ddd_g: 0.05}\n"
          "        - {drug: liposomal amphotericin, route: P, version_from: 2018-01-01, ddd_g: 0.035}\n"),),
    ),
    # No dose taken as a dose of 0: what it cost is no longer seen to lack one.
    Trap(ANTIFUNGAL, "no dose as 0", "0.00", "35.85", percent("spend_share_no_ddd"), (("      ddd: grams / ddd_g\n", "      ddd: if_missing(grams / ddd_g, 0)\n"),)),
    # A test without a result taken as one of no hours: the median of 0, 20, 30 and 52.
    Trap(ANTIFUNGAL, "no result as 0 hours", "25.0", "30.0", figure("diagnostic_tat_median"), (("turnaround: hours(requested_at, result_at)", "turnaround: if_missing(hours(requested_at, result_at), 0)"),)),
    Trap(ANTIFUNGAL, "mean turnaround", "34.0", "30.0", figure("diagnostic_tat_median"), (("is: median(turnaround)", "is: mean(turnaround)"),)),
    # The baseline's spend as it stands, though there were fewer bed days.
    Trap(ANTIFUNGAL, "spend alone", "5582.00", "4682.00", figure("gross"), (("  adjust_for_bed_days:\n    value: true\n", "  adjust_for_bed_days:\n    value: false\n"),)),
    # Baseline bed days for those of the period.
    Trap(
        ANTIFUNGAL, "bed days of the wrong period", "6512.00", "4682.00", figure("gross"),
        (("(baseline.excluded_spend / baseline.occupied_bed_days * occupied_bed_days if", "(baseline.excluded_spend / occupied_bed_days * baseline.occupied_bed_days if"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(ANTIFUNGAL, "a new version of the doses", "antifungal_issues", *pair("the day before a new version"), "issue_date", DAY, "issue", "ddd", 25.0, 20.0),
    Boundary(ANTIFUNGAL, "48 hours before a start", "fungal_diagnostics", Side(OUTSIDE, 0), Side(INSIDE, 0), "requested_at", MINUTE, "treatment_start", "tests_near", 0, 1),
    Boundary(ANTIFUNGAL, "48 hours after a start", "fungal_diagnostics", Side(INSIDE, 1), Side(OUTSIDE, 1), "requested_at", MINUTE, "treatment_start", "tests_near", 1, 0),
    Boundary(ANTIFUNGAL, "approved on the day", "blueteq", *pair("form approved on the day of issue"), "approval_date", DAY, "blueteq_issue", "form_found", True, False),
)  # fmt: skip
