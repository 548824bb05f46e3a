"""The paper trail of a scheme: every value with its birthplace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from improving_value.assess.assessment import ClaimLine, ParameterLine, WithheldLine
from improving_value.assess.uses import uses_of
from improving_value.check.confidential import FigureTracing, confidential_units
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedScheme
from improving_value.expression.english import upper_first
from improving_value.expression.nodes import Name, walk
from improving_value.expression.parse import parse
from improving_value.expression.words import in_words
from improving_value.kernel.parameters import WITHHELD, ParameterRow, ParameterValues, Value
from improving_value.spec.citation import date_words
from improving_value.spec.models import Cost, Kpi

NOT_SUPPLIED = "not known"
MINUS = "\u2212"
_NOT_SAID = ("text", "name", "code", "list", "date", "time", "yes/no", "share", "number", "ratio")
"""Units that are no unit: the value says it all."""


def written(value: Value) -> str:
    """Return a value as an author writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(written(part) for part in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def in_unit(value: Value, unit: str) -> str:
    """Return a value as an author writes it; seconds of a day as a time."""
    if unit == "time" and isinstance(value, int):
        return f"{value // 3600:02d}:{value % 3600 // 60:02d}"
    return written(value)


def basis_of(checked: CheckedScheme, name: str) -> str:
    """Return where the value in force of a parameter was born: one that was supplied is local, whatever the scheme would say."""
    values = checked.values.get(name)
    return "local" if values is not None and values.supplied else checked.parameters[name.split("__")[0]].basis


def target_basis(kpi: Kpi, lines: Sequence[ParameterLine]) -> str:
    """Return where the target of a KPI was born; nothing when it has none."""
    names = [part.name for part in walk(parse(kpi.target)) if isinstance(part, Name)] if kpi.target is not None else []
    return ", ".join(dict.fromkeys(line.basis for name in dict.fromkeys(names) for line in lines if line.name == name))


def cost_basis(cost: Cost, lines: Sequence[ParameterLine]) -> str:
    """Return where a cost comes from: a printed one in whose place somebody gave their own is local."""
    return "local" if any(line.basis == "local" and cost.cost in line.used_by for line in lines) else cost.basis


def claim_lines(checked: CheckedScheme) -> tuple[ClaimLine, ...]:
    """Return the figures that the scheme's sources state, each with what it comes to here and how, or why it does not."""
    speaker = Labels(checked).speaker(None)
    return tuple(
        ClaimLine(
            one.claim.claim,
            _source(checked, one.claim.source),
            one.stated_words,
            one.comes_to_words if one.formula is not None else "",
            upper_first(in_words(one.formula, speaker)) if one.formula is not None else "",
            one.claim.why_not or "",
        )
        for one in checked.claims
    )


def withheld_lines(checked: CheckedScheme) -> tuple[WithheldLine, ...]:
    """Return what is left out of the files of units, and because of which parameters."""
    units = {name: found for name, found in confidential_units(checked).items() if not checked.units[name].step}
    return tuple(WithheldLine(name, found.hidden, bool(found.whole), found.because_of) for name, found in units.items() if found.because_of)


def parameter_lines(checked: CheckedScheme, illustrative: frozenset[str]) -> tuple[ParameterLine, ...]:
    """Return every parameter with its values in force; one that nobody supplied has a line with no value."""
    used = uses_of(checked)
    return tuple(line for name in checked.parameters for line in _lines(checked, name, used.get(name, ()), name in illustrative)) + tuple(
        _supplied_baselines(checked, used, illustrative)
    )


def _lines(checked: CheckedScheme, name: str, used: tuple[str, ...], illustrative: bool) -> Iterator[ParameterLine]:
    parameter = checked.parameters[name]
    say = parameter.say or name.replace("_", " ")
    values = checked.values.get(name)
    source = _source(checked, parameter.source)
    if values is None:
        yield ParameterLine(name, say, "", None, None, None, parameter.unit, parameter.basis, parameter.ask or source, used, False)
        return
    for row in values.rows:
        text = WITHHELD if parameter.sensitive else in_unit(row.value, parameter.unit)
        yield ParameterLine(
            name,
            say,
            _for_whom(values, row),
            row.starts,
            row.ends,
            text,
            parameter.unit,
            basis_of(checked, name),
            _source(checked, row.source) or source,
            used,
            illustrative,
            ""
            if values.supplied
            else date_words(parameter.as_at, parameter.undated, row.source or parameter.source, checked.scheme.sources),
        )


def _for_whom(values: ParameterValues, row: ParameterRow) -> str:
    """Return the keys that a value is for. One for any key needs no word, unless others have their own."""
    if all(key is None for key in row.keys):
        return "all others" if values.specific else ""
    return ", ".join(key if key is not None else "any" for key in row.keys)


def _supplied_baselines(
    checked: CheckedScheme, used: Mapping[str, tuple[str, ...]], illustrative: frozenset[str]
) -> Iterator[ParameterLine]:
    figures = FigureTracing(checked)
    for measure in checked.scheme.measures:
        name = f"baseline.{measure.measure}"
        told = figures.of(checked.measures[measure.measure].value) if measure.measure in checked.measures else frozenset()
        values = checked.values.get(name)
        for row in values.rows if values is not None else ():
            assert values is not None
            yield ParameterLine(
                name,
                f"{measure.say or measure.measure.replace('_', ' ')}, in the baseline",
                _for_whom(values, row),
                row.starts,
                row.ends,
                WITHHELD if told else written(row.value),
                measure.unit,
                "local",
                row.source,
                used.get(name, ()),
                name in illustrative,
            )


def _source(checked: CheckedScheme, source: str | None) -> str:
    if source is None:
        return ""
    found = checked.scheme.sources.get(source)
    if found is None:
        return source
    page = f", p. {found.page}" if found.page else f", pp. {found.pages}" if found.pages else ""
    return f"{found.title}{page}"
