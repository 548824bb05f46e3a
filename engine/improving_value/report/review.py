"""One self-contained page from a comparison: what changed in meaning, whom it moves, and what it does to every figure. No unit is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.compare.model import Change, Comparison, Detail, Wording
from improving_value.report import review_figures, review_units
from improving_value.report.content.model import Cell, Column, Fact, Row, RowGroup, Sentence, Table, plain
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import counted, listed
from improving_value.report.page import environment, styles

_NOT_THERE = Cell("not there", quiet=True, numeric=False)
_HOW = {"added": "Added", "removed": "Removed", "changed": "Changed"}


@dataclass(frozen=True)
class ReviewPage:
    """Everything the template needs, and nothing of one unit."""

    title: str
    facts: tuple[Fact, ...]
    matters: tuple[Sentence, ...]
    order: str
    changes: Table
    renamed: tuple[str, ...]
    texts: Table
    counts: Table
    movements: tuple[Table, ...]
    withheld: tuple[str, ...]
    kpis: Table
    kpis_by_place: Table
    bridge: Table
    bridge_by_place: Table
    record: tuple[Fact, ...]
    illustrative: bool


def render_review(comparison: Comparison, organisations: Mapping[str, str], generated: str) -> str:
    """Return the review as one HTML page; `generated` is the day of it, printed as it stands."""
    page = review_of(comparison, organisations, generated)
    return environment().get_template("review.html.jinja").render(page=page, styles=styles())


def review_of(comparison: Comparison, organisations: Mapping[str, str], generated: str) -> ReviewPage:
    """Return the page's content, in words and tables."""
    return ReviewPage(
        title=comparison.new.scheme.title,
        facts=_facts(comparison, generated),
        matters=tuple(Sentence(text) for text in what_matters(comparison)),
        order=order_text(comparison),
        changes=_changes(comparison),
        renamed=comparison.renamed,
        texts=_texts(comparison),
        counts=review_units.counts(comparison),
        movements=review_units.movements(comparison),
        withheld=comparison.withheld,
        kpis=review_figures.kpis(comparison),
        kpis_by_place=review_figures.kpis_by_place(comparison, organisations),
        bridge=review_figures.bridge(comparison),
        bridge_by_place=review_figures.bridge_by_place(comparison, organisations),
        record=_record(comparison),
        illustrative=comparison.illustrative,
    )


def what_matters(comparison: Comparison) -> tuple[str, ...]:
    """Return what somebody should know who reads no further."""
    found = [meaning_text(comparison)]
    for unit, (otherwise, pounds_only) in comparison.units_changed.items():
        if otherwise or pounds_only:
            more = f"; of {counted(pounds_only, 'more', 'more')} only the pounds differ" if pounds_only else ""
            found.append(f"{sentence_case(unit)}: {counted(otherwise, 'unit')} come{'s' if otherwise == 1 else ''} out otherwise{more}.")
    if not any(sum(counts) for counts in comparison.units_changed.values()) and not comparison.withheld:
        found.append("No unit comes out otherwise.")
    return (*found, *review_figures.sentences(comparison))


def meaning_text(comparison: Comparison) -> str:
    """Return how many changes of meaning there are."""
    if not comparison.changes:
        return "Both versions mean the same."
    return f"{counted(len(comparison.changes), 'change')} of meaning."


def order_text(comparison: Comparison) -> str:
    """Return how the changes were turned on."""
    if len(comparison.steps) < 2:
        return ""
    steps = listed([step.label.replace("+", " and ") for step in comparison.steps])
    return (
        f"The changes were turned on one after another, in the order {steps}, each upon those before it; those joined by “and” together. "
        "What a change does is the difference it makes at its turn: in another order, changes that touch the same units would share their effect otherwise."
    )


def _facts(comparison: Comparison, generated: str) -> tuple[Fact, ...]:
    baseline = comparison.new.baseline
    named = (
        ("Period", comparison.new.span.label),
        ("Baseline", "none" if baseline is None else baseline.label),
        ("Compared on", generated),
    )
    return tuple(Fact(term, plain(text)) for term, text in named)


def _record(comparison: Comparison) -> tuple[Fact, ...]:
    old, new = comparison.old, comparison.new
    return (
        Fact("Old version", plain(comparison.compared[0])),
        Fact("New version", plain(comparison.compared[1])),
        Fact("Scheme, old", f"{old.scheme.scheme}, {old.scheme.status.replace('_', ' ')}, {old.file_hash}"),
        Fact("Scheme, new", f"{new.scheme.scheme}, {new.scheme.status.replace('_', ' ')}, {new.file_hash}"),
    )


def _changes(comparison: Comparison) -> Table:
    return Table(
        id="changes-table",
        caption="What changed in meaning, in the order in which the changes are turned on",
        corner="Change",
        columns=(Column("Old", numeric=False), Column("New", numeric=False)),
        groups=tuple(
            RowGroup(change_heading(change), tuple(Row(detail.label, _wordings(detail)) for detail in change.details))
            for change in comparison.changes
        ),
        wide=False,
    )


def change_heading(change: Change) -> str:
    """Return a change in one line."""
    return f"{change.number}. {_HOW[change.how]}: {change.kind} {change.name.replace('_', ' ')}".rstrip()


def _wordings(detail: Detail) -> tuple[Cell, Cell]:
    return (_wording(detail.old), _wording(detail.new))


def _wording(wording: Wording | None) -> Cell:
    if wording is None:
        return _NOT_THERE
    written = f"written: {wording.written}" if wording.written and wording.written != wording.words else ""
    return Cell(wording.words, note="; ".join(part for part in (written, wording.source) if part), numeric=False)


def _texts(comparison: Comparison) -> Table:
    rows = tuple(
        Row(text.place, tuple(Cell(said, numeric=False) if said else _NOT_THERE for said in (text.old, text.new)))
        for text in comparison.texts
    )
    return Table(
        id="texts-table",
        caption="Words that changed, and no meaning",
        corner="Place",
        columns=(Column("Old", numeric=False), Column("New", numeric=False)),
        groups=(RowGroup("", rows),),
        wide=False,
    )
