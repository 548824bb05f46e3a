"""What a chapter rests on: parameters, the reasons a ledger may differ, who wrote and checked it, when it is due for review."""

from __future__ import annotations

from datetime import date

from improving_value.assess.assessment import ParameterLine
from improving_value.check.review import is_due
from improving_value.kernel.quantities import stated
from improving_value.report.content.cells import units_text
from improving_value.report.content.counts import unit_word
from improving_value.report.content.index import Figures
from improving_value.report.content.model import Cell, Column, Fact, Row, RowGroup, Sentence, Table, plain, shortened
from improving_value.report.content.words import BASES, lower_first, sentence_case
from improving_value.report.numbers import NOT_RECORDED, count, listed
from improving_value.spec.citation import date_words


def day(value: date | None) -> str:
    """Return a day as people write it: 1 April 2017."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def parameters(figures: Figures) -> Table:
    """Return every value in force, with its unit, its days and its birthplace."""
    rows = tuple(_parameter(figures, line) for line in figures.scheme.parameters)
    columns = (
        Column("Value"), Column("Holds", numeric=False), Column("Where it comes from", numeric=False), Column("Used by", numeric=False),
    )  # fmt: skip
    caption = "Parameters in force"
    return Table(f"{figures.anchor}-parameters", caption, "Parameter", columns, (RowGroup("", rows),))


def claims(figures: Figures) -> Table | None:
    """Return the figures that sources state beside what the scheme's own parameters come to, or why they do not."""
    rows = tuple(
        Row(
            shortened(line.claim, 300),
            (
                Cell(line.value, note=sentence_case(shortened(line.source, 300))),
                Cell(line.comes_to or "not worked out", quiet=not line.comes_to),
                Cell("Not reproduced" if line.why_not else "Reproduced", note=plain(line.why_not or line.words), numeric=False),
            ),
        )
        for line in figures.scheme.claims
    )
    if not rows:
        return None
    columns = (Column("As stated"), Column("Worked out here"), Column("How, or why not", numeric=False))
    return Table(f"{figures.anchor}-claims", "Figures stated, and worked out again", "Figure", columns, (RowGroup("", rows),))


def _parameter(figures: Figures, line: ParameterLine) -> Row:
    value = Cell(stated(line.value, line.unit), illustrative=line.illustrative, quiet=line.value is None)
    source = Cell(
        BASES.get(line.basis, line.basis),
        note="; ".join(part for part in (cited(figures, line.source), line.dated) if part),
        numeric=False,
    )
    titles = _titles(figures)
    is_all = len(line.used_by) > 1 and all(name in line.used_by for name in titles)
    used = "every figure of the scheme" if is_all else "; ".join(titles.get(name, name.replace("_", " ")) for name in line.used_by)
    used = used or _otherwise_used(figures, line.name)
    cells = (value, Cell(_holds(line), numeric=False), source, Cell(shortened(used, 300), numeric=False))
    return Row(shortened(line.say or line.name.replace("_", " ")), cells, note=_key_and_who(figures, line))


def _otherwise_used(figures: Figures, name: str) -> str:
    """Return what a parameter is for that no figure is worked out with: it stands beside one, or decides what is counted."""
    beside = [shortened(kpi.title) for kpi in figures.scheme.scheme.kpis if name in (*kpi.references, kpi.minimum, kpi.top)]
    return f"Shown with {', '.join(beside)}" if beside else "Who or what is counted"


def cited(figures: Figures, source: str) -> str:
    """Return a source by its title when it is one of the scheme's own, otherwise as it was written."""
    found = figures.scheme.scheme.sources.get(source)
    return _source(found.title, found.page, found.pages) if found else sentence_case(shortened(source, 300))


def _key_and_who(figures: Figures, line: ParameterLine) -> str:
    """Return what the value is for, and who would know a value that nobody supplied."""
    written = figures.scheme.scheme.parameters.get(line.name)
    ask = f"ask: {written.ask}" if written and written.ask and line.value is None else ""
    return "; ".join(shortened(part, 300) for part in (line.key, ask) if part)


def _titles(figures: Figures) -> dict[str, str]:
    scheme = figures.scheme.scheme
    titles = {kpi.kpi: kpi.title for kpi in scheme.kpis} | {saving.saving: saving.title for saving in scheme.savings}
    return titles | {cost.cost: cost.title or cost.cost for cost in scheme.costs}


def _holds(line: ParameterLine) -> str:
    if line.starts is None and line.ends is None:
        return "On every date"
    starts = f"from {day(line.starts)}" if line.starts else ""
    ends = f"until {day(line.ends)} (not included)" if line.ends else ""
    words = " ".join(part for part in (starts, ends) if part)
    return words[:1].upper() + words[1:]


