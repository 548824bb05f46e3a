"""Money: a saving is rounded to the penny on every unit, and summed exactly."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from language.harness import Results, Stage


def saved(stage: Stage, pounds: str, each: str = "pounds", table: str = "") -> Results:
    """Return a saving on each row of a table."""
    return stage(
        f"""
units:
  patient:
    from: patients
    date: row_day
    eligible:
      - rule: in_scope
        say: In scope
        when: if_missing(in_scope, true)
savings:
  - saving: saved
    title: Saved
    of: patient
    each: {each}
    state: realised
    class: cost_avoidance
    recurrent: true
    payer: commissioner
measures:
  - measure: pence
    of: patient
    is: sum(pounds)
    unit: GBP
""",
        patients=table or "in_scope:boolean  pounds:decimal3\n" + "".join(f"-  {amount}\n" for amount in pounds.split()),
    )


def test_half_a_penny(stage: Stage) -> None:
    """Half a penny is rounded away from zero, though its double may lie just below: 1.005 is £1.01, 2.675 is £2.68."""
    results = saved(stage, "1.005 2.675 0.005 0.004 10.115 1.004")
    assert results.of("patient", "saved_pence") == [101, 268, 1, 0, 1012, 100]


def test_negative(stage: Stage) -> None:
    """A loss is rounded as a gain of the same size would be."""
    assert saved(stage, "-1.005 -2.675 -0.005 -0.004").of("patient", "saved_pence") == [-101, -268, -1, 0]


def test_large(stage: Stage) -> None:
    """A hundred million pounds keep their pence."""
    assert saved(stage, "100000000.005 99999999.994 99999999.995").of("patient", "saved_pence") == [
        10_000_000_001,
        9_999_999_999,
        10_000_000_000,
    ]


def test_a_calculated_amount(stage: Stage) -> None:
    """Last bits of a calculation do not cost a penny: 3 at £0.335 is £1.01, not £1.00."""
    results = saved(
        stage,
        "",
        each="packs * price",
        table="in_scope:boolean pounds:decimal2 packs:integer price:decimal3\n- 0 3 0.335\n- 0 1 1.015\n- 0 7 0.145\n",
    )
    assert results.of("patient", "saved_pence") == [101, 102, 102]


def test_only_the_eligible_save(stage: Stage) -> None:
    """A unit that is not eligible has no saving, and one whose amount is missing has a missing one: neither is £0.00."""
    results = saved(stage, "", table="in_scope:boolean pounds:decimal2\ntrue 5\nfalse 5\ntrue -\n")
    assert results.of("patient", "outcome saved_pence") == [("eligible", 500), ("not_eligible", None), ("eligible", None)]


def test_the_order_of_rows(stage: Stage) -> None:
    """A sum is the same in whatever order the rows come: pence are whole numbers, and pounds exact."""
    amounts = ("0.1", "0.2", "0.3", "99999999.994")
    sums = []
    for order in list(permutations(amounts))[::5]:
        results = saved(stage, " ".join(order))
        cell = next(cell.pence_cell for cell in results.ran.checked.savings)
        assert cell is not None
        sums.append(
            (results.measured("pence")["2017/18"], next(value for key, value in results.ran.cells[cell].items() if key.level == "all"))
        )
    assert set(sums) == {(sum(Decimal(amount) for amount in amounts), 10 + 20 + 30 + 9_999_999_999)}
