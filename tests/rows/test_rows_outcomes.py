"""Scope in doubt, rules, and the cells that come of them."""

from __future__ import annotations

from decimal import Decimal

from improving_value.check.model import Cell
from improving_value.run.results import CellKey
from rows.building import aggregate, column, dataset, node, rule, run, saving_each, scheme, types_of, unit
from rows.infusions import INFUSIONS, ONE_PATIENT, TYPES, infusions


def test_keep_in_doubt_keeps_the_row_and_rules_still_decide() -> None:
    kept = unit(
        "line",
        "infusions",
        TYPES,
        keep=node("grams > 1 and drug == 'A'", TYPES),
        date="given",
        row_date="given",
        rules=(rule("early", "given < p", {**TYPES, "p": TYPES["given"]}),),
        row_columns=(column("p", "add_days(given, grams)", TYPES),),
    )
    found = run(
        scheme([kept], [INFUSIONS]),
        infusions("""
        row_key provider_code patient_id given      grams drug
        1       R1            P          2017-04-01 -     a
        2       R1            P          2017-04-01 -     b
        3       R1            P          2017-04-01 5     a
        4       R1            P          2017-04-01 1     -
        5       R1            P          2017-04-01 5     -
        """),
    )
    assert [(row.unit_key, row.outcome, row.deciding_rule, row.missing_field) for row in found.units["line"]] == [
        ("1", "undetermined", "keep", "grams"),
        ("3", "eligible", None, None),
        ("5", "undetermined", "keep", "drug"),
    ]
    assert [(verdict.rule, verdict.holds) for verdict in found.units["line"][0].rules] == [("keep", None), ("early", None)]


def test_a_false_rule_beats_every_doubt() -> None:
    doubtful = unit(
        "line",
        "infusions",
        TYPES,
        keep=node("grams > 1", TYPES),
        date="given",
        rules=(rule("weighed", "grams > 2", TYPES), rule("drug_a", "drug == 'a'", TYPES)),
    )
    picture = "row_key provider_code patient_id given grams drug\n1 R1 P 2017-04-01 - b\n2 R1 P 2017-04-01 - a"
    found = run(scheme([doubtful], [INFUSIONS]), infusions(picture)).units["line"]
    assert [(row.outcome, row.deciding_rule) for row in found] == [("not_eligible", "drug_a"), ("undetermined", "keep")]


def test_a_parameter_without_a_value_is_missing_and_named() -> None:
    line = unit("line", "infusions", TYPES, date="given", rules=(rule("cheap", "grams < limit", TYPES),))
    row = run(scheme([line], [INFUSIONS]), infusions(ONE_PATIENT)).units["line"][0]
    assert (row.outcome, row.deciding_rule, row.missing_field) == ("undetermined", "cheap", "limit")


def test_cells_for_every_level_window_and_category() -> None:
    line = unit(
        "line",
        "infusions",
        TYPES,
        date="given",
        row_columns=(column("limit_day", "add_days(given, grams - 3)", TYPES),),
        rules=(rule("weighed", "grams < 9", TYPES),),
        at_stake=node("2.005", TYPES),
    )
    dates = {"given": TYPES["given"], "limit_day": TYPES["given"]}
    total = aggregate("sum(grams)", TYPES)
    pence = aggregate("sum(all_pence)", {"all_pence": types_of(dataset("d", n="integer"))["n"]})
    cells = [
        Cell("total", "line", "eligible", total, None, "drug"),
        Cell("late", "line", "in_scope", aggregate("count()", TYPES), node("given > limit_day", dates), None),
        Cell("pence", "line", "eligible", pence, None, None),
        Cell("average", "line", "eligible", aggregate("mean(grams)", TYPES), None, None),
    ]
    picture = """
    row_key provider_code patient_id given      grams drug
    1       R1            P          2017-04-30 1     a
    2       R1            P          2017-06-01 2     b
    3       R9            P          2017-06-30 4     -
    4       R1            P          2017-06-30 16    b
    5       R1            P          2017-06-30 -     b
    6       R1            P          2017-07-01 8     b
    """
    made = scheme([line], [INFUSIONS], cells, savings=[saving_each("all", "line", node("grams * 1.005", TYPES))])
    found = run(made, infusions(picture))
    value = found.results.cells
    assert value["total"][CellKey("all", "all", 3, "")] == Decimal(1 + 2 + 4)
    assert value["total"][CellKey("all", "all", 3, "b")] == Decimal(2)
    assert value["total"][CellKey("hub", "old", 3, "a")] == Decimal(1)
    assert value["total"][CellKey("hub", "new", 3, "b")] == Decimal(2)
    assert value["total"][CellKey("hub", "not listed", 2, "")] == Decimal(4)
    assert value["total"][CellKey("provider", "R9", 3, "")] == Decimal(4)
    assert CellKey("all", "all", 1, "") not in value["total"]
    assert value["late"][CellKey("all", "all", 3, "")] == 2
    assert value["pence"][CellKey("all", "all", 3, "")] == 101 + 201 + 402
    assert value["average"][CellKey("provider", "R1", 2, "")] == 2.0
    rows = {row.unit_key: row for row in found.units["line"]}
    assert [(rows[key].at_stake_pence, rows[key].pence["all_pence"]) for key in "145"] == [(None, 101), (None, None), (201, None)]
    assert (rows["6"].slice, rows["6"].windows) == (None, ())
