"""A run's data, read once, and its schemes run over it one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from improving_value.check.absent import base_of
from improving_value.check.claimed import columns_claimed
from improving_value.check.model import CheckedScheme
from improving_value.check.uses import nodes_of
from improving_value.compile.plan import compile_scheme
from improving_value.datasets.files import find
from improving_value.datasets.intake import Wanted, read_folder
from improving_value.datasets.organisations import Organisations, read_organisations
from improving_value.datasets.quality import Intake
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.periods import Period, PeriodError, month_start
from improving_value.run.calendar import make_calendar
from improving_value.run.obstacles import obstacles
from improving_value.run.results import Results
from improving_value.run.store import Store
from improving_value.spec.dictionary import Dataset

TERMS = "payment_terms"
"""The dataset that says how providers are paid: read when it is there, since no scheme asks for it."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Activity:
    """The data of a run, in the engine, and where the providers stand."""

    store: Store
    intake: Intake
    organisations: Organisations
    span: Period
    baseline: Period | None
    terms: Dataset | None = None
    _codes: dict[tuple[str, str], list[str]] = field(default_factory=dict, compare=False, repr=False)
    """The providers that each column names: schemes ask for the same ones."""

    @property
    def rows(self) -> int:
        """How many rows the datasets have between them."""
        return sum(quality.rows_used for quality in self.intake.quality)

    @property
    def payment_terms(self) -> tuple[Mapping[str, Any], ...]:
        """The rows of the table of payment terms; none when nobody gave it."""
        return tuple(self.store.rows(self.terms, None, None)) if self.terms is not None else ()

    def calendar(self, checked: CheckedScheme) -> Calendar:
        """Return the windows of one scheme. Raises Rejected when the baseline overlaps the span."""
        units = [unit for unit in checked.units.values() if unit.home == "provider"]
        providers = {code for unit in units for code in self._providers(checked, base_of(checked, unit), unit.provider)}
        try:
            return make_calendar(
                self.span, checked.scheme.period, self.baseline, providers, self.organisations.change_dates(), self.organisations.place
            )
        except PeriodError as error:
            raise Rejected(
                [
                    Issue(
                        "baseline-overlaps",
                        Location("--baseline"),
                        str(error),
                        "a baseline before the period",
                        "choose an earlier `--baseline`",
                    )
                ]
            ) from None

    def _providers(self, checked: CheckedScheme, source: str, column: str) -> list[str]:
        dataset = checked.datasets[source]
        name = column if column in dataset.columns else dataset.provider
        if name is None:
            return []
        if (source, name) not in self._codes:
            self._codes[source, name] = self.store.distinct(source, name)
        return self._codes[source, name]

    def results(self, checked: CheckedScheme, units_folder: Path | None, with_claims: bool = False) -> Results:
        """Run one scheme, write its units when a folder is given, and put down what it claims. Raises Rejected when it cannot be run so."""
        calendar = self.calendar(checked)
        if found := obstacles(checked, calendar):
            raise Rejected(found)
        plan = compile_scheme(checked, calendar, "duckdb", with_claims)
        engine = self.store.engine
        results = engine.run(plan, units_folder, checked.datasets)
        if units_folder is not None:
            engine.forget(plan)
        return results


def wanted_columns(checked: Sequence[CheckedScheme], dictionary: Mapping[str, Dataset]) -> Wanted:
    """Return the datasets and columns that schemes need between them, and the organisations table."""
    wanted: dict[str, set[str]] = {}
    for scheme in checked:
        for name, columns in nodes_of(scheme).columns.items():
            wanted.setdefault(name, set()).update(columns)
        for saving in scheme.savings:
            for name, column in columns_claimed(saving, scheme.units, dictionary):
                wanted.setdefault(name, set()).add(column)
    found = {name: (dictionary[name], frozenset(columns)) for name, columns in sorted(wanted.items())}
    if "organisations" in dictionary:
        found["organisations"] = (dictionary["organisations"], frozenset(dictionary["organisations"].columns))
    return found


