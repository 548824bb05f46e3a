"""The ledger and the engine brought to the same cells: one for each claim, organisation and period that both can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from improving_value.finance.activity_lines import ActivityLines, ByMonth, months_of
from improving_value.finance.claiming import Claim, Claims
from improving_value.finance.ledger import Ledger, LedgerRow
from improving_value.finance.run_folder import Figure, RunFolder
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.periods import Length, Period, pieces_of, year_end

LENGTHS: tuple[Length, ...] = ("month", "quarter", "year")
Cut = Literal["lines", "figures"]
"""What the engine's side of a cell was added up from: its figures, or, where they are of longer periods, the dates of its lines."""


@dataclass(frozen=True)
class Cell:
    """One comparison. `engine` is None where the engine has no amount (`needs` says why), 0 where there is no activity.

    `is_block`: by the run's payment terms all of it is paid for by block.
    """

    claim: Claim
    organisation: str
    period: Period
    rows: tuple[LedgerRow, ...]
    engine: int | None
    needs: str
    is_partial: bool
    eligible: int
    cut: Cut
    is_block: bool = False

    @property
    def rows_claiming(self) -> tuple[LedgerRow, ...]:
        return tuple(row for row in self.rows if row.claimed is not None)


Place = tuple[Claim, str]
"""A claim at an organisation."""


@dataclass(frozen=True)
class Pairs:
    """All cells, and the rows of the ledger that lie outside the run's span and are compared with nothing.

    `ahead` are those of them that lie in what is left of the financial year: they hold the plan for it.
    """

    cells: tuple[Cell, ...]
    outside: tuple[LedgerRow, ...]
    ahead: Mapping[Place, tuple[LedgerRow, ...]]


def organisation_of(row: LedgerRow, line: str) -> str:
    """Return whose row it is for a saving whose lines are a provider's or a commissioner's."""
    if line == "all":
        return "all"
    first, second = (row.commissioner, row.provider) if line == "commissioner" else (row.provider, row.commissioner)
    return first or second


def pair(ledger: Ledger, run: RunFolder, lines: ActivityLines) -> Pairs:
    """Return every cell that either side has something in. Raises Rejected when a row does not say which saving it claims."""
    inside = [row for row in ledger.rows if row.period.start < run.span.end and run.span.start < row.period.end]
    straddling = [row for row in inside if row.period.start < run.span.start or run.span.end < row.period.end]
    if straddling:
        raise Rejected(in_order([_straddles(ledger, row, run) for row in straddling]))
    claims = Claims(ledger, run)
    by_claim: dict[Claim, list[LedgerRow]] = {}
    for row in inside:
        by_claim.setdefault(claims.of(row), []).append(row)
    claims.note_mixed(by_claim)
    ahead = _ahead(ledger, run, claims)
    if claims.issues:
        raise Rejected(in_order(claims.issues))
    for claim in claims.not_claimed(by_claim):
        by_claim[claim] = []
    maker = _Cells(run, lines)
    ordered = sorted(by_claim.items(), key=lambda item: (item[0].scheme, item[0].saving))
    cells = tuple(cell for claim, rows in ordered for cell in maker.of(claim, rows))
    taken = {row.number for row in inside}
    return Pairs(cells, tuple(row for row in ledger.rows if row.number not in taken), ahead)


def _ahead(ledger: Ledger, run: RunFolder, claims: Claims) -> Mapping[Place, tuple[LedgerRow, ...]]:
    found: dict[Place, tuple[LedgerRow, ...]] = {}
    for row in ledger.rows:
        if run.span.end <= row.period.start and row.period.end <= year_end(run.span):
            claim = claims.of(row)
            code, _, _ = run.organisations.place(organisation_of(row, _line(claim, run)), row.period.start)
            found[claim, code] = (*found.get((claim, code), ()), row)
    return found


def _straddles(ledger: Ledger, row: LedgerRow, run: RunFolder) -> Issue:
    where = Location(ledger.place, row.number, name="month")
    found = f"a period that lies partly outside the run's {run.span.label}"
    return Issue("ledger-period", where, found, "a period within the run, or wholly outside it", "split the row by month")


