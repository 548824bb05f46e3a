"""What the finance room has to say, on the menu page and in each chapter."""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.assess.assessment import Assessment
from improving_value.finance.model import Finance
from improving_value.report.content import keeps, overlap
from improving_value.report.content.index import Figures
from improving_value.report.content.keeps import KeepsSection
from improving_value.report.content.model import Sentence
from improving_value.report.content.overlap import OverlapSection, Titles


@dataclass(frozen=True)
class MenuFinance:
    """The finance sections of the menu page."""

    overlap: OverlapSection
    keeps: KeepsSection


@dataclass(frozen=True)
class ChapterFinance:
    """What a chapter says of other schemes' claims and of payment terms."""

    combination: tuple[Sentence, ...]
    keeps: KeepsSection


def menu_finance(finance: Finance, assessment: Assessment) -> MenuFinance:
    titles, span = _titles(assessment), assessment.span.label
    return MenuFinance(overlap.section(finance.overlap, titles, span), keeps.menu_section(finance, titles, span))


def chapter_finance(finance: Finance, assessment: Assessment, figures: Figures) -> ChapterFinance:
    titles, scheme = _titles(assessment), figures.scheme.scheme.scheme
    names = {place.organisation: place.name for place in figures.places if place.level != "all"} | {"all": "All organisations"}
    return ChapterFinance(
        overlap.chapter_sentences(finance.overlap, scheme, titles),
        keeps.chapter_section(finance, scheme, figures.anchor, titles, names, figures.span),
    )


def _titles(assessment: Assessment) -> Titles:
    schemes = {chapter.scheme.scheme: chapter.scheme.title for chapter in assessment.schemes}
    return schemes | {
        f"{chapter.scheme.scheme}/{saving.saving}": saving.title for chapter in assessment.schemes for saving in chapter.scheme.savings
    }
