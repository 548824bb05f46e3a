"""Faults of limits on one number or date, taken together."""

from __future__ import annotations

from cli.faults import in_scheme

_SECOND = """\
  - kpi: {name}
    title: Stays that ended on time
    of: stay
    share: {share}
    domain: quality
    better: higher

savings:
"""

BOUNDARIES = (
    in_scheme(
        "boundary_gap",
        "A limit that neither of two KPIs takes",
        "savings:\n",
        _SECOND.format(name="early_share", share="wait < longest_wait"),
        0,
    ),
    in_scheme(
        "boundary_overlap",
        "A limit that two KPIs take",
        "kpis:\n",
        "kpis:\n"
        + _SECOND.format(name="early_share", share="wait <= longest_wait").removesuffix("\nsavings:\n")
        + _SECOND.format(name="at_least", share="wait >= longest_wait").removesuffix("\nsavings:\n"),
        0,
    ),
    in_scheme("boundary_contradiction", "A rule that nobody can meet", "when: wait >= 0", "when: wait > longest_wait and wait < 0"),
    in_scheme(
        "boundary_rule_idle",
        "A rule after which another can never decide",
        "        say: Both times recorded\n",
        "        say: Both times recorded\n      - rule: again\n        when: wait >= 0\n        say: Said twice\n",
    ),
    in_scheme(
        "boundary_branch",
        "A branch that is never taken",
        "each: wait / hours_per_day * bed_day",
        "each: 0 if wait < 0 else 0 if wait < 0 else wait / hours_per_day * bed_day",
    ),
    in_scheme("boundary_unproved", "A limit that no example stands beside", "T13:00}", "T14:00}"),
)
