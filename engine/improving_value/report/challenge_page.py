"""One provider's challenge as a page to print and send: what is asked for, why, and line by line; no patient and no clinical value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.finance.challenges import Challenges, Finding
from improving_value.report.content.model import Cell, Column, Fact, Row, RowGroup, Sentence, Table, plain, shortened
from improving_value.report.numbers import counted, pounds
from improving_value.report.page import environment, styles

Numbered = Sequence[tuple[str, Finding]]


@dataclass(frozen=True)
class ChallengePage:
    """Everything the template needs."""

    title: str
    facts: tuple[Fact, ...]
    matters: tuple[Sentence, ...]
    summary: Table
    lines: tuple[Table, ...]
    totals: Table
    queries: Table


def render_challenge(found: Challenges, provider: str, name: str, generated: str) -> str:
    """Return one provider's challenge as one HTML page; `generated` is the day of it, printed as it stands."""
    page = page_of(found, provider, name, generated)
    return environment().get_template("challenge.html.jinja").render(page=page, styles=styles())


def page_of(found: Challenges, provider: str, name: str, generated: str) -> ChallengePage:
    """Return the page's content, in words and tables."""
    numbered = [(f"{number:04d}", one) for number, one in enumerate(found.findings, start=1)]
    code = shortened(provider)
    return ChallengePage(
        title=f"Challenge to {shortened(name) or code}, {found.span}",
        facts=(
            Fact("Provider", f"{shortened(name)} ({code})" if name else code),
            Fact("Period", plain(found.span)),
            Fact("Made on", plain(generated)),
        ),
        matters=tuple(Sentence(text) for text in what_matters(found)),
        summary=_summary(found),
        lines=tuple(_lines(found, numbered)),
        totals=_totals(numbered),
        queries=_queries(numbered),
    )


def what_matters(found: Challenges) -> tuple[str, ...]:
    """Return what the provider is asked for, in a few sentences."""
    lines, totals, queries = found.failed("line"), found.failed("total"), found.queries
    said = []
    claimed = [one for one in lines if one.claimed]
    if claimed:
        said.append(f"{counted(len(claimed), 'line')} challenged for {pounds(found.claimed)}. Credit them, or show that they are payable.")
    if totals:
        agree = "total does" if len(totals) == 1 else "totals do"
        said.append(f"{len(totals)} {agree} not agree. Say why, or send the month again.")
    if queries:
        said.append(f"{counted(len(queries), 'test')} could not be done for want of a value. Send what is missing.")
    return tuple(said) or ("Nothing is challenged.",)


def _summary(found: Challenges) -> Table:
    rows = []
    for test in found.tests:
        own = [one for one in found.failed("line") if one.test == test]
        if own:
            issue = sum(one.pence or 0 for one in own)
            rows.append(Row(plain(test.title), (Cell(str(len(own))), Cell(pounds(issue)), Cell(pounds(sum(one.claimed for one in own))))))
    if rows:
        lines = len({(one.test.source, line) for one in found.failed("line") for line in one.lines})
        rows.append(Row("All lines, each once", (Cell(str(lines)), Cell("", quiet=True), Cell(pounds(found.claimed)))))
    return Table(
        id="summary-table",
        caption="Lines challenged, by test",
        corner="Test",
        columns=(Column("Lines"), Column("At issue"), Column("Claimed")),
        groups=(RowGroup("", tuple(rows)),),
        note="A line that fails several tests is claimed once, under the first of them. Totals that do not agree are asked about below, and are "
        "not claimed: the lines may be why.",
    )


def _lines(found: Challenges, numbered: Numbered) -> list[Table]:
    tables = []
    for number, test in enumerate(found.tests, start=1):
        rows = tuple(
            Row(
                reference,
                (
                    Cell(_named(one) or "not named", numeric=False),
                    Cell(plain(one.period), numeric=False),
                    Cell(shortened(one.reason), note=f"also: {'; '.join(one.also)}" if one.also else "", numeric=False),
                    Cell(pounds(one.pence)),
                    Cell(pounds(one.claimed), quiet=not one.claimed),
                ),
            )
            for reference, one in numbered
            if one.test == test and test.kind == "line" and not one.is_query
        )
        columns = (
            Column("Line", numeric=False),
            Column("Month", numeric=False),
            Column("Reason", numeric=False),
            Column("At issue"),
            Column("Claimed"),
        )
        if rows:
            tables.append(Table(f"lines-{number}", plain(test.title), "Reference", columns, (RowGroup("", rows),)))
    return tables


def _named(one: Finding) -> str:
    """Return the keys of the lines as the provider sent them; its own code goes without saying."""
    return plain("; ".join(line.removeprefix(f"{one.provider}|").replace("|", ", ") for line in one.lines))


def _totals(numbered: Numbered) -> Table:
    rows = tuple(
        Row(
            reference,
            (
                Cell(plain(one.test.title), note=one.reason, numeric=False),
                Cell(plain(one.period), numeric=False),
                Cell(plain("; ".join(f"{label} {value}" for label, value in one.shown)), numeric=False),
                Cell(pounds(one.pence)),
            ),
        )
        for reference, one in numbered
        if one.test.kind == "total" and not one.is_query
    )
    columns = (Column("Totals", numeric=False), Column("Month", numeric=False), Column("Compared", numeric=False), Column("Difference"))
    note = "The rows behind each total are in challenge.csv."
    return Table("totals-table", "Totals that should be one and are not", "Reference", columns, (RowGroup("", rows),), note)


def _queries(numbered: Numbered) -> Table:
    rows = tuple(
        Row(
            reference,
            (
                Cell(plain(one.test.title), note=one.reason, numeric=False),
                Cell(plain(one.period), numeric=False),
                Cell(_named(one) if one.test.kind == "line" else "", numeric=False),
                Cell(pounds(one.pence), quiet=one.pence is None),
            ),
        )
        for reference, one in numbered
        if one.is_query
    )
    columns = (Column("Test", numeric=False), Column("Month", numeric=False), Column("Line", numeric=False), Column("At stake"))
    return Table("queries-table", "What could not be tested", "Reference", columns, (RowGroup("", rows),))
