"""Who keeps what: what becomes of each saving under the terms on which its provider is paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from improving_value.finance.model import Finance, Kept, Split
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Sentence, Table, shortened
from improving_value.report.content.words import CLASSES, STATES
from improving_value.report.numbers import counted, pounds

_COLUMNS = (
    Column("Amount"),
    Column("Commissioner", "cash in the year"),
    Column("Provider keeps"),
    Column("Capacity released", "no cash"),
    Column("Cost avoided", "no cash"),
    Column("Transfer", "from provider to commissioner"),
    Column("Not released", "the payment stays as it is"),
    Column("The system as a whole"),
    Column("Not told", "terms are needed"),
)
_NOTE = (
    "The parts add up to the amount. Under a block contract no cash comes back in the year; a transfer is one body's gain and "
    "another's loss, so the system gains nothing by it. Terms by provider and period, with their source, are in who_keeps.csv."
)
MOST_PLACES = 60
"""With more organisations than this, a chapter says what becomes of a saving under each sort of terms, and the file who has them."""
_TERMS = {
    "pass_through": "Pass-through",
    "cost_and_volume": "Cost and volume",
    "block": "Block",
    "gain_share": "Gain share",
    "local": "Local terms",
    "": "No terms on record",
}
NO_TERMS = (
    "Who keeps these savings cannot be told: nobody supplied the terms on which providers are paid. A file payment_terms.csv in the data folder "
    "says, for each provider and service, whether it is paid by pass-through, cost and volume, block, gain share or local terms, from when, "
    "and where that is written down."
)


@dataclass(frozen=True)
class KeepsSection:
    """Who keeps what, as a page shows it: a table, or what is needed for one."""

    lead: Sentence
    table: Table | None


def menu_section(finance: Finance, titles: Mapping[str, str], span: str) -> KeepsSection:
    """Return who keeps what, scheme by scheme, of the savings in combination."""
    if not finance.terms:
        return KeepsSection(Sentence(NO_TERMS), None)
    counted_kept = [kept for kept in finance.kept if kept.combined.line.counts]
    kinds = dict.fromkeys((kept.combined.line.class_, kept.combined.line.state) for kept in counted_kept)
    groups = tuple(
        RowGroup(
            f"{CLASSES[class_]}: {STATES[state].lower()}",
            _rows(
                [kept for kept in counted_kept if (kept.combined.line.class_, kept.combined.line.state) == (class_, state)],
                lambda kept: kept.combined.line.scheme,
                titles,
                in_combination=True,
            ),
        )
        for class_, state in sorted(kinds)
    )
    caption = f"Who keeps the savings, in combination, all organisations, {span}"
    return KeepsSection(_lead(counted_kept), Table("who-keeps", caption, "Scheme", _COLUMNS, groups, _NOTE))


def chapter_section(
    finance: Finance, scheme: str, anchor: str, titles: Mapping[str, str], names: Mapping[str, str], span: str
) -> KeepsSection:
    """Return who keeps a scheme's savings standing alone, by saving and provider; of many providers, by how they are paid."""
    if not finance.terms:
        return KeepsSection(Sentence(NO_TERMS), None)
    mine = [kept for kept in finance.kept if kept.combined.line.scheme == scheme]
    by_terms = len({_place(kept) for kept in mine}) > MOST_PLACES
    by, called = (_mechanism, _TERMS) if by_terms else (_place, names)
    groups = tuple(
        RowGroup(
            shortened(titles.get(f"{scheme}/{saving}", saving)),
            _rows([kept for kept in mine if kept.combined.line.saving == saving], by, called, counts_places=by_terms),
        )
        for saving in dict.fromkeys(kept.combined.line.saving for kept in mine)
    )
    caption = f"Who keeps each saving, standing alone, {span}"
    corner = "Saving, and how providers are paid" if by_terms else "Saving and provider"
    return KeepsSection(_lead(mine), Table(f"{anchor}-who-keeps", caption, corner, _COLUMNS, groups, _NOTE))


def _place(kept: Kept) -> str:
    return kept.combined.line.organisation


def _mechanism(kept: Kept) -> str:
    return kept.mechanism


def _lead(kept: Sequence[Kept]) -> Sentence:
    open_ = [one for one in kept if one.alone is None and one.combined.line.pence]
    if not open_:
        return Sentence("The payment terms say for every line who keeps it.")
    needs = list(dict.fromkeys(one.needs for one in open_))
    shown = "; ".join(needs[:3]) + (f"; and {counted(len(needs) - 3, 'other')}" if len(needs) > 3 else "")
    return Sentence(f"For {counted(len(open_), 'line')} the payment terms do not say who keeps it. Needed: {shown}.")


def _rows(
    kept: Sequence[Kept], by: Callable[[Kept], str], names: Mapping[str, str], in_combination: bool = False, counts_places: bool = False
) -> tuple[Row, ...]:
    found: dict[str, list[Kept]] = {}
    for one in kept:
        found.setdefault(by(one), []).append(one)
    return tuple(
        Row(
            shortened(names.get(key, key)),
            _cells(some, in_combination),
            note=counted(len({_place(one) for one in some}), "organisation") if counts_places else "",
        )
        for key, some in found.items()
    )


def _cells(kept: Sequence[Kept], in_combination: bool) -> tuple[Cell, ...]:
    amounts = [(one.combined.in_combination if in_combination else one.combined.line.pence) for one in kept]
    splits = [one.in_combination if in_combination else one.alone for one in kept]
    told = [split for split in splits if split is not None]
    parts = Split(**{part.name: sum(getattr(split, part.name) for split in told) for part in fields(Split)})
    open_ = sum(pence for pence, split in zip(amounts, splits, strict=True) if split is None)
    shown = (parts.commissioner, parts.provider, parts.capacity, parts.avoided, parts.transfer, parts.unreleased, parts.system)
    known = [Cell(pounds(pence)) if told else Cell("not told", quiet=True) for pence in shown]
    return (Cell(pounds(sum(amounts))), *known, Cell(pounds(open_)) if len(told) < len(splits) else Cell(""))
