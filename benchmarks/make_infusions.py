"""Synthetic immunoglobulin infusions for the benchmark: one Parquet file, organisations and prices; the same rows every time."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

ROWS_PER_PATIENT = 4.95

PRICES = (("Flebogamma", 34.00), ("Gammaplex", 36.10), ("Intratect", 35.35), ("Kiovig", 38.25), ("Octagam 10%", 33.25), ("Privigen", 35.00))
"""GBP a gram in 2015/16: illustrative, as is the rise by 1.5 % each April. Iqymune has no price of its own and takes the general one."""

PROVIDERS = ("RZ1", "RZ2", "RZ3", "RZ4", "RZ5", "RZ6", "RZ7", "RZ8", "RZ9", "RZA", "RZB", "RZC")
HUBS = ("H01", "H02", "H03", "H04")
REGIONS = ("Y01", "Y02")

CHANCES = """
CREATE MACRO chance(row_number, salt) AS (hash(row_number * 64 + salt) % 1000003) / 1000003.0;
CREATE MACRO pick(row_number, salt, choices) AS choices[1 + CAST(floor(chance(row_number, salt) * len(choices)) AS BIGINT)];
"""

PATIENTS = """
CREATE TABLE patients AS
SELECT i,
       'P' || lpad(CAST((i * 7919 + 104729) % 1000000007 AS VARCHAR), 9, '0') AS patient_id,
       pick(i, 1, $providers) AS home,
       CAST(45 + 65 * chance(i, 2) + 20 * chance(i, 3) * chance(i, 4) AS DECIMAL(8, 1)) AS body,
       chance(i, 5) < 0.02 AS is_weekly,
       CASE WHEN chance(i, 5) < 0.02 THEN 1 ELSE CAST(floor(1 + 5.1 * chance(i, 6)) AS BIGINT) END AS courses
FROM range($patients) AS numbers(i)
"""

# One course is a plan of days after its first: most are one or two, and weekly patients run on so that courses meet at day 6, 7 and 8.
COURSES = """
CREATE TABLE courses AS
SELECT i * 8 + c AS j, patient_id,
       CASE WHEN chance(i * 8 + c, 7) < 0.03 THEN pick(i * 8 + c, 8, $providers) ELSE home END AS provider_code,
       DATE '2015-04-01' + CAST(floor(chance(i * 8 + c, 9) * 1096) AS INTEGER) AS starts,
       CASE WHEN is_weekly THEN pick(i * 8 + c, 10, [[0, 7, 14, 21, 28, 35], [0, 6, 12, 18, 24, 30, 36], [0, 5, 7, 13, 16, 23]])
            WHEN chance(i * 8 + c, 10) < 0.54 THEN [0] WHEN chance(i * 8 + c, 10) < 0.86 THEN [0, 1]
            WHEN chance(i * 8 + c, 10) < 0.90 THEN [0, 3] WHEN chance(i * 8 + c, 10) < 0.97 THEN [0, 1, 2] ELSE [0, 1, 2, 3, 4] END AS days,
       CAST(body + CASE WHEN chance(i * 8 + c, 11) < 0.3 THEN chance(i * 8 + c, 12) ELSE 0 END AS DECIMAL(8, 3)) AS weight,
       pick(i * 8 + c, 13, [0.6, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.01, 1.2, 1.5, 2.0, 2.0, 2.0, 2.4]) AS planned,
       chance(i * 8 + c, 14) < 0.5 AS is_in_vials,
       pick(i * 8 + c, 15, ['Flebogamma', 'Gammaplex', 'Intratect', 'Kiovig', 'Octagam 10%', 'Privigen', 'Privigen', 'Iqymune']) AS product,
       CASE WHEN chance(i * 8 + c, 16) < 0.898 THEN 'ITP' WHEN chance(i * 8 + c, 16) >= 0.902
            THEN pick(i * 8 + c, 17, ['CIDP', 'dermatomyositis', 'polymyositis', 'Kawasaki disease']) END AS indication,
       CASE WHEN chance(i * 8 + c, 18) < 0.99 THEN 'immunoglobulin' WHEN chance(i * 8 + c, 18) < 0.999 THEN 'anti-D' END AS product_class,
       CASE WHEN chance(i * 8 + c, 19) < 0.7 THEN 'approved' WHEN chance(i * 8 + c, 19) < 0.8 THEN 'declined' END AS panel_decision,
       CASE WHEN chance(i * 8 + c, 20) < 0.95 THEN chance(i * 8 + c, 21) < 0.88 END AS eligibility_met,
       CASE WHEN chance(i * 8 + c, 22) < 0.9 THEN chance(i * 8 + c, 23) < 0.6 END AS outcome_recorded,
       chance(i * 8 + c, 24) < 0.035 AS is_unweighed
