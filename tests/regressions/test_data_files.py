"""Data that other systems bent: numbers as text, names as numbers, and lists of faults cut short."""

from __future__ import annotations

from pathlib import Path

import duckdb

from regressions.small import changed, files, line, lines_of


def test_9_5_is_less_than_10(tmp_path: Path) -> None:
    """As text, 9.5 comes after 10."""
    found = files(tmp_path, [line(number, packs=packs) for number, packs in enumerate(["9.5", "10", "10.0", "010.5", "9"])])
    (share,) = lines_of(found, "kpis", kpi="over_share", level="all")
    assert (share["numerator"], share["denominator"]) == ("1", "5")


def test_a_code_is_not_a_number(tmp_path: Path) -> None:
    """0990014 and 990014 are two patients, 1e5 and 100000 too; nothing is lost in front or made shorter."""
    patients = ["0990014", "990014", "1e5", "100000", "9007199254740993", "9007199254740992", "NULL", "nan"]
    found = files(tmp_path, [line(number, patient_id=patient) for number, patient in enumerate(patients)])
    (count,) = lines_of(found, "counts", unit="patient", level="all", period="2017/18 Q2")
    assert count["in_scope"] == str(len(patients))
    with duckdb.connect() as connection:
        held = connection.execute(f"SELECT patient_id FROM '{found / 'units' / 'small.patient.parquet'}' ORDER BY 1").fetchall()
    assert [patient for (patient,) in held] == sorted(patients)


def test_a_code_keeps_its_case_and_a_name_does_not(tmp_path: Path) -> None:
    rows = [line(1, patient_id="a1", drug="Drug A"), line(2, patient_id="A1", drug=" drug a "), line(3, patient_id="A1", drug="DRUG A")]
    found = files(tmp_path, rows, "small: {price: [{drug: drug A, value: 2.00}]}")
    (count,) = lines_of(found, "counts", unit="patient", level="all", period="2017/18 Q2")
    assert count["in_scope"] == "2"
    (excess,) = lines_of(found, "savings", saving="excess", level="all")
    assert (excess["gross_gbp"], excess["status"]) == ("12.00", "calculated")


def test_lists_of_faults_and_of_units_are_complete(tmp_path: Path) -> None:
    """Three hundred rows with a fault are three hundred lines, not the first two hundred."""
    rows = [line(number, packs="none" if number < 300 else 12) for number in range(320)]
    found = files(tmp_path, rows)
    issues = lines_of(found, "data_issues")
    assert (len(issues), {row["column"] for row in issues}) == (300, {"packs"})
    assert [int(row["row"]) for row in issues] == list(range(2, 302))
    with duckdb.connect() as connection:
        path = found / "units" / "small.line.parquet"
        held = connection.execute(
            f"SELECT outcome, count(*), count(DISTINCT source_keys) FROM '{path}' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert held == [("eligible", 20, 20), ("undetermined", 300, 300)]
    (count,) = lines_of(found, "counts", unit="line", level="all")
    assert (count["eligible"], count["undetermined"]) == ("20", "300")


def test_a_formula_in_a_name_stays_text(tmp_path: Path) -> None:
    text = changed(
        ("kpi: mean_amount, title: Mean amount, of: line, ", "kpi: mean_amount, title: Mean amount, of: line, breakdown: drug, ")
    )
    found = files(tmp_path, [line(1, drug="=1+1"), line(2, drug="<b>b</b>")], text=text)
    told = [row["category"] for row in lines_of(found, "kpis", kpi="mean_amount", level="all", breakdown="drug")]
    assert told == ["<b>b</b>", "'=1+1"]
    assert "<b>b</b>" not in (found / "menu.html").read_text(encoding="utf-8")
