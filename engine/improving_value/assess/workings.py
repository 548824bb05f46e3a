"""What each total was worked out from, line by line: the measures and the cells behind them, for those who follow the sum."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.assess.assessment import Working
from improving_value.assess.behind import Behind
from improving_value.assess.cells import Where
from improving_value.assess.kpis import period_of
from improving_value.assess.lines import line_of
from improving_value.assess.savings import MoneyReader
from improving_value.check.confidential import FigureTracing
from improving_value.check.model import CheckedScheme
from improving_value.expression.nodes import Name, Namespaced, Node, walk


def rests_on_parameters(checked: CheckedScheme, measure: str) -> bool:
    """Say whether a parameter stands behind a measure: it is then shown by the cells it is made of."""
    found = checked.measures.get(measure)
    return found is not None and bool(Behind(checked).of(found.value, None))


def workings(money: MoneyReader) -> tuple[Working, ...]:
    """Return the workings of every total with the scheme's own assumptions, but for those that hold a confidential value."""
    checked = money.evaluation.checked
    told = FigureTracing(checked)
    found: list[Working] = []
    for saving in checked.savings:
        if saving.total is not None and saving.scenario == "default" and not told.of(saving.total):
            found += _lines(money, saving.saving.saving, saving.total, money.lines(line_of(checked, saving)), waits=True)
    for cost in checked.costs:
        if cost.total is not None and not told.of(cost.total):
            found += _lines(money, cost.cost.cost, cost.total, money.lines(line_of(checked, cost)), waits=False)
    return tuple(found)


def _lines(money: MoneyReader, figure: str, node: Node, lines: list[Where], *, waits: bool) -> Iterator[Working]:
    evaluation = money.evaluation
    parts = _parts(evaluation.checked, node)
    for where in lines:
        waiting = waits and bool(evaluation.waiting(node, None, where))
        found = {key: evaluation.value(part, where) for key, part in parts.items()}
        yield Working(figure, where.organisation, period_of(evaluation.cells, where), found, evaluation.number(node, where), waiting)


def _parts(checked: CheckedScheme, node: Node) -> dict[str, Name | Namespaced]:
    found: dict[str, Name | Namespaced] = {}
    for part in walk(node):
        if isinstance(part, Namespaced):
            found[f"{part.namespace}.{part.name}"] = part
        elif isinstance(part, Name) and part.kind == "measure":
            found[part.name] = part
            if rests_on_parameters(checked, part.name):
                found |= {
                    cell.name: cell for cell in walk(checked.measures[part.name].value) if isinstance(cell, Name) and cell.kind == "cell"
                }
    return found
