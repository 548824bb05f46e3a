"""Where the pounds of a scheme come from: for those who follow a figure to its lines without running the scheme again."""

from __future__ import annotations

from improving_value.assess.assessment import SavingSource, UnitSource
from improving_value.assess.lines import line_of
from improving_value.check.model import CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name, Namespaced, walk


def unit_sources(checked: CheckedScheme) -> tuple[UnitSource, ...]:
    """Return where each unit that is written to a file comes from."""
    return tuple(
        UnitSource(unit.name, _dataset(checked, unit), unit.date, unit.provider) for unit in checked.units.values() if not unit.step
    )


def saving_sources(checked: CheckedScheme) -> tuple[SavingSource, ...]:
    """Return what each saving, as the scheme has it, is worked out from."""
    return tuple(
        SavingSource(one.saving.saving, one.each is not None, line_of(checked, one), _units(checked, one), one.saving.instead_of)
        for one in checked.savings
        if one.scenario == "default"
    )


def _dataset(checked: CheckedScheme, unit: CheckedUnit) -> str:
    while unit.source_is_unit:
        unit = checked.units[unit.source]
    return unit.source


def _units(checked: CheckedScheme, saving: CheckedSaving) -> tuple[str, ...]:
    if saving.saving.of:
        return (saving.saving.of,)
    found: dict[str, None] = {}
    for part in walk(saving.total) if saving.total is not None else ():
        if isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure"):
            found.update(dict.fromkeys(checked.cells[cell].unit for cell in checked.measures[part.name].cells))
        elif isinstance(part, Name) and part.kind == "cell":
            found[checked.cells[part.name].unit] = None
    return tuple(found)
