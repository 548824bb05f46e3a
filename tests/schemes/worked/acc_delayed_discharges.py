"""The worked example of `acc_delayed_discharges`."""

from __future__ import annotations

from datetime import timedelta

from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, pair, percent

CARE = "acc_delayed_discharges"
MINUTE, YEAR = timedelta(minutes=1), 1
FORWARD, BACK = "the night the clocks go forward", "the night the clocks go back"


def stays(column: str) -> Read:
    return lambda seen: sum(1 for row in seen.run.units["stay"] if row.outcome == "eligible" and row.values[column] is True)


WANTED = (
    Wanted(CARE, "output", "in_scope", "8", figure("stay.in_scope")),
    Wanted(CARE, "output", "undetermined", "1", figure("stay.undetermined")),
    Wanted(CARE, "output", "determinate", "7", figure("delayed_rate.denominator")),
    Wanted(CARE, "output", "delayed", "5", figure("delayed_rate.numerator")),
    Wanted(CARE, "output", "delayed_rate_pct", "71.43", percent("delayed_rate")),
    Wanted(CARE, "output", "ge24", "3", figure("delay_24_share.numerator")),
    Wanted(CARE, "output", "gt24", "2", stays("repriced")),
    Wanted(CARE, "output", "delay_24_share_pct", "60.00", percent("delay_24_share")),
    Wanted(CARE, "output", "standard", "2", figure("standard_rate.numerator")),
    Wanted(CARE, "output", "standard_rate_pct", "28.57", percent("standard_rate")),
    Wanted(CARE, "output", "daylight_rate_pct", "85.71", percent("daylight_rate")),
    Wanted(CARE, "output", "phase1_bed_days", "3.5000", figure("repriced_bed_days")),
    Wanted(CARE, "output", "phase1_saving", "3675.00", figure("saving")),
    Wanted(CARE, "output", "phase2_bed_days", "5.1035", figure("delay_bed_days")),
    Wanted(CARE, "scenario", "phase2_saving", "5358.65", figure("saving@phase_2")),
    Wanted(CARE, "scenario", "only_hours_beyond_24", "1575.00", figure("saving@hours_beyond_limit")),
    Wanted(CARE, "scenario", "whole_days_floor", "3150.00", figure("saving@whole_days")),
)

TRAPS = (
    # 24 hours or more is the statistic; the first year pays what is above.
    Trap(CARE, "phase1_if_ge24", "4725.00", "3675.00", figure("saving"), (("repriced: delay_hours > repriced_over_hours", "repriced: delay_hours >= repriced_over_hours"),)),
    # A time of leaving is enough for daylight: C10, without a decision, would count.
    Trap(
        CARE, "daylight over all in scope", "87.50", "85.71", percent("daylight_rate"),
        (("    title: Discharges in daylight hours\n    of: stay\n", "    title: Discharges in daylight hours\n    of: stay\n    over: in_scope\n"),),
    ),
    # A tenth of all discharges instead of a tenth of the delayed.
    Trap(CARE, "24 hours of all", "42.86", "60.00", percent("delay_24_share"), (("    share: long_delay\n    among: delayed\n", "    share: long_delay\n"),)),
    Trap(CARE, "exactly 4 hours late", "85.71", "71.43", percent("delayed_rate"), (("delayed: delay_hours > standard_hours", "delayed: delay_hours >= standard_hours"),)),
)  # fmt: skip

BOUNDARIES = (
    Boundary(CARE, "4.0 hours", "cc_periods", *pair("four hours, and a minute more"), "discharge_at", MINUTE, "stay", "delayed", False, True),
    Boundary(CARE, "24.0 hours counted", "cc_periods", *pair("a minute short of a day", 0, 1), "discharge_at", MINUTE, "stay", "long_delay", False, True),
    Boundary(CARE, "24.0 hours paid", "cc_periods", *pair("a minute short of a day", 1, 2), "discharge_at", MINUTE, "stay", "repriced", False, True),
    Boundary(CARE, "21:59 and 22:00", "cc_periods", *pair("daylight ends at 22:00"), "discharge_at", MINUTE, "stay", "daylight", True, False),
    Boundary(CARE, "06:59 and 07:00", "cc_periods", *pair("daylight ends at 22:00", 2, 3), "discharge_at", MINUTE, "stay", "daylight", False, True),
    Boundary(CARE, "4.0 hours, clocks forward", "cc_periods", *pair(FORWARD), "discharge_at", MINUTE, "stay", "delayed", False, True),
    Boundary(CARE, "4.0 hours, clocks back", "cc_periods", *pair(BACK), "discharge_at", MINUTE, "stay", "delayed", False, True),
    Boundary(CARE, "24.0 hours, clocks back", "cc_periods", *pair(BACK, 2, 3), "discharge_at", MINUTE, "stay", "repriced", False, True),
    Boundary(CARE, "17 and 18", "cc_periods", *pair("aged 17, aged 18"), "age", YEAR, "stay", "in_scope", False, True),
)  # fmt: skip
