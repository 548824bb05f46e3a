"""A scheme's chapter: the guide's headings in its order, each followed by what the run found under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from improving_value.assess.paper import target_basis
from improving_value.report import content_evidence, content_kpis, content_savings, content_scenarios
from improving_value.report.content import Chart, Fact, Formula, Funnel, Passage, Picture, Sentence, Table, plain, shortened
from improving_value.report.content_cells import kpi_text, needs_text, size_text, with_basis
from improving_value.report.content_charts import kpi_chart, saving_chart
from improving_value.report.content_counts import by_organisation, funnels
from improving_value.report.content_finance import ChapterFinance
from improving_value.report.content_index import Figures, main_kpi, main_unit
from improving_value.report.content_pictures import pictures
from improving_value.report.content_words import SUB_THEMES, THEMES, VERDICTS, lower_first, saving_kind
from improving_value.report.numbers import count, counted, listed, pounds, quantity
from improving_value.spec.models import Kpi, Saving


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
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class FinancePart:
    """How savings come about, what they come to, and what the scheme costs."""

    passages: tuple[Passage, ...]
    formulas: tuple[Formula, ...]
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
            parameters=content_evidence.parameters(figures),
            claims=content_evidence.claims(figures),
            ledger=content_evidence.ledger_reasons(figures),
            errata=content_evidence.errata(figures),
            review=content_evidence.review(figures),
        ),
    )


def _counting(figures: Figures, everyone: Sequence[str]) -> CountingPart:
    who = tuple(figures.scheme.scheme.chapter.who_should_consider)
    return CountingPart(who, funnels(figures), by_organisation(figures, main_unit(figures)), _inactive(figures, everyone))


def _kpis(figures: Figures) -> KpiPart:
    kpi = main_kpi(figures)
    by_period = content_kpis.main_by_period(figures, kpi) if kpi else None
    tables = (*content_kpis.by_organisation(figures), *content_kpis.by_category(figures), *content_kpis.by_period(figures), by_period)
    tables = (*tables, content_scenarios.kpis(figures))
    return KpiPart(
        definitions=content_kpis.definitions(figures),
        pictures=pictures(figures),
        main_heading=content_kpis.main_heading(figures, kpi) if kpi else "",
        main_table=content_kpis.main_by_provider(figures, kpi) if kpi else None,
        main_chart=kpi_chart(figures, kpi) if kpi else None,
        tables=_filled(tables),
    )


def _finance(figures: Figures) -> FinancePart:
    written = figures.scheme.scheme.chapter
    tables = (content_savings.by_organisation(figures), content_savings.by_period(figures), content_savings.scenarios(figures))
    return FinancePart(
        passages=_passages(
            ("How the saving is achieved", written.how_saving_is_achieved),
            ("How the saving is calculated", written.how_saving_is_calculated),
        ),
        formulas=content_savings.formulas(figures),
        lines=content_savings.lines(figures),
        chart=saving_chart(figures),
        tables=_filled(tables),
        cost_words=tuple(written.costs or ()),
        costs=content_savings.costs(figures),
    )


def _filled(tables: Sequence[Table | None]) -> tuple[Table, ...]:
    return tuple(table for table in tables if table is not None and not table.is_empty)


def chapter_warnings(figures: Figures, generated: date | None) -> tuple[Sentence, ...]:
    """Return what a reader should know before relying on the chapter."""
    here = figures.scheme.scheme.scheme
    issues = tuple(
        Sentence(content_evidence.issue_text(issue, placed=issue.where.file != here), warning=True) for issue in figures.scheme.issues
    )
    return (*content_evidence.review_warnings(figures, generated), *issues)


def menu_warnings(figures: Figures, generated: date | None) -> tuple[Sentence, ...]:
    """Return the warnings in short, for the menu: what the run found is only counted."""
    number = len(figures.scheme.issues)
    counted_issues = (Sentence(f"{counted(number, 'warning')} from the run, in the chapter.", warning=True),) if number else ()
    return (*content_evidence.review_warnings(figures, generated), *counted_issues)


def _passages(*written: tuple[str, Sequence[str] | None]) -> tuple[Passage, ...]:
    """Return the headings that have text; a heading the guide leaves out stays out."""
    return tuple(Passage(heading, tuple(paragraphs)) for heading, paragraphs in written if paragraphs)


def _inactive(figures: Figures, everyone: Sequence[str]) -> str:
    if not figures.providers:
        return ""
    active = {place.name for place in figures.providers}
    absent = [name for name in everyone if name not in active]
    return f"No activity for this scheme: {listed(absent)}." if absent else ""


def what_we_found(figures: Figures) -> tuple[Sentence, ...]:
    """Return the chapter's opening: the main KPI, who meets it, and each saving for everyone."""
    kpi = main_kpi(figures)
    found = (*(_main_kpi_sentences(figures, kpi) if kpi else ()),)
    return (*found, *(_saving_sentence(figures, saving) for saving in content_savings.in_kinds(figures)))


def _main_kpi_sentences(figures: Figures, kpi: Kpi) -> tuple[Sentence, ...]:
    row = figures.kpi(kpi, figures.together, figures.span) if figures.together else None
    title, marked = shortened(kpi.title), kpi.kpi in figures.illustrative
    if row is None or row.value is None:
        return (Sentence(f"{title}: {kpi_text(row) if row else 'no activity'} in {figures.span}."),)
    # So many of so many says how sure a share is; a sum over another says nothing in a sentence.
    size = f" ({size_text(row)})" if size_text(row) and row.unit == "share" else ""
    verdict = lower_first(VERDICTS[row.verdict][1]) or "no target"
    words = f"{title}: {kpi_text(row)}{size} across all organisations"
    if row.target is None:
        return (Sentence(f"{words}; {verdict}.", illustrative=marked),)
    target = with_basis(quantity(row.target, row.unit), target_basis(kpi, figures.scheme.parameters))
    first = Sentence(f"{words}, against a target of {target}: {verdict}.", illustrative=marked)
    return (first, *_providers_sentence(figures, kpi))


def _providers_sentence(figures: Figures, kpi: Kpi) -> tuple[Sentence, ...]:
    rows = [figures.kpi(kpi, place, figures.span) for place in figures.drawn(kpi.kpi)]
    word = content_kpis.drawn_word(figures, kpi.kpi)
    judged = [row.verdict for row in rows if row is not None and row.verdict in ("met", "not_met")]
    if not judged:
        return (Sentence(f"No {word} can be judged against the target."),)
    met, rest = judged.count("met"), len(rows) - len(judged)
    others = f"; {counted(rest, 'other')} cannot be judged" if rest else ""
    if len(judged) == 1:
        return (Sentence(f"The one {word} that can be judged {'meets' if met else 'does not meet'} the target{others}."),)
    verb = "None" if not met else count(met)
    return (Sentence(f"{verb} of {counted(len(judged), word)} {'meet' if met > 1 else 'meets'} the target{others}."),)


def _saving_sentence(figures: Figures, saving: Saving) -> Sentence:
    row = content_savings.overall(figures, saving)
    kind, title = saving_kind(saving.class_, saving.state), lower_first(shortened(saving.title))
    if row is None:
        return Sentence(f"{kind} – {title}: no activity.")
    if row.gross_pence is None:
        return Sentence(f"{kind} – {title}: {needs_text(row.status, row.needs)}.")
    partial = " (partly calculated; what is missing is said under Finances)" if row.status == "partial" else ""
    return Sentence(f"{kind} – {title}: {pounds(row.gross_pence)}{partial}.", illustrative=saving.saving in figures.illustrative)
