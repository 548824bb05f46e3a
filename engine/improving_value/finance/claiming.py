"""What a row of the ledger claims: one saving, or all that a scheme delivers where that is of one sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from improving_value.finance.ledger import Ledger, LedgerRow
from improving_value.finance.run_folder import Figure, RunFolder
from improving_value.kernel.issues import Issue, Location
from improving_value.kernel.names import nearest


@dataclass(frozen=True)
class Claim:
    """What the ledger claims at once: one saving of a scheme, or (`saving` empty) all that the scheme delivers, which is of one sort.

    `sort` is the class and the state of the money, or "not in this run"; unlike sorts are never added together.
    """

    scheme: str
    saving: str
    savings: tuple[str, ...]
    sort: str

    @property
    def is_known(self) -> bool:
        return bool(self.savings)


NOT_IN_RUN = "not in this run"
NO_FIGURE = "without a figure in this run"
"""Of a scheme that ran and counted nothing."""


@dataclass
class Claims:
    """Says which savings a row stands for, noting rows of which that cannot be said."""

    ledger: Ledger
    run: RunFolder
    issues: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.of_scheme: dict[str, dict[str, Figure]] = {}
        for one in self.run.figures:
            self.of_scheme.setdefault(one.scheme, {}).setdefault(one.saving, one)
        for scheme in self.run.sources:
            self.of_scheme.setdefault(scheme, {})

    def of(self, row: LedgerRow) -> Claim:
        savings = self.of_scheme.get(row.scheme)
        if savings is None:
            return Claim(row.scheme, row.saving, (), NOT_IN_RUN)
        if not savings:
            return Claim(row.scheme, row.saving, (), NO_FIGURE)
        if row.saving:
            one = savings.get(row.saving)
            if one is None:
                self._note_unknown(row, sorted(savings))
                return Claim(row.scheme, row.saving, (), NOT_IN_RUN)
            return Claim(row.scheme, row.saving, (row.saving,), sort_of(one))
        delivered = self._delivered(row.scheme)
        sorts = sorted({sort_of(one) for one in delivered})
        if len(sorts) != 1:
            self._note_unclear(row, delivered or list(savings.values()))
        return Claim(row.scheme, "", tuple(one.saving for one in delivered), sorts[0] if sorts else NOT_IN_RUN)

    def not_claimed(self, claimed: Iterable[Claim]) -> Iterator[Claim]:
        """Yield a claim for each delivered saving that no row of the ledger stands for."""
        met = {(claim.scheme, saving) for claim in claimed for saving in claim.savings}
        for scheme in sorted(self.of_scheme):
            for one in self._delivered(scheme):
                if (scheme, one.saving) not in met:
                    yield Claim(scheme, one.saving, (one.saving,), sort_of(one))

    def note_mixed(self, claims: Iterable[Claim]) -> None:
        """A saving claimed by its name and again within its scheme would be compared twice."""
        named = {claim.scheme for claim in claims if claim.saving and claim.is_known}
        for row in self.ledger.rows:
            if not row.saving and row.scheme in named:
                where = Location(self.ledger.place, row.number, name="saving")
                found = f"no saving, while other rows of `{row.scheme}` name one"
                self.issues.append(Issue("ledger-saving-unclear", where, found, "a saving in all rows of a scheme or in none", "name it"))

    def _note_unknown(self, row: LedgerRow, known: Sequence[str]) -> None:
        close = nearest(row.saving, known)
        fix = f"write `{close}`" if close else f"write one of {', '.join(known)}"
        where = Location(self.ledger.place, row.number, name="saving")
        self.issues.append(Issue("ledger-saving-unclear", where, f"no saving of `{row.scheme}`", "a saving of the scheme", fix))

    def _delivered(self, scheme: str) -> list[Figure]:
        """Return the figures that a ledger's actuals can stand for."""
        found, sources = self.of_scheme[scheme], self.run.sources[scheme]["savings"]
        names = delivered({name: one.state for name, one in found.items()}, {name: sources[name]["instead_of"] for name in found})
        return [found[name] for name in names]

    def _delivers(self, savings: Sequence[Figure]) -> bool:
        return any(one.state != "opportunity" for one in savings)

    def _note_unclear(self, row: LedgerRow, delivered: Sequence[Figure]) -> None:
        listed = ", ".join(f"`{one.saving}` ({sort_of(one)})" for one in delivered)
        where = Location(self.ledger.place, row.number, name="saving")
        why = "has savings that are never added together" if self._delivers(delivered) else "delivers nothing yet, realised or forecast"
        found = f"no saving, and `{row.scheme}` {why}: {listed}"
        self.issues.append(Issue("ledger-saving-unclear", where, found, "which of them is claimed", "fill in the column `saving`"))


def delivered(states: Mapping[str, str], instead_of: Mapping[str, str | None]) -> list[str]:
    """Return which of a scheme's savings a ledger's actuals can stand for: those realised; where none is, forecasts; opportunities never.

    A saving that counts another's money a second way is left out, so that no claim is compared with it twice.
    """
    for state in ("realised", "forecast"):
        names = [name for name, one in states.items() if one == state]
        if names:
            return [name for name in names if instead_of[name] not in names]
    return []


def sort_of(figure: Figure) -> str:
    return f"{figure.class_.replace('_', ' ')}, {figure.state}"
