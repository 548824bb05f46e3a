"""The tables of the finance room, as files other programs read."""

from __future__ import annotations

from pathlib import Path

from improving_value.assess.assessment import pounds
from improving_value.finance.model import Apart, Combined, Finance, Kept, Shared, Split
from improving_value.report.tables import write_csv

OVERLAP = (
    "class", "state", "activity", "first_scheme", "first_saving", "second_scheme", "second_saving", "organisation", "period", "pieces",
    "first_gbp", "second_gbp", "given_up_gbp", "given_up_by",
)  # fmt: skip
APART = (
    "activity", "first_scheme", "first_saving", "first_class", "first_state", "second_scheme", "second_saving", "second_class", "second_state",
    "pieces", "first_gbp", "second_gbp",
)  # fmt: skip
COMBINED = (
    "scheme", "saving", "class", "state", "level", "organisation", "period", "alone_gbp", "given_up_gbp", "in_combination_gbp", "combined",
)  # fmt: skip
COMBINATION = (
    "class",
    "state",
    "scheme",
    "alone_gbp",
    "given_up_gbp",
    "in_combination_gbp",
    "taken_up_without_it_gbp",
    "adds_gbp",
    "reverse_order_gbp",
)
WHO_KEEPS = (
    "scheme", "saving", "class", "state", "level", "organisation", "period", "standing", "amount_gbp", "mechanism", "commissioner_cash_gbp",
    "provider_keeps_gbp", "capacity_released_gbp", "cost_avoided_gbp", "transfer_to_commissioner_gbp", "not_released_gbp", "system_gbp",
    "source", "needs",
)  # fmt: skip


def write_finance(finance: Finance, folder: Path) -> None:
    """Write overlap, combined, combination and who_keeps."""
    write_csv(folder / "overlap.csv", OVERLAP, [_shared(row) for row in finance.overlap.shared])
    write_csv(folder / "overlap_apart.csv", APART, [_apart(row) for row in finance.overlap.apart])
    write_csv(folder / "combined.csv", COMBINED, [_combined(one) for one in finance.overlap.lines])
    write_csv(folder / "combination.csv", COMBINATION, _combination(finance))
    write_csv(folder / "who_keeps.csv", WHO_KEEPS, [row for kept in finance.kept for row in _kept(kept)])


def _money(*amounts: int) -> tuple[str, ...]:
    return tuple(str(pounds(pence)) for pence in amounts)


def _place(one: Combined) -> tuple[str, ...]:
    line = one.line
    return (line.scheme, line.saving, line.class_, line.state, line.level, line.organisation, line.period)


def _shared(row: Shared) -> tuple[str, ...]:
    names = (row.class_, row.state, row.kind, row.first_scheme, row.first_saving, row.second_scheme, row.second_saving)
    by = row.second_scheme if row.given_up else ""
    return (*names, row.organisation, row.period, str(row.pieces), *_money(row.first_pence, row.second_pence, row.given_up), by)


def _apart(row: Apart) -> tuple[str, ...]:
    first = (row.first_scheme, row.first_saving, row.first_class, row.first_state)
    second = (row.second_scheme, row.second_saving, row.second_class, row.second_state)
    return (row.kind, *first, *second, str(row.pieces), *_money(row.first_pence, row.second_pence))


def _combined(one: Combined) -> tuple[str, ...]:
    counts = "true" if one.line.counts else "false"
    return (*_place(one), *_money(one.line.pence, one.given_up, one.in_combination), counts)


def _combination(finance: Finance) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for kind in finance.overlap.kinds:
        parts = [part for part in finance.overlap.parts if (part.class_, part.state) == (kind.class_, kind.state)]
        for part in parts:
            amounts = _money(part.alone, part.given_up, part.in_combination, part.taken_up, part.adds, part.in_reverse_order)
            rows.append((part.class_, part.state, part.scheme, *amounts))
        together = _money(kind.alone, kind.alone - kind.in_combination, kind.in_combination)
        rows.append((kind.class_, kind.state, "all", *together, "", "", *_money(kind.in_combination)))
    return rows


def _kept(kept: Kept) -> list[tuple[str, ...]]:
    one = kept.combined
    standings = [("alone", one.line.pence, kept.alone)]
    standings += [("in_combination", one.in_combination, kept.in_combination)] if one.line.counts else []
    return [
        (*_place(one), standing, *_money(pence), kept.mechanism, *_parts(split), kept.source, kept.needs)
        for standing, pence, split in standings
    ]


def _parts(split: Split | None) -> tuple[str, ...]:
    if split is None:
        return ("",) * 7
    return _money(split.commissioner, split.provider, split.capacity, split.avoided, split.transfer, split.unreleased, split.system)
