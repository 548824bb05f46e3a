"""The menu: a row for each scheme, by opportunity and by theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import KpiRow
from improving_value.assess.paper import target_basis
from improving_value.report.content.cells import kpi_cell, saving_cell, target_gap
from improving_value.report.content.charts import kpi_strip
from improving_value.report.content.counts import confidence, unit_word
from improving_value.report.content.index import Figures, main_kpi, main_unit
from improving_value.report.content.model import Cell, Chart, Sentence, shortened
from improving_value.report.content.peers import peers
from improving_value.report.content.savings import gaps, in_kinds, overall, statuses
from improving_value.report.content.words import CLASSES, SUB_THEMES, THEMES, saving_kind, sentence_case
from improving_value.report.numbers import NO_ACTIVITY, count
from improving_value.spec.models import Saving

_AT_ALL = -1
"""Below every amount: a scheme whose opportunity has none comes after all that have one."""


@dataclass(frozen=True)
class SavingLine:
    """One saving in the menu: its amount or why there is none, what it is, and its kind (of an opportunity, its class).

    `instead` when it counts the money of the line before it another way.
    """

    title: str
    kind: str
    amount: Cell
    illustrative: bool
    instead: bool


@dataclass(frozen=True)
class MenuRow:
    """One scheme in the menu."""

    anchor: str
    title: str
    theme: str
    sub_themes: str
    eligible: str
    unit: str
    kpi_title: str
    kpi: Cell
    against: str
    peers: str
    strip: Chart | None
    without_strip: str
    opportunities: tuple[SavingLine, ...]
    others: tuple[SavingLine, ...]
    confidence: str
    statuses: tuple[str, ...]
    warnings: tuple[Sentence, ...]


@dataclass(frozen=True)
class Theme:
    """A theme and its schemes, in the order they were given."""

    id: str
    title: str
    rows: tuple[MenuRow, ...]


@dataclass(frozen=True)
class Gap:
    """What a scheme cannot give, and what it needs."""

    anchor: str
    title: str
    needs: tuple[str, ...]


def menu_rows(schemes: Sequence[tuple[Figures, tuple[Sentence, ...]]]) -> tuple[MenuRow, ...]:
    """Return a row for each scheme, that of the largest opportunity first. Each scheme comes with the warnings of its chapter."""
    ranked = sorted(schemes, key=lambda scheme: (-_largest(scheme[0]), scheme[0].scheme.scheme.title.casefold(), scheme[0].anchor))
    return tuple(menu_row(figures, warnings) for figures, warnings in ranked)


def themes(schemes: Sequence[Figures], rows: Sequence[MenuRow]) -> tuple[Theme, ...]:
    """Return the themes that have a scheme, with their rows in the order of the schemes."""
    by_anchor = {row.anchor: row for row in rows}
    found = [(figures.scheme.scheme.theme, by_anchor[figures.anchor]) for figures in schemes]
    listed_themes = ((theme, title, tuple(row for own, row in found if own == theme)) for theme, title in THEMES.items())
    return tuple(Theme(f"theme-{theme}", title, rows) for theme, title, rows in listed_themes if rows)


def menu_row(figures: Figures, warnings: tuple[Sentence, ...]) -> MenuRow:
    scheme, kpi = figures.scheme.scheme, main_kpi(figures)
    unit = main_unit(figures)
    counts = figures.all_units(unit)
    row = figures.kpi(kpi, figures.together, figures.span) if kpi and figures.together else None
    cell = kpi_cell(row)
    is_known = row is not None and row.value is not None
    return MenuRow(
        anchor=figures.anchor,
        title=shortened(scheme.title),
        theme=THEMES[scheme.theme],
        sub_themes="; ".join(SUB_THEMES[name] for name in scheme.sub_themes),
        eligible=count(counts.eligible) if counts else NO_ACTIVITY,
        unit=unit_word(figures, unit),
        kpi_title=shortened(kpi.title) if kpi else "No KPI is worked out from activity",
        kpi=Cell(cell.text, cell.note, cell.mark, cell.word, illustrative=bool(kpi and kpi.kpi in figures.illustrative), quiet=cell.quiet),
        against=sentence_case(_against(figures, row)) if is_known else "",
        peers=sentence_case(peers(figures, kpi)) if kpi and is_known else "",
        strip=kpi_strip(figures, kpi) if kpi else None,
        without_strip="suppressed, or no activity" if figures.scheme.is_rounded else NO_ACTIVITY,
        opportunities=_lines(figures, [saving for saving in in_kinds(figures) if saving.state == "opportunity"]),
        others=_lines(figures, [saving for saving in in_kinds(figures) if saving.state != "opportunity"]),
        confidence=confidence(counts),
        statuses=statuses(figures),
        warnings=warnings,
    )


def _against(figures: Figures, row: KpiRow | None) -> str:
    """Return the target; that local interpretation is needed stands beside the value already."""
    kpi = main_kpi(figures)
    if row is None or kpi is None or row.verdict == "interpret":
        return ""
    return target_gap(row, target_basis(kpi, figures.scheme.parameters))


def _largest(figures: Figures) -> int:
    """Return the largest opportunity on one line, in pence."""
    rows = [overall(figures, saving) for saving in figures.scheme.scheme.savings if saving.state == "opportunity"]
    return max((row.gross_pence for row in rows if row is not None and row.gross_pence is not None), default=_AT_ALL)


def _lines(figures: Figures, savings: Sequence[Saving]) -> tuple[SavingLine, ...]:
    """Return savings in their order, each directly before those that count its money another way."""
    found = []
    for saving in savings:
        if saving.instead_of is None:
            found += [saving, *(other for other in savings if other.instead_of == saving.saving)]
    return tuple(_saving_line(figures, saving) for saving in found)


def _saving_line(figures: Figures, saving: Saving) -> SavingLine:
    row = overall(figures, saving)
    amount = saving_cell(row)
    if row is not None and not amount.numeric:
        amount = Cell(row.status.replace("_", " ").capitalize(), quiet=True, numeric=False)
    elif amount.note:
        amount = Cell(amount.text, note="partly calculated")
    return SavingLine(
        shortened(saving.title),
        CLASSES[saving.class_] if saving.state == "opportunity" else saving_kind(saving.class_, saving.state),
        amount,
        amount.numeric and saving.saving in figures.illustrative,
        saving.instead_of is not None,
    )


def all_gaps(schemes: Sequence[Figures]) -> tuple[Gap, ...]:
    """Return what could not be worked out, scheme by scheme."""
    found = (Gap(figures.anchor, shortened(figures.scheme.scheme.title), gaps(figures)) for figures in schemes)
    return tuple(gap for gap in found if gap.needs)
