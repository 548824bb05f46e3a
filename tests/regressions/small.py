"""A small scheme of invoice lines, its text open to change, run over rows or over files."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.examples.running import ExampleReader
from improving_value.examples.values import Shown
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme

NAME = "small"
TEXT = """\
scheme: small
title: Lines above a limit
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
  limit: {value: 10, unit: pack, basis: assumption, source: here}
  least: {value: 0, unit: pack, basis: assumption, source: here}
  price: {unit: GBP/pack, basis: local, by: [drug], dated: true, ask: Nobody}
units:
  line:
    from: invoices
    columns:
      over: packs > limit
    eligible:
      - rule: counted
        when: packs >= least
        say: Packs recorded
  patient:
    from: line
    group: {by: [provider_code, patient_id, period]}
    columns:
      spend: sum(amount)
measures:
  - {measure: spend_of_all, of: line, is: sum(amount), unit: GBP}
kpis:
  - {kpi: over_share, title: Lines over the limit, of: line, share: over, domain: quality, better: lower}
  - {kpi: mean_amount, title: Mean amount, of: line, numerator: sum(amount), denominator: count(packs > least), unit: GBP/line, domain: finance, better: interpret}
savings:
  - saving: excess
    title: Packs over the limit
    of: line
    each: max(0, packs - limit) * price
    state: opportunity
    class: cash_releasing_commissioner
    recurrent: true
    payer: commissioner
  - {saving: billed, title: What was billed, of: line, each: amount, state: realised, class: cash_releasing_commissioner, recurrent: true, payer: commissioner}
costs:
  - {cost: none, title: No costs, value: 0, basis: assumption, source: here}
"""
Row = Mapping[str, object]
ORGANISATIONS = (
    {"provider_code": "X01", "hub": "H1", "region": "G1"},
    {"provider_code": "X02", "hub": "H1", "region": "G1"},
    {"provider_code": "X03", "hub": "H2", "region": "G1"},
)


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


def changed(*changes: tuple[str, str]) -> str:
    """Return the scheme's text with changes; what is to change must stand in it once."""
    text = TEXT
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / f"{NAME}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def issues_of(folder: Path, text: str) -> list[Issue]:
    """Return what is wrong with a scheme; the test fails when nothing is."""
    with pytest.raises(Rejected) as found:
        check_scheme(load_scheme(written(folder, text)), dictionary(), {})
    return [issue for issue in found.value.issues if issue.severity == "error"]


def example(
    folder: Path, rows: Sequence[str], parameters: str = "{price: 2.00}", period: str = "2017/18 Q2", text: str = TEXT, more: str = ""
) -> Shown:
    """Run an example of invoice lines, each written as in a scheme file; the day of supply is 10 July unless a row has its own."""
    dated = [row if "supply_date" in row else f"supply_date: 2017-07-10, {row}" for row in rows]
    listed = "".join(f"\n        - {{drug: a, {row}}}" for row in dated)
    given = f"\nexamples:\n  - example: one\n    period: {period}\n    parameters: {parameters}\n    given:\n      invoices:{listed}{more}\n    expect: {{}}\n"
    return ExampleReader(load_scheme(written(folder, text + given)), dictionary()).show(0)


def files(
    folder: Path, rows: Sequence[Row], parameters: str = "small: {price: 2.00}", text: str = TEXT, today: date = date(2018, 5, 1)
) -> Path:
    """Run the scheme over files, and return the folder of results."""
    data, schemes = folder / "data", folder / "schemes"
    for made in (data, schemes):
        made.mkdir(exist_ok=True)
    written(schemes, text)
    _write(data / "invoices.csv", ["line_id", "provider_code", "patient_id", "drug", "supply_date", "packs", "amount"], rows)
    _write(data / "organisations.csv", ["provider_code", "hub", "region"], ORGANISATIONS)
    (folder / "parameters.yaml").write_text(parameters + "\n", encoding="utf-8")
    out = folder / f"out {today.isoformat()}"
    run(Request(data, read_period("2017/18 Q2"), out, parameters=folder / "parameters.yaml", schemes=(schemes,), today=today))
    return out / "internal"


def line(number: int, **values: object) -> dict[str, object]:
    """Return an invoice line of the files; its id and its patient go by its number."""
    return {
        "line_id": f"L{number:05d}",
        "provider_code": "X01",
        "patient_id": f"P{number:05d}",
        "drug": "a",
        "supply_date": "2017-07-10",
        "packs": 12,
        "amount": "24.00",
        **values,
    }


def _write(path: Path, headings: list[str], rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)


def lines_of(folder: Path, table: str, **wanted: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == text for name, text in wanted.items())]
