"""Codes for what a scheme's examples prove, and what they do not."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

PROVE_CODES = by_code(
    Code(
        "change-not-noticed",
        "A change to the scheme that no example notices",
        "`prove` changes a scheme in every way a slip of the pen could, and runs its examples. Where all of them still hold, nothing "
        "proves that what stands there is what was meant: add an example that comes out otherwise, with its sum worked out by hand.",
        "- example: exactly at the limit    # 70 / 70 = 1.000 g/kg",
    ),
    Code(
        "not-equivalent",
        "A change that is called none, and is one",
        "A scheme may list up to three changes of `prove` under `equivalent`, each with the reason why it makes no difference. It is held "
        "to that by its own examples and by 10,000 rows made up around them.",
        "because: a body weight of 0 is not on record at all",
    ),
)
