"""What the finance room hands on: savings standing alone and in combination, what two schemes claim, and who keeps what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Line:
    """One saving's pounds at the place and in the period they are worked out for. `place` is the saving's in its scheme.

    `counts` is false for a saving that is told instead of another: it claims nothing and enters no combination.
    """

    scheme: str
    saving: str
    place: int
    class_: str
    state: str
    level: str
    organisation: str
    period: str
    pence: int
    counts: bool = True


@dataclass(frozen=True)
class Combined:
    """A line standing alone, what of it is given up to schemes before it, and the rest."""

    line: Line
    given_up: int

    @property
    def in_combination(self) -> int:
        return self.line.pence - self.given_up


@dataclass(frozen=True)
class Shared:
    """What two savings claim both, at the place and in the period of the later one.

    `first_pence` and `second_pence` are what each has on those pieces; `given_up` is what the second gives up because of the first: said
    beside the scheme that shows the most of those before it.
    """

    class_: str
    state: str
    kind: str
    first_scheme: str
    first_saving: str
    second_scheme: str
    second_saving: str
    organisation: str
    period: str
    pieces: int
    first_pence: int
    second_pence: int
    given_up: int


@dataclass(frozen=True)
class Apart:
    """What savings of two schemes claim both in different classes or states: they are never added together, so nothing is given up."""

    kind: str
    first_scheme: str
    first_saving: str
    first_class: str
    first_state: str
    second_scheme: str
    second_saving: str
    second_class: str
    second_state: str
    pieces: int
    first_pence: int
    second_pence: int


@dataclass(frozen=True)
class Part:
    """One scheme's part in the combination of a class and state.

    `taken_up` is what other schemes would take up if this one were not run: the combination would fall by `adds`. `given_up_reversed` is
    what it would give up in the reverse order of precedence.
    """

    class_: str
    state: str
    scheme: str
    alone: int
    given_up: int
    taken_up: int
    given_up_reversed: int

    @property
    def in_combination(self) -> int:
        return self.alone - self.given_up

    @property
    def in_reverse_order(self) -> int:
        return self.alone - self.given_up_reversed

    @property
    def adds(self) -> int:
        return self.in_combination - self.taken_up


@dataclass(frozen=True)
class Kind:
    """A class and state: all its schemes together, in whatever order of precedence."""

    class_: str
    state: str
    alone: int
    in_combination: int

    @property
    def interaction(self) -> int:
        return self.in_combination - self.alone


@dataclass(frozen=True)
class Overlap:
    """The register of a run. `order` is the precedence in force, first to last."""

    order: tuple[str, ...]
    lines: tuple[Combined, ...]
    shared: tuple[Shared, ...]
    parts: tuple[Part, ...]
    kinds: tuple[Kind, ...]
    apart: tuple[Apart, ...] = ()


Mechanism = Literal["pass_through", "cost_and_volume", "block", "gain_share", "local"]


@dataclass(frozen=True)
class Split:
    """Where the pence of one line end up; they add up to the line."""

    commissioner: int = 0
    provider: int = 0
    capacity: int = 0
    avoided: int = 0
    transfer: int = 0
    unreleased: int = 0

    @property
    def system(self) -> int:
        """What the system as a whole gains: a transfer is nobody's gain but another's loss."""
        return self.commissioner + self.provider + self.capacity + self.avoided


@dataclass(frozen=True)
class Kept:
    """Who keeps one line, alone and in combination; no split, and what is needed, where the terms do not say."""

    combined: Combined
    mechanism: str
    source: str
    alone: Split | None
    in_combination: Split | None
    needs: str


@dataclass(frozen=True)
class Finance:
    """What finance has to say of a run. `terms` says whether anybody supplied payment terms."""

    overlap: Overlap
    kept: tuple[Kept, ...]
    terms: bool
    warnings: tuple[str, ...] = ()
