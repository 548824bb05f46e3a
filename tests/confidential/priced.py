"""A scheme in which much rests on confidential prices, its data, and a search for the prices in whatever left the engine."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

NAME = "priced"
TEXT = """\
scheme: priced
title: Lines above an agreed price
theme: medicines
sub_themes: [reduce_waste]
status: published
authored_by: Tester
checked_by: Second tester
period: quarter
sources:
  here: {title: A test}
chapter:
  summary: Lines.
  who_should_consider: [Nobody]
  aim: [None]
parameters:
  agreed: {unit: GBP/pack, basis: local, by: [drug], dated: true, sensitive: true, ask: Nobody, say: Agreed price of a pack}
  fee: {unit: GBP/line, basis: local, sensitive: true, ask: Nobody, say: Fee for a line}
  small: {value: 20, unit: GBP, basis: assumption, source: here}
  one_pack: {value: 1, unit: pack, basis: assumption, source: here}
units:
  line:
    from: invoices
    rows:
      due: packs * agreed
      excess: 0 if amount <= due else amount - due
      overcharged: excess > small
      size:
        bands: excess
        cuts: [small]
        labels: [small, large]
        limit_in: lower
      charged: due + fee
      so_far: running(sum(due), by=supply_date, per=[provider_code, patient_id])
    eligible:
      - rule: counted
        when: packs > 0
        say: Packs recorded
    at_stake: agreed * one_pack
  patient:
    from: line
    group: {by: [provider_code, patient_id, period]}
    columns:
      spend: sum(due)
      lines: count()
      others:
        from: line
        same: [patient_id]
        is: max(excess)
measures:
  - {measure: lines_counted, of: line, is: count(), unit: line}
  - {measure: dear_share, of: line, is: count(overcharged) / count(), unit: share}
kpis:
  - {kpi: overcharged_share, title: Lines over the agreed price, of: line, share: overcharged, breakdown: size, domain: quality, better: lower}
  - {kpi: overcharge, title: Amount over the agreed price, of: line, is: sum(excess), unit: GBP, domain: finance, better: lower}
savings:
  - saving: excess_paid
    title: Paid over the agreed price
    of: line
    each: max(0, amount - packs * agreed)
    claims: [invoices]
    state: opportunity
    class: cash_releasing_commissioner
    recurrent: true
    payer: commissioner
  - saving: fees
    title: Fees not charged
    total: lines_counted * fee
    claims: [invoices]
    state: opportunity
    class: cash_releasing_commissioner
    recurrent: true
    payer: commissioner
costs:
  - {cost: none, title: No costs, value: 0, basis: assumption, source: here}
"""
PRICES = {"a": (Decimal("1713.37"), Decimal("1651.93")), "b": (Decimal("907.19"), Decimal("907.19"))}
"""Of each drug: until the end of July, and from August on."""
FEE = Decimal("83.47")
PARAMETERS = """\
priced:
  agreed:
    - {drug: a, from: 2016-04-01, value: 1713.37}
    - {drug: a, from: 2017-08-01, value: 1651.93}
    - {drug: b, value: 907.19}
  fee: 83.47
"""
UNRECORDED = (7, 20, 33)
"""Lines whose packs are not recorded: several, for what is at stake on one alone would be its price."""
HEADINGS = ["line_id", "provider_code", "patient_id", "drug", "supply_date", "packs", "amount"]


def lines() -> list[dict[str, str]]:
    """Return enough lines that no provider's total is a small multiple of a price."""
    found = []
    for number in range(72):
        drug, provider = "ab"[number % 2], ("X01", "X02", "X03")[number % 3]
        day = date(2017, 7 + number // 36, 1 + number % 28)
        packs = 1 + number % 5
        over = Decimal("13.31") * (number % 4)
        found.append(
            {
                "line_id": f"L{number:03d}",
                "provider_code": provider,
                "patient_id": f"P{number % 20:03d}",
                "drug": drug,
                "supply_date": day.isoformat(),
                "packs": str(packs) if number not in UNRECORDED else "",
                "amount": f"{packs * PRICES[drug][day.month > 7] + over:.2f}",
            }
        )
    return found


def secrets() -> set[Decimal]:
    """Return the prices, and what one line tells them by: their small multiples."""
    each = {FEE, *(price for both in PRICES.values() for price in both)}
    return {price * times for price in each for times in range(1, 13)}


def billed() -> set[Decimal]:
    """Return the amounts of the data, which may be shown: some lines are billed at just the agreed price."""
    return {Decimal(line["amount"]) for line in lines()}


def write_inputs(folder: Path, text: str = TEXT) -> None:
    """Write a scheme, its data and the local values."""
    for made in ("data", "schemes"):
        (folder / made).mkdir(parents=True, exist_ok=True)
    (folder / "schemes" / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    (folder / "parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
    _write_csv(folder / "data" / "invoices.csv", HEADINGS, lines())
    places = [{"provider_code": code, "hub": "H1", "region": "G1"} for code in ("X01", "X02", "X03")]
    _write_csv(folder / "data" / "organisations.csv", ["provider_code", "hub", "region"], places)


def _write_csv(path: Path, headings: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)


def told_in_text(text: str) -> list[str]:
    """Return the numbers of a text that are a price, or a small multiple of one, in pounds or in pence."""
    written = re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])", text)
    return [number for number in written if _tells(Decimal(number.replace(",", "")))]


def told_in_units(folder: Path) -> list[str]:
    """Return the columns of unit files in which such a number stands; the amounts that were billed are the data's own."""
    found = []
    for path in sorted(folder.glob("*.parquet")):
        for column, value in _numbers(path):
            if _tells(value) and column != "amount":
                found.append(f"{path.name}: {column}")
    return sorted(set(found))


def _numbers(path: Path) -> Iterator[tuple[str, Decimal]]:
    asked = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
    names = [part[0] for part in asked.description or ()]
    rows: list[tuple[Any, ...]] = asked.fetchall()
    for row in rows:
        for name, value in zip(names, row, strict=True):
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                yield name, Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _tells(number: Decimal) -> bool:
    tenth = Decimal("0.001")
    return any(abs(number - amount) < tenth or number == amount * 100 for amount in secrets())
