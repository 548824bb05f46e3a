"""ITP at 1.0 and at 1.1 g/kg over the fixtures: the same units and the same pounds as two runs held side by side."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from compare.versions import LIMIT, ROOT, SCHEME, text
from improving_value.compare.model import Comparison
from improving_value.comparison import Pair, compare
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run

FIXTURES = ROOT / "fixtures"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of schemes, and a run of each."""
    made = tmp_path_factory.mktemp("versions")
    for name, edits in (("old", ()), ("new", (LIMIT,))):
        (made / name).mkdir()
        (made / name / f"{SCHEME}.yaml").write_text(text(*edits), encoding="utf-8")
        run(
            Request(
                FIXTURES / "activity",
                read_period("2017/18"),
                made / f"run-{name}",
                read_period("2016/17"),
                parameters=FIXTURES / "parameters.yaml",
                schemes=(made / name,),
            )
        )
    return made


@pytest.fixture(scope="module")
def comparison(folder: Path) -> Comparison:
    versions = (str(folder / name / f"{SCHEME}.yaml") for name in ("old", "new"))
    return compare(
        Pair(
            *versions,
            None,
            FIXTURES / "activity",
            read_period("2017/18"),
            read_period("2016/17"),
            FIXTURES / "parameters.yaml",
            folder / "compared",
            today=date(2018, 5, 1),
        )
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pence(text: str) -> int:
    return round(float(text) * 100)


def test_the_difference_is_that_of_the_two_runs_to_the_penny(folder: Path, comparison: Comparison) -> None:
    key = ("saving", "scenario", "level", "organisation")
    runs = []
    for name in ("old", "new"):
        lines = [line for line in rows(folder / f"run-{name}" / "internal" / "savings.csv") if line["period"] == "2017/18"]
        runs.append({tuple(line[part] for part in key): line["gross_gbp"] for line in lines})
    seen = {(one.name, one.scenario, one.level, one.organisation): one for one in comparison.bridges if one.figure == "saving"}
    assert set(seen) == set(runs[0]) == set(runs[1])
    for place, bridge in seen.items():
        old, new = (found[place] for found in runs)
        if old and new:
            assert bridge.difference == pence(new) - pence(old), place
            assert sum(part.pence or 0 for part in bridge.parts) == bridge.difference
        else:
            assert bridge.difference is None
    assert seen["opportunity_all", "default", "all", "all"].difference != 0


def test_the_units_named_are_those_that_differ_between_the_two_runs(folder: Path, comparison: Comparison) -> None:
    files = [folder / f"run-{name}" / "internal" / "units" / f"{SCHEME}.course.parquet" for name in ("old", "new")]
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT a.unit_key, a.compliant IS DISTINCT FROM b.compliant, a.opportunity_all_pence IS DISTINCT FROM b.opportunity_all_pence "
            f"FROM '{files[0]}' a JOIN '{files[1]}' b USING (unit_key)"
        ).fetchall()
    mine = [one for one in comparison.changed_units if one.unit.startswith("course")]
    assert {one.key for one in mine if one.respect == "Courses at 1 g/kg or less"} == {key for key, flips, _ in found if flips}
    assert {one.key for one in mine if one.respect == "Every course at 1 g/kg or less"} == {key for key, _, moves in found if moves}
    assert all(one.steps == (0,) for one in mine)
    assert any(flips for _, flips, _ in found)


def test_the_list_names_them_and_the_page_names_none(folder: Path, comparison: Comparison) -> None:
    written = folder / "compared" / "internal"
    listed = {line["unit_key"] for line in rows(written / "units_changed.csv")}
    assert listed == {one.key for one in comparison.changed_units}
    page = (written / "compare.html").read_text(encoding="utf-8")
    record = (written / "comparison.json").read_text(encoding="utf-8")
    patients = {key.split("|")[1] for key in listed}
    assert patients
    assert [patient for patient in sorted(patients) if patient in page or patient in record] == []
    words = re.sub(r"<[^>]*>|\s+", " ", page)
    assert re.search(r"\b1 +g/kg", words)
    assert re.search(r"\b1\.1 +g/kg", words)


def test_kpis_are_those_of_the_two_runs(folder: Path, comparison: Comparison) -> None:
    for name, side in (("old", "old"), ("new", "new")):
        lines = [line for line in rows(folder / f"run-{name}" / "internal" / "kpis.csv") if line["period"] == "2017/18"]
        theirs = {(line["kpi"], line["category"], line["level"], line["organisation"]): line["value"] for line in lines}
        for line in rows(folder / "compared" / "internal" / "kpis_compared.csv"):
            if line["scenario"] == "default":
                assert line[f"{side}_value"] == theirs[line["kpi"], line["category"], line["level"], line["organisation"]]
