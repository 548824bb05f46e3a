"""What the workbook says of each saving and cost: its lines as the engine worked them out, and how each may be followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from improving_value.assess.assessment import CostRow, SavingRow, SchemeAssessment, Working
from improving_value.assess.behind import Behind
from improving_value.assess.lines import line_of
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedCost, CheckedSaving, CheckedScheme
from improving_value.expression.english import upper_first
from improving_value.expression.excel_pieces import NotSayable
from improving_value.expression.nodes import Name, Node
from improving_value.expression.to_excel import to_excel
from improving_value.expression.words import in_words
from improving_value.report.content_words import PAYERS, saving_kind
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.columns import Column, Row
from improving_value.report.workbook.lines import LINE_COLUMNS, LineBlock, short
from improving_value.report.workbook.total_columns import TotalColumns

OWN_COLUMNS = 6
"""Columns of a figure's block before its own: organisation, name, period, its first day, held back, gaps."""


@dataclass(frozen=True)
class Line:
    """One line of a figure as the engine gives it."""

    organisation: str
    period: str
    begins: date
    last_day: date
    pounds: Decimal | None
    status: str


@dataclass
class Figure:
    """A saving or a cost with its lines, and where its total comes to stand.

    `columns` work a total out from its measures; `block` holds the lines of a saving on each unit. Without either, the pounds are the engine's.
    """

    scheme: str
    name: str
    title: str
    is_cost: bool
    class_: str
    state: str
    words: str
    kind: str
    basis: str
    formula: str
    lines: list[Line]
    total: Line
    organisations: dict[str, Line]
    periods: dict[str, Line]
    everybody: bool
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    block: LineBlock | None = None
    live: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    total_cell: str = ""
    status_cell: str = ""
    line_sums: dict[tuple[str, date], tuple[int, int, Decimal]] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    """Where the sums for the checks stand: of organisations, of periods, of lines; and where the differences are."""

    @property
    def follows(self) -> str:
        """Return how far a change of an assumption moves the figure."""
        if self.live:
            return "live in part" if self.stuck else "live"
        return "needs a rerun" if self.stuck else "no assumption"


def figures_of(
    chapter: SchemeAssessment, checked: CheckedScheme, assumptions: Assumptions, blocks: list[LineBlock], codes: Codes
) -> list[Figure]:
    """Return the savings and costs of a scheme with its own assumptions, planned."""
    money = {name: block for block in blocks for name in block.money}
    found = []
    for saving in checked.savings:
        if saving.scenario != "default":
            continue
        figure = _saving_figure(chapter, checked, saving)
        block = money.get(figure.name)
        if block is not None:
            figure.block, figure.live, figure.stuck = block, block.live[figure.name], block.stuck[figure.name]
        elif saving.total is not None:
            _plan_total(figure, chapter, checked, assumptions, saving.total, blocks, codes)
        _note_gates(figure, checked, saving)
        found.append(figure)
    for cost in checked.costs:
        figure = _cost_figure(chapter, checked, cost)
        if cost.total is not None:
            _plan_total(figure, chapter, checked, assumptions, cost.total, blocks, codes)
        found.append(figure)
    for figure in found:
        assumptions.note_moves(figure.scheme, figure.live, figure.name)
        assumptions.note_stuck(figure.scheme, figure.stuck, figure.name)
    return found


def _saving_figure(chapter: SchemeAssessment, checked: CheckedScheme, saving: CheckedSaving) -> Figure:
    spec = saving.saving
    rows = [row for row in chapter.savings if (row.saving, row.scenario) == (spec.saving, "default")]
    formula = next(line for line in chapter.formulas if (line.saving, line.scenario) == (spec.saving, "default"))
    kind = f"{saving_kind(spec.class_, spec.state)}; relieves: {PAYERS[spec.payer].lower()}; {'every year' if spec.recurrent else 'once'}"
    found = _figure(chapter, line_of(checked, saving), rows, spec.saving, spec.title)
    found.class_, found.state, found.kind, found.basis = spec.class_, spec.state, kind, spec.basis or ""
    found.words, found.formula = formula.words, " ".join(formula.formula.split())
    _note_all_stuck(found, checked, saving.each if saving.each is not None else saving.total, spec.of if saving.each is not None else None)
    return found


def _cost_figure(chapter: SchemeAssessment, checked: CheckedScheme, cost: CheckedCost) -> Figure:
    spec = cost.cost
    rows = [row for row in chapter.costs if row.cost == spec.cost]
    found = _figure(chapter, line_of(checked, cost), rows, spec.cost, spec.title or spec.cost.replace("_", " "))
    found.is_cost, found.kind = True, f"A cost, booked once for each line; {'every year' if spec.recurrent else 'once'}"
    found.formula = "a stated amount" if spec.total is None else " ".join(spec.total.split())
    found.words = "A stated amount" if cost.total is None else upper_first(in_words(cost.total, Labels(checked).speaker(None)))
    if cost.total is not None:
        _note_all_stuck(found, checked, cost.total, None)
    return found


