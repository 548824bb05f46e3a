"""Savings and costs: what is withheld, what cannot be told, and what is never added up.

`claims` names the activity whose pounds a saving counts, so that a pound which two schemes claim is counted once: a dataset (`claims: [dispensings]`),
or one with `same` (rows that agree with the unit's in some columns), `of` (the rows of another unit), `before` or `after` (a date of the unit).
A saving that counts the money of another in a second way says so instead (`instead_of: other_saving`): it claims nothing, is of the same class and
state, and is in no total. `schemes/README.md`, "Whose pounds they are", shows each.
"""

from __future__ import annotations

from language.harness import Stage

KIND = "class: cash_releasing_commissioner\n    recurrent: true\n    payer: commissioner"


def saving(lines: str, more: str = "", measures: str = "") -> str:
    """Return a unit of supplies with one saving."""
    return f"""
units:
  supply:
    from: supplies
    date: day
{measures}savings:
  - saving: saved
    title: Saved
    {lines}
    {KIND}
{more}"""


GRAMS = "day:date grams:decimal1 weighed:boolean\n2017-05-01 10 true\n2017-05-01 20 true\n2017-11-01 30 false\n"
MEASURES = """measures:
  - {measure: grams, of: supply, is: sum(grams), unit: g}
  - {measure: supplies, of: supply, is: count(), unit: supply}
  - {measure: weighed, of: supply, is: count(weighed), unit: supply}
"""
STATUS = "gross_pence status needs"


def test_gate(stage: Stage) -> None:
    """`requires` is a condition on the data: without it the saving is withheld, with the reason. KPIs are shown all the same."""
    gate = "of: supply\n    each: grams\n    state: realised\n    requires:\n      - {when: weighed / supplies >= least, say: Nearly everybody weighed}"
    kpi = "kpis:\n  - {kpi: weighed, title: Weighed, of: supply, share: weighed, domain: quality, better: higher}\n"
    results = stage(saving(gate, kpi, MEASURES), parameters={"least": 0.9}, supplies=GRAMS)
    assert results.figures("savings", STATUS) == [(None, "withheld", "Nearly everybody weighed")]
    assert results.figures("kpis", "value") == [2 / 3]
    results = stage(saving(gate, kpi, MEASURES), parameters={"least": 0.6}, supplies=GRAMS)
    assert results.figures("savings", STATUS) == [(6000, "calculated", "")]


def test_a_local_value_nobody_supplied(stage: Stage) -> None:
    """What needs it is not calculable, and says what it needs; it is never £0.00."""
    results = stage(saving("of: supply\n    each: grams * price\n    state: realised"), parameters={"price": None}, supplies=GRAMS)
    assert results.figures("savings", STATUS) == [(None, "not_calculable", "price (3 of 3)")]


def test_some_units_unknown(stage: Stage) -> None:
    """When some units lack a value, the sum of the others is *partial*, and says how many."""
    some = GRAMS + "2017-05-01 - true\n"
    results = stage(saving("of: supply\n    each: grams\n    state: realised"), supplies=some)
    assert results.figures("savings", STATUS) == [(6000, "partial", "a record of grams (1 of 4)")]


def test_nobody_could_be_told(stage: Stage) -> None:
    """When no unit could be told to be eligible, for want of a record, the sum over none of them is no £0.00: it says which record."""
    body = """
units:
  supply:
    from: supplies
    date: day
    eligible:
      - {rule: heavy, when: weight > 40, say: Over 40 kg}
savings:
  - saving: saved
    title: Saved
    of: supply
    each: grams
    state: realised
    class: cash_releasing_commissioner
    recurrent: true
    payer: commissioner
"""
    some = "day:date grams:decimal1 weight:decimal1\n2017-05-01 10 -\n2017-05-02 10 30\n"
    assert stage(body, supplies=some).figures("savings", STATUS) == [(None, "not_calculable", "a record of weight")]
    light = "day:date grams:decimal1 weight:decimal1\n2017-05-01 10 20\n2017-05-02 10 30\n"
    assert stage(body, supplies=light).figures("savings", STATUS) == [(0, "calculated", "")]


def test_sign(stage: Stage) -> None:
    """Only what says `max(0, …)` is floored: an opportunity does, and a realised saving may be negative."""
    each = "of: supply\n    each: {}\n    state: {}"
    assert stage(saving(each.format("15 - grams", "realised")), supplies=GRAMS).figures("savings", "gross_pence") == [500 - 500 - 1500]
    floored = stage(saving(each.format("max(0, 15 - grams)", "opportunity")), supplies=GRAMS)
    assert floored.figures("savings", "gross_pence") == [500]


def test_credits(stage: Stage) -> None:
    """A credit is a negative amount: sums are signed, and lines are counted by their sign."""
    body = saving(
        "of: supply\n    each: amount\n    state: realised",
        measures="measures:\n  - {measure: debits, of: supply, is: count(amount > 0), unit: line}\n",
    )
    results = stage(body, supplies="day:date amount:decimal2\n2017-05-01 100.00\n2017-05-02 80.00\n2017-06-01 -100.00\n")
    assert results.figures("savings", "gross_pence") == [10000 + 8000 - 10000]
    assert results.measured("debits") == {"2017/18": 2}


