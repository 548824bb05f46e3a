"""The random builders as hypothesis strategies, so that a disagreement is shrunk before it is shown."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st
from random_forms import builder
from random_schemes import sight_of
from random_sight import KINDS, Sight

RANDOMS = st.randoms(use_true_random=False)
"""A source of choices that hypothesis makes, and makes again with simpler ones."""


def sights() -> st.SearchStrategy[Sight]:
    """What can be seen: from a row, or from a group of rows."""
    row = sight_of("activity")
    windowed = Sight(row.columns, row.changing, windows=True, per=row.per)
    gathered = Sight({"code": ("patient",), "name": ("drug",)}, ("by_drug",), inside=row)
    return st.sampled_from((row, windowed, gathered))


@st.composite
def expressions(draw: st.DrawFn, depth: int = 4) -> tuple[str, Sight, str]:
    """A kind of value, what is seen, and an expression of that kind over it."""
    random: Random = draw(RANDOMS)
    sight = draw(sights())
    kind = draw(st.sampled_from([kind for kind in KINDS if kind not in ("name", "datetime") or sight.of(kind)]))
    return kind, sight, builder(random).build(kind, sight, depth)
