"""Units of units: courses become patients, with what was said of each course."""

from __future__ import annotations

from datetime import date

from language.harness import Stage

TWO = """
units:
  course:
    from: infusions
    group:
      by: [provider_code, patient, course]
    columns:
      begun: min(day)
      dose: sum(grams) / 70
      within: dose <= 1
    date: begun
    eligible:
      - rule: dosed
        say: Grams recorded
        when: dose > 0
  person:
    from: course
    group: {by: [provider_code, patient]}
    columns:
      first_course: min(begun)
      courses: count()
      judged: count(where=outcome == 'eligible')
      all_within: all(within)
      all_judged_within: all(within, where=outcome == 'eligible')
    date: first_course
"""
INFUSIONS = """
patient:code  course:code  day:date    grams:integer
A             1            2017-04-01  35
A             1            2017-04-02  35
A             2            2017-06-01  70
B             1            2017-04-01  140
B             2            2017-05-01  70
C             1            2017-04-01  70
C             2            2017-05-01  -
"""


def test_courses_to_patients(stage: Stage) -> None:
    """A unit can be made from another: its rows are the other's units, with their columns."""
    results = stage(TWO, infusions=INFUSIONS)
    assert results.of("course", "patient dose within outcome") == [
        ("A", 70 / 70, True, "eligible"),
        ("A", 70 / 70, True, "eligible"),
        ("B", 140 / 70, False, "eligible"),
        ("B", 70 / 70, True, "eligible"),
        ("C", 70 / 70, True, "eligible"),
        ("C", None, None, "undetermined"),
    ]
    assert results.of("person", "patient courses all_within") == [("A", 2, True), ("B", 2, False), ("C", 2, None)]


def test_outcome_is_a_column(stage: Stage) -> None:
    """All units in scope are there, whatever their outcome; `outcome` says which, so that it can be asked for."""
    results = stage(TWO, infusions=INFUSIONS)
    assert results.of("person", "patient judged all_judged_within") == [("A", 2, True), ("B", 2, False), ("C", 1, True)]


def test_source_keys(stage: Stage) -> None:
    """Every unit keeps the keys of the rows of activity it came from, however many steps away."""
    results = stage(TWO, infusions=INFUSIONS)
    assert results.of("person", "patient source_keys") == [("A", ["r01", "r02", "r03"]), ("B", ["r04", "r05"]), ("C", ["r06", "r07"])]


def test_facts_of_a_unit(stage: Stage) -> None:
    """A unit's facts may come from another unit."""
    results = stage(
        TWO
        + """
  register:
    from: patients
    columns:
      courses:
        from: course
        same: [patient]
        where: outcome == 'eligible'
        is: count()
    date: row_day
""",
        infusions=INFUSIONS,
        patients="patient:code\nA\nC\nD\n",
    )
    assert results.of("register", "patient courses") == [("A", 2), ("C", 1), ("D", 0)]


def test_a_step(stage: Stage) -> None:
    """`step: true` makes a unit for others to draw on, here to `keep` by what was looked up; it is neither counted nor listed itself."""
    results = stage(
        """
units:
  looked_up:
    step: true
    from: admissions
    rows:
      on_register: {from: register, same: [patient], is: any(patient == patient)}
    date: day
  admission:
    from: looked_up
    keep: on_register
    date: day
""",
        admissions="patient:code day:date\nA 2017-04-03\nB 2017-04-04\n",
        register="patient:code\nB\n",
    )
    assert results.of("admission", "patient day") == [("B", date(2017, 4, 4))]
    assert {cell.unit for cell in results.ran.checked.cells.values()} == {"admission"}