def test_kinds_stay_apart(stage: Stage) -> None:
    """Each saving is a line of its own class and state; there is no line over savings of different sorts."""
    other = "  - {saving: beds, title: Beds, of: supply, each: 1, state: forecast, class: capacity_releasing, recurrent: false, payer: provider}\n"
    results = stage(saving("of: supply\n    each: grams\n    state: realised", other), supplies=GRAMS)
    assert results.figures("savings", "saving class_ state recurrent payer gross_pence") == [
        ("saved", "cash_releasing_commissioner", "realised", True, "commissioner", 6000),
        ("beds", "capacity_releasing", "forecast", False, "provider", 300),
    ]


def test_scenarios(stage: Stage) -> None:
    """A scenario gives some parameters other values, together; every saving that rests on them gets a line beside the default."""
    scenarios = """scenarios:
  - {scenario: low, say: 15 % can be had, parameters: {reachable: 0.15}}
  - {scenario: high, say: 20 % at the higher price, parameters: {reachable: 0.20, price: 3}}
"""
    body = saving("of: supply\n    each: grams * price * reachable\n    state: opportunity", scenarios)
    results = stage(body, parameters={"price": 2, "reachable": 0.175}, supplies=GRAMS)
    assert results.figures("savings", "scenario gross_pence") == [
        ("default", 60 * 2 * 17.5), ("low", 60 * 2 * 15), ("high", 60 * 3 * 20),
    ]  # fmt: skip


def test_scenarios_of_rows_in_groups(stage: Stage) -> None:
    """A scenario works out afresh what is said of the rows of a group, as well as what is said of the group."""
    body = f"""
units:
  day_of_supply:
    from: supplies
    rows:
      priced: grams * price
    group: {{by: [provider_code, day, period]}}
    columns:
      cost: sum(priced)
savings:
  - saving: saved
    title: Saved
    of: day_of_supply
    each: cost
    state: opportunity
    {KIND}
scenarios:
  - {{scenario: high, say: At the higher price, parameters: {{price: 3}}}}
"""
    results = stage(body, parameters={"price": 2}, supplies=GRAMS)
    assert results.figures("savings", "scenario gross_pence") == [("default", 60 * 200), ("high", 60 * 300)]


def test_costs(stage: Stage) -> None:
    """A stated 0 is a cost of nothing; a local amount that nobody supplied is not: the net is then unknown, the gross is not."""
    costs = """costs:
  - {cost: none, value: 0, basis: assumption}
  - {cost: training, total: training_cost, basis: local, recurrent: false}
"""
    results = stage(saving("of: supply\n    each: grams\n    state: realised", costs), parameters={"training_cost": None}, supplies=GRAMS)
    assert results.figures("costs", "cost cost_pence recurrent status needs") == [
        ("none", 0, True, "calculated", ""),
        ("training", None, False, "not_calculable", "training_cost"),
    ]
    assert results.figures("savings", "gross_pence status") == [(6000, "calculated")]


def test_conditional_costs(stage: Stage) -> None:
    """A cost for some only is `… if … else 0`: where the condition is false it is a stated 0, where it cannot be told it is unknown."""
    costs = "costs:\n  - {cost: team, total: team_cost if supplies >= large else 0, basis: assumption}\n"
    body = saving("of: supply\n    each: grams\n    state: realised", costs, MEASURES)
    for large, pence in ((3, 90000), (4, 0)):
        results = stage(body, parameters={"team_cost": 900, "large": large}, supplies=GRAMS)
        assert results.figures("costs", "cost_pence status") == [(pence, "calculated")]
    results = stage(body, parameters={"team_cost": 900, "large": None}, supplies=GRAMS)
    assert results.figures("costs", "cost_pence status needs") == [(None, "not_calculable", "large")]


def test_a_cost_for_a_year(stage: Stage) -> None:
    """A cost that ends is a dated parameter that becomes 0."""
    cost = {
        "unit": "GBP", "basis": "assumption", "dated": True,
        "values": [{"from": "2017-04-01", "until": "2018-04-01", "value": 500}, {"from": "2018-04-01", "value": 0}],
    }  # fmt: skip
    body = saving("of: supply\n    each: grams\n    state: realised", "costs:\n  - {cost: team, total: team_cost, basis: assumption}\n")
    later = GRAMS + "2018-05-01 10 true\n"
    results = stage(body, parameters={"team_cost": cost}, span="2017/18..2018/19", supplies=later)
    assert results.figures("costs", "period cost_pence", period="any") == [("2017/18", 50000), ("2018/19", 0), ("2017/18..2018/19", 50000)]


def test_an_amount_that_cannot_be_told(stage: Stage) -> None:
    """`missing` in a total makes it not calculable where a sum would mislead."""
    body = saving("total: grams if weighed == supplies else missing\n    state: realised", measures=MEASURES)
    assert stage(body, supplies=GRAMS).figures("savings", STATUS) == [(None, "not_calculable", "a recorded value")]


def test_parts_add_up(stage: Stage) -> None:
    """The last part of a difference is what is left of it, so that parts add up to the whole, whatever the rounding on the way."""
    body = """
units:
  supply:
    from: supplies
    date: row_day
    columns:
      whole: old_packs * old_price - packs * price
      of_waste: (old_packs - packs) * old_price
      of_price: whole - of_waste
      adds_up: of_waste + of_price == whole
      by_itself: packs * (old_price - price)
"""
    table = "old_packs:decimal1 packs:decimal1 old_price:decimal2 price:decimal2\n33.3 27.7 8.07 0.11\n0.3 0.1 0.70 33.33\n"
    results = stage(body, supplies=table)
    assert results.of("supply", "adds_up") == [True, True]
    assert all(abs(left - alone) < 1e-9 for left, alone in results.of("supply", "of_price by_itself"))
