"""The menu: a row for each scheme under its theme, and three sentences that say what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import Assessment, KpiRow, NotRun
from improving_value.assess.paper import target_basis
from improving_value.report.content import Cell, Chart, Sentence, shortened
from improving_value.report.content_cells import kpi_cell, saving_cell, target_gap
from improving_value.report.content_charts import kpi_strip
from improving_value.report.content_counts import confidence, unit_word
from improving_value.report.content_evidence import issue_text
from improving_value.report.content_index import Figures, main_kpi, main_unit
from improving_value.report.content_savings import gaps, in_kinds, overall, statuses
from improving_value.report.content_words import THEMES, lower_first, saving_kind
from improving_value.report.numbers import NO_ACTIVITY, count, counted, pounds


@dataclass(frozen=True)
class SavingLine:
    """One saving in the menu: its amount or why there is none, what it is, and its kind."""

    title: str
    kind: str
    amount: Cell
    illustrative: bool


@dataclass(frozen=True)
class MenuRow:
    """One scheme in the menu."""

    anchor: str
    title: str
    eligible: str
    unit: str
    kpi_title: str
    kpi: Cell
    against: str
    strip: Chart | None
    without_strip: str
    savings: tuple[SavingLine, ...]
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


def themes(schemes: Sequence[tuple[Figures, tuple[Sentence, ...]]]) -> tuple[Theme, ...]:
    """Return the themes that have a scheme. Each scheme comes with the warnings of its chapter."""
    found = [(figures.scheme.scheme.theme, menu_row(figures, warnings)) for figures, warnings in schemes]
    listed_themes = ((theme, title, tuple(row for own, row in found if own == theme)) for theme, title in THEMES.items())
    return tuple(Theme(f"theme-{theme}", title, rows) for theme, title, rows in listed_themes if rows)


def menu_row(figures: Figures, warnings: tuple[Sentence, ...]) -> MenuRow:
    scheme, kpi = figures.scheme.scheme, main_kpi(figures)
    unit = main_unit(figures)
    counts = figures.all_units(unit)
    row = figures.kpi(kpi, figures.together, figures.span) if kpi and figures.together else None
    cell = kpi_cell(row)
    return MenuRow(
        anchor=figures.anchor,
        title=shortened(scheme.title),
        eligible=count(counts.eligible) if counts else NO_ACTIVITY,
        unit=unit_word(figures, unit),
        kpi_title=shortened(kpi.title) if kpi else "No KPI is worked out from activity",
        kpi=Cell(cell.text, cell.note, cell.mark, cell.word, illustrative=bool(kpi and kpi.kpi in figures.illustrative), quiet=cell.quiet),
        against=target_gap(row, target_basis(kpi, figures.scheme.parameters) if kpi else "")
        if row is not None and row.value is not None
        else "",
        strip=kpi_strip(figures, kpi) if kpi else None,
        without_strip="suppressed, or no activity" if figures.scheme.is_rounded else NO_ACTIVITY,
        savings=tuple(_saving_line(figures, saving.saving) for saving in in_kinds(figures)),
        confidence=confidence(counts),
        statuses=statuses(figures),
        warnings=warnings,
    )


def _saving_line(figures: Figures, name: str) -> SavingLine:
    saving = next(saving for saving in figures.scheme.scheme.savings if saving.saving == name)
    row = overall(figures, saving)
    amount = saving_cell(row)
    if row is not None and not amount.numeric:
        amount = Cell(row.status.replace("_", " ").capitalize(), quiet=True, numeric=False)
    return SavingLine(
        shortened(saving.title), saving_kind(saving.class_, saving.state), amount, amount.numeric and name in figures.illustrative
    )


def all_gaps(schemes: Sequence[Figures]) -> tuple[Gap, ...]:
    """Return what could not be worked out, scheme by scheme."""
    found = (Gap(figures.anchor, shortened(figures.scheme.scheme.title), gaps(figures)) for figures in schemes)
    return tuple(gap for gap in found if gap.needs)


def not_run(schemes: Sequence[NotRun]) -> tuple[Gap, ...]:
    return tuple(
        Gap("", shortened(item.title or item.scheme), tuple(issue_text(issue) for issue in item.issues) or ("the reason is not recorded",))
        for item in schemes
    )


def what_matters(assessment: Assessment, schemes: Sequence[Figures]) -> tuple[Sentence, Sentence, Sentence]:
    """Return three sentences: what was looked at, how it stands against target, and where the money is."""
    return _coverage(assessment, schemes), _against_target(schemes), _money(schemes)


def _coverage(assessment: Assessment, schemes: Sequence[Figures]) -> Sentence:
    span, missing = assessment.span.label, len(assessment.not_run)
    left = f"{counted(missing, 'scheme')} did not run" if missing else ""
    if not schemes:
        return Sentence(f"No scheme was worked out for {span}" + (f": {left}." if left else "."), warning=True)
    providers = len({place.organisation for figures in schemes for place in figures.providers})
    activity = f"on the activity of {counted(providers, 'provider')}" if providers else "and no provider has any activity"
    done = f"{counted(len(schemes), 'scheme was', 'schemes were')} worked out for {span} {activity}"
    return Sentence(f"{done}; {left}." if left else f"{done}.")


def _against_target(schemes: Sequence[Figures]) -> Sentence:
    rows = [_main_row(figures) for figures in schemes]
    verdicts = [row.verdict if row is not None else "no_activity" for row in rows]
    met, missed = verdicts.count("met"), verdicts.count("not_met")
    other = len(verdicts) - met - missed
    if not met and not missed:
        return Sentence("No main KPI can be judged against a target.")
    rest = f"; {counted(other, 'other')} cannot be judged" if other else ""
    return Sentence(_met_of(met, met + missed) + rest + ".", illustrative=any(_rests_on_illustration(figures) for figures in schemes))


def _met_of(met: int, judged: int) -> str:
    if judged == 1:
        return f"The one main KPI that can be judged against a target {'meets' if met else 'does not meet'} it"
    if met == judged:
        return f"All {count(judged)} main KPIs that can be judged meet their targets"
    if not met:
        return f"None of the {count(judged)} main KPIs that can be judged meets its target"
    return f"{count(met)} of {count(judged)} main KPIs that can be judged {'meets its target' if met == 1 else 'meet their targets'}"


def _main_row(figures: Figures) -> KpiRow | None:
    kpi = main_kpi(figures)
    return figures.kpi(kpi, figures.together, figures.span) if kpi and figures.together else None


def _rests_on_illustration(figures: Figures) -> bool:
    kpi = main_kpi(figures)
    return kpi is not None and kpi.kpi in figures.illustrative


def _money(schemes: Sequence[Figures]) -> Sentence:
    """Name the largest opportunity on one line. Lines are not summed: they may be alternatives, or the same patients."""
    lines = [
        (row.gross_pence, figures, saving)
        for figures in schemes
        for saving in figures.scheme.scheme.savings
        if saving.state == "opportunity" and (row := overall(figures, saving)) is not None and row.gross_pence is not None
    ]
    rows = [overall(figures, saving) for figures in schemes for saving in figures.scheme.scheme.savings]
    without = [row.status for row in rows if row is not None and row.gross_pence is None]
    stuck, hidden = sum(status != "suppressed" for status in without), without.count("suppressed")
    parts = [f"{counted(stuck, 'saving')} cannot be calculated from what was supplied"] if stuck else []
    parts += [f"{counted(hidden, 'saving')} {'is' if hidden == 1 else 'are'} suppressed, resting on few people"] if hidden else []
    rest = "; ".join(parts)
    if not lines:
        stated = not schemes or any(saving.state == "opportunity" for figures in schemes for saving in figures.scheme.scheme.savings)
        words = "No opportunity could be given an amount" if stated else "No scheme here states an opportunity"
        return Sentence(f"{words}; {rest}." if rest else f"{words}.")
    pence, figures, saving = max(lines, key=lambda line: line[0])
    if not pence:
        return Sentence("No opportunity comes to more than £0.00" + (f"; {rest}." if rest else "."))
    kind = lower_first(saving_kind(saving.class_, saving.state))
    where = f"in {shortened(figures.scheme.scheme.title)} ({lower_first(shortened(saving.title))}; {kind})"
    words = f"The largest opportunity on any one line is {pounds(pence)}, {where}"
    return Sentence(f"{words}; {rest}." if rest else f"{words}.", illustrative=saving.saving in figures.illustrative)