@dataclass
class _Cells:
    """Makes the cells of one claim after another."""

    run: RunFolder
    lines: ActivityLines

    def of(self, claim: Claim, rows: Sequence[LedgerRow]) -> Iterator[Cell]:
        figures = [one for one in self.run.figures if one.scheme == claim.scheme and one.saving in claim.savings]
        months = self._months(claim, figures, rows)
        periods = months_of(self.run.span) if months is not None else self._periods(figures, rows)
        line = _line(claim, self.run)
        placed: dict[tuple[str, Period], list[LedgerRow]] = {}
        for row in rows:
            code, _, _ = self.run.organisations.place(organisation_of(row, line), row.period.start)
            period = next(period for period in periods if period.start <= row.period.start and row.period.end <= period.end)
            placed.setdefault((code, period), []).append(row)
        organisations = sorted({one.organisation for one in figures} | {code for code, _ in placed})
        for organisation in organisations:
            own = [one for one in figures if one.organisation == organisation]
            for period in periods:
                cell = self._cell(claim, organisation, period, placed.get((organisation, period), ()), own, months)
                if cell.rows or cell.engine:
                    yield cell

    def _months(self, claim: Claim, figures: Sequence[Figure], rows: Sequence[LedgerRow]) -> ByMonth | None:
        """Return the claim by month from the dates of its lines, where its figures are of longer periods and the rows of months."""
        months = {period.start for period in months_of(self.run.span)}
        if not claim.is_known or not rows or any(row.period.start not in months or _length(row.period) > 1 for row in rows):
            return None
        if all(_length(one.period) == 1 for one in figures):
            return None
        found: dict[tuple[str, object], int] = {}
        for saving in claim.savings:
            one = self.lines.by_month(claim.scheme, saving)
            if one is None:
                return None
            for place, pence in one.items():
                found[place] = found.get(place, 0) + pence
        return found  # type: ignore[return-value]

    def _periods(self, figures: Sequence[Figure], rows: Sequence[LedgerRow]) -> tuple[Period, ...]:
        """Return the shortest periods of which each holds every figure and every row wholly."""
        wanted = [one.period for one in figures] + [row.period for row in rows]
        for length in LENGTHS:
            periods = pieces_of(self.run.span, length)
            if all(any(period.start <= one.start and one.end <= period.end for period in periods) for one in wanted):
                return periods
        return (self.run.span,)

    def _cell(
        self, claim: Claim, organisation: str, period: Period, rows: Sequence[LedgerRow], own: Sequence[Figure], months: ByMonth | None
    ) -> Cell:
        within = [one for one in own if period.start <= one.period.start and one.period.end <= period.end]
        around = [one for one in own if one.period.start < period.end and period.start < one.period.end]
        is_block = bool(around) and all(one.mechanism == "block" for one in around)
        if months is None:
            known = [one.pence for one in within if one.pence is not None]
            lacking = sorted({one.needs for one in within if one.pence is None})
            partial = any(one.status == "partial" for one in within) or (bool(lacking) and bool(known))
            engine = sum(known) if known or not within else None
            eligible = self._eligible(claim, within)
            return Cell(claim, organisation, period, tuple(rows), engine, "; ".join(lacking), partial, eligible, "figures", is_block)
        place = (organisation, period.start)
        counts = [self.lines.eligible_by_month(claim.scheme, saving).get(place, 0) for saving in claim.savings]
        return Cell(claim, organisation, period, tuple(rows), months.get(place, 0), "", False, sum(counts), "lines", is_block)

    def _eligible(self, claim: Claim, within: Sequence[Figure]) -> int:
        """Return how many units were eligible: of a saving that draws on several sorts, of the sort that has fewest."""
        found = 0
        for saving in claim.savings:
            source = self.run.sources[claim.scheme]
            units = [unit for unit in source["savings"][saving]["units"] if unit in source["units"]]
            labels = [(one.organisation, one.period.label) for one in within if one.saving == saving]
            counts = [sum(self.run.eligible.get((claim.scheme, unit, *place), 0) for place in labels) for unit in units]
            found += min(counts) if counts else 0
        return found


def _line(claim: Claim, run: RunFolder) -> str:
    """Return whose lines a claim is worked out on: a provider's, a commissioner's, or all together."""
    return str(run.sources[claim.scheme]["savings"][claim.savings[0]]["line"]) if claim.is_known else "provider"


def _length(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
