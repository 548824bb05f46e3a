"""Where each claim stands at each organisation: plan, year to date, forecast, net of cost, and what a full year would bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from improving_value.finance.ledger import LedgerRow
from improving_value.finance.pairing import Place
from improving_value.finance.rag import rate
from improving_value.finance.reconcile import Item, Reconciliation
from improving_value.kernel.periods import year_end

MONTHS = 12
FORECAST_RULE = (
    "claimed to date, and the plan of the months left of the financial year in the share of the plan delivered to date; without a plan, "
    "month for month as to date"
)
FULL_YEAR_RULE = "the engine's saving to date, for twelve months instead of those live; of what comes back every year alone"
TO_DATE_RULE = "up to the last month for which the ledger claims anything; the engine's periods that end by then"


@dataclass(frozen=True)
class Position:
    """One claim at one organisation. Pence are None where somebody did not say, or the engine cannot."""

    scheme: str
    saving: str
    sort: str
    organisation: str
    to_date: date
    plan_year: int | None
    plan_to_date: int | None
    ledger_to_date: int | None
    flex_to_date: int
    engine_to_date: int | None
    investment_to_date: int | None
    cost_to_date: int | None
    ledger_net_to_date: int | None
    engine_net_to_date: int | None
    forecast_ledger: int | None
    forecast_by_rule: int | None
    months_to_date: int
    months_live: int
    full_year_ledger: int | None
    full_year_by_rule: int | None
    recurrent_ledger: str
    recurrent_engine: str
    rag_ledger: str
    rag_by_rule: str
    block_claimed: int
    mechanisms: str
    released_to_date: int | None
    reference: str
    project: str
    pod: str

    @property
    def variance(self) -> int | None:
        """Claimed to date less plan to date."""
        return None if self.plan_to_date is None or self.ledger_to_date is None else self.ledger_to_date - self.plan_to_date


def positions(found: Reconciliation) -> tuple[Position, ...]:
    """Return a position for each claim at each organisation, in order."""
    ends = [row.period.end for item in found.items for row in item.cell.rows_claiming]
    to_date = max(ends, default=found.run.span.end)
    grouped: dict[Place, list[Item]] = {place: [] for place in found.ahead}
    for item in found.items:
        grouped.setdefault((item.cell.claim, item.cell.organisation), []).append(item)
    claims: dict[str, set[str]] = {}
    for claim, _ in grouped:
        claims.setdefault(claim.scheme, set()).add(claim.saving)
    ordered = sorted(grouped.items(), key=lambda one: (one[0][0].scheme, one[0][0].saving, one[0][1]))
    return tuple(_position(found, place, items, to_date, len(claims[place[0].scheme]) == 1) for place, items in ordered)


def _position(found: Reconciliation, place: Place, items: Sequence[Item], to_date: date, is_alone: bool) -> Position:
    claim, organisation = place
    rows = [row for item in items for row in item.cell.rows]
    of_year = [*rows, *found.ahead.get(place, ())]
    past = [row for row in rows if row.period.end <= to_date]
    figures = [one for one in found.run.figures if one.scheme == claim.scheme and one.saving in claim.savings]
    done = [one for one in figures if one.organisation == organisation and one.period.end <= to_date]
    engine = _sum_known([item.cell.engine for item in items if item.cell.period.end <= to_date])
    cost = _cost(found, claim.scheme, organisation, to_date) if is_alone and claim.is_known else None
    plan, plan_year, claimed = _total(past, "plan_gross"), _total(of_year, "plan_gross"), _total(past, "actual_gross")
    start = max(min((row.start.start for row in of_year if row.start), default=found.run.span.start), found.run.span.start)
    live, live_to_date = max(0, _months(start, year_end(found.run.span))), max(0, _months(start, to_date))
    on_block = {row.number for item in items for row in item.cell.rows if item.cell.is_block or row.words["payment_mechanism"] == "block"}
    recurrent = {one.recurrent for one in figures}
    return Position(
        scheme=claim.scheme,
        saving=claim.saving,
        sort=claim.sort,
        organisation=organisation,
        to_date=to_date,
        plan_year=plan_year,
        plan_to_date=plan,
        ledger_to_date=claimed,
        flex_to_date=_total([row for row in past if row.words["data_status"] == "flex"], "actual_gross") or 0,
        engine_to_date=engine,
        investment_to_date=_total(past, "investment"),
        cost_to_date=cost,
        ledger_net_to_date=_total(past, "actual_net"),
        engine_net_to_date=None if engine is None or cost is None else engine - cost,
        forecast_ledger=_latest(rows, "fot"),
        forecast_by_rule=forecast(claimed, plan, plan_year, live_to_date, live),
        months_to_date=live_to_date,
        months_live=live,
        full_year_ledger=_latest(rows, "fye"),
        full_year_by_rule=engine * MONTHS // live_to_date if engine is not None and live_to_date and recurrent == {True} else None,
        recurrent_ledger=_words({_yes(row.recurrent) for row in rows if row.recurrent is not None}),
        recurrent_engine=_words({_yes(one) for one in recurrent}),
        rag_ledger=_latest_word(rows, "rag_delivery"),
        rag_by_rule=rate(plan, claimed),
        block_claimed=_total([row for row in past if row.number in on_block], "actual_gross") or 0,
        mechanisms=_words({one.mechanism for one in done} - {""}),
        released_to_date=_sum_known([one.released for one in done]) if done else None,
        reference=_latest_word(of_year, "unique_ref"),
        project=_latest_word(of_year, "project_name"),
        pod=_latest_word(of_year, "pod"),
    )


def _total(rows: Sequence[LedgerRow], column: str) -> int | None:
    known = [pence for row in rows if (pence := row.money[column]) is not None]
    return sum(known) if known else None


def _sum_known(amounts: Sequence[int | None]) -> int | None:
    """Return a sum, or None where any amount is missing: what is missing is never nought."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _in_order(rows: Sequence[LedgerRow]) -> Iterator[LedgerRow]:
    yield from sorted(rows, key=lambda row: (row.period.end, row.number), reverse=True)


def _latest(rows: Sequence[LedgerRow], column: str) -> int | None:
    """Return what the row of the latest month says of the year; several rows of that month are added."""
    last = next((row.period.end for row in _in_order(rows) if row.money[column] is not None), None)
    return _total([row for row in rows if row.period.end == last], column)


def _latest_word(rows: Sequence[LedgerRow], column: str) -> str:
    return next((row.words[column] for row in _in_order(rows) if row.words[column]), "")


def _cost(found: Reconciliation, scheme: str, organisation: str, to_date: date) -> int | None:
    """Return the scheme's cost to date; a missing one makes it missing."""
    costs = [one for one in found.run.costs if (one.scheme, one.organisation) == (scheme, organisation) and one.period.end <= to_date]
    return _sum_known([one.pence for one in costs]) if costs else None


def forecast(claimed: int | None, plan: int | None, plan_year: int | None, live_to_date: int, live: int) -> int | None:
    """Return what the year comes to by FORECAST_RULE, in pence; months live to date, and in the year."""
    if claimed is None:
        return None
    if plan and plan_year is not None:
        return claimed + (plan_year - plan) * claimed // plan
    return claimed * live // live_to_date if live_to_date else None


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * MONTHS + end.month - start.month


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _words(said: set[str]) -> str:
    return " and ".join(sorted(said))
