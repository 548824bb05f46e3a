"""One self-contained page from an assessment: nothing is fetched, nothing runs, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from improving_value.assess.assessment import Assessment, SchemeAssessment
from improving_value.assess.disclosure import Disclosed
from improving_value.finance.model import Finance
from improving_value.report.canvas import drawing
from improving_value.report.chapters import Chapter, chapter_of, chapter_warnings, menu_warnings
from improving_value.report.content import matters, menu, quality
from improving_value.report.content.finance import MenuFinance, chapter_finance, menu_finance
from improving_value.report.content.index import Figures, figures_of
from improving_value.report.content.issues import LeftOut, not_run, quoted
from improving_value.report.content.matrix import Matrix, matrix
from improving_value.report.content.menu import Gap, MenuRow, Theme
from improving_value.report.content.model import Fact, Sentence, Table, plain
from improving_value.report.content.sharing import Shared, shared
from improving_value.report.content.since import Since, since
from improving_value.report.content.totals import totals
from improving_value.report.content.words import THEMES
from improving_value.report.products import Banner, banner_of
from improving_value.report.standing import Standing

_STYLES = ("page.css", "parts.css", "print.css")


@dataclass(frozen=True)
class Page:
    """Everything the template needs, and nothing of one patient."""

    title: str
    facts: tuple[Fact, ...]
    matters: tuple[Sentence, ...]
    warnings: tuple[str, ...]
    totals: Table
    since: Since | None
    rows: tuple[MenuRow, ...]
    themes: tuple[Theme, ...]
    matrix: Matrix
    shared: tuple[Shared, ...]
    gaps: tuple[Gap, ...]
    not_run: tuple[LeftOut, ...]
    chapters: tuple[Chapter, ...]
    quality: str
    datasets: Table
    issues: Table
    record: tuple[Fact, ...]
    schemes_run: Table
    illustrative: bool
    banner: Banner
    finance: MenuFinance | None = None


def render_page(disclosed: Disclosed, generated: str, earlier: Standing | None = None, finance: Finance | None = None) -> str:
    """Return the report as one HTML page, of what disclosure control has passed; with an `earlier` run, what changed since.

    `generated` is the day of the run, printed as it stands; when it begins with a date (2018-05-14), reviews that were due
    before it are pointed out.
    """
    with drawing():
        page = page_of(disclosed, generated, earlier, finance)
    return environment().get_template("page.html.jinja").render(page=page, styles=styles())


def page_of(disclosed: Disclosed, generated: str, earlier: Standing | None = None, finance: Finance | None = None) -> Page:
    """Return the page's content, in words and tables."""
    assessment, banner = disclosed.assessment, banner_of(disclosed.profile)
    figures = tuple(figures_of(scheme, assessment.organisations) for scheme in _by_theme(assessment))
    today = _day_of(generated)
    everyone = _providers(figures)
    rows = menu.menu_rows([(each, menu_warnings(each, today)) for each in figures])
    return Page(
        title=f"Improving value: menu of opportunities, {assessment.span.label}",
        facts=_facts(assessment, generated),
        matters=matters.what_matters(assessment, figures),
        warnings=tuple(quoted(warning) for warning in assessment.warnings),
        totals=totals(figures, assessment.span.label),
        since=None if earlier is None else since(earlier, assessment),
        rows=rows,
        themes=menu.themes(figures, rows),
        matrix=matrix(figures),
        shared=shared(figures),
        gaps=menu.all_gaps(figures),
        not_run=not_run(assessment.not_run),
        chapters=tuple(
            replace(
                chapter_of(each, chapter_warnings(each, today), everyone),
                combined=None if finance is None else chapter_finance(finance, assessment, each),
            )
            for each in figures
        ),
        quality=quality.quality_sentence(assessment),
        datasets=quality.datasets(assessment),
        issues=quality.issues(assessment),
        record=quality.record(assessment),
        schemes_run=quality.schemes_run(assessment, banner.beside),
        illustrative=any(line.illustrative for scheme in assessment.schemes for line in scheme.parameters),
        banner=banner,
        finance=None if finance is None else menu_finance(finance, assessment),
    )


def _by_theme(assessment: Assessment) -> list[SchemeAssessment]:
    """Return the schemes in the order of the menu, so that chapters follow it."""
    themes = list(THEMES)
    return sorted(assessment.schemes, key=lambda scheme: themes.index(scheme.scheme.theme))


def _facts(assessment: Assessment, generated: str) -> tuple[Fact, ...]:
    baseline = assessment.baseline.label if assessment.baseline else "none"
    named = (
        ("Period", assessment.span.label),
        ("Baseline", baseline),
        ("Run on", generated),
        ("Engine", f"version {assessment.engine_version}"),
    )
    return tuple(Fact(term, plain(text)) for term, text in named)


def _providers(figures: tuple[Figures, ...]) -> tuple[str, ...]:
    """Return the names of all providers of the run, in order, each once."""
    return tuple(sorted({place.name for each in figures for place in each.providers}))


def _day_of(generated: str) -> date | None:
    try:
        return date.fromisoformat(generated[:10])
    except ValueError:
        return None


@cache
def environment() -> Environment:
    """Return the templates, with everything escaped that is not ours."""
    return Environment(
        loader=PackageLoader("improving_value.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )


def _printable(value: object) -> object:
    """Return what may be printed: our own markup as it is, all else without control characters (and then escaped)."""
    return value if isinstance(value, Markup) else plain(str(value))


@cache
def styles() -> Markup:
    """Return the style sheet that stands in every page."""
    folder = resources.files("improving_value.report") / "templates"
    return Markup("".join((folder / name).read_text(encoding="utf-8") for name in _STYLES))
