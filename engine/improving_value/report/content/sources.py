"""The birthplace of each number in the formula of a saving: the values in force that it rests on, and where they come from."""

from __future__ import annotations

from improving_value.assess.assessment import ParameterLine
from improving_value.kernel.quantities import stated
from improving_value.report.content.evidence import cited
from improving_value.report.content.index import Figures
from improving_value.report.content.model import Fact, shortened
from improving_value.report.content.words import BASES, lower_first
from improving_value.report.numbers import counted

_MOST_VALUES = 3
"""A parameter of more values than this is only counted here; the table of parameters has each."""


def sources(figures: Figures, saving: str) -> tuple[Fact, ...]:
    """Return what each parameter of a saving is, its value, and where that was born, in the scheme's order."""
    lines: dict[str, list[ParameterLine]] = {}
    for line in figures.scheme.parameters:
        if saving in line.used_by:
            lines.setdefault(line.name, []).append(line)
    return tuple(_fact(figures, name, found) for name, found in lines.items())


def _fact(figures: Figures, name: str, lines: list[ParameterLine]) -> Fact:
    term = shortened(lines[0].say or name.replace("_", " "))
    if len(lines) > _MOST_VALUES:
        values = f"{counted(len(lines), 'value')}, each under “Parameters and where they come from”"
    else:
        values = "; ".join(f"{stated(line.value, line.unit)}{f' ({shortened(line.key)})' if line.key else ''}" for line in lines)
    births = dict.fromkeys(_birth(figures, line) for line in lines)
    return Fact(term, f"{values} – {'; '.join(births)}", illustrative=any(line.illustrative for line in lines))


def _birth(figures: Figures, line: ParameterLine) -> str:
    basis, source = lower_first(BASES.get(line.basis, line.basis)), cited(figures, line.source)
    return f"{basis}: {source}" if source else basis
