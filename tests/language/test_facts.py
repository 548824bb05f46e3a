"""Facts: what other activity says of a unit, found by equal columns; the unit is never multiplied."""

from __future__ import annotations

from language.harness import Stage

PATIENTS = """
patient:code  since:date
A             2017-04-01
B             2017-04-01
-             2017-04-01
"""
TESTS = """
patient:code  taken:date  score:integer
A             2017-03-01  5
A             2017-05-01  7
A             2017-06-01  9
"""


def asking(fact: str) -> str:
    """Return a unit of patients with one fact of their tests."""
    return f"""
units:
  patient:
    from: patients
    columns:
      fact:
        from: tests
        same: [patient]
        {fact}
    date: row_day
"""


def test_a_fact(stage: Stage) -> None:
    """An aggregate of the rows equal on `same`. Who has none gets the aggregate of nothing; a missing key equals nothing."""
    results = stage(asking("is: count()"), patients=PATIENTS, tests=TESTS)
    assert results.of("patient", "patient fact") == [("A", 3), ("B", 0), (None, 0)]
    results = stage(asking("is: last(score, by=taken)"), patients=PATIENTS, tests=TESTS)
    assert results.of("patient", "patient fact") == [("A", 9), ("B", None), (None, None)]


def test_where(stage: Stage) -> None:
    """`where` may compare the other row with the unit itself."""
    results = stage(asking("where: taken >= since\n        is: sum(score)"), patients=PATIENTS, tests=TESTS)
    assert results.of("patient", "patient fact") == [("A", 7 + 9), ("B", 0), (None, 0)]


def test_where_that_cannot_be_told(stage: Stage) -> None:
    """A row for which `where` is missing makes the fact missing, unless `known` is written."""
    tests = "patient:code taken:date score:integer\nA 2017-05-01 7\nA - 9\n"
    results = stage(asking("where: taken >= since\n        is: sum(score)"), patients=PATIENTS, tests=tests)
    assert results.of("patient", "fact") == [None, 0, 0]
    results = stage(asking("where: taken >= since\n        is: sum(known(score))"), patients=PATIENTS, tests=tests)
    assert results.of("patient", "fact") == [7, 0, 0]


def test_columns_of_other_names(stage: Stage) -> None:
    """`same: {mine: theirs}` pairs columns that are called differently."""
    results = stage(
        """
units:
  patient:
    from: patients
    columns:
      tests:
        from: tests
        same: {patient: person}
        is: count()
    date: row_day
""",
        patients=PATIENTS,
        tests="person:code\nA\nA\nB\n",
    )
    assert results.of("patient", "patient tests") == [("A", 2), ("B", 1), (None, 0)]


def test_of_a_grouped_unit(stage: Stage) -> None:
    """A unit made of rows can have facts too, found by its keys, and later columns may use them."""
    results = stage(
        """
units:
  person:
    from: patients
    group: {by: [patient, provider_code]}
    columns:
      begun: min(since)
      best:
        from: tests
        same: [patient]
        where: taken >= begun
        is: max(score)
      half: best / 2
    date: begun
""",
        patients=PATIENTS,
        tests=TESTS,
    )
    assert results.of("person", "patient best half") == [("A", 9, 9 / 2), ("B", None, None), (None, None, None)]


def test_lookup(stage: Stage) -> None:
    """`lookup` brings a value from a table that holds from a date until another; two that hold at once give none."""
    results = stage(
        """
units:
  supply:
    from: invoices
    columns:
      price:
        lookup: price
        in: prices
        same: [product]
        on: day
    date: day
""",
        invoices="""
        product:name  day:date
        X             2017-03-31
        X             2017-04-01
        X             2018-04-01
        Y             2017-04-01
        Z             2017-04-01
        """,
        prices="""
        product:name  valid_from:date  valid_until:date  price:decimal2
        x             2016-04-01       2017-04-01        10.00
        x             2017-04-01       -                 11.50
        y             2016-04-01       -                 1.00
        y             2017-01-01       -                 2.00
        """,
    )
    assert [None if price is None else float(price) for price in results.of("supply", "price")] == [10.00, 11.50, 11.50, None, None]


def test_lookup_between(stage: Stage) -> None:
    """`between` looks a number up in a table of intervals `[lower, upper)`."""
    results = stage(
        """
units:
  dose:
    from: doses
    columns:
      band:
        lookup: band
        in: bands
        same: [drug]
        between: dose
    date: row_day
""",
        doses="""
        drug:name  dose:decimal1
        x          9.9
        x          10
        x          20
        x          -
        """,
        bands="""
        drug:name  lower:decimal1  upper:decimal1  band:integer
        X          0               10              1
        X          10              20              2
        """,
    )
    assert results.of("dose", "band") == [1, 2, None, None]


def test_a_table_with_a_gap_and_an_overlap(stage: Stage) -> None:
    """A number in a gap has no interval, and one that lies in two has none either: nobody guesses. A table can be asked about itself:
    each interval should begin where the one before it ends."""
    body = """
units:
  dose:
    from: doses
    columns:
      band: {lookup: band, in: bands, same: [drug], between: dose}
      bands_met: {from: bands, same: [drug], where: lower <= dose < upper, is: count()}
    date: row_day
  interval:
    from: bands
    columns:
      ends_before: previous(upper, by=lower, per=[drug])
      joined:
        classify:
          - {label: first, when: is_missing(ends_before)}
          - {label: gap, when: ends_before < lower}
          - {label: overlap, when: ends_before > lower}
        otherwise: joined
    date: row_day
"""
    bands = "drug:name lower:decimal1 upper:decimal1 band:integer\nx 0 10 1\nx 10 20 2\nx 25 40 3\nx 35 50 4\n"
    results = stage(body, doses="drug:name dose:decimal1\nx 20\nx 25\nx 36\n", bands=bands)
    assert results.of("dose", "band bands_met") == [(None, 0), (3, 1), (None, 2)]
    assert results.of("interval", "lower joined") == [(0, "first"), (10, "joined"), (25, "gap"), (35, "overlap")]
