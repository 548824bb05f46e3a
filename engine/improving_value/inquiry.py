"""Why was this unit counted, or not, and how was each pound reached? Told on the terminal, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from improving_value.inquiry_values import listed_names, with_values, written
from improving_value.kernel.catalogue import CODES
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.parameters import WITHHELD

if TYPE_CHECKING:
    from improving_value.check.confidential import ConfidentialUnit
    from improving_value.check.model import CheckedScheme, CheckedUnit
    from improving_value.run.rows import RowRun
    from improving_value.run.rows_activity import Tables
    from improving_value.run.rows_model import UnitRow
    from improving_value.run.session import Activity

WARNING = "This shows patients' values. It is printed here only; do not paste it into a report or an e-mail."
_VERDICTS = {True: "yes", False: "NO", None: "not known"}


@dataclass(frozen=True)
class Question:
    """Whom or what to explain, and from which data."""

    scheme: str
    patient: str | None
    unit: str | None
    data: Path
    period: str
    baseline: str | None
    parameters: Path | None
    schemes: tuple[Path, ...]
    datasets: tuple[Path, ...]


def explain_code(code: str) -> int:
    """Print what an issue code means and how to mend it."""
    entry = CODES[code]
    print(f"{entry.code}: {entry.title}\n\n{entry.help}\n\nFor example:\n{entry.example}")
    return 0


def require_subject(what: str, schemes: tuple[Path, ...]) -> None:
    """Raise Rejected when a word is neither a scheme nor the code of an issue."""
    from improving_value.kernel.names import nearest
    from improving_value.listing.common import scheme_files

    known = [path.stem for path in scheme_files(schemes)]
    if what in known or Path(what).is_file():
        return
    close = nearest(what, [*known, *CODES])
    fix = f"write `{close}`" if close else "`improving-value menu` lists the schemes; a code stands in square brackets in a message"
    raise Rejected(
        [Issue("unknown-scheme", Location(what), f"`{what}`, which is neither a scheme nor the code of an issue", "one of them", fix)]
    )


def explain_unit(question: Question) -> int:
    """Print every unit of a patient, or one unit, rule by rule."""
    from improving_value.check.absent import without
    from improving_value.check.scheme import check_scheme
    from improving_value.library import open_dictionary
    from improving_value.listing.common import chosen, read_entries
    from improving_value.pipeline import period_or_reject
    from improving_value.run.rows import run_rows
    from improving_value.run.session import missing_datasets, read_activity
    from improving_value.run.store import open_store

    loaded, issues = chosen([question.scheme], question.schemes)
    if issues:
        raise Rejected(issues)
    dictionary = open_dictionary(question.datasets)
    checked = check_scheme(loaded[0], dictionary, read_entries(question.parameters).get(loaded[0].scheme.scheme, {}))
    lacking = missing_datasets(checked, question.data)
    if lacking:
        raise Rejected(lacking)
    span = period_or_reject(question.period, "--period")
    baseline = None if question.baseline is None else period_or_reject(question.baseline, "--baseline")
    with TemporaryDirectory(prefix="improving-value-") as work, open_store(Path(work), "1.5GB") as store:
        activity = read_activity(store, question.data, Path(work), [checked], dictionary, span, baseline)
        checked = without(checked, activity.intake.absent)
        calendar = activity.calendar(checked)
        tables = _tables(activity, checked, question)
        run = run_rows(checked, tables, calendar)
    shown = _show(checked, run, question)
    shown += _show_left_out(checked, run, tables, question, heading=not shown)
    if not shown:
        name = "that patient" if question.patient is not None else "that key"
        raise Rejected(
            [
                Issue(
                    "nothing-to-explain",
                    Location(question.scheme),
                    f"no unit of {name} in the data",
                    "a patient or unit that the scheme looks at",
                    "look the key up in `units/*.parquet` of a run; a row set aside at intake is in `data_issues.csv`",
                )
            ]
        )
    return 0


def _tables(activity: Activity, checked: CheckedScheme, question: Question) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that can matter to the question: the patient's own, and reference tables whole."""
    patients = [question.patient] if question.patient is not None else _patients_of(activity, checked, question.unit or "")
    tables = {}
    for name, dataset in checked.datasets.items():
        held = activity.store.columns(name)
        column = dataset.patient if dataset.patient in held else None
        tables[name] = activity.store.rows(dataset, column, patients if column and patients else None)
    return tables


def _patients_of(activity: Activity, checked: CheckedScheme, key: str) -> list[str]:
    """Find the patients whose rows a unit came from. A unit key ends with its own values, so the rows are looked for by running the scheme."""
    from improving_value.compile.plan import compile_scheme

    plan = compile_scheme(checked, activity.calendar(checked), "duckdb")
    engine = activity.store.engine
    engine.run(plan)
    found: list[str] = []
    for unit in (checked.units[name] for name in plan.units):
        for row in engine.unit_rows(plan, unit.name, {"unit_key": key}):
            base = _base(checked, unit)
            column = checked.datasets[base].patient
            if column is not None:
                found += activity.store.patients_of(base, column, row["source_keys"])
    return sorted(set(found))