def ledger_reasons(figures: Figures) -> tuple[str, ...]:
    """Return why a figure here may differ from the ledger; each line is there only when it holds for this scheme."""
    scheme = figures.scheme.scheme
    reasons = [f"Activity is dated by when it happened and counted in {figures.span}; a ledger follows invoices, accruals and credits."]
    undetermined = [(unit, row.undetermined) for unit in scheme.units if (row := figures.all_units(unit)) and row.undetermined]
    if undetermined:
        left_out = listed([units_text(number, unit_word(figures, unit)) for unit, number in undetermined])
        reasons.append(f"Left out because something was not recorded: {left_out}. A ledger may hold what was paid for them.")
    if any(saving.each for saving in scheme.savings):
        reasons.append("A saving on each unit is rounded to the penny on that unit; higher figures are the sums of those pennies.")
    if any(saving.total for saving in scheme.savings):
        reasons.append("A saving from totals is worked out and rounded for each provider and period, and then summed.")
    if any(saving.state == "opportunity" for saving in scheme.savings):
        reasons.append("An opportunity is what could be saved; it has not been saved, and no ledger shows it.")
    return (*reasons, *_withheld_reasons(figures), *_parameter_reasons(figures), *_coverage_reasons(figures))


def _withheld_reasons(figures: Figures) -> list[str]:
    """Say what cannot be followed down to the unit, because a confidential value could be read off it."""
    says = {name: lower_first(shortened(parameter.say or name)) for name, parameter in figures.scheme.scheme.parameters.items()}
    return [
        f"Not written on any single {unit_word(figures, line.unit)}, since a confidential value could be read off it "
        f"({'; '.join(says[name] for name in line.because_of)}): "
        f"{'anything at all' if line.whole else listed([column.replace('_', ' ') for column in line.columns])}."
        for line in figures.scheme.withheld
    ]


def _parameter_reasons(figures: Figures) -> list[str]:
    lines = figures.scheme.parameters
    reasons = []
    illustrative = list(dict.fromkeys(shortened(line.say or line.name) for line in lines if line.illustrative))
    if illustrative:
        reasons.append(f"These values are illustrative, not yours: {'; '.join(lower_first(word) for word in illustrative)}.")
    missing = list(dict.fromkeys(shortened(line.say or line.name) for line in lines if line.value is None))
    if missing:
        reasons.append(f"These values were not supplied: {'; '.join(lower_first(word) for word in missing)}.")
    return reasons


def _coverage_reasons(figures: Figures) -> list[str]:
    partial = [row for row in figures.scheme.savings if row.level == "all" and row.period == figures.span and row.status == "partial"]
    return ["A saving that is partly calculated is the sum over those providers for which it could be worked out."] if partial else []


def review(figures: Figures) -> tuple[Fact, ...]:
    """Return who is responsible for the scheme, by role, and which text of it was run."""
    scheme = figures.scheme.scheme
    facts = [
        Fact("Written by", shortened(scheme.authored_by)),
        Fact("Checked by", shortened(scheme.checked_by or NOT_RECORDED)),
        Fact("Next review", day(scheme.next_review) or NOT_RECORDED),
        Fact("Status", scheme.status.replace("_", " ")),
        Fact("Scheme file", f"{scheme.scheme}.yaml, SHA-256 {figures.scheme.file_hash[:16]}"),
    ]
    sources = "; ".join(
        " – ".join(
            part for part in (_source(one.title, one.page, one.pages), shortened(date_words(one.as_at, one.undated, None, {}), 300)) if part
        )
        for one in scheme.sources.values()
    )
    return (*facts, Fact("Sources", sources or NOT_RECORDED))


def _source(title: str, page: int | None, pages: str | None) -> str:
    where = f", pages {pages.replace('-', '–')}" if pages else f", page {page}" if page is not None else ""
    return shortened(title, 300) + where


def review_warnings(figures: Figures, generated: date | None) -> tuple[Sentence, ...]:
    """Return warnings about the scheme's own upkeep."""
    scheme = figures.scheme.scheme
    found = []
    if generated and is_due(scheme, generated):
        found.append(Sentence(f"This scheme was due for review on {day(scheme.next_review)}.", warning=True))
    if scheme.status == "archived":
        found.append(Sentence("This scheme is archived; it was run because somebody named it.", warning=True))
    if not scheme.checked_by:
        found.append(Sentence("Nobody is recorded as having checked this scheme.", warning=True))
    return tuple(found)


def errata(figures: Figures) -> Table | None:
    """Return where the guide contradicts itself and the reading taken."""
    rows = tuple(
        Row(
            shortened(item.as_printed, 400),
            (Cell(plain(item.reading), numeric=False), Cell(count(item.page) if item.page else NOT_RECORDED)),
        )
        for item in figures.scheme.scheme.chapter.errata or ()
    )
    if not rows:
        return None
    columns = (Column("How it is read here", numeric=False), Column("Page"))
    caption = "Where the guide can be read in more than one way"
    return Table(f"{figures.anchor}-errata", caption, "As printed", columns, (RowGroup("", rows),), wide=False)
