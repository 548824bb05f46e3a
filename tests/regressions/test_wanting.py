"""What a figure wants is named: a local value that decides who is counted, a record, a measure of nothing."""

from __future__ import annotations

from pathlib import Path

from improving_value.assess.uses import uses_of
from improving_value.check.scheme import check_scheme
from improving_value.spec.load import load_scheme
from regressions.small import changed, dictionary, files, line, lines_of, written

LISTED = (
    ("  price: {unit", "  listed: {unit: list, basis: local, ask: Nobody}\n  price: {unit"),
    ("    from: invoices\n", "    from: invoices\n    keep: drug in listed\n"),
)
GATED = (
    "    each: max(0, packs - limit) * price\n",
    "    total: spend_of_all * 1\n    requires: [{when: spend_of_all > 0, say: Something spent}]\n",
)


def _savings(found: Path, saving: str, level: str = "all") -> dict[str, tuple[str, str, str]]:
    rows = lines_of(found, "savings", saving=saving, level=level, period="2017/18 Q2")
    return {row["organisation"]: (row["gross_gbp"], row["status"], row["needs"]) for row in rows}


def test_a_local_value_that_decides_who_is_counted_is_what_a_saving_needs(tmp_path: Path) -> None:
    """Without a list of drugs nothing is known to be in scope: that is neither £0 nor a gate that stayed shut."""
    text = changed(*LISTED, GATED).replace("    of: line\n    total:", "    total:")
    found = files(tmp_path, [line(1), line(2)], text=text)
    assert _savings(found, "billed") == {"all": ("", "not_calculable", "listed")}
    assert _savings(found, "excess") == {"all": ("", "not_calculable", "listed")}
    kpis = lines_of(found, "kpis", level="all", kpi="over_share")
    assert {(row["value"], row["verdict"]) for row in kpis} == {("", "insufficient")}


def test_with_the_list_the_same_lines_count(tmp_path: Path) -> None:
    text = changed(*LISTED, GATED).replace("    of: line\n    total:", "    total:")
    found = files(tmp_path, [line(1), line(2)], "small: {price: 2.00, listed: [a]}", text)
    assert _savings(found, "billed") == {"all": ("48.00", "calculated", "")}
    assert _savings(found, "excess") == {"all": ("48.00", "calculated", "")}


def test_the_record_that_a_unit_lacks_is_named(tmp_path: Path) -> None:
    found = files(tmp_path, [line(1), line(2, amount="")])
    assert _savings(found, "billed") == {"all": ("24.00", "partial", "a record of amount (1 of 2)")}


def test_the_record_behind_a_measure_is_named(tmp_path: Path) -> None:
    text = changed(("    of: line\n    each: max(0, packs - limit) * price\n", "    total: spend_of_all\n"))
    found = files(tmp_path, [line(1), line(2, amount="")], text=text)
    assert _savings(found, "excess") == {"all": ("24.00", "partial", "a record of amount (1 of 2)")}


def test_a_measure_of_nothing_that_divides_is_named(tmp_path: Path) -> None:
    text = changed(
        ("    of: line\n    each: max(0, packs - limit) * price\n", "    total: spend_of_all / packs_of_all * limit\n"),
        ("measures:\n", "measures:\n  - {measure: packs_of_all, of: line, is: sum(packs), unit: pack}\n"),
    )
    found = files(tmp_path, [line(1), line(2, provider_code="X02", packs=0)], text=text)
    assert _savings(found, "excess", "provider") == {
        "X01": ("20.00", "calculated", ""),
        "X02": ("", "not_calculable", "activity for packs_of_all"),
    }


def test_a_parameter_is_used_by_the_figures_whose_units_it_decides(tmp_path: Path) -> None:
    scheme = load_scheme(written(tmp_path, changed(*LISTED)))
    used = uses_of(check_scheme(scheme, dictionary(), {}))
    assert used["listed"] == ("excess", "billed", "over_share", "mean_amount")
    assert used["price"] == ("excess",)
    assert used["limit"] == ("excess", "over_share")
