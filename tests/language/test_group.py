"""Groups: rows that make one unit, by equal keys and by episodes of time."""

from __future__ import annotations

from datetime import date

from language.harness import Stage


def courses(episode: str, keys: str = "patient") -> str:
    """Return a unit of courses, cut so."""
    return f"""
units:
  course:
    from: infusions
    group:
      by: [{keys}, provider_code]
      {episode}
    columns:
      begun: min(day)
      infusions: count()
      grams: sum(grams)
    date: begun
"""


FIVE = """
patient:code  day:date    grams:integer
A             2017-04-01  10
A             2017-04-07  10
A             2017-04-08  10
A             2017-04-14  10
A             2017-04-15  10
"""


def test_equal_keys(stage: Stage) -> None:
    """Without dates, all rows equal on the keys make one unit."""
    results = stage(courses(""), infusions=FIVE.replace("2017-04-15", "2017-04-15") + "B 2017-04-01 5\n")
    assert results.of("course", "patient begun infusions grams") == [("A", date(2017, 4, 1), 5, 50), ("B", date(2017, 4, 1), 1, 5)]


def test_fixed_span(stage: Stage) -> None:
    """`within: 7 of first`: the seventh day after the first (day 8) opens a new course, however close to the infusion before."""
    results = stage(courses("on: day\n      within: 7 of first"), infusions=FIVE)
    assert results.of("course", "begun infusions") == [(date(2017, 4, 1), 2), (date(2017, 4, 8), 2), (date(2017, 4, 15), 1)]


def test_rolling_gap(stage: Stage) -> None:
    """`gap_under: 7`: a course goes on for as long as fewer than seven days lie between one infusion and the next."""
    results = stage(courses("on: day\n      gap_under: 7"), infusions=FIVE)
    assert results.of("course", "begun infusions") == [(date(2017, 4, 1), 5)]
    results = stage(courses("on: day\n      gap_under: 6"), infusions=FIVE)
    assert results.of("course", "begun infusions") == [(date(2017, 4, 1), 1), (date(2017, 4, 7), 2), (date(2017, 4, 14), 2)]


def test_two_on_one_day(stage: Stage) -> None:
    """Rows of one day belong together, in whatever order they arrive."""
    results = stage(
        courses("on: day\n      within: 7 of first"),
        infusions="""
        row_id:code!  patient:code  day:date    grams:integer
        r9            A             2017-04-08  1
        r1            A             2017-04-08  2
        r5            A             2017-04-01  4
        """,
    )
    assert results.of("course", "begun infusions grams source_keys") == [
        (date(2017, 4, 1), 1, 4, ["r5"]),
        (date(2017, 4, 8), 2, 1 + 2, ["r1", "r9"]),
    ]


def test_span_from_a_parameter(stage: Stage) -> None:
    """The span may be a parameter."""
    results = stage(courses("on: day\n      within: window of first"), parameters={"window": 14}, infusions=FIVE)
    assert results.of("course", "infusions") == [4, 1]


def test_missing_keys(stage: Stage) -> None:
    """A row whose key or date is missing belongs with no other: it is a unit of its own, and undetermined."""
    results = stage(
        courses("on: day\n      within: 7 of first"),
        infusions="""
        patient:code  day:date    grams:integer
        A             2017-04-01  1
        A             -           2
        -             2017-04-01  4
        -             2017-04-01  8
        """,
    )
    assert results.of("course", "grams outcome deciding_rule missing_field") == [
        (1, "eligible", None, None),
        (2, "undetermined", "group", "day"),
        (4, "undetermined", "group", "patient"),
        (8, "undetermined", "group", "patient"),
    ]


def test_by_period(stage: Stage) -> None:
    """With `period` among the keys there is a unit for each quarter, and one for the whole span."""
    results = stage(
        """
units:
  patient:
    from: infusions
    group: {by: [patient, provider_code, period]}
    columns:
      grams: sum(grams)
""",
        period="quarter",
        infusions="""
        patient:code  day:date    grams:integer
        A             2017-04-01  1
        A             2017-06-30  2
        A             2017-07-01  4
        A             2018-04-01  8
        A             -           16
        """,
    )
    assert results.of("patient", "unit_key grams") == [("A|P1|2017/18", 1 + 2 + 4), ("A|P1|2017/18 Q1", 1 + 2), ("A|P1|2017/18 Q2", 4)]


def test_names_and_dates_as_keys(stage: Stage) -> None:
    """Names are one key whatever their case; the unit's key is its values joined by a bar, and an episode's first day."""
    results = stage(
        courses("on: day\n      within: 7 of first", keys="drug"),
        infusions="""
        drug:name  day:date    grams:integer
        Octagam    2017-04-01  1
        OCTAGAM    2017-04-02  2
        """,
    )
    assert results.of("course", "unit_key grams") == [("octagam|P1|2017-04-01", 1 + 2)]