def _base(checked: CheckedScheme, unit: CheckedUnit) -> str:
    while unit.source_is_unit:
        unit = checked.units[unit.source]
    return unit.source


def _show(checked: CheckedScheme, run: RowRun, question: Question) -> int:
    from improving_value.check.confidential import confidential_units

    shown = 0
    labels = {window.id: window.period.label for window in run.results.calendar.windows if window.role != "before_baseline"}
    hidden = confidential_units(checked)
    for name, rows in run.units.items():
        for row in rows:
            if question.unit is not None and row.unit_key != question.unit:
                continue
            if question.unit is None and not row.windows and row.window is not None:
                continue
            if not shown:
                print(WARNING)
            _show_unit(checked, checked.units[name], row, labels, hidden[name])
            shown += 1
    return shown


def _show_left_out(checked: CheckedScheme, run: RowRun, tables: Tables, question: Question, heading: bool) -> int:
    """Say which of a patient's rows are in no unit, because they are not what the unit is about."""
    from improving_value.check.confidential import confidential_units
    from improving_value.check.labels import Labels
    from improving_value.expression.words import in_words

    labels = Labels(checked)
    shown = 0
    hidden = confidential_units(checked)
    for name, unit in checked.units.items():
        if question.patient is None or unit.source_is_unit or unit.keep is None or unit.each_period or hidden[name].whole:
            continue
        column = checked.datasets[unit.source].patient
        used = {key for row in run.units[name] for key in row.source_keys}
        mine = [str(row["row_key"]) for row in tables[unit.source] if column and row.get(column) == question.patient]
        left = [key for key in mine if key not in used]
        if left:
            if heading and not shown:
                print(WARNING)
            print(f"\n{unit.say}: not in scope: {', '.join(left)}\n  in scope means: {in_words(unit.keep, labels.speaker(unit.source))}")
            shown += 1
    return shown


def _show_unit(checked: CheckedScheme, unit: CheckedUnit, row: UnitRow, labels: Mapping[int, str], hidden: ConfidentialUnit) -> None:
    if hidden.whole:
        print(f"\n{unit.say}: {WITHHELD}, because which of them there are rests on {listed_names(hidden)}")
        return
    periods = ", ".join(labels[window] for window in row.windows if window in labels) or "outside the periods of this run"
    print(f"\n{unit.say} {row.unit_key}  ({periods})")
    print(f"  made from {len(row.source_keys)} row{'' if len(row.source_keys) == 1 else 's'}: {', '.join(row.source_keys)}")
    for name, value in row.values.items():
        if "__" not in name:
            print(f"    {name} = {WITHHELD if hidden.hides(name) else written(value)}")
    if hidden.hides("outcome"):
        print(f"  Whether it is counted is {WITHHELD}: that rests on {listed_names(hidden)}.")
    else:
        _show_outcome(row)
    _show_pounds(checked, unit, row, hidden)


def _show_outcome(row: UnitRow) -> None:
    for verdict in row.rules:
        print(f"  {_VERDICTS[verdict.holds]:<10} {verdict.say}  [{verdict.rule}]")
    ending = {
        "eligible": "Counted: every rule holds.",
        "not_eligible": f"Not counted: `{row.deciding_rule}` is false.",
        "undetermined": f"Undetermined: `{row.deciding_rule}` cannot be answered, because {row.missing_field or 'something'} is not recorded.",
    }
    print(f"  {ending[row.outcome]}")


def _show_pounds(checked: CheckedScheme, unit: CheckedUnit, row: UnitRow, hidden: ConfidentialUnit) -> None:
    from improving_value.assess.assessment import pounds
    from improving_value.check.labels import Labels
    from improving_value.expression.text import to_text
    from improving_value.expression.words import in_words

    speaker = Labels(checked).speaker(unit.name)
    for saving in checked.savings:
        if saving.each is None or saving.saving.of != unit.name or saving.column is None:
            continue
        scenario = "" if saving.scenario == "default" else f" ({saving.scenario})"
        if hidden.hides(saving.column):
            print(
                f"  {saving.saving.saving}{scenario}: {WITHHELD}, because it rests on {listed_names(hidden)}\n    = {in_words(saving.each, speaker)}"
            )
            continue
        if row.outcome != "eligible":
            continue
        pence = row.pence.get(saving.column)
        amount = "not calculable: something it needs is missing" if pence is None else f"£{pounds(pence):,}"
        print(f"  {saving.saving.saving}{scenario}: {amount}")
        print(f"    = {in_words(saving.each, speaker)}")
        print(f"    = {with_values(to_text(saving.each), saving, checked, row)}")
