"""Codes for conditions on one number or date, taken together: what they leave out, take twice, or can never meet."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

BOUNDARY_CODES = by_code(
    Code(
        "alternatives-leave-gap",
        "A value between alternatives that none of them takes",
        "KPIs, measures, savings or labels cut the line of one number or date between them, and some values lie in none. A unit there is "
        "counted nowhere; the example in the message shows one.",
        "share: dose_per_kg > single and dose_per_kg <= double, between `<= single` and `> double`",
    ),
    Code(
        "alternatives-overlap",
        "A limit that two alternatives take",
        "Two conditions meet at a limit and both hold exactly there, so that such a unit is counted twice. One of them should stop short of it.",
        "delay <= day beside delay > day",
    ),
    Code(
        "limit-without-example",
        "A limit that no example stands on either side of",
        "A scheme proves its limits with a pair of examples, at most one step to either side: one that keeps to the limit and one that does not. "
        "The step is a day, one thing, or the last place of the limit as written.",
        "70 g for 70 kg (1.0 g/kg), and 77 g for 70 kg (1.1 g/kg)",
    ),
    Code(
        "never-decides",
        "A rule that can never decide",
        "Rules are asked in order, and the first that fails decides. Whoever would fail this one has failed before, so it turns nobody away.",
        "`age >= adult_age` first, and then `age >= pension_age`, where the pension age is the higher",
    ),
    Code(
        "never-reached",
        "A branch or a label that is never reached",
        "The conditions before it take every value of the number or date, so nothing is left over. Usually a limit is on the wrong side, or the order is.",
        "classify: [{label: long, when: days > long_stay}, {label: some, when: days > 0}], the narrower first",
    ),
    Code(
        "never-true",
        "A condition that can never hold",
        "Its limits on one number or date contradict each other, or contradict what stands before it: the rules of the unit, or what it keeps.",
        "dose > single and dose <= double",
    ),
)
