"""The catalogue's expected values: outputs and scenarios come out exactly, traps only from a wrong reading, forbidden sums never."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from improving_value.examples.running import ExampleReader
from improving_value.examples.values import value_of
from schemes.running import changed, published, shown
from schemes.worked import gathered
from schemes.worked.case import Forbidden, Trap, Wanted

MS, CARE = "ms_dmt", "acc_delayed_discharges"
WANTED, TRAPS, FORBIDDEN = gathered("WANTED"), gathered("TRAPS"), gathered("FORBIDDEN")
SCHEMES = [loaded.scheme.scheme for loaded in published()]


def agree(found: object, wanted: str) -> bool:
    """Say whether a value is the one written: to the places that the catalogue prints, exactly when it prints none."""
    if isinstance(found, str) or found is None:
        return found == wanted
    exact = found if isinstance(found, Decimal) else Decimal(repr(found))
    places = len(wanted.partition(".")[2])
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if places else exact
    return rounded == Decimal(wanted)


@pytest.mark.parametrize("wanted", WANTED, ids=[f"{one.scheme}-{one.kind}-{one.name}" for one in WANTED])
def test_a_value_of_the_catalogue_comes_out(wanted: Wanted) -> None:
    found = wanted.read(shown(wanted.scheme, 0))
    assert agree(found, wanted.value), found


@pytest.mark.parametrize("trap", TRAPS, ids=[f"{one.scheme}-{one.name}" for one in TRAPS])
def test_a_trap_comes_from_the_wrong_reading_only(trap: Trap, tmp_path: Path) -> None:
    assert trap.value != trap.right
    right = trap.read(shown(trap.scheme, 0))
    assert agree(right, trap.right), right
    wrong = trap.read(_wrong(trap, tmp_path).show(0))
    assert agree(wrong, trap.value), wrong


def _wrong(trap: Trap, folder: Path) -> ExampleReader:
    return changed(trap.scheme, folder, *trap.changes)


def test_scenarios_stay_beside_the_default() -> None:
    """What the catalogue calls a trap and the scheme offers as a scenario is not the default's figure."""
    seen = shown(CARE, 0)
    default = value_of(seen, "saving")
    assert [value_of(seen, f"saving@{name}") == default for name in ("phase_1", "phase_2", "hours_beyond_limit", "whole_days")] == [
        True,
        False,
        False,
        False,
    ]


def test_two_forms_do_not_make_two_lines() -> None:
    seen = shown(MS, 0)
    forms = [row for row in seen.tables["blueteq"] if row["patient_id"] == "P2"]
    assert len(forms) == 2
    assert value_of(seen, "line.in_scope") == len(seen.tables["invoices"]) == 8


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_total_is_over_savings_of_different_sorts(scheme: str) -> None:
    """Savings of two classes, or of two states, are never one figure: each row is one saving of the scheme."""
    seen = shown(scheme, 0)
    sorts = {saving.saving: (saving.class_, saving.state) for saving in seen.checked.scheme.savings}
    assert {row.saving for row in seen.chapter.savings} == set(sorts)
    assert all((row.class_, row.state) == sorts[row.saving] for row in seen.chapter.savings)


@pytest.mark.parametrize("forbidden", FORBIDDEN, ids=[f"{one.scheme}-{one.name}" for one in FORBIDDEN])
def test_a_forbidden_sum_is_nowhere(forbidden: Forbidden) -> None:
    seen = shown(forbidden.scheme, 0)
    pounds = [row.gross_pence for row in seen.chapter.savings if row.gross_pence is not None]
    assert Decimal(forbidden.value) * 100 not in pounds
    assert forbidden.name not in {saving.saving for saving in seen.checked.scheme.savings}
