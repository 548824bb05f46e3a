"""What each product of a run says of itself: who may see it, and what was done to its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.assess.disclosure import Product, Profile


@dataclass(frozen=True)
class Banner:
    """The words at the head and the foot of a page, and a passage for readers about its numbers."""

    name: str
    warning: str
    foot: str
    explained: tuple[str, ...] = ()
    beside: str = "The fingerprints of the data files, in full, and every parameter are in run.json beside this page."


_BANNERS: Mapping[Product, Banner] = {
    "internal": Banner("Internal", "not for onward sharing", "Counts are not suppressed."),
    "shareable": Banner("Shareable", "small numbers suppressed", "Counts are rounded, and small ones suppressed."),
}


def banner_of(profile: Profile) -> Banner:
    """Return what a page made under a profile says of itself."""
    banner, rounding = _BANNERS[profile.name], profile.rounding
    if rounding is None:
        return banner
    few = f"1 to {rounding.fewest - 1}"
    explained = (
        f"So that nobody can be recognised, a number of {few} is shown as *, and so is whatever rests on {few} people: an amount, a share, "
        "an average, a verdict. Nought is shown.",
        f"Other counts are to the nearest {rounding.nearest}. Shares are worked out from the rounded counts, averages and rates have "
        f"{_WORDS.get(rounding.figures, str(rounding.figures))} figures or fewer, and pounds are rounded to steps that hide as many people as "
        "rounded counts do. A verdict is on the number as it is shown.",
        "Every number is rounded on its own, totals too: parts need not add up to their whole. The exact numbers are in the internal report of the same run.",
    )
    return Banner(banner.name, banner.warning, banner.foot, explained, "Every parameter is in run.json beside this page.")


_WORDS = {1: "one", 2: "two", 3: "three", 4: "four"}
