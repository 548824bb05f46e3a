"""What an organisation can do, scheme by scheme, the most money first: each thing said with its own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from improving_value.assess.assessment import KpiRow
from improving_value.report.content.cells import kpi_text, needs_text, size_text, units_text
from improving_value.report.content.counts import unit_word
from improving_value.report.content.index import Figures, Place
from improving_value.report.content.kpis import single_kpis
from improving_value.report.content.model import Sentence, shortened
from improving_value.report.content.savings import in_kinds
from improving_value.report.content.words import CLASSES, lower_first, sentence_case
from improving_value.report.numbers import count, pounds, quantity

_WITHOUT_AMOUNT = -1


@dataclass(frozen=True)
class ToDo:
    """One scheme's part of the list. `changes` are the scheme's own words on what to change."""

    anchor: str
    title: str
    money: tuple[Sentence, ...]
    targets: tuple[Sentence, ...]
    records: tuple[Sentence, ...]
    changes: tuple[str, ...]
    rank: tuple[int, int, int]

    @property
    def is_empty(self) -> bool:
        return not (self.money or self.targets or self.records)


def to_do(figures: Figures, place: Place) -> ToDo:
    """Return what there is to do about a scheme at an organisation."""
    money, targets, records = tuple(_money(figures, place)), tuple(_targets(figures, place)), tuple(_records(figures, place))
    largest = max((pence for _, pence in _opportunities(figures, place)), default=_WITHOUT_AMOUNT)
    changes = tuple(figures.scheme.scheme.chapter.changes or ()) if money or targets else ()
    return ToDo(
        figures.anchor, shortened(figures.scheme.scheme.title), money, targets, records, changes, (-largest, -len(targets), -len(records))
    )


def _opportunities(figures: Figures, place: Place) -> list[tuple[str, int]]:
    rows = [
        (saving.saving, figures.saving(saving.saving, place, figures.span)) for saving in in_kinds(figures) if saving.state == "opportunity"
    ]
    return [(name, row.gross_pence) for name, row in rows if row is not None and row.gross_pence is not None and row.gross_pence > 0]


def _money(figures: Figures, place: Place) -> Iterator[Sentence]:
    """Yield each opportunity that has an amount here, largest first."""
    savings = {saving.saving: saving for saving in figures.scheme.scheme.savings}
    for name, pence in sorted(_opportunities(figures, place), key=lambda one: (-one[1], one[0])):
        saving = savings[name]
        instead = f" It counts the same money as “{shortened(savings[saving.instead_of].title)}”." if saving.instead_of else ""
        kind = lower_first(CLASSES[saving.class_])
        yield Sentence(
            f"{pounds(pence)} – {lower_first(shortened(saving.title))} ({kind}).{instead}", illustrative=name in figures.illustrative
        )


def _targets(figures: Figures, place: Place) -> Iterator[Sentence]:
    """Yield each KPI below its target here, with how many units are wanted where that can be counted."""
    for kpi in single_kpis(figures):
        row = figures.kpi(kpi, place, figures.span)
        if row is None or row.verdict != "not_met" or row.target is None:
            continue
        size = f" ({size_text(row)})" if row.unit == "share" and size_text(row) else ""
        words = f"{shortened(kpi.title)}: {kpi_text(row)}{size}, target {quantity(row.target, row.unit)}"
        yield Sentence(f"{words}{wanting(row)}.", illustrative=kpi.kpi in figures.illustrative)


def wanting(row: KpiRow) -> str:
    """Return how many units more (or fewer) would meet a share's target; nothing where units are not what is counted."""
    above, under, target = row.numerator, row.denominator, row.target
    if row.unit != "share" or row.parts != ("", "") or above is None or not under or target is None:
        return ""
    if above % 1 or under % 1:
        return ""
    goal = target * under
    if row.better == "lower":
        fewer = int(above) - math.floor(goal + 1e-9)
        return f": {count(fewer)} fewer of {count(int(under))} would meet it" if fewer > 0 else ""
    more = math.ceil(goal - 1e-9) - int(above)
    return f": {count(more)} more of {count(int(under))} would meet it" if more > 0 else ""


def _records(figures: Figures, place: Place) -> Iterator[Sentence]:
    """Yield what is to be recorded: of units that could not be decided, and of savings that have no amount or only part of it."""
    for row in figures.scheme.rules:
        labels = figures.scheme.scheme.units[row.unit].labels
        here = (row.level, row.organisation, row.period) == (place.level, place.organisation, figures.span)
        if here and row.outcome == "undetermined" and row.units:
            what = f"record {shortened(labels.get(row.field) or row.field.replace('_', ' '))}" if row.field else "record what is missing"
            units = units_text(row.units, unit_word(figures, row.unit))
            yield Sentence(f"{sentence_case(what)}: {units} could not be decided for want of it.")
    for saving in in_kinds(figures):
        found = figures.saving(saving.saving, place, figures.span)
        if found is not None and found.status in ("partial", "withheld", "not_calculable") and found.needs:
            yield Sentence(f"{shortened(saving.title)} is {lower_first(needs_text(found.status, found.needs))}.")
