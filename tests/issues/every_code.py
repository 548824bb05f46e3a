"""The smallest input that has each fault, for every code that no test of the command line shows: what is written, and the message."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from improving_value.check.scheme import check_scheme
from improving_value.compile.plan import Plan
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.examples.columns import different_in_columns
from improving_value.examples.running import ExampleReader, failed_examples
from improving_value.finance.payment_terms import terms_for_nobody, terms_of
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.periods import read_period
from improving_value.kernel.render import render_issues
from improving_value.pipeline import Request, run
from improving_value.report.folder import all_or_nothing
from improving_value.report.sketch_template import write_template
from improving_value.run.in_memory import InMemory
from improving_value.run.results import Results
from improving_value.run.rows_activity import Tables
from improving_value.run.store import _memory_full
from improving_value.spec.load import load_scheme
from improving_value.spec.sketch_workbook import read_sketch
from prove.small import A_GRAM_OVER, ALL, ANOTHER_DISEASE, AT_THE_LIMIT, TEXT, proof, scheme_with

GIVEN = Path(__file__).parents[1] / "cli" / "given"
SCHEME = "late_discharges.yaml"
CSV = "cc_periods.csv"


@dataclass(frozen=True)
class Case:
    """A code, what is written to have it (in the small scheme of the command's tests, unless it says otherwise), and how it is met."""

    code: str
    written: str
    issues: Callable[[Path], Sequence[Issue]]
    said_as: str = ""
    """The code under which it is printed, when that is another."""

    def message(self) -> str:
        """Return what is printed, without the folder."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(GIVEN, folder, dirs_exist_ok=True)
            found = [issue for issue in self.issues(Path(folder)) if issue.code == (self.said_as or self.code)]
            return render_issues(found[:1], plain=True).replace(f"{folder}/", "").replace(folder, "…")


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    path = folder / "schemes" / SCHEME
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def checked(folder: Path, *changes: tuple[str, str]) -> Sequence[Issue]:
    """Check the changed scheme, and run its examples."""
    dictionary = load_dictionary([builtin_folder()])
    try:
        loaded = load_scheme(changed(folder, *changes))
        found = check_scheme(loaded, dictionary, {})
        return [*found.warnings, *failed_examples(ExampleReader(loaded, dictionary))]
    except Rejected as rejected:
        return rejected.issues


def ran(folder: Path, *changes: tuple[str, str], parameters: tuple[str, str] = ("", "")) -> Sequence[Issue]:
    """Run the changed scheme, and return what stopped it or what it warns of."""
    changed(folder, *changes)
    values = folder / "parameters.yaml"
    values.write_text(values.read_text(encoding="utf-8").replace(*parameters), encoding="utf-8")
    request = Request(folder / "activity", read_period("2017/18 Q1"), folder / "out", parameters=values, schemes=(folder / "schemes",))
    try:
        assessment = run(request)
    except Rejected as rejected:
        return rejected.issues
    return [issue for one in assessment.schemes for issue in one.issues]


def proved(folder: Path, *examples: str, more: str = "") -> Sequence[Issue]:
    """Prove the small scheme of doses, with some of its examples."""
    result = proof(folder, *examples, more=more)
    return [*result.issues, *(survivor.issue for survivor in result.survivors)]


def _too_many_places(folder: Path) -> Sequence[Issue]:
    text = f"{TEXT}examples:\n{AT_THE_LIMIT}".replace("grams: 70", "grams: 70.12345678")
    (folder / "doses.yaml").write_text(text, encoding="utf-8")
    loaded = load_scheme(folder / "doses.yaml")
    return failed_examples(ExampleReader(loaded, load_dictionary([builtin_folder()])))


def _an_engine_that_loses_a_row(folder: Path) -> Sequence[Issue]:
    whole = InMemory.run

    def without_a_row(self: InMemory, plan: Plan, tables: Tables) -> Results:
        return whole(self, plan, {name: rows[1:] for name, rows in tables.items()})

    loaded = load_scheme(scheme_with(folder, *ALL))
    with patch.object(InMemory, "run", without_a_row):
        return different_in_columns(ExampleReader(loaded, load_dictionary([builtin_folder()])))


def rejected_by(do: Callable[[], object]) -> Sequence[Issue]:
    try:
        do()
    except Rejected as rejected:
        return rejected.issues
    return []


def scheme(code: str, old: str, new: str, *more: tuple[str, str], written: str = "") -> Case:
    """Return a fault of the scheme: one text in place of another."""
    return Case(code, written or new.strip("\n"), lambda folder: checked(folder, (old, new), *more))


def _full_disk(folder: Path) -> Sequence[Issue]:
    def write() -> None:
        with all_or_nothing(folder / "out"):
            raise OSError(errno.ENOSPC, "no room")

    return rejected_by(write)


def _locked(folder: Path) -> Sequence[Issue]:
    def write() -> None:
        with all_or_nothing(folder / "out"), all_or_nothing(folder / "out"):
            raise AssertionError("two runs at a time")

    return rejected_by(write)


def _not_a_template(folder: Path) -> Sequence[Issue]:
    (folder / "letter.xlsx").write_text("a letter", encoding="utf-8")
    return rejected_by(lambda: read_sketch(folder / "letter.xlsx"))


def _formula_in_a_cell(folder: Path) -> Sequence[Issue]:
    from openpyxl import load_workbook

    path = folder / "template.xlsx"
    write_template(path, load_dictionary([builtin_folder()]).values())
    book = load_workbook(path)
    book["Who counts"]["B4"] = "=1+1"
    book.save(path)
    return rejected_by(lambda: read_sketch(path))


def _number_without_unit(folder: Path) -> Sequence[Issue]:
    dictionary = dict(load_dictionary([builtin_folder()]))
    periods = dictionary["cc_periods"]
    bare = {name: column.model_copy(update={"unit": None}) if name == "age" else column for name, column in periods.columns.items()}
    dictionary["cc_periods"] = periods.model_copy(update={"columns": bare})
    return rejected_by(lambda: check_scheme(load_scheme(folder / "schemes" / SCHEME), dictionary, {}))


def _unlike_pieces(folder: Path) -> Sequence[Issue]:
    (folder / "datasets").mkdir()
    (folder / "datasets" / "ward_days.yaml").write_text(_OTHER_PIECES, encoding="utf-8")
    return rejected_by(lambda: load_dictionary([builtin_folder(), folder / "datasets"]))


def _with_terms(folder: Path, rows: str) -> Sequence[Issue]:
    (folder / "activity" / "payment_terms.csv").write_text(f"{_TERMS}{rows}", encoding="utf-8")
    return ran(folder)


def _terms_for_nobody(_: Path) -> Sequence[Issue]:
    return terms_for_nobody(terms_of([{"provider_code": "RXQ", "mechanism": "block"}]), ["RX1"], {}, [], "payment_terms.csv")


def _unlisted(folder: Path) -> Sequence[Issue]:
    path = folder / "activity" / "organisations.csv"
    path.write_text(
        "".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("RX2")), encoding="utf-8"
    )
    return ran(folder)


def _two_files(folder: Path) -> Sequence[Issue]:
    shutil.copy(folder / "activity" / CSV, folder / "activity" / CSV.upper())
    return ran(folder)


def _two_headings(folder: Path) -> Sequence[Issue]:
    path = folder / "activity" / CSV
    path.write_text(path.read_text(encoding="utf-8").replace("age,", "age,AGE,", 1), encoding="utf-8")
    return ran(folder)


LATE = "late: wait > longest_wait"
KPI = "    share: late\n"
UNIT = "    date: day\n"
EACH = "    each: wait / hours_per_day * bed_day\n"
CLAIMS = "    claims: [cc_periods]\n"
_TERMS = "provider_code,mechanism,commissioner_share,valid_from\n"
_OTHER_PIECES = """
dataset: ward_days
title: Days on a ward
feed: A local system
grain: one day of one patient
piece:
  kind: bed_day
  key: {ward: ward}
columns:
  ward: {type: code, title: Ward}
"""
GROUPED = "  patient:\n    from: stay\n    group: {by: [provider_code, patient_id, period]}\n    columns:\n      stays: count()\n\nkpis:"
MEASURE = "measures:\n  - {measure: hours_waited, of: stay, is: sum(wait), unit: hour}\n\nkpis:"

NOT_EQUIVALENT = """\
equivalent:
  - {at: units.infusion.columns.compliant, before: grams <= limit, after: grams < limit, because: Nobody is at the limit}
"""

CASES = (
    scheme(
        "bands-do-not-fit",
        LATE,
        f"{LATE}\n      band: {{bands: wait, cuts: [longest_wait], labels: [short, long, longer], limit_in: lower}}",
    ),
    scheme("chart-form", "\nexamples:", "\ncharts:\n  - {chart: one, kind: scatter, title: One, across: late_share}\n\nexamples:"),
    scheme(
        "unknown-kpi",
        "\nexamples:",
        "\ncharts:\n  - {chart: one, kind: scatter, title: One, across: late_shar, up: late_share, points: organisations}\n\nexamples:",
    ),
    scheme(
        "confidential-figure",
        KPI,
        "    is: max(longest_wait)\n    unit: hour\n",
        ("longest_wait: {value: 4,", "longest_wait: {sensitive: true, value: 4,"),
        written="longest_wait: {sensitive: true, value: 4, …}\n\nis: max(longest_wait)",
    ),
    scheme("cost-form", "{cost: none, value: 0,", "{cost: none,"),
    scheme("example-row", "{age: 60, destination: ward, ready_at", "{age: sixty, destination: ward, ready_at"),
    scheme("figure-without-inputs", "    of: stay\n    share: late\n", "    is: longest_wait / longest_wait\n    unit: ratio\n"),
    scheme("group-episodes", "\nkpis:", f"\n{GROUPED}".replace("period]}", "period], on: day}")),
    scheme("kpi-form", KPI, "    share: late\n    is: count()\n"),
    scheme(
        "match-test",
        "    columns:\n      day",
        "    match:\n      other:\n        in: cc_periods\n        tests:\n          - none_found: age == age\n    columns:\n      day",
    ),
    scheme("name-used-twice", LATE, "longest_wait: wait > 0"),
    scheme("not-an-aggregate", LATE, f"{LATE}\n      others: {{from: cc_periods, same: [patient_id], is: count() + count()}}"),
    scheme(
        "value-without-date",
        "longest_wait: {value: 4, unit: hour,",
        "longest_wait: {dated: true, values: [{from: 2017-04-01, value: 4}, {value: 5}], unit: hour,",
    ),
    scheme(
        "parameter-twice",
        "    unit: GBP/day\n    basis: local\n    by: [provider_code]\n",
        "    unit: GBP/day\n    basis: local\n    value: 900\n    source: guide\n",
    ),
    scheme("parameter-without-value", "longest_wait: {value: 4,", "longest_wait: {"),
    scheme(
        "period-twice", "\nkpis:", f"\n{GROUPED}\n".replace("\n\nkpis:", "\n  again:\n    from: patient\n    each_period: true\n\nkpis:")
    ),
    scheme(
        "periods-mixed",
        "\nkpis:",
        f"\n{GROUPED}\n".replace("\n\nkpis:", "\n  again:\n    from: patient\n    group: {by: [provider_code]}\n\nkpis:"),
    ),
    scheme("instead-of-unlike", EACH, f"{EACH}    instead_of: waiting\n"),
    scheme("saving-form", EACH, f"{EACH}    total: longest_wait\n"),
    scheme("saving-without-claims", CLAIMS, "", written="- saving: waiting\n  payer: commissioner"),
    scheme("claim-of-other-activity", CLAIMS, "    claims: [ig_infusions]\n"),
    Case("piece-parts-differ", _OTHER_PIECES.strip(), _unlike_pieces),
    Case("share-not-said", f"{_TERMS}RX1,gain_share,,\n", lambda folder: _with_terms(folder, "RX1,gain_share,,\n")),
    Case(
        "terms-overlap",
        f"{_TERMS}RX1,block,,\nRX1,cost_and_volume,2017-10-01,\n",
        lambda folder: _with_terms(folder, "RX1,block,,\nRX1,cost_and_volume,2017-10-01,\n"),
    ),
    Case("terms-for-nobody", f"{_TERMS}RXQ,block,,\n", _terms_for_nobody),
    scheme(
        "scenario-changes-units",
        "\nexamples:",
        "\nscenarios:\n  - {scenario: younger, say: Younger, parameters: {adult_age: 16, hours_per_day: 12}}\n\nexamples:",
    ),
    scheme(
        "scenario-without-effect",
        "\nexamples:",
        "\nscenarios:\n  - {scenario: other, say: Another, parameters: {spare: 2}}\n\nexamples:",
        ("  hours_per_day: {", "  spare: {value: 1, unit: hour, basis: assumption, source: guide}\n  hours_per_day: {"),
    ),
    scheme("unit-date", UNIT, "    date: wait\n"),
    scheme("unit-provider", "\nkpis:", f"\n{GROUPED}".replace("provider_code, patient_id", "patient_id")),
    scheme("unknown-dataset", "from: cc_periods", "from: cc_period"),
    scheme("unknown-unit", "    of: stay\n    share", "    of: stays\n    share"),
    scheme("aggregate-not-allowed", LATE, "late: wait > mean(wait)"),
    scheme("no-period-here", LATE, "late: day < period_end"),
    scheme("number-too-large", LATE, "late: wait > 1" + "0" * 40),
    scheme("rows-outside-aggregate", KPI, "    numerator: wait\n    denominator: count()\n"),
    scheme("unknown-function", "wait: hours(ready_at, discharge_at)", "wait: hour(ready_at, discharge_at)"),
    scheme("wrong-arguments", "wait: hours(ready_at, discharge_at)", "wait: hours(ready_at)"),
    scheme(
        "not-a-time",
        "longest_wait: {value: 4, unit: hour,",
        "spare: {value: 25h, unit: time, basis: assumption, source: guide}\n  longest_wait: {value: 4, unit: hour,",
    ),
    Case(
        "unknown-column",
        "- {aged: 60, destination: ward, …}",
        lambda folder: checked(folder, ("- {age: 60, destination", "- {aged: 60, destination")),
        "example-row",
    ),
    Case("number-without-unit", "age: {type: integer, title: Age}", _number_without_unit),
    Case("unknown-organisation", "organisations.csv without the row of RX2", _unlisted),
    Case(
        "history-too-short",
        "history: 24 months",
        lambda folder: ran(folder, ("    from: cc_periods\n", "    from: cc_periods\n    history: 24 months\n")),
    ),
    Case(
        "missing-parameter",
        "within: span of first, where `span` is local, and nobody supplied it",
        lambda folder: ran(
            folder,
            ("\nkpis:", f"\n{GROUPED}".replace("period]}", "period], within: span of first, on: day}")),
            ("  hours_per_day: {", "  span: {unit: day, basis: local, ask: Somebody}\n  hours_per_day: {"),
        ),
    ),
    Case(
        "changes-inside-period",
        "total: hours_waited / hours_per_day * bed_day, where `bed_day` changes in May",
        lambda folder: ran(
            folder,
            ("\nkpis:", f"\n{MEASURE}"),
            (f"    of: stay\n{EACH}    where: late\n", "    total: hours_waited / hours_per_day * bed_day\n"),
            ("    by: [provider_code]\n", ""),
            parameters=(
                "    - {value: 1000.00, source: Contract of the region}\n    - {provider_code: RX2, value: 1200.00, source: Contract of RX2}",
                "    - {from: 2017-04-01, value: 1000.00}\n    - {from: 2017-05-10, value: 1200.00}",
            ),
        ),
    ),
    Case("scheme-not-run", "status: draft", lambda folder: ran(folder, ("status: published", "status: draft"))),
    Case("ambiguous-column", "age,AGE,…", _two_headings),
    Case("two-files", "cc_periods.csv and CC_PERIODS.CSV", _two_files),
    Case("disk-full", "a disk with no room left", _full_disk),
    Case("memory-full", "--memory 100MB", lambda folder: [_memory_full("100MB")]),
    Case("output-locked", "two runs at a time with one `--out`", _locked),
    Case("not-a-workbook", "a letter with the ending `.xlsx`", _not_a_template),
    Case("spreadsheet-formula", "=1+1", _formula_in_a_cell),
    Case("too-many-places", "- {indication: ITP, infusion_date: 2017-04-03, grams: 70.12345678}", _too_many_places, "example-row"),
    Case("engines-differ", "an engine that loses a row", _an_engine_that_loses_a_row),
    Case("change-not-noticed", "two examples, neither of them at the limit", lambda folder: proved(folder, A_GRAM_OVER, ANOTHER_DISEASE)),
    Case("not-equivalent", NOT_EQUIVALENT.strip(), lambda folder: proved(folder, *ALL, more=NOT_EQUIVALENT)),
)
