"""A scheme's own examples, run on the row engine: what should come out, and what did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from improving_value.check.lines import ProvedLimit
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme, with_values
from improving_value.examples.given import Given
from improving_value.examples.limits import no_examples, unproved_limits
from improving_value.examples.values import Shown, agrees, is_confidential, value_of
from improving_value.examples.words import as_written, in_words
from improving_value.kernel.issues import Issue, Rejected
from improving_value.run.calendar import make_calendar
from improving_value.run.rows import run_rows
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.parameters_file import entries_of

CONFIDENTIAL = "another value, withheld because it rests on a confidential parameter"


@dataclass
class ExampleReader:
    """Runs the examples of one scheme, which is checked once; `known` is the scheme as somebody checked it already."""

    loaded: LoadedScheme
    dictionary: Mapping[str, Dataset]
    known: CheckedScheme | None = None
    _checked: dict[str, CheckedScheme] = field(default_factory=dict)
    _shown: dict[int, Shown] = field(default_factory=dict)

    @property
    def given(self) -> Given:
        return Given(self.loaded, self.dictionary)

    def checked(self, index: int) -> CheckedScheme:
        """Return the scheme with the parameter values of one example."""
        example = self.loaded.scheme.examples[index]
        key = repr(sorted(example.parameters.items(), key=lambda pair: pair[0]))
        if key not in self._checked:
            entries = entries_of(self.loaded.source, ("examples", index, "parameters"))
            if self.known is None:
                self.known = check_scheme(self.loaded, self.dictionary, {}, units_known=True)
            self._checked[key] = with_values(self.known, self.loaded, self.dictionary, entries)
        return self._checked[key]

    def show(self, index: int) -> Shown:
        """Run one example, once. Raises Rejected when its rows, period or parameters cannot be read."""
        if index not in self._shown:
            self._shown[index] = self._run(index)
        return self._shown[index]

    def _run(self, index: int) -> Shown:
        checked = self.checked(index)
        tables = self.given.tables(index, checked.datasets)
        span, baseline = self.given.periods(index)
        providers = {
            str(row[column])
            for unit in checked.units.values()
            if not unit.source_is_unit and unit.home == "provider"
            for column in [
                unit.provider if unit.provider in checked.datasets[unit.source].columns else checked.datasets[unit.source].provider
            ]
            for row in tables.get(unit.source, [])
            if column is not None and row.get(column)
        }
        calendar = make_calendar(span, checked.scheme.period, baseline, providers, [], lambda code, _: (code, "hub", "region"))
        run = run_rows(checked, tables, calendar)
        return Shown(checked, tables, run, span, baseline)

    def differences(self, index: int) -> list[Issue]:
        """Return an issue for each expected value that does not come out."""
        example = self.loaded.scheme.examples[index]
        try:
            shown = self.show(index)
        except Rejected as rejected:
            return list(rejected.issues)
        found = []
        for name, wanted in example.expect.items():
            path = ("examples", index, "expect", name)
            try:
                got = value_of(shown, name)
            except KeyError:
                found.append(
                    self.given.issue(
                        "unknown-name",
                        path,
                        f"`{name}`, which this scheme does not give",
                        "a KPI, a saving, a measure, or a unit's count",
                        "see `schemes/README.md`",
                    )
                )
                continue
            if not agrees(wanted, got):
                found.append(
                    self.given.issue(
                        "example-differs",
                        path,
                        CONFIDENTIAL if is_confidential(shown.checked, name) else in_words(got, wanted),
                        as_written(wanted),
                        "find out which is right before changing either",
                    )
                )
        return found


def failed_examples(reader: ExampleReader, limits: Sequence[ProvedLimit] = ()) -> list[Issue]:
    """Return every expected value of a scheme's examples that does not come out; failing those, the limits beside which none stands."""
    scheme = reader.loaded.scheme
    every = range(len(scheme.examples))
    found = no_examples(reader.given, scheme) or [issue for index in every for issue in reader.differences(index)]
    return found or unproved_limits(reader.given, scheme.status, limits, [reader.show(index) for index in every])
