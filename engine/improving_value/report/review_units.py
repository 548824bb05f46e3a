"""Which units come out otherwise, and why: how many moved alike, by which change. No unit is named."""

from __future__ import annotations

from itertools import groupby

from improving_value.compare.model import Comparison, CountPair, Movement
from improving_value.kernel.quantities import MINUS
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Table
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import count
from improving_value.report.review_figures import difference_text, step_text

_OUTCOMES = ("in_scope", "eligible", "not_eligible", "undetermined")


def counts(comparison: Comparison) -> Table:
    """Return how many units there are and how they come out, old and new."""
    return Table(
        id="counts-table",
        caption=f"Units, all organisations, {comparison.new.span.label}: old, new",
        corner="Unit",
        columns=tuple(Column(sentence_case(name.replace("_", " "))) for name in _OUTCOMES),
        groups=(RowGroup("", tuple(_count_row(pair) for pair in comparison.counts)),),
    )


def _count_row(pair: CountPair) -> Row:
    cells = []
    for name in _OUTCOMES:
        old, new = (0 if row is None else int(getattr(row, name)) for row in (pair.old, pair.new))
        cells.append(Cell(f"{count(old)}, {count(new)}", note=_signed(new - old), quiet=old == new))
    return Row(sentence_case(pair.unit), tuple(cells))


def _signed(number: int) -> str:
    return "" if number == 0 else f"{'+' if number > 0 else MINUS}{count(abs(number))}"


def movements(comparison: Comparison) -> tuple[Table, ...]:
    """Return a table for each sort of unit: from, to, by which change, how many, and the pounds."""
    found = []
    for number, (unit, some) in enumerate(groupby(comparison.movements, key=lambda movement: movement.unit)):
        groups = tuple(
            RowGroup(f"{respect}", tuple(_row(comparison, movement) for movement in alike))
            for respect, alike in groupby(some, key=lambda movement: movement.respect)
        )
        found.append(
            Table(
                id=f"moved-{number}",
                caption=sentence_case(unit),
                corner="What happens",
                columns=(
                    Column("Decided by change", numeric=False),
                    Column("Units"),
                    Column("Pounds, new less old"),
                    Column("Why, in the new version's words", numeric=False),
                ),
                groups=groups,
                note="A unit is counted in each period it belongs to, and once for each respect in which it comes out otherwise.",
            )
        )
    return tuple(found)


def _row(comparison: Comparison, movement: Movement) -> Row:
    pounds = Cell(difference_text(movement.pence)) if movement.pence is not None else Cell("")
    by = Cell(decided_text(comparison, movement), numeric=False)
    return Row(movement_text(movement), (by, Cell(count(movement.units)), pounds, Cell(movement.why, numeric=False)))


def movement_text(movement: Movement) -> str:
    """Return what happens to units that move alike."""
    if movement.pence is not None and not movement.old:
        return f"{movement.new} pounds"
    return f"{movement.old} → {movement.new}"


def decided_text(comparison: Comparison, movement: Movement) -> str:
    """Return the changes that decide it."""
    return ", then ".join(step_text(comparison.steps[step]) for step in movement.steps)
