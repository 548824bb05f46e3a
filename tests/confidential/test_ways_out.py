"""A confidential price, and any small multiple of it, is in nothing that a run or a command gives; and would be, were it not confidential."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from confidential.priced import NAME, PARAMETERS, TEXT, told_in_text, told_in_units, write_inputs
from improving_value.inquiry import Question, explain_unit
from improving_value.kernel.issues import Rejected
from improving_value.kernel.periods import read_period
from improving_value.kernel.render import render_issues
from improving_value.listing.check import check_schemes
from improving_value.listing.common import list_parameters, print_sql
from improving_value.pipeline import Request, run

OPEN = TEXT.replace(", sensitive: true", "")


@pytest.fixture(scope="module", params=[TEXT, OPEN], ids=["confidential", "open"])
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bool]:
    """Run the scheme, and once more with prices that anybody may see: what the search finds there it must not find here."""
    folder = tmp_path_factory.mktemp("priced")
    write_inputs(folder, request.param)
    asked = Request(
        folder / "data",
        read_period("2017/18 Q2"),
        folder / "out",
        parameters=folder / "parameters.yaml",
        schemes=(folder / "schemes",),
        today=date(2018, 5, 1),
        shareable=True,
        workbook=True,
    )
    run(asked)
    return folder, request.param == OPEN


def test_no_file_of_a_run_tells_it(done: tuple[Path, bool]) -> None:
    folder, is_open = done
    out = folder / "out" / "internal"
    texts = sorted(path for path in out.rglob("*") if path.suffix not in (".parquet", ".xlsx", "") and path.is_file())
    assert {path.suffix for path in texts} >= {".csv", ".json", ".html"}
    told = [path.name for path in texts if told_in_text(path.read_text(encoding="utf-8"))]
    assert told == (["menu.html", "run.json"] if is_open else [])
    in_units = told_in_units(out / "units")
    shown = ["at_stake_pence", "due", "parameter__agreed", "so_far"]
    assert in_units == ([*(f"{NAME}.line.parquet: {name}" for name in shown), f"{NAME}.patient.parquet: spend"] if is_open else [])


def test_what_is_withheld_is_said(done: tuple[Path, bool]) -> None:
    folder, is_open = done
    out = folder / "out" / "internal"
    said = json.loads((out / "run.json").read_text(encoding="utf-8"))["withheld"]
    line = ["due", "excess", "overcharged", "size", "charged", "so_far", "at_stake_pence", "excess_paid_pence"]
    wanted = [
        {"unit": "line", "columns": line, "because_of": ["agreed", "fee"]},
        {"unit": "patient", "columns": ["spend", "others"], "because_of": ["agreed"]},
    ]
    assert said == ({} if is_open else {NAME: wanted})
    written = _columns(out / "units" / f"{NAME}.line.parquet")
    assert {"unit_key", "period", "amount", "packs", "outcome"} <= set(written)
    assert bool(set(line) & set(written)) == is_open
    assert ("Not written on any single" in (out / "menu.html").read_text(encoding="utf-8")) != is_open


def test_its_figures_are_reported_all_the_same(done: tuple[Path, bool]) -> None:
    folder, _ = done
    out = folder / "out" / "internal"
    # 18 lines are billed £13.31 over, 18 £26.62 and 18 £39.93, but of lines 7 (£39.93) and 33 (£13.31) the packs are not recorded.
    over = 17 * 1331 + 18 * 2662 + 17 * 3993
    savings = (out / "savings.csv").read_text(encoding="utf-8")
    assert f"{over // 100}.{over % 100:02d}" in savings
    assert "5759.43" in savings  # 69 lines at £83.47
    kpis = (out / "kpis.csv").read_text(encoding="utf-8")
    assert "overcharged_share" in kpis


def test_no_command_tells_it(done: tuple[Path, bool], capsys: pytest.CaptureFixture[str]) -> None:
    folder, is_open = done
    schemes, parameters = (folder / "schemes",), folder / "parameters.yaml"
    told = {}
    for patient in ("P003", "P007", "P010"):
        explain_unit(Question(NAME, patient, None, folder / "data", "2017/18 Q2", None, parameters, schemes, ()))
    told["explain"] = _without_bills(_printed(capsys))
    for engine in ("duckdb", "spark"):
        print_sql(NAME, "2017/18 Q2", None, parameters, schemes, (), engine)
    told["sql"] = _printed(capsys)
    for as_json in (False, True):
        list_parameters(schemes, (), parameters, False, as_json)
    told["parameters"] = _printed(capsys)
    check_schemes((), schemes, (), parameters, True, False)
    told["check"] = _printed(capsys)
    assert ("excess_paid: withheld, because it rests on `agreed`" in told["explain"]) != is_open
    assert ("excess_paid: £" in told["explain"]) == is_open
    assert [name for name, text in told.items() if told_in_text(text)] == (["explain", "sql", "parameters"] if is_open else [])


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("agreed:", "agred:"),
        ("value: 907.19", "value: -907.19"),
        ("{drug: b, value", "{dose: b, value"),
        ("fee: 83.47", "fee: 83.47 GBP"),
        ("fee: 83.47", "fees: 83.47"),
        ("from: 2016-04-01", "from: 2016-13-01"),
        ("2016-04-01, value: 1713.37", "2016-04-01, vlaue: 1713.37"),
    ],
)
def test_no_message_about_the_values_tells_it(written: str, wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TEXT.replace("sensitive: true,", "sensitive: true, minimum: 0,")
    write_inputs(tmp_path, text)
    parameters = tmp_path / "parameters.yaml"
    parameters.write_text(PARAMETERS.replace(written, wrong), encoding="utf-8")
    try:
        assert check_schemes((), (tmp_path / "schemes",), (), parameters, True, False) == 1
        printed = _printed(capsys)
    except Rejected as rejected:
        printed = render_issues(rejected.issues)
    assert "parameters.yaml:" in printed
    assert not told_in_text(printed.replace("-", ""))


def test_an_example_that_differs_does_not_tell_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = "{drug: a, supply_date: 2017-07-10, packs: 3, amount: 6000.00}"
    example = f"""\
examples:
  - example: one line
    period: 2017/18 Q2
    parameters: {{agreed: 1713.37, fee: 1}}
    given:
      invoices:
        - {given}
    expect: {{line.due: 5000.00, line.packs: 4, excess_paid: 800.00}}
"""
    write_inputs(tmp_path, TEXT + example)
    assert check_schemes((), (tmp_path / "schemes",), (), None, True, False) == 1
    printed = _printed(capsys)
    assert "5140.11" not in printed.replace(",", "")
    assert "859.89" in printed  # the saving is a figure: it is shown
    assert printed.count("example-differs") == 3


def _columns(path: Path) -> list[str]:
    found = duckdb.connect().execute("SELECT name FROM parquet_schema(?)", [str(path)]).fetchall()
    return [str(name) for (name,) in found]


def _printed(capsys: pytest.CaptureFixture[str]) -> str:
    return "".join(capsys.readouterr())


def _without_bills(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith("amount ="))
