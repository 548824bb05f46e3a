"""The challenge list of the fixtures, made a second time with pandas from the files alone: no engine, no file of tests."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pandas
import pytest
from typer.testing import CliRunner

from improving_value.challenge import Asked, challenge
from improving_value.cli.app import app
from improving_value.kernel.issues import Rejected
from improving_value.kernel.periods import read_period
from improving_value.listing.prove import prove_schemes

ROOT = Path(__file__).parents[2]
ACTIVITY = ROOT / "fixtures" / "activity"
SLICE = ["provider_code", "commissioner_code", "financial_month"]
NEEDS_APPROVAL = ("natalizumab", "teriflunomide", "fingolimod", "dimethyl fumarate", "glatiramer acetate", "interferon beta-1a")
TITLES = {
    "again": "Sent twice",
    "not alive": "Patient not alive on the day",
    "approval": "No live approval",
    "price": "Above the agreed price",
}
ORDER = list(TITLES.values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("challenge")


@pytest.fixture(scope="module")
def printed(folder: Path) -> str:
    """Return what the command prints, having written its lists."""
    command = ["challenge", "--data", str(ACTIVITY), "--period", "2017/18 Q4", "--out", str(folder), "--today", "2018-05-01"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1, done.output
    return done.output


@pytest.fixture(scope="module")
def out(folder: Path, printed: str) -> Path:
    assert printed
    return folder / "internal"


@pytest.fixture(scope="module")
def found(out: Path) -> pandas.DataFrame:
    return pandas.read_csv(out / "challenge.csv", dtype=str, keep_default_na=False)


def _read(name: str) -> pandas.DataFrame:
    return pandas.read_csv(ACTIVITY / f"{name}.csv", dtype=str, keep_default_na=False)


def _pence(text: str) -> int | None:
    bare = text.replace("£", "").replace(",", "")
    bare = f"-{bare[1:-1]}" if bare.startswith("(") else bare
    try:
        return round(float(bare) * 100)
    except ValueError:
        return None


def _in_force(name: str) -> pandas.DataFrame:
    """Return the rows of the latest submission of each provider and month."""
    rows = _read(name)
    latest = rows.groupby(["provider_code", "financial_month"]).loaded_on.transform("max")
    return rows[rows.loaded_on == latest].copy()


@pytest.fixture(scope="module")
def lines() -> pandas.DataFrame:
    """Return the drug lines in force that charge something, with their key as it is printed."""
    rows = _in_force("drplcm_lines")
    rows["pence"] = rows.total_cost.map(_pence)
    rows["key"] = rows.provider_code + "|" + rows.line_id + "|" + rows.loaded_on
    rows["name"] = rows.drug.str.strip().str.lower()
    return rows


def _year_after(day: str) -> str:
    return f"{int(day[:4]) + 1}{day[4:]}"


def _approval(line: pandas.Series, forms: pandas.DataFrame) -> tuple[str, str]:
    """Return covered, query or the reason, by the five tests one after another."""
    own = forms[forms.patient_id == line.patient_id]
    steps = (
        ("no form", own),
        ("drug mismatch", own := own[own.name == line["name"]]),
        ("rejected", own := own[own.state == "approved"]),
    )
    if not line.patient_id:
        return "query", ""
    for reason, left in steps:
        if left.empty:
            return "failed", reason
    dated = own[own.approval_date != ""]
    early = dated[dated.approval_date <= line.supply_date]
    if (early.approval_date.map(_year_after) > line.supply_date).any():
        return "covered", ""
    if len(dated) < len(own):
        return "query", ""
    return "failed", "form after supply" if early.empty else "expired"


@pytest.fixture(scope="module")
def expected(lines: pandas.DataFrame) -> pandas.DataFrame:
    """Return every line that fails a test: the test, the reason, the line and the pence at issue."""
    rows: list[tuple[str, str, str, int, bool]] = []
    charged = lines[lines.pence.fillna(0) > 0].sort_values(["loaded_on", "key"])
    taken_back = lines[lines.pence.fillna(0) < 0].groupby(["patient_id", "name", "supply_date"]).size().to_dict()
    sent: dict[tuple[str, ...], int] = {}
    people = _read("person_dates").set_index("patient_id")
    forms = _read("blueteq")
    forms["name"], forms["state"] = forms.drug.str.strip().str.lower(), forms.status.str.strip().str.lower()
    prices = _read("drug_reference_prices")
    for _, line in charged.iterrows():
        pence = int(line.pence)
        same = (line.patient_id, line["name"], line.supply_date, line.quantity)
        sent[same] = sent.get(same, 0) + 1
        if not line.patient_id:
            rows.append((TITLES["again"], "", line.key, pence, True))
        elif sent[same] - taken_back.get(same[:3], 0) > 1:
            rows.append((TITLES["again"], "", line.key, pence, False))
        if line.patient_id in people.index:
            person = people.loc[line.patient_id]
            if person.death_date and line.supply_date > person.death_date:
                rows.append((TITLES["not alive"], "after death", line.key, pence, False))
            elif person.birth_date and line.supply_date < person.birth_date:
                rows.append((TITLES["not alive"], "before birth", line.key, pence, False))
        if line["name"] in NEEDS_APPROVAL and line.supply_date >= "2018-02-01":
            outcome, reason = _approval(line, forms)
            if outcome != "covered":
                rows.append((TITLES["approval"], reason, line.key, pence, outcome == "query"))
        agreed = prices[(prices.valid_from <= line.supply_date) & ((prices.valid_until == "") | (line.supply_date < prices.valid_until))]
        agreed = (
            agreed[agreed.drug_code == line.drug_code] if line.drug_code in set(agreed.drug_code) else agreed[agreed.drug == line["name"]]
        )
        if not agreed.empty:
            charge = _pence(line.unit_price)
            over = None if charge is None else charge - (_pence(agreed.reference_price.iloc[0]) or 0)
            if over is None:
                rows.append((TITLES["price"], "", line.key, pence, True))
            elif over > 0:
                rows.append((TITLES["price"], "", line.key, round(over * float(line.quantity)), False))
    return pandas.DataFrame(rows, columns=["test", "reason", "lines", "pence", "is_query"])


def test_every_line_is_the_one_that_pandas_finds(found: pandas.DataFrame, expected: pandas.DataFrame) -> None:
    ours = found[found.kind == "line"]
    got = sorted((row.test, row.lines, round(float(row.at_issue_gbp) * 100), row.status == "query") for row in ours.itertuples())
    assert got == sorted((row.test, row.lines, row.pence, row.is_query) for row in expected.itertuples())
    assert len(got) > 150
    reasons = {(row.test, row.lines): row.reason for row in ours.itertuples()}
    wrong = [row for row in expected.itertuples() if row.reason and not reasons[row.test, row.lines].endswith(f": {row.reason}")]
    assert wrong == []
    five = {row.reason for row in expected.itertuples() if row.test == TITLES["approval"]} - {""}
    assert five == {"no form", "drug mismatch", "rejected", "form after supply", "expired"}


def test_a_line_is_claimed_once(found: pandas.DataFrame, expected: pandas.DataFrame) -> None:
    failed = expected[~expected.is_query].copy()
    failed["turn"] = failed.test.map(ORDER.index)
    first = failed.sort_values("turn").drop_duplicates("lines").set_index("lines")
    ours = found[(found.kind == "line") & (found.status == "challenged")]
    claimed = {row.lines: round(float(row.claimed_gbp) * 100) for row in ours.itertuples() if float(row.claimed_gbp)}
    assert claimed == first.pence.to_dict()
    several = failed.groupby("lines").test.apply(set)
    for row in ours.itertuples():
        assert set(filter(None, row.also_fails.split("; "))) == several[row.lines] - {row.test}
    planted = found[found.lines.str.startswith("RZ2|PDR024|") & (found.kind == "line")]
    assert planted.test.tolist() == ORDER
    assert planted.claimed_gbp.tolist() == ["1200.00", "0.00", "0.00", "0.00"]


def _sums(rows: pandas.DataFrame, column: str) -> dict[tuple[str, ...], int | None]:
    """Return pence by provider, commissioner and month; None where one of them is no number."""
    found: dict[tuple[str, ...], int | None] = {}
    for _, row in rows.iterrows():
        where = tuple(row[name] for name in SLICE)
        pence, held = _pence(row[column]), found.get(where, 0)
        found[where] = None if pence is None or held is None else held + pence
    return found


def test_every_total_is_the_one_that_pandas_finds(found: pandas.DataFrame) -> None:
    aggregate = _in_force("acm_lines")
    aggregate = aggregate.assign(part=aggregate.point_of_delivery_code.map({"DRUG": "drug", "DEVICE": "device"}).fillna("other"))
    wanted = []
    for part, name, stated_title, alone_title in (
        ("drug", "drplcm_lines", "Drugs: the aggregate less the drug lines", "Drug lines that no aggregate states"),
        ("device", "deplcm_lines", "Devices: the aggregate less the device lines", "Device lines that no aggregate states"),
        ("other", "plcm_lines", "Other activity: the aggregate less the patient lines", "Patient lines that no aggregate states"),
    ):
        stated, listed = _sums(aggregate[aggregate.part == part], "actual_price"), _sums(_in_force(name), "total_cost")
        wanted += _compared(stated_title, alone_title, stated, listed)
    invoiced = _sums(_read("contract_invoices"), "amount")
    wanted += _compared("Invoices less the aggregate", "Aggregate that no invoice charges", invoiced, _sums(aggregate, "actual_price"))
    ours = found[found.kind == "total"]
    got = [
        (row.test, row.provider, row.period[-2:], row.at_issue_gbp and round(float(row.at_issue_gbp) * 100)) for row in ours.itertuples()
    ]
    assert sorted(got, key=str) == sorted(wanted, key=str)
    assert (ours.claimed_gbp == "0.00").all()
    assert {one[3] for one in wanted} >= {125000, -1, 160000, 500000, ""}, "the planted differences"


def _compared(
    stated_title: str, alone_title: str, stated: dict[tuple[str, ...], int | None], listed: dict[tuple[str, ...], int | None]
) -> list[tuple[str, str, str, object]]:
    rows: list[tuple[str, str, str, object]] = []
    for where in {**stated, **listed}:
        month = f"{int(where[2]):02d}"
        if where not in stated:
            rows.append((alone_title, where[0], month, -(listed[where] or 0)))
            continue
        one, other = stated[where], listed.get(where, 0)
        if one is None or other is None:
            rows.append((stated_title, where[0], month, ""))
        elif one != other:
            rows.append((stated_title, where[0], month, one - other))
    return rows


def test_planted_cases_come_out_as_the_readme_says(found: pandas.DataFrame) -> None:
    told = {}
    with (ROOT / "fixtures" / "planted" / "drplcm_lines.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = found[found.lines.str.contains(f"|{row['line_id']}|", regex=False) & (found.kind == "line")]
            told.setdefault(row["case"], []).append([(one.test, one.status) for one in own.itertuples()])
    again, alive, approval, price = ([(title, "challenged")] for title in ORDER)
    query = {title: [(title, "query")] for title in ORDER}
    assert told == {
        "sent_twice": [[], again],
        "sent_twice_credited": [[], [], []],
        "sent_by_two_providers": [[], again],
        "another_quantity": [[], []],
        "day_of_death": [[]],
        "after_death": [alive],
        "before_birth": [alive],
        "no_form": [approval],
        "drug_mismatch": [approval],
        "rejected": [approval],
        "expired": [approval],
        "last_day": [[]],
        "undated_approval": [query[ORDER[2]]],
        "too_dear_by_code": [price],
        "too_dear_by_name": [price],
        "price_unknown": [query[ORDER[3]]],
        "identity_withheld": [query[ORDER[0]]],
        "three_faults": [alive + approval + price, again + alive + approval + price],
        "cost_unknown": [[]],
        "thousands": [[]],
        "brackets": [[]],
    }


def test_nothing_that_is_sent_tells_a_patient(out: Path) -> None:
    patients = {row["patient_id"] for name in ("drplcm_lines", "deplcm_lines", "plcm_lines") for _, row in _read(name).iterrows()} - {""}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [patient for patient in patients if patient in text], path.name


def test_the_documents_show_what_is_printed(printed: str) -> None:
    page = (ROOT / "docs" / "bridges-and-challenges.md").read_text(encoding="utf-8")
    assert printed.split("\nAll: ")[0].strip() in page


def test_each_provider_gets_its_own(out: Path, found: pandas.DataFrame) -> None:
    record = json.loads((out / "challenge.json").read_text(encoding="utf-8"))
    assert sum(float(test["claimed_gbp"]) for test in record["tests"]) == pytest.approx(found.claimed_gbp.astype(float).sum())
    for provider in found.provider.unique():
        own = pandas.read_csv(out / provider / "challenge.csv", dtype=str, keep_default_na=False)
        assert own.equals(found[found.provider == provider].reset_index(drop=True))
        page = (out / provider / "challenge.html").read_text(encoding="utf-8")
        assert f"({provider})" in page
        assert not [other for other in found.provider.unique() if other != provider and f">{other}<" in page]
    assert found.reference.is_unique


def test_a_code_from_the_data_is_no_path(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    head = "invoice_number,provider_code,commissioner_code,financial_year,financial_month,amount\n"
    (data / "contract_invoices.csv").write_text(f"{head}I1,../../away,=QX1,201718,10,100.00\n", encoding="utf-8")
    for name in ("acm_lines", "drplcm_lines", "deplcm_lines", "plcm_lines"):
        (data / f"{name}.csv").write_text((ACTIVITY / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    command = ["challenge", "--data", str(data), "--period", "2017/18 Q4", "--out", str(tmp_path / "out"), "--only", "contract_totals"]
    assert CliRunner().invoke(app, command).exit_code == 1
    assert sorted(path.name for path in (tmp_path / "out" / "internal").iterdir()) == ["challenge.csv", "challenge.json", "provider-1"]
    assert not (tmp_path / "away").exists()


def _issues(folder: Path, *more: str) -> set[str]:
    asked = Asked(data=folder, span=read_period("2017/18 Q4"), only=more)
    with pytest.raises(Rejected) as caught:
        challenge(asked)
    return {issue.code for issue in caught.value.issues}


def test_without_the_feeds_nothing_is_fine(tmp_path: Path) -> None:
    assert _issues(tmp_path) == {"missing-dataset"}
    assert _issues(tmp_path, "contract_totals") == {"missing-dataset"}
    assert _issues(ACTIVITY, "contract_total") == {"unknown-scheme"}


def test_a_test_that_lacks_its_data_is_said_to_be_not_done(tmp_path: Path, found: pandas.DataFrame) -> None:
    for name in ("drplcm_lines", "person_dates"):
        shutil.copy(ACTIVITY / f"{name}.csv", tmp_path)
    done, not_run = challenge(Asked(data=tmp_path, span=read_period("2017/18 Q4"), only=("drug_lines",)))
    assert not_run == []
    assert [test.title for test in done.tests] == [TITLES["again"], TITLES["not alive"]]
    assert done.left_out == ((TITLES["approval"], ("blueteq",)), (TITLES["price"], ("drug_reference_prices",)))
    alone = found[found.test.isin([TITLES["again"], TITLES["not alive"]]) & (found.status == "challenged")]
    assert [one.lines for one in done.failed("line")] == [tuple(lines.split("; ")) for lines in alone.lines]


def test_the_built_in_tests_hold_their_own_examples() -> None:
    files = [str(path) for path in sorted((ROOT / "schemas" / "challenges").glob("*.yaml"))]
    done = CliRunner().invoke(app, ["check", "--both", *files])
    assert done.exit_code == 0, done.output
    assert "nothing wrong" in done.output


def test_the_built_in_tests_prove_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    """Every change that a slip of the pen could make to a test is noticed by one of its file's examples."""
    files = [str(path) for path in sorted((ROOT / "schemas" / "challenges").glob("*.yaml"))]
    assert prove_schemes(files, (), (), False, False) == 0
    assert capsys.readouterr().out.count(": every one noticed.\n") == len(files) == 2
