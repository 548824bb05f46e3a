"""A scheme's chapter: the guide's headings in its order, each followed by what the run found under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from improving_value.report.content import evidence, kpis, savings, scenarios
from improving_value.report.content.charts import kpi_chart, saving_chart
from improving_value.report.content.counts import by_organisation, funnels
from improving_value.report.content.finance import ChapterFinance
from improving_value.report.content.found import what_we_found
from improving_value.report.content.index import Figures, main_kpi, main_unit
from improving_value.report.content.issues import issue_text
from improving_value.report.content.model import Chart, Fact, Formula, Funnel, Panel, Passage, Picture, Sentence, Table, plain, shortened
from improving_value.report.content.pictures import pictures
from improving_value.report.content.scope import Scope, scope
from improving_value.report.content.trend import trend_of
from improving_value.report.content.words import SUB_THEMES, THEMES
from improving_value.report.numbers import counted, listed


@dataclass(frozen=True)
class CountingPart:
    """Who should consider the opportunity, and who was counted."""

    who: tuple[str, ...]
    funnels: tuple[Funnel, ...]
    counts: Table
    inactive: str


@dataclass(frozen=True)
class KpiPart:
    """The KPIs, the charts the scheme asks for, the main KPI as a chart beside its table, and the rest by organisation, category and period."""

    definitions: Table
    pictures: tuple[Picture, ...]
    main_heading: str
    main_table: Table | None
    main_chart: Chart | None
    trend: Panel | None
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class FinancePart:
    """How savings come about, what they come to, and what the scheme costs."""

    passages: tuple[Passage, ...]
    formulas: tuple[Formula, ...]
    scope: Scope | None
    lines: Table
    chart: Chart | None
    tables: tuple[Table, ...]
    cost_words: tuple[str, ...]
    costs: Table | None


@dataclass(frozen=True)
class EvidencePart:
    """What the figures rest on."""

    parameters: Table
    claims: Table | None
    ledger: tuple[str, ...]
    errata: Table | None
    review: tuple[Fact, ...]


@dataclass(frozen=True)
class Chapter:
    """Everything a template needs to print a chapter; parts with nothing to say are empty."""

    anchor: str
    title: str
    theme: str
    sub_themes: str
    period: str
    baseline: str
    warnings: tuple[Sentence, ...]
    sources: tuple[Passage, ...]
    summary: str
    found: tuple[Sentence, ...]
    counting: CountingPart
    solutions: tuple[Passage, ...]
    kpis: KpiPart
    enablers: tuple[Passage, ...]
    finance: FinancePart
    commissioning: tuple[Passage, ...]
    evidence: EvidencePart
    combined: ChapterFinance | None = None


def chapter_of(figures: Figures, warnings: tuple[Sentence, ...], everyone: Sequence[str]) -> Chapter:
    """Return a scheme's chapter. `everyone` names all the providers of the run, so that those without activity are named."""
    scheme, written = figures.scheme.scheme, figures.scheme.scheme.chapter
    return Chapter(
        anchor=figures.anchor,
        title=shortened(scheme.title),
        theme=THEMES[scheme.theme],
        sub_themes="; ".join(SUB_THEMES[name] for name in scheme.sub_themes),
        period=figures.span,
        baseline=figures.scheme.baseline.label if figures.scheme.baseline else "none",
        warnings=warnings,
        sources=_passages(("Useful sources of information", written.useful_sources)),
        summary=plain(written.summary),
        found=what_we_found(figures),
        counting=_counting(figures, everyone),
        solutions=_passages(
            ("The aim", written.aim),
            ("How we will know that it has worked", written.success_conditions),
            ("What will be changed", written.changes),
            ("Example case studies", written.case_studies),
        ),
        kpis=_kpis(figures),
        enablers=_passages(("Key enablers", written.key_enablers)),
        finance=_finance(figures),
        commissioning=_passages(
            ("", written.commissioning),
            ("Defining the service", written.defining_the_service),
            ("Ensuring delivery and implementation", written.ensuring_delivery),
        ),
        evidence=EvidencePart(
            parameters=evidence.parameters(figures),
            claims=evidence.claims(figures),
            ledger=evidence.ledger_reasons(figures),
            errata=evidence.errata(figures),
            review=evidence.review(figures),
        ),
    )


def _counting(figures: Figures, everyone: Sequence[str]) -> CountingPart:
    who = tuple(figures.scheme.scheme.chapter.who_should_consider)
    return CountingPart(who, funnels(figures), by_organisation(figures, main_unit(figures)), _inactive(figures, everyone))


def _kpis(figures: Figures) -> KpiPart:
    kpi = main_kpi(figures)
    by_period = kpis.main_by_period(figures, kpi) if kpi else None
    tables = (*kpis.by_organisation(figures), *kpis.by_category(figures), *kpis.by_period(figures), by_period)
    tables = (*tables, scenarios.kpis(figures))
    return KpiPart(
        definitions=kpis.definitions(figures),
        pictures=pictures(figures),
        main_heading=kpis.main_heading(figures, kpi) if kpi else "",
        main_table=kpis.main_by_provider(figures, kpi) if kpi else None,
        main_chart=kpi_chart(figures, kpi) if kpi else None,
        trend=trend_of(figures, kpi) if kpi else None,
        tables=_filled(tables),
    )


def _finance(figures: Figures) -> FinancePart:
    written = figures.scheme.scheme.chapter
    tables = (savings.by_organisation(figures), savings.by_period(figures), savings.scenarios(figures))
    return FinancePart(
        passages=_passages(
            ("How the saving is achieved", written.how_saving_is_achieved),
            ("How the saving is calculated", written.how_saving_is_calculated),
        ),
        formulas=savings.formulas(figures),
        scope=scope(figures),
        lines=savings.lines(figures),
        chart=saving_chart(figures),
        tables=_filled(tables),
        cost_words=tuple(written.costs or ()),
        costs=savings.costs(figures),
    )


def _filled(tables: Sequence[Table | None]) -> tuple[Table, ...]:
    return tuple(table for table in tables if table is not None and not table.is_empty)


def chapter_warnings(figures: Figures, generated: date | None) -> tuple[Sentence, ...]:
    """Return what a reader should know before relying on the chapter."""
    here = figures.scheme.scheme.scheme
    issues = tuple(Sentence(issue_text(issue, placed=issue.where.file != here), warning=True) for issue in figures.scheme.issues)
    return (*evidence.review_warnings(figures, generated), *issues)


def menu_warnings(figures: Figures, generated: date | None) -> tuple[Sentence, ...]:
    """Return the warnings in short, for the menu: what the run found is only counted."""
    number = len(figures.scheme.issues)
    counted_issues = (Sentence(f"{counted(number, 'warning')} from the run, in the chapter.", warning=True),) if number else ()
    return (*evidence.review_warnings(figures, generated), *counted_issues)


def _passages(*written: tuple[str, Sequence[str] | None]) -> tuple[Passage, ...]:
    """Return the headings that have text; a heading the guide leaves out stays out."""
    return tuple(Passage(heading, tuple(paragraphs)) for heading, paragraphs in written if paragraphs)


def _inactive(figures: Figures, everyone: Sequence[str]) -> str:
    if not figures.providers:
        return ""
    active = {place.name for place in figures.providers}
    absent = [name for name in everyone if name not in active]
    return f"No activity for this scheme: {listed(absent)}." if absent else ""