def _figure(chapter: SchemeAssessment, level: str, rows: list[SavingRow] | list[CostRow], name: str, title: str) -> Figure:
    pieces = {period.label: period for period in chapter.pieces}
    placed: dict[tuple[str, str, str], Line] = {}
    for row in rows:
        period = pieces.get(row.period, chapter.span)
        pence = row.gross_pence if isinstance(row, SavingRow) else row.cost_pence
        pounds = None if pence is None else Decimal(pence).scaleb(-2)
        status = row.status.replace("_", " ")
        placed[row.level, row.organisation, row.period] = Line(row.organisation, row.period, period.start, period.last_day, pounds, status)
    span = chapter.span.label
    lines = [line for (place, _, period), line in placed.items() if place == level and period in pieces]
    whole = span if ("all", "all", span) in placed else next((period for place, _, period in placed if place == "all"), span)
    nothing = Line("all", span, chapter.span.start, chapter.span.last_day, None, "not calculable")
    return Figure(
        chapter.scheme.scheme,
        name,
        title,
        False,
        "",
        "",
        "",
        "",
        "",
        "",
        lines,
        placed.get(("all", "all", whole), nothing),
        {line.organisation: placed.get((level, line.organisation, whole), line) for line in lines},
        {line.period: placed.get(("all", "all", line.period), line) for line in lines},
        level == "all",
    )


def _note_all_stuck(figure: Figure, checked: CheckedScheme, node: Node | None, unit: str | None) -> None:
    """Note that everything behind a figure needs a rerun, until a formula is found."""
    behind = Behind(checked)
    behind.of(node, unit)
    figure.stuck = tuple(behind.of_scope(unit) if unit is not None else behind.of(None, None))


def _note_gates(figure: Figure, checked: CheckedScheme, saving: CheckedSaving) -> None:
    behind = Behind(checked)
    for gate, _ in saving.gates:
        behind.of(gate, None)
    figure.stuck = tuple(dict.fromkeys((*figure.stuck, *behind.of(None, None))))


def _plan_total(
    figure: Figure,
    chapter: SchemeAssessment,
    checked: CheckedScheme,
    assumptions: Assumptions,
    node: Node,
    blocks: list[LineBlock],
    codes: Codes,
) -> None:
    """Find the columns of a total; it keeps the engine's pounds where a sheet cannot come to them."""
    workings = {(one.organisation, one.period): one for one in chapter.workings if one.figure == figure.name}
    if not figure.lines or any((line.organisation, line.period) not in workings for line in figure.lines):
        return
    labels = Labels(checked)
    speaker = labels.speaker(None)
    given_rows = [_given(line, workings[line.organisation, line.period], codes) for line in figure.lines]
    columns = TotalColumns(
        checked,
        assumptions,
        OWN_COLUMNS,
        lambda part: short(upper_first(in_words(part, speaker))),
        labels=labels,
        last_day=_last_day,
        blocks=blocks,
        rows=given_rows,
        everybody=figure.everybody,
    )
    try:
        money = columns.money(to_excel(node, columns), "Worked out, to the penny")
    except NotSayable:
        return
    rows = [columns.worked_out(row) for row in given_rows]
    if any(line.pounds is not None and row[money.key] != line.pounds for line, row in zip(figure.lines, rows, strict=True)):
        return
    figure.columns, figure.rows = columns.columns, rows
    figure.live, figure.stuck = _followed(columns, node, blocks)


def _followed(columns: TotalColumns, node: Node, blocks: list[LineBlock]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which assumptions a total follows on the sheet, and which move it also by way of what is given there."""
    checked = columns.checked
    given = Behind(checked)
    for part in columns.given.values():
        given.of(part, None)
    follows = {name.split("__")[0] for name in columns.live}
    for block in blocks:
        mine = [name for name in block.cells if name in columns.summed]
        for name in mine:
            unit = checked.cells[name].unit
            given.of_scope(unit)
            for part in block.given.values():
                given.of(part, unit)
            behind_cell = Behind(checked).of(Name(name, (0, 1), kind="cell"), None)
            follows.update(one for one in (live.split("__")[0] for live in block.live_of_cells) if one in behind_cell)
    fixed = given.of(None, None)
    behind = Behind(checked).of(node, None)
    live = tuple(name for name in behind if name in follows)
    return live, tuple(name for name in behind if name in fixed or name not in follows)


def _given(line: Line, working: Working, codes: Codes) -> Row:
    whose = {"organisation": line.organisation, "code": codes.of(line.organisation), "begins": line.begins, "last day": line.last_day}
    return {**working.parts, **whose}


def _last_day(row: Row) -> date:
    day = row["last day"]
    assert isinstance(day, date)
    return day


def line_sums(figure: Figure) -> dict[tuple[str, date], tuple[int, int, Decimal]]:
    """Return of each line how many units it adds up, how many of them have no pounds, and the sum of the others."""
    found: dict[tuple[str, date], tuple[int, int, Decimal]] = {}
    for organisation, begins, pounds in _unit_lines(figure):
        key = ("all" if figure.everybody else organisation), begins
        count, missing, total = found.get(key, (0, 0, Decimal(0)))
        found[key] = count + 1, missing + (pounds is None), total + (pounds or 0)
    return found


def _unit_lines(figure: Figure) -> Iterator[tuple[str, date, Decimal | None]]:
    block = figure.block
    assert block is not None
    key = block.columns[block.money[figure.name] - len(LINE_COLUMNS)].key
    for row in block.rows:
        pounds, begins = row[key], row["line period"]
        assert pounds is None or isinstance(pounds, Decimal)
        assert isinstance(begins, date)
        yield str(row["line organisation"]), begins, pounds
