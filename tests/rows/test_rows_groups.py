"""Rows gathered: episodes, missing keys, units of units, periods."""

from __future__ import annotations

from datetime import date

from improving_value.check.model import CheckedGroup, CheckedUnit
from improving_value.expression.types import TEXT, decimal
from rows.building import column, dated, node, run, scheme, unit
from rows.infusions import INFUSIONS, ONE_PATIENT, TYPES, courses, infusions


def episodes(within: str | None, gap: str | None) -> list[tuple[str, object]]:
    group = CheckedGroup(
        ("provider_code", "patient_id"),
        False,
        "given",
        None if within is None else node(within, {}),
        None if gap is None else node(gap, {}),
    )
    found = run(
        scheme([courses(group=group)], [INFUSIONS], values={"limit": dated("limit", ("2000-01-01", "2100-01-01", "7"))}),
        infusions(ONE_PATIENT),
    )
    return [(row.unit_key, row.values["total"]) for row in found.units["course"]]


def test_a_fixed_span_opens_an_episode_on_its_last_day() -> None:
    """Day 7 after the first infusion is not fewer than 7 days: the 8th opens a course, and so do the 21st's."""
    assert episodes("limit", None) == [("R1|P|2017-04-01", 1 + 2), ("R1|P|2017-04-08", 4 + 8), ("R1|P|2017-04-21", 16)]


def test_a_rolling_gap_looks_at_the_row_before() -> None:
    assert episodes(None, "7") == [("R1|P|2017-04-01", 1 + 2 + 4 + 8), ("R1|P|2017-04-21", 16)]
    assert episodes(None, "limit + 0.5") == [("R1|P|2017-04-01", 1 + 2 + 4 + 8 + 16)]


def test_a_row_without_its_key_is_a_unit_of_its_own() -> None:
    found = run(
        scheme([courses()], [INFUSIONS]),
        infusions("""
        row_key provider_code patient_id given      grams drug
        1       R1            P          2017-04-01 1     a
        2       R1            -          2017-04-01 2     a
        3       R1            -          2017-04-01 3     a
        4       R1            P          2017-05-01 4     a
        """),
    )
    assert [(row.unit_key, row.source_keys, row.outcome, row.deciding_rule, row.missing_field) for row in found.units["course"]] == [
        ("2", ("2",), "undetermined", "group", "patient_id"),
        ("3", ("3",), "undetermined", "group", "patient_id"),
        ("R1|P", ("1", "4"), "eligible", None, None),
    ]


def patients_of_courses() -> CheckedUnit:
    """Return a unit of units: a patient's courses in one period."""
    seen = {"provider_code": TEXT, "patient_id": TEXT, "start": TYPES["given"], "total": decimal(2), "outcome": TEXT}
    keys = {name: seen[name] for name in ("provider_code", "patient_id")}
    columns = (
        column("courses", "count()", keys, inside=seen),
        column("large", "any(total > 10, where=outcome == 'eligible')", keys, inside=seen),
        column("last_day", "days(max(start), period_end)", keys, inside=seen, boundaries=True),
    )
    return unit(
        "patient",
        "course",
        seen,
        source_is_unit=True,
        group=CheckedGroup(("provider_code", "patient_id"), True, None, None, None),
        columns=columns,
        row_date="start",
        per_period=True,
        types={**keys, **{made.name: made.type for made in columns}},
    )


def test_a_unit_of_units_counts_in_its_piece_and_in_the_span() -> None:
    group = CheckedGroup(("provider_code", "patient_id"), False, "given", node("7", {}), None)
    picture = """
    row_key provider_code patient_id given      grams drug
    1       R1            P          2017-04-01 1     a
    2       R1            P          2017-04-02 20    a
    3       R1            P          2017-05-31 3     a
    4       R1            P          2017-07-01 3     a
    """
    found = run(scheme([courses(group=group), patients_of_courses()], [INFUSIONS]), infusions(picture)).units["patient"]
    assert [(row.unit_key, row.source_keys, row.values["courses"], row.values["large"], row.values["last_day"]) for row in found] == [
        ("R1|P|2017/18 M01", ("1", "2"), 1, True, 30),
        ("R1|P|2017/18 M02", ("3",), 1, False, 1),
        ("R1|P|2017/18 Q1", ("1", "2", "3"), 2, True, 31),
    ]
    assert [(row.windows, row.slice) for row in found] == [((0,), 0), ((1,), 1), ((3,), 2)]


def test_each_period_looks_at_every_row_window_by_window() -> None:
    months = column("so_far", "running(sum(grams), by=given, per=[patient_id])", TYPES, windows=True)
    left = column("left", "days(period_start, max(given, period_start))", TYPES, boundaries=True)
    register = unit("register", "infusions", TYPES, each_period=True, row_columns=(months, left), row_date="given", per_period=True)
    picture = "row_key provider_code patient_id given grams drug\n1 R1 P 2017-04-03 1 a\n2 R1 P 2017-04-05 2 a"
    found = run(scheme([register], [INFUSIONS]), infusions(picture)).units["register"]
    assert [(row.unit_key, row.values["so_far"], row.values["left"]) for row in found][:4] == [
        ("1|2017/18 M01", 1, 2),
        ("1|2017/18 M02", 1, 0),
        ("1|2017/18 M03", 1, 0),
        ("1|2017/18 Q1", 1, 2),
    ]
    assert {row.day for row in found} == {date(2017, 4, 30), date(2017, 5, 31), date(2017, 6, 30)}
