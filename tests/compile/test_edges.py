"""Units at the edges of what the language allows come to the same in rows and in columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from language.engines import ENGINES
from language.harness import Results, Stage

_CHANGES = {"unit": "GBP", "dated": True, "values": [{"from": "2016-04-01", "value": 10}, {"from": "2017-05-15", "value": 12}]}


def _both(body: str, seen: str, unit: str = "one", parameters: Mapping[str, Any] | None = None, **tables: str) -> list[tuple[Any, ...]]:
    """Return what a unit comes to in columns, having seen that rows say the same."""
    found: dict[str, Results] = {
        name: Stage(engine)(body, parameters=parameters, period="quarter", **tables) for name, engine in ENGINES.items()
    }
    assert found["columns"].of(unit, seen) == found["rows"].of(unit, seen)
    return found["columns"].of(unit, seen)


def test_by_period_with_a_date_made_of_the_row() -> None:
    """A row is in the piece that the date in `on` falls in; what is worked out on rows looks at all of them."""
    assert _both(
        """
units:
  one:
    from: visits
    rows:
      seen: add_days(day, 5)
      earlier: previous(n, by=day, per=[patient])
    group: {by: [patient, provider_code, period], on: seen, within: 7 of first}
    columns:
      total: sum(n)
      before: last(earlier, by=seen)
""",
        "unit_key total before",
        visits="""
        patient:code  day:date    n:integer
        A             2017-05-01  1
        A             2017-06-24  2
        A             2017-06-28  4
        B             2018-03-30  8
        """,
    ) == [
        ("A|P1|2017-05-06|2017/18", 1, None),
        ("A|P1|2017-05-06|2017/18 Q1", 1, None),
        ("A|P1|2017-06-29|2017/18", 6, 2),
        ("A|P1|2017-06-29|2017/18 Q1", 2, 1),
        ("A|P1|2017-07-03|2017/18 Q2", 4, 2),
    ]


def test_the_key_of_a_row_whose_group_is_missing() -> None:
    """It is the row's own, with the label of its period once."""
    assert _both(
        """
units:
  first:
    from: visits
    each_period: true
    columns: {size: n}
  one:
    from: first
    group: {by: [patient, provider_code, period]}
    columns: {total: sum(n)}
""",
        "unit_key total",
        visits="""
        row_id:code!  patient:code  day:date    n:integer
        r1            -             2017-05-01  1
        """,
    )[:2] == [("r1|2017/18", 1), ("r1|2017/18 Q1", 1)]


def test_columns_with_names_the_plan_uses_too() -> None:
    """A dataset may call its columns what it likes."""
    names = (
        "label",
        "window",
        "slice",
        "level",
        "organisation",
        "sort",
        "days",
        "starts",
        "present",
        "first_day",
        "own_row",
        "last_day",
        "category",
    )
    reads = "\n".join(f"      of_{name}: sum({name})" for name in names)
    table = "patient:code  day:date  " + "  ".join(f"{name}:integer" for name in names)
    assert _both(
        f"""
units:
  one:
    from: visits
    rows:
      earlier: previous(window, by=day, per=[patient])
    group: {{by: [patient, provider_code, period], on: day, within: 7 of first}}
    columns:
{reads}
""",
        "unit_key of_label of_window of_category",
        visits=f"{table}\nA  2017-05-01  " + "  ".join("1" for _ in names) + "\nA  2017-05-02  " + "  ".join("2" for _ in names),
    ) == [("A|P1|2017-05-01|2017/18", 3, 3, 3), ("A|P1|2017-05-01|2017/18 Q1", 3, 3, 3)]


def test_a_price_before_and_after_the_unit_s_date() -> None:
    """A group has no date, and so no price by date, until the column that dates it is there."""
    assert _both(
        """
units:
  one:
    from: visits
    group: {by: [patient, provider_code]}
    columns:
      early: count() * rate
      inside: sum(rate)
      began: min(day)
      late: count() * rate
    date: began
""",
        "early inside late",
        parameters={"rate": _CHANGES},
        visits="""
        patient:code  day:date
        A             2017-05-14
        A             2017-05-16
        """,
    ) == [(None, 22, 20)]


def test_keep_of_a_match_has_the_other_row_s_price() -> None:
    """In `keep` there is no row that asks, so a price is that of the other row's day; in a test it is the asking row's."""
    assert _both(
        """
units:
  one:
    from: visits
    match:
      order:
        in: orders
        keep: rate == 12
        tests:
          - {no_order: same patient}
          - {dear: rate == 10}
""",
        "order_found order_reason",
        parameters={"rate": _CHANGES},
        visits="""
        patient:code  day:date
        A             2017-05-14
        A             2017-05-16
        """,
        orders="""
        patient:code  day:date
        A             2017-06-01
        A             2017-05-01
        """,
    ) == [(True, None), (False, "dear")]
