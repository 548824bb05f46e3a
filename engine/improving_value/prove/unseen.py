"""Units that came out otherwise, where nobody looks: no cell, and so no figure, can tell them from what they were."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.demand import wanted
from improving_value.check.model import CheckedScheme
from improving_value.check.named import named_in, parameters_in
from improving_value.prove.rerun import Before, Reach
from improving_value.run.rows import RowRun
from improving_value.run.rows_model import UnitRow

_OF_ITSELF = ("outcome", "at_stake_pence")


def is_unseen(before: Before, after: CheckedScheme, reach: Reach, run: RowRun) -> bool:
    """Say whether all cells are bound to be what they were: the same ones, of units alike in every column that a cell looks at."""
    known = before.checked
    if reach.figures or reach.cells or list(known.cells) != list(after.cells) or known.values != after.values:
        return False
    if reach.wanted(after)[1] != wanted(known)[1]:
        return False
    looked_at = _looked_at(after)
    return all(_alike(before.run.units[name], rows, looked_at[name]) for name, rows in run.units.items())


def _looked_at(checked: CheckedScheme) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of each unit that its cells read, or by which they look parameters up."""
    found: dict[str, dict[str, None]] = {name: dict.fromkeys((*_OF_ITSELF, unit.provider)) for name, unit in checked.units.items()}
    for cell in checked.cells.values():
        for node in (cell.aggregate, *(() if cell.where is None else (cell.where,))):
            found[cell.unit].update(dict.fromkeys(part.name for part in named_in(node)))
            for part in parameters_in(node):
                found[cell.unit].update(dict.fromkeys(checked.values[part.name].by if part.name in checked.values else ()))
        found[cell.unit].update(dict.fromkeys((cell.category,) if cell.category is not None else ()))
    return {name: tuple(columns) for name, columns in found.items()}


def _alike(old: list[UnitRow], new: list[UnitRow], columns: tuple[str, ...]) -> bool:
    return old is new or (
        len(old) == len(new) and all(_shown(one, columns) == _shown(other, columns) for one, other in zip(old, new, strict=True))
    )


def _shown(row: UnitRow, columns: tuple[str, ...]) -> tuple[object, ...]:
    return row.unit_key, row.day, row.window, row.slice, row.windows, *(row.seen.get(column) for column in columns)
