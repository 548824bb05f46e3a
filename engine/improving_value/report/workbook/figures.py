"""What the workbook says of each saving and cost: its lines as the engine worked them out, and how each may be followed."""

from __future__ import annotations

from decimal import Decimal

from improving_value.assess.assessment import CostRow, SavingRow, SchemeAssessment
from improving_value.assess.behind import Behind
from improving_value.assess.lines import line_of
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedCost, CheckedSaving, CheckedScheme
from improving_value.expression.english import upper_first
from improving_value.expression.nodes import Node
from improving_value.expression.words import in_words
from improving_value.report.content.words import PAYERS, saving_kind
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.figure import Figure, Line
from improving_value.report.workbook.line_block import LineBlock
from improving_value.report.workbook.total_plans import plan_total


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
            figure.is_refused = figure.name in block.refused
        elif saving.total is not None:
            plan_total(figure, chapter, checked, assumptions, saving.total, blocks, codes)
        _note_gates(figure, checked, saving)
        found.append(figure)
    for cost in checked.costs:
        figure = _cost_figure(chapter, checked, cost)
        if cost.total is not None:
            plan_total(figure, chapter, checked, assumptions, cost.total, blocks, codes)
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
