"""What a comparison finds, and what a report may say of it: unit keys only in `ChangedUnit`, which goes to a list and never to a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from improving_value.assess.assessment import CountRow, KpiRow, SchemeAssessment, Status

Path = tuple[str, ...]
"""Where a part of a scheme stands: ("units", unit, "columns", name)."""
How = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Wording:
    """What one version says: in words, as the author wrote it, and where it comes from."""

    words: str
    written: str = ""
    source: str = ""


@dataclass(frozen=True)
class Detail:
    """One respect in which something changed; None where a version does not have it."""

    label: str
    old: Wording | None
    new: Wording | None


@dataclass(frozen=True)
class Change:
    """One change of meaning. Paths are the parts of each version that hold it."""

    number: int
    how: How
    kind: str
    name: str
    details: tuple[Detail, ...]
    old_paths: tuple[Path, ...]
    new_paths: tuple[Path, ...]


@dataclass(frozen=True)
class TextChange:
    """Words that changed and no meaning: nothing is worked out from them."""

    place: str
    old: str
    new: str


@dataclass(frozen=True)
class Step:
    """Changes turned on together, by their numbers: one, unless some make sense only together."""

    changes: tuple[int, ...]

    @property
    def label(self) -> str:
        """Return the numbers of its changes, as they are listed."""
        return "+".join(map(str, self.changes)) if self.changes else "no listed change"


@dataclass(frozen=True)
class ChangedUnit:
    """One respect in which one unit comes out otherwise, and the steps that moved it. For the internal list only."""

    unit: str
    key: str
    period: str
    respect: str
    old: str
    new: str
    steps: tuple[int, ...]
    pence: int | None = None
    """The difference, where the respect is pounds."""


@dataclass(frozen=True)
class Movement:
    """How many units moved alike, for the same reason."""

    unit: str
    respect: str
    old: str
    new: str
    why: str
    steps: tuple[int, ...]
    units: int
    pence: int | None


@dataclass(frozen=True)
class Amount:
    """Pounds in one version; no pence when they cannot be worked out."""

    pence: int | None
    status: Status | Literal["absent"]
    needs: str = ""


@dataclass(frozen=True)
class Part:
    """What one step makes of an amount; None where it could not be worked out after it."""

    step: int
    pence: int | None


@dataclass(frozen=True)
class Bridge:
    """From the old amount to the new one. `adds_up` when both are known: the parts are then exactly the difference."""

    figure: Literal["saving", "cost"]
    name: str
    title: str
    scenario: str
    class_: str
    state: str
    level: str
    organisation: str
    old: Amount
    parts: tuple[Part, ...]
    new: Amount

    @property
    def difference(self) -> int | None:
        """Return the new amount less the old, in pence; None when either is not known."""
        return None if self.old.pence is None or self.new.pence is None else self.new.pence - self.old.pence

    @property
    def differs(self) -> bool:
        return self.old != self.new or any(part.pence for part in self.parts)


@dataclass(frozen=True)
class KpiPair:
    """One KPI at one place in both versions; None where a version does not have it."""

    name: str
    title: str
    old: KpiRow | None
    new: KpiRow | None

    @property
    def row(self) -> KpiRow:
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def differs(self) -> bool:
        """Say whether the figure or its verdict is another one."""
        return _figures(self.old) != _figures(self.new)


def _figures(row: KpiRow | None) -> tuple[object, ...]:
    return () if row is None else (row.numerator, row.denominator, row.value, row.skipped, row.target, row.verdict)


@dataclass(frozen=True)
class CountPair:
    """Units of one sort, all organisations, in both versions."""

    unit: str
    old: CountRow | None
    new: CountRow | None


@dataclass(frozen=True)
class Comparison:
    """Everything a review says. `old` and `new` are the two runs; nothing here but `changed_units` is about one unit."""

    old: SchemeAssessment
    new: SchemeAssessment
    compared: tuple[str, str]
    changes: tuple[Change, ...]
    renamed: tuple[str, ...]
    texts: tuple[TextChange, ...]
    steps: tuple[Step, ...]
    counts: tuple[CountPair, ...]
    kpis: tuple[KpiPair, ...]
    bridges: tuple[Bridge, ...]
    movements: tuple[Movement, ...]
    changed_units: tuple[ChangedUnit, ...]
    units_changed: Mapping[str, tuple[int, int]]
    """Units of each sort that come out otherwise, and those of which only pounds are others."""
    withheld: tuple[str, ...]
    illustrative: bool

    @property
    def is_different(self) -> bool:
        """Say whether the two versions mean different things, or come to different figures."""
        return bool(self.changes) or any(pair.differs for pair in self.kpis) or any(bridge.differs for bridge in self.bridges)
