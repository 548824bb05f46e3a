"""Parameters: numbers with a unit, a date from which they hold and a birthplace; by key, by date, or one for all."""

from __future__ import annotations

from typing import Any

from language.harness import Evaluate, Stage

DRUGS = """
drug:name  day:date
X          2017-04-01
x          2017-04-01
Y          2017-04-01
-          2017-04-01
"""
CHANGES: dict[str, Any] = {
    "unit": "GBP", "dated": True, "values": [{"from": "2016-04-01", "value": 10}, {"from": "2017-05-15", "value": 12, "until": "2018-01-01"}]
}  # fmt: skip
DAYS = """
day:date
2016-03-31
2016-04-01
2017-05-14
2017-05-15
2017-12-31
2018-01-01
-
"""


def test_constant(evaluate: Evaluate) -> None:
    """A parameter is written by its name."""
    assert evaluate("grams / weight <= limit", "grams:integer weight:integer\n70 70\n71 70", parameters={"limit": 1.0}) == [True, False]


def test_by_key(evaluate: Evaluate) -> None:
    """A parameter that depends on a column has the value for the row's own; a key nobody gave a value is missing."""
    prices = {"unit": "GBP", "by": ["drug"], "values": [{"drug": "X", "value": 2.5}]}
    assert evaluate("price * 2", DRUGS, parameters={"price": prices}) == [2.5 * 2, 2.5 * 2, None, None]


def test_general_row(evaluate: Evaluate) -> None:
    """A value without a key holds for all keys that have none of their own."""
    prices = {"unit": "GBP", "by": ["drug"], "values": [{"drug": "X", "value": 2.5}, {"value": 1}]}
    assert evaluate("price", DRUGS, parameters={"price": prices}) == [2.5, 2.5, 1, 1]


def test_by_date(evaluate: Evaluate) -> None:
    """A value holds from a day until the day before the next begins, also in the middle of a period; before the first there is none."""
    assert evaluate("tariff", DAYS, parameters={"tariff": CHANGES}) == [None, 10, 10, 12, 12, None, None]


def test_by_key_and_date(evaluate: Evaluate) -> None:
    """Both: the values of each key have days of their own."""
    prices = {
        "unit": "GBP", "by": ["drug"], "dated": True,
        "values": [{"drug": "X", "from": "2016-04-01", "value": 1}, {"drug": "X", "from": "2017-04-02", "value": 2}, {"drug": "Y", "value": 3}],
    }  # fmt: skip
    table = "drug:name day:date\nX 2017-04-01\nX 2017-04-02\nX 2016-03-31\nY 2016-03-31\n"
    assert evaluate("price", table, parameters={"price": prices}) == [1, 2, None, 3]


def test_without_a_value(evaluate: Evaluate) -> None:
    """A local value nobody has given is missing, and so is all that needs it: never £0."""
    table = "grams:integer\n70\n"
    assert evaluate("grams * price", table, parameters={"price": None}) == [None]
    assert evaluate("sum(grams * price)", table, parameters={"price": None}, aggregate=True) is None


def test_words_lists_and_days(evaluate: Evaluate) -> None:
    """A parameter can also be a word, a list, a date, a time of day or a yes or no."""
    table = "code:code day:date at:datetime\nA 2017-04-01 2017-04-01T22:00\n"
    assert evaluate("code == chosen", table, parameters={"chosen": "A"}) == [True]
    assert evaluate("code in chosen", table, parameters={"chosen": ["A", "B"]}) == [True]
    assert evaluate("day >= since", table, parameters={"since": "2017-04-01"}) == [True]
    assert evaluate("time_of_day(at) < night", table, parameters={"night": "22:00"}) == [False]
    assert evaluate("switch or code == 'B'", table, parameters={"switch": True}) == [True]


COURSE = """
units:
  course:
    from: infusions
    group: {by: [provider_code, patient]}
    columns:
      spent: sum(grams * tariff)
      begun: min(day)
      last_day: max(day)
      at_start: count() * tariff
    date: begun
savings:
  - saving: saved
    title: Saved
    of: course
    each: tariff
    state: realised
    class: cost_avoidance
    recurrent: true
    payer: commissioner
"""


def test_the_rows_date_inside_an_aggregate(stage: Stage) -> None:
    """Inside an aggregate each row has the value of its own day; outside, the unit has that of its date."""
    results = stage(
        COURSE,
        parameters={"tariff": CHANGES},
        infusions="""
        patient:code  day:date    grams:integer
        A             2017-05-14  1
        A             2017-05-15  1
        """,
    )
    assert results.of("course", "spent at_start saved_pence") == [(10 + 12, 2 * 10, 1000)]


def test_the_units_date_once_it_exists(stage: Stage) -> None:
    """A unit's own date counts as soon as it is there; before that, the row's."""
    results = stage(
        """
units:
  supply:
    from: invoices
    columns:
      before: tariff
      begun: add_days(day, 10)
      after: tariff
    date: begun
    eligible:
      - rule: dear
        say: Dear
        when: tariff > 11
""",
        parameters={"tariff": CHANGES},
        invoices="""
        day:date
        2017-05-04
        2017-05-05
        2017-05-15
        """,
    )
    assert results.of("supply", "before after outcome") == [
        (10, 10, "not_eligible"),
        (10, 12, "eligible"),
        (12, 12, "eligible"),
    ]


def test_the_last_day_of_a_period(stage: Stage) -> None:
    """A unit tied to a period has the values of the period's last day, whatever dates it has of its own."""
    results = stage(
        """
units:
  listed:
    from: register
    each_period: true
    columns:
      cost: tariff
    date: added
""",
        parameters={"tariff": CHANGES},
        span="2017/18 Q1",
        period="month",
        register="added:date\n2017-04-10\n",
    )
    assert results.of("listed", "unit_key cost") == [
        ("r01|2017/18 M01", 10),
        ("r01|2017/18 M02", 12),
        ("r01|2017/18 M03", 12),
        ("r01|2017/18 Q1", 12),
    ]


def test_of_other_rows(stage: Stage) -> None:
    """In a fact, a parameter is looked up by the other row's columns and its day."""
    results = stage(
        """
units:
  patient:
    from: patients
    columns:
      spent:
        from: invoices
        same: [patient]
        is: sum(packs * price)
    date: row_day
""",
        parameters={
            "price": {
                "unit": "GBP",
                "by": ["drug"],
                "dated": True,
                "values": [{"drug": "X", "value": 5}, {"drug": "Y", "from": "2017-05-01", "value": 7}],
            }
        },
        patients="patient:code drug:name\nA Z\nB Z\n",
        invoices="""
        patient:code  drug:name  packs:integer  day:date
        A             X          1              2017-04-01
        A             Y          2              2017-05-01
        B             Y          2              2017-04-30
        """,
    )
    assert results.of("patient", "spent") == [5 + 2 * 7, None]
