"""Bridges between real runs: one thing changed at a time, then all at once, held against the runs' own files read with pandas."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas
import pytest
from typer.testing import CliRunner

from improving_value.bridging import Pair, bridge
from improving_value.cli.app import app
from improving_value.finance.bridge_runs import Bridge, Bridged
from improving_value.kernel.issues import Rejected
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run

ROOT = Path(__file__).parents[2]
SCHEME = "itp_immunoglobulin_dosing"
FIGURE = "opportunity_all"
Runs = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Return a function that runs one scheme over a quarter, with some of data, prices, scheme and period changed; each once."""
    base = tmp_path_factory.mktemp("runs")
    data = base / "data"
    data.mkdir()
    for name in ("ig_infusions", "organisations"):
        shutil.copy(ROOT / "fixtures" / "activity" / f"{name}.csv", data)
    restated = base / "restated"
    restated.mkdir()
    shutil.copy(data / "organisations.csv", restated)
    _restate(data / "ig_infusions.csv", restated / "ig_infusions.csv")
    prices = base / "prices.yaml"
    prices.write_text(_dearer((ROOT / "fixtures" / "parameters.yaml").read_text(encoding="utf-8")), encoding="utf-8")
    version = base / "version" / f"{SCHEME}.yaml"
    version.parent.mkdir()
    written = (ROOT / "schemes" / version.name).read_text(encoding="utf-8")
    changed = written.replace("recommended_dose: {value: 1.0,", "recommended_dose: {value: 1.1,")
    assert changed != written
    version.write_text(changed, encoding="utf-8")
    made: dict[tuple[object, ...], Path] = {}

    def one(is_restated: bool = False, is_dearer: bool = False, is_other: bool = False, period: str = "2017/18 Q1") -> Path:
        key = (is_restated, is_dearer, is_other, period)
        if key not in made:
            out = base / f"run{len(made)}"
            run(
                Request(
                    data=restated if is_restated else data,
                    span=read_period(period),
                    out=out,
                    only=(SCHEME,),
                    parameters=prices if is_dearer else ROOT / "fixtures" / "parameters.yaml",
                    schemes=(version.parent,) if is_other else (ROOT / "schemes" / version.name,),
                )
            )
            made[key] = out
        return made[key]

    return one


