"""Money that other systems got wrong: invented savings, lost pounds, prices of the wrong day, totals that differ."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from improving_value.examples.values import value_of
from improving_value.kernel.issues import Rejected
from improving_value.kernel.numbers import pence
from regressions.small import changed, example, files, line, lines_of


def test_a_provider_without_activity_has_no_saving_from_national_prices(tmp_path: Path) -> None:
    """X02 is at the limit, X03 has sent nothing: one saves nothing, the other is not spoken of."""
    found = files(tmp_path, [line(1), line(2, provider_code="X02", packs=10, amount="0.00")])
    savings = {row["organisation"]: row["gross_gbp"] for row in lines_of(found, "savings", saving="excess", level="provider")}
    assert savings == {"X01": "4.00", "X02": "0.00"}
    assert not [
        row for table in ("counts", "kpis", "savings", "costs") for row in lines_of(found, table) if row["organisation"] in ("X03", "H2")
    ]


def test_25_000_000_and_25_000_001_are_not_the_same(tmp_path: Path) -> None:
    """Single precision cannot tell them apart; nor can it add a pound to thirty million."""
    amounts = {"X01": "25000000.00", "X02": "25000001.00"}
    found = files(tmp_path, [line(number, provider_code=code, amount=amount) for number, (code, amount) in enumerate(amounts.items())])
    billed = {row["organisation"]: row["gross_gbp"] for row in lines_of(found, "savings", saving="billed")}
    assert billed == {**amounts, "H1": "50000001.00", "G1": "50000001.00", "all": "50000001.00"}
    assert pence(25_000_001.0) - pence(25_000_000.0) == 100  # type: ignore[operator]


def test_2_of_37_is_not_rounded_on_the_way(tmp_path: Path) -> None:
    found = files(tmp_path, [line(number, packs=12 if number < 2 else 9) for number in range(37)])
    (share,) = lines_of(found, "kpis", kpi="over_share", level="all")
    assert (share["numerator"], share["denominator"]) == ("2", "37")
    assert float(share["value"]) == 2 / 37


def test_a_price_that_changes_on_6_july_is_honoured_in_the_middle_of_a_year(tmp_path: Path) -> None:
    """Not the price of the year's first day, nor of its last, nor their mean: that of the day of supply."""
    prices = "{price: [{from: 2016-04-01, until: 2017-07-06, value: 2.00}, {from: 2017-07-06, value: 3.00}]}"
    text = changed(("period: quarter", "period: year"))
    for day, wanted in (("2017-07-05", 2), ("2017-07-06", 3)):
        assert value_of(example(tmp_path, [f"supply_date: {day}, packs: 11"], prices, "2017/18", text), "excess") == wanted


def test_a_total_cannot_hide_a_price_that_changes_inside_its_period(tmp_path: Path) -> None:
    """One price for the whole quarter would be wrong for a part of it, so the scheme is stopped, and says why."""
    text = changed(
        ("by: [drug], dated: true", "dated: true"), ("each: max(0, packs - limit) * price", "total: spend_of_all * price"), ("    of: line\n    total", "    total"),
        ("GBP/pack", "ratio"),
    )  # fmt: skip
    prices = "small: {price: [{from: 2016-04-01, until: 2017-07-06, value: 2.00}, {from: 2017-07-06, value: 3.00}]}"
    with pytest.raises(Rejected) as found:
        files(tmp_path, [line(1)], prices, text)
    assert [issue.code for issue in found.value.issues] == ["changes-inside-period"]


def test_an_organisation_has_one_total_wherever_it_is_printed(tmp_path: Path) -> None:
    """The units, the table of savings and the page say one figure; a third of a penny on each of 100 lines makes no other."""
    found = files(tmp_path, [line(number, packs="10.333") for number in range(100)], "small: {price: 1.00}")
    (row,) = lines_of(found, "savings", saving="excess", level="all")
    (provider,) = lines_of(found, "savings", saving="excess", level="provider")
    with duckdb.connect() as connection:
        units = connection.execute(f"SELECT sum(excess_pence) FROM '{found / 'units' / 'small.line.parquet'}'").fetchone()
    assert units == (3300,)
    assert (row["gross_gbp"], provider["gross_gbp"]) == ("33.00", "33.00")
    page = (found / "menu.html").read_text(encoding="utf-8")
    assert "£33" in page
    assert "33.30" not in page
    assert "33.33" not in page


def test_a_credit_lowers_the_money_and_leaves_the_rates_honest(tmp_path: Path) -> None:
    """Negative packs are no line below the limit: they are set aside from rates, and the money is what was billed."""
    seen = example(tmp_path, ["packs: 12, amount: 100.00", "packs: 8, amount: 80.00", "packs: -12, amount: -100.00"])
    assert [value_of(seen, name) for name in ("over_share.numerator", "over_share.denominator", "spend_of_all")] == [1, 2, 180]
    assert value_of(seen, "line.not_eligible") == 1


def test_money_of_nobody_s_line_stands_under_a_hub_not_listed(tmp_path: Path) -> None:
    """Counts of a unit without a provider stand under the hub and the region `not listed`; so must its pounds."""
    text = changed(("    from: invoices\n", "    from: invoices\n    provider: line_id\n"))
    found = files(tmp_path, [line(1, line_id="X01", amount="5.00"), line(2, line_id="", amount="7.00")], text=text)
    billed = {(row["level"], row["organisation"]): row["gross_gbp"] for row in lines_of(found, "savings", saving="billed")}
    assert {key: pounds for key, pounds in billed.items() if key[1] == "not listed"} == {
        (level, "not listed"): "7.00" for level in ("provider", "hub", "region")
    }
    assert (billed["hub", "H1"], billed["all", "all"]) == ("5.00", "12.00")


FEE = ("value: 0, basis: assumption, source: here}\n", "total: 12 + spend_of_all * fee_share, basis: assumption, source: here}\n")
SHARE = (
    "least: {value: 0, unit: pack, basis: assumption, source: here}\n",
    "least: {value: 0, unit: pack, basis: assumption, source: here}\n  fee_share: {unit: share, basis: local}\n",
)


def test_an_example_names_a_cost_and_a_net(tmp_path: Path) -> None:
    """12 - 10 packs at £2 are £4.00; a fee of £12 and half of the £24 billed is £24.00, so £20 are lost. An unknown cost has no net."""
    shown = example(tmp_path, ["packs: 12, amount: 24.00"], "{price: 2.00, fee_share: 0.5}", text=changed(FEE, SHARE))
    names = ("excess", "excess.net", "none", "none.status", "billed.net")
    assert [value_of(shown, name) for name in names] == [
        Decimal("4.00"),
        Decimal("-20.00"),
        Decimal("24.00"),
        "calculated",
        Decimal("0.00"),
    ]
    unknown = example(tmp_path, ["packs: 12, amount: 24.00"], "{price: 2.00}", text=changed(FEE, SHARE))
    assert [value_of(unknown, name) for name in names] == [Decimal("4.00"), None, None, "not_calculable", None]
    assert value_of(unknown, "none.needs") == "fee_share"
    for name in ("none.net", "excess.gross", "nothing"):
        with pytest.raises(KeyError):
            value_of(shown, name)