FROM patients, range(courses) AS numbers(c)
"""

INFUSIONS = """
CREATE TABLE infusions AS
WITH given AS (
    SELECT *, CAST(CASE WHEN is_in_vials THEN 5 * round(planned * weight / 5) ELSE planned * weight END AS DECIMAL(8, 3)) AS whole
    FROM courses
), spread AS (
    SELECT *, unnest(days) AS day, generate_subscripts(days, 1) AS n, len(days) AS of FROM given
), shared AS (
    SELECT *, j * 8 + n AS k, CAST(whole / least(of, 5) AS DECIMAL(8, 3)) AS part FROM spread
)
SELECT k, provider_code, patient_id, starts + day AS infusion_date, indication, product_class,
       CASE WHEN chance(k, 30) >= 0.003 THEN product END AS product,
       CASE WHEN chance(k, 31) >= 0.002 THEN CAST(CASE WHEN n = of AND of <= 5 THEN whole - (of - 1) * part ELSE part END AS DECIMAL(8, 3)) END AS grams,
       CASE WHEN is_unweighed OR chance(k, 32) < 0.01 THEN NULL WHEN chance(k, 33) < 0.0005 THEN 0 WHEN chance(k, 33) < 0.001 THEN 999
            ELSE weight END AS weight_kg,
       panel_decision, eligibility_met, outcome_recorded,
       CASE WHEN chance(k, 34) < 0.97 THEN CAST(CASE WHEN chance(k, 35) < 0.04 THEN 1 + chance(k, 36) ELSE 0 END AS INTEGER) END AS adverse_reactions
FROM shared
WHERE starts + day < DATE '2018-04-01'
"""

# Extracts arrive in the order of the days, with some rows sent twice, a few of them altered, and a few without a patient.
EXTRACT = """
COPY (
    WITH numbered AS (
        SELECT 'IG' || lpad(CAST(row_number() OVER (ORDER BY infusion_date, k) AS VARCHAR), 9, '0') AS infusion_id, * FROM infusions
    ), sent AS (
        SELECT *, 1 AS copy FROM numbered
        UNION ALL BY NAME SELECT *, 2 AS copy FROM numbered WHERE chance(k, 40) < 0.00002
        UNION ALL BY NAME SELECT * REPLACE (grams + 5 AS grams), 3 AS copy FROM numbered WHERE chance(k, 41) < 0.00001
    )
    SELECT infusion_id, provider_code, CASE WHEN chance(k, 42) >= 0.00001 THEN patient_id END AS patient_id, infusion_date, indication,
           product_class, product, CAST(grams AS DECIMAL(8, 3)) AS grams, CAST(weight_kg AS DECIMAL(8, 3)) AS weight_kg, panel_decision, eligibility_met, outcome_recorded, adverse_reactions
    FROM sent ORDER BY infusion_date, k, copy
) TO '{path}' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
"""


def make_infusions(folder: Path, rows: int) -> Path:
    """Write `activity/ig_infusions.parquet`, with about so many rows, `activity/organisations.csv` and `parameters.yaml`."""
    activity = folder / "activity"
    activity.mkdir(parents=True, exist_ok=True)
    path = activity / "ig_infusions.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
        connection.execute(CHANCES)
        connection.execute(PATIENTS, {"patients": round(rows / ROWS_PER_PATIENT), "providers": list(PROVIDERS)})
        connection.execute(COURSES, {"providers": list(PROVIDERS)})
        connection.execute(INFUSIONS)
        connection.execute(EXTRACT.format(path=path))
    (activity / "organisations.csv").write_text("\n".join(_organisations()) + "\n", encoding="utf-8")
    (folder / "parameters.yaml").write_text("\n".join(_parameters()) + "\n", encoding="utf-8")
    return path


def _organisations() -> list[str]:
    lines = ["provider_code,name,hub,hub_name,region,region_name,valid_from,valid_until,successor"]
    for number, provider in enumerate(PROVIDERS):
        hub = number % len(HUBS)
        region = REGIONS[hub % len(REGIONS)]
        lines.append(f"{provider},Provider {number + 1},{HUBS[hub]},Hub {hub + 1},{region},Region {region},2010-04-01,,")
    return lines


def _parameters() -> list[str]:
    lines = ["itp_immunoglobulin_dosing:", "  price:", "    - {value: 34.00, source: illustrative, illustrative: true}"]
    for product, price in PRICES:
        for year in range(2015, 2018):
            value = price * 1.015 ** (year - 2015)
            lines.append(
                f"    - {{product: {product}, from: {year}-04-01, until: {year + 1}-04-01, value: {value:.2f}, source: illustrative, illustrative: true}}"
            )
    return lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, required=True, help="folder for the data; never inside the repository")
    arguments.add_argument("--rows", type=int, default=10_000_000, help="about how many infusions")
    chosen = arguments.parse_args()
    print(make_infusions(chosen.out, chosen.rows))


if __name__ == "__main__":
    main()