def _restate(source: Path, target: Path) -> None:
    """Write the infusions with 10 g more in every fifth, and every seventh left out."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for number, row in enumerate(rows) if number % 7]
    for number, row in enumerate(kept):
        if number % 5 == 0 and row["grams"].replace(".", "").isdigit():
            row["grams"] = str(float(row["grams"]) + 10)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)


def _dearer(text: str) -> str:
    """Return the parameters with the price of one product a third higher."""
    before, rest = text.split(f"{SCHEME}:", 1)
    found = rest.replace("value: 33.25", "value: 45.00", 1)
    assert found != rest
    return f"{before}{SCHEME}:{found}"


def _figure(found: Bridged, organisation: str = "all", figure: str = FIGURE) -> Bridge:
    (one,) = [one for one in found.bridges if (one.figure, one.organisation) == (figure, organisation)]
    return one


def _parts(found: Bridged, reverse: bool = False, organisation: str = "all") -> dict[str, int]:
    split = _figure(found, organisation).split
    assert split is not None
    return {kind: pence for kind, pence in (split.reverse if reverse else split.parts).items() if pence}


def _pence(out: Path) -> pandas.DataFrame:
    file = out / "internal" / "units" / f"{SCHEME}.course.parquet"
    with duckdb.connect() as connection:  # pandas itself reads such files only with a library more
        return connection.execute("SELECT * FROM read_parquet(?)", [str(file)]).df().set_index("unit_key")


def _total(out: Path) -> int:
    table = pandas.read_csv(out / "internal" / "savings.csv", dtype=str)
    own = table[(table.saving == FIGURE) & (table.scenario == "default") & (table.level == "all")]
    return round(100 * float(own[own.period == json.loads((out / "internal" / "run.json").read_text())["span"]].gross_gbp.iloc[0]))


def test_the_same_run_twice_differs_in_nothing(make: Runs) -> None:
    found = bridge(Pair(make(), make()))
    assert [one for one in found.bridges if one.split is not None and one.split.old != one.split.new] == []
    assert found.causes[SCHEME].names == ()


def test_another_price_is_price_alone(make: Runs) -> None:
    old, new = make(), make(is_dearer=True)
    found = bridge(Pair(old, new))
    assert found.causes[SCHEME].names == ("parameters",)
    assert _parts(found) == _parts(found, reverse=True) == {"price": _total(new) - _total(old)}


def test_another_version_is_the_version_alone(make: Runs) -> None:
    old, new = make(), make(is_other=True)
    found = bridge(Pair(old, new))
    assert found.causes[SCHEME].names == ("scheme version",)
    assert _parts(found) == {"scheme": _total(new) - _total(old)} != {"scheme": 0}


def test_restated_data_are_told_from_activity_by_key(make: Runs) -> None:
    old, new = make(), make(is_restated=True)
    found = bridge(Pair(old, new))
    assert found.causes[SCHEME].names == ("data",)
    before, after = _pence(old), _pence(new)
    both = before.index.intersection(after.index)
    moved = int(after.loc[both].opportunity_all_pence.fillna(0).sum() - before.loc[both].opportunity_all_pence.fillna(0).sum())
    parts = _parts(found)
    assert parts["restated"] == moved != 0
    assert sum(parts.values()) == _total(new) - _total(old)
    assert set(parts) <= {"restated", "activity", "mix", "eligibility", "worth"}
    assert parts["activity"] < 0, "one infusion in seven was taken back"


def test_all_at_once_shows_what_the_order_makes(make: Runs) -> None:
    old, new = make(), make(is_restated=True, is_dearer=True, is_other=True)
    found = bridge(Pair(old, new))
    forward, reverse = _parts(found), _parts(found, reverse=True)
    assert sum(forward.values()) == sum(reverse.values()) == _total(new) - _total(old)
    assert forward != reverse
    assert "restated" in forward
    assert "restated" not in reverse, "in the reverse order prices and versions come first"


def test_another_period_is_volume_mix_and_worth(make: Runs) -> None:
    old, new = make(period="2016/17 Q1"), make()
    found = bridge(Pair(old, new))
    before, after = _pence(old), _pence(new)
    average = before.opportunity_all_pence.fillna(0).sum() / len(before)
    assert _parts(found)["activity"] == pytest.approx((len(after) - len(before)) * average, abs=1)
    assert "other" not in _parts(found), "units account for every penny, also where a provider succeeded another"


def test_spend_by_volume_and_price(make: Runs) -> None:
    old, new = make(period="2016/17 Q1"), make()
    found = bridge(Pair(old, new, only=(SCHEME,), volume="dose"))
    for organisation in ("RZ1", "all"):
        parts = _parts(found, organisation=organisation)
        assert "price" in parts
        assert "worth" not in parts
    before, after = (frame[frame.provider_code == "RZ1"] for frame in (_pence(old), _pence(new)))
    grams = [float(frame.dose.fillna(0).sum()) for frame in (before, after)]
    pence = before.opportunity_all_pence.fillna(0).sum()
    assert _parts(found, organisation="RZ1")["activity"] == pytest.approx((grams[1] - grams[0]) * pence / grams[0], abs=1)


def test_a_saving_worked_out_from_totals_says_so(make: Runs) -> None:
    found = bridge(Pair(make(), make(is_restated=True, is_dearer=True)))
    split = _figure(found, figure="opportunity_to_target").split
    assert split is not None
    assert split.parts["other"] == split.new - split.old != 0
    alone = _figure(bridge(Pair(make(), make(is_restated=True))), figure="opportunity_to_target").split
    assert alone is not None
    assert alone.parts["restated"] == alone.new - alone.old != 0, "only the data differ"


def test_what_is_not_calculable_is_not_bridged(make: Runs) -> None:
    missing = [one for one in bridge(Pair(make(), make(is_dearer=True))).bridges if one.split is None]
    assert {one.figure for one in missing} == {"realised"}
    assert all("needs" in one.why_not for one in missing)


def test_the_files_add_up_and_name_no_patient(make: Runs, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["bridge", str(make()), str(make(is_restated=True)), "--out", str(tmp_path / "out"), "--today", "2018-05-01"]
    )
    assert done.exit_code == 1
    folder = tmp_path / "out" / "internal"
    table = pandas.read_csv(folder / "bridge.csv").dropna(subset=["old_gbp"])
    kinds = [name for name in table.columns if name.endswith("_gbp") and not name.startswith(("old", "new", "difference"))]
    forward = [name for name in kinds if "reverse" not in name]
    assert ((table[forward].sum(axis=1) - table.difference_gbp).abs() < 0.005).all()
    page = (folder / "bridge.html").read_text(encoding="utf-8")
    patients = {row["patient_id"] for row in csv.DictReader((ROOT / "fixtures" / "activity" / "ig_infusions.csv").open(encoding="utf-8"))}
    assert not [name for name in patients if len(name) > 6 and name in page]
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    CliRunner().invoke(app, ["bridge", str(make()), str(make(is_restated=True)), "--out", str(tmp_path / "out"), "--today", "2018-05-01"])
    assert first == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_not_there_is_said(make: Runs, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as caught:
        bridge(Pair(make(), tmp_path))
    assert [issue.code for issue in caught.value.issues] == ["not-a-run"]
    for pair, code in (
        (Pair(make(), make(), only=("another",)), "unknown-scheme"),
        (Pair(make(), make(), only=(SCHEME,), unit="corse", value="dose"), "unknown-name"),
        (Pair(make(), make(), only=(SCHEME,), unit="course", value="grams"), "unknown-name"),
        (Pair(make(), make(), only=(SCHEME,), volume="grams"), "unknown-name"),
    ):
        with pytest.raises(Rejected) as caught:
            bridge(pair)
        assert [issue.code for issue in caught.value.issues] == [code]
