"""What is in the figures of a scheme's savings and what is not, each line only when it holds."""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.expression.nodes import Name, Namespaced, walk
from improving_value.expression.parse import parse
from improving_value.report.content.cells import units_text
from improving_value.report.content.counts import unit_word
from improving_value.report.content.index import Figures
from improving_value.report.content.model import shortened
from improving_value.report.content.savings import overall
from improving_value.report.numbers import counted, listed, pounds
from improving_value.spec.models import Saving


@dataclass(frozen=True)
class Scope:
    """What is counted in the amounts, and what is left out of them."""

    held: tuple[str, ...]
    left_out: tuple[str, ...]


def scope(figures: Figures) -> Scope | None:
    """Return what the amounts hold; none when the scheme states no saving."""
    savings = figures.scheme.scheme.savings
    if not savings:
        return None
    units = tuple(dict.fromkeys(unit for saving in savings for unit in units_of(figures, saving)))
    return Scope(tuple(_held(figures, units)), tuple(_left_out(figures, units)))


def units_of(figures: Figures, saving: Saving) -> tuple[str, ...]:
    """Return the units on which a saving is earned, or those of the measures in its total."""
    if saving.of is not None:
        return (saving.of,)
    measures = {measure.measure: measure.of for measure in figures.scheme.scheme.measures}
    names = [part.name for part in walk(parse(saving.total or "0")) if isinstance(part, (Name, Namespaced))]
    return tuple(dict.fromkeys(measures[name] for name in names if name in measures))


def _held(figures: Figures, units: tuple[str, ...]) -> list[str]:
    counts = [(unit, figures.all_units(unit)) for unit in units]
    eligible = [units_text(row.eligible, unit_word(figures, unit)) for unit, row in counts if row is not None]
    words = (
        [f"What is eligible in {figures.span}: {listed(eligible)}."] if eligible else [f"Nothing: there is no activity in {figures.span}."]
    )
    bases = dict.fromkeys(shortened(saving.basis, 300) for saving in figures.scheme.scheme.savings if saving.basis)
    if bases:
        words.append(f"What it is compared with is said beside each {'saving' if len(figures.scheme.scheme.savings) > 1 else 'amount'}.")
    return words


def _left_out(figures: Figures, units: tuple[str, ...]) -> list[str]:
    counts = [(unit, row) for unit in units if (row := figures.all_units(unit)) is not None]
    turned_away = [units_text(row.not_eligible, unit_word(figures, unit)) for unit, row in counts if row.not_eligible]
    unknown = [units_text(row.undetermined, unit_word(figures, unit)) for unit, row in counts if row.undetermined]
    words = [f"Not eligible: {listed(turned_away)}."] if turned_away else []
    if unknown:
        stake = sum(figures.scheme.at_stake_pence.get(unit, 0) for unit in units)
        known = f" {pounds(stake)} is known to be at stake on them." if stake else ""
        words.append(f"Not decided, because something is missing: {listed(unknown)}.{known}")
    savings = [(saving, overall(figures, saving)) for saving in figures.scheme.scheme.savings]
    partial = sum(1 for _, row in savings if row is not None and row.status == "partial")
    if partial:
        words.append(
            f"What {counted(partial, 'partly calculated saving')} {'lacks' if partial == 1 else 'lack'}; the table above says what it needs."
        )
    words.append("The costs of the scheme: every amount is before them.")
    for saving, _ in savings:
        if saving.instead_of is not None:
            other = next(item for item in figures.scheme.scheme.savings if item.saving == saving.instead_of)
            titles = f"“{shortened(saving.title)}” and “{shortened(other.title)}”"
            words.append(f"{titles} count the same money: take one or the other.")
    words.append("What another scheme claims on the same activity is not taken off.")
    return words
