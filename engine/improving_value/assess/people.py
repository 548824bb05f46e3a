"""Whom a figure rests on: how few people, told apart up to a few, and what sort of number it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOT_TOLD = 1
"""People behind a figure of which nobody has said how many they are: it is treated as one person's."""


Sort = Literal["count", "total", "rate"]
"""A whole number of things; an amount that grows with every unit; anything else, such as an average."""


@dataclass(frozen=True)
class Behind:
    """Of each part of a KPI the fewest people behind anything that makes it (0: nobody), and what sort of number it is.

    `shares_people`: the denominator is people's too, and no number that anybody can look up.
    """

    numerator: int = NOT_TOLD
    denominator: int = NOT_TOLD
    value: int = NOT_TOLD
    skipped: int = NOT_TOLD
    numerator_is: Sort = "rate"
    denominator_is: Sort = "rate"
    value_is: Sort = "rate"
    shares_people: bool = False
