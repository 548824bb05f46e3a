"""KPIs that would give a confidential value back: of amounts that hold one, only the sum over many units is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from improving_value.check.confidential import FigureTracing, Secrets, secret_parameters
from improving_value.check.model import CheckedKpi, CheckedScheme
from improving_value.check.reading import Path, Reading
from improving_value.expression.nodes import Arithmetic, Name, Namespaced, Negate, Node


def note_confidential_figures(reading: Reading, checked: CheckedScheme) -> None:
    """Note every KPI that prints a confidential value, or an amount from which it is read off.

    Savings and costs are pounds of a provider and period, and always reported.
    """
    if not secret_parameters(checked):
        return
    figures = FigureTracing(checked)
    places = {kpi.kpi: index for index, kpi in enumerate(checked.scheme.kpis)}
    for kpi in (kpi for kpi in checked.kpis if kpi.scenario == "default"):
        for fault in _faults(checked, figures, kpi):
            names = ", ".join(f"`{name}`" for name in sorted(fault.secrets))
            path: Path = ("kpis", places[kpi.kpi.kpi], fault.key)
            reading.note("confidential-figure", path, f"{fault.found} {names}, which is confidential", fault.expected, fault.fix)


@dataclass(frozen=True)
class _Fault:
    key: str
    secrets: Secrets
    found: str
    expected: str
    fix: str


def _faults(checked: CheckedScheme, figures: FigureTracing, kpi: CheckedKpi) -> Iterator[_Fault]:
    secret = secret_parameters(checked)
    if kpi.target is not None and (held := figures.of(kpi.target)):
        yield _Fault(
            "target",
            held,
            "a target that rests on",
            "a target that may be printed",
            "compare on each unit, and report the share that passes",
        )
    for key, names in (("references", kpi.kpi.references), ("minimum", [kpi.kpi.minimum]), ("top", [kpi.kpi.top])):
        if told := secret.intersection(name for name in names if name):
            yield _Fault(key, told, "the printed value of", "a value that may be printed", "take it out")
    if kpi.category is not None and kpi.kpi.of is not None:
        if held := figures.units[kpi.kpi.of].columns.get(kpi.category, frozenset()):
            yield _Fault(
                "breakdown" if kpi.kpi.breakdown else "distribution",
                held,
                "categories called after",
                "labels of the author's own",
                "make the labels with `bands` or `classify`",
            )
    if held := _given_back(figures, kpi.value):
        key = "is" if kpi.kpi.is_ is not None else "numerator"
        yield _Fault(
            key,
            held,
            "an amount for each unit, or of one unit, that holds",
            "a sum over the units, a count or a share",
            "report the sum, or how many units pass a test",
        )


def _given_back(figures: FigureTracing, node: Node) -> Secrets:
    """Return the confidential parameters that a figure holds other than in a plain sum; sums may be added and taken off."""
    match node:
        case Arithmetic("+" | "-", left, right):
            return _given_back(figures, left) | _given_back(figures, right)
        case Negate(operand):
            return _given_back(figures, operand)
        case Name(name, _, _, "measure"):
            return _given_back(figures, figures.checked.measures[name].value)
        case Namespaced(_, name) if name in figures.checked.measures:
            return _given_back(figures, figures.checked.measures[name].value)
        case Name(name, _, _, "cell") if figures.checked.cells[name].aggregate.function == "sum":
            return frozenset()
        case _:
            return figures.of(node)