def missing_datasets(checked: CheckedScheme, folder: Path) -> list[Issue]:
    """Return an issue for each dataset without which the scheme cannot run."""
    issues = []
    for name in sorted(set(checked.datasets) - set(checked.scheme.optional)):
        dataset = checked.datasets[name]
        try:
            find(folder, dataset, is_optional=False)
        except Rejected as rejected:
            found = f"no `{name}` ({dataset.title.lower()}), which `{checked.scheme.scheme}` needs"
            wanted = f"a file `{name}.csv` or `{name}.parquet`"
            for issue in rejected.issues:
                if issue.code != "missing-file":
                    raise
                fix = f"{issue.fix}; or run the other schemes with `--scheme`"
                issues.append(Issue("missing-dataset", Location(str(folder)), found, wanted, fix))
    return issues


def read_activity(
    store: Store,
    folder: Path,
    workdir: Path,
    checked: Sequence[CheckedScheme],
    dictionary: Mapping[str, Dataset],
    span: Period,
    baseline: Period | None,
    beside: Sequence[CheckedScheme] = (),
) -> Activity:
    """Read what the schemes need. Raises Rejected with every file that cannot be used.

    `beside` are the schemes that another process runs: their columns of the same datasets are read too, so that a row is
    as good or as bad in either.
    """
    names = {*wanted_columns(checked, dictionary)}
    wanted = {name: one for name, one in wanted_columns([*checked, *beside], dictionary).items() if name in names}
    if TERMS in dictionary and find(folder, dictionary[TERMS], is_optional=True) is not None:
        wanted[TERMS] = (dictionary[TERMS], frozenset(dictionary[TERMS].columns))
    needed = {name for scheme in (*checked, *beside) for name in scheme.datasets if name not in scheme.scheme.optional}
    optional = frozenset(set(wanted) - needed)
    intake = read_folder(store.connection, folder, wanted, workdir, optional)
    organisations = read_organisations(store.connection) if "organisations" in wanted else Organisations(())
    overlapping = list(organisations.overlaps())
    if overlapping:
        raise Rejected(overlapping)
    return Activity(store, intake, organisations, span, baseline, dictionary[TERMS] if TERMS in wanted else None)


def short_histories(checked: CheckedScheme, activity: Activity) -> tuple[Issue, ...]:
    """Return a warning for each unit whose data does not reach back as far as its `history` asks."""
    issues = []
    for name, unit in checked.scheme.units.items():
        base = checked.datasets[base_of(checked, checked.units[name])]
        if unit.history is None or base.date is None:
            continue
        first = activity.store.earliest(base.dataset, base.date)
        months = _months(unit.history)
        start = (activity.baseline or activity.span).start
        needed = None if months is None else month_start(start.year, start.month - 4 - months)
        if first is not None and needed is not None and first <= needed:
            continue
        found = f"`{base.dataset}`, which begins on {first.isoformat()}" if first is not None else f"`{base.dataset}`, which has no rows"
        wanted = "all there ever was" if needed is None else f"activity from {needed.isoformat()}"
        issues.append(
            Issue(
                "history-too-short",
                Location(checked.scheme.scheme),
                f"{found}; {unit.say or name} looks back over {unit.history}",
                wanted,
                "ask for a longer extract, or read first-ever and look-back figures with care",
                "warning",
            )
        )
    return tuple(issues)


def unlisted_providers(checked: CheckedScheme, activity: Activity) -> tuple[Issue, ...]:
    """Return a warning that names the providers in the activity that the organisations table does not have."""
    listed = {row.provider_code for row in activity.organisations.rows}
    if not listed:
        return ()
    places = activity.calendar(checked).places
    unknown = list(dict.fromkeys(place.provider for place in places if place.provider not in listed))
    if not unknown:
        return ()
    found = f"{', '.join(f'`{code}`' for code in unknown)}, which `organisations` does not have"
    return (
        Issue(
            "unknown-organisation",
            Location(checked.scheme.scheme),
            found,
            "every provider with its hub and region",
            "add it to the organisations table; until then its hub and region are `not listed`",
            "warning",
        ),
    )


def _months(history: str) -> int | None:
    """Return the months that a history of `6 months` or `2 years` spans; None for `all`."""
    number, _, unit = history.partition(" ")
    if history == "all" or not number.isdigit():
        return None
    return int(number) * (12 if unit.startswith("year") else 1)
