"""A figure that a source states, and what this scheme's own parameters come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from improving_value.expression.nodes import Node
from improving_value.kernel.quantities import stated
from improving_value.spec.claim import Claim

_PLACES = 6


@dataclass(frozen=True)
class CheckedClaim:
    """A claim with its calculation, if it has one. It is reproduced unless it says why not; `comes_to` is None when nothing comes of it."""

    claim: Claim
    formula: Node | None
    comes_to: Decimal | None = None

    @property
    def stated_words(self) -> str:
        """Return the figure that the source states, with its unit."""
        return stated(f"{self.claim.value:f}", self.claim.unit)

    @property
    def comes_to_words(self) -> str:
        """Return what the calculation comes to, with its unit and to six places: a share of 0.5981235 is 59.8124%."""
        if self.comes_to is None:
            return "nothing"
        return stated(f"{round(self.comes_to, _PLACES):f}", self.claim.unit)

    @property
    def is_reproduced(self) -> bool:
        return self.claim.why_not is None
