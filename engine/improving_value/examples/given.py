"""What an example gives: rows as they would arrive, and the periods of its run; or issues, each at its place in the scheme's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.datasets.examples import typed_examples
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.names import nearest
from improving_value.kernel.periods import Period, PeriodError, read_period
from improving_value.run.rows_activity import Tables
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme

DEFAULT_PERIOD = "2017/18"


@dataclass(frozen=True)
class Given:
    """The given side of a scheme's examples."""

    loaded: LoadedScheme
    dictionary: Mapping[str, Dataset]

    def tables(self, index: int, used: Mapping[str, Dataset]) -> Tables:
        """Return an example's rows as typed values, with the keys they would have in a file.

        `used` holds the datasets of the checked scheme, with the columns that it uses.
        """
        example = self.loaded.scheme.examples[index]
        tables = {}
        issues: list[Issue] = []
        for name, rows in example.given.items():
            path = ("examples", index, "given", name)
            dataset = self.dictionary.get(name)
            if dataset is None:
                close = nearest(name, sorted(self.dictionary))
                issues.append(
                    self.issue(
                        "unknown-dataset",
                        path,
                        f"`{name}`, which is not a dataset",
                        "a dataset of the data dictionary",
                        f"write `{close}`" if close else "correct the name",
                    )
                )
                continue
            typed, faults = typed_examples(dataset, rows, used[name].columns if name in used else ())
            tables[name] = typed
            for row, column, code in faults:
                if code in ("not-after",):
                    continue  # an example may be about what intake does with such a row
                place = (*path, row, column) if column in rows[row] else (*path, row)
                issues.append(self.issue("example-row", place, *_refused(name, column, code)))
        if issues:
            raise Rejected(issues)
        return tables

    def periods(self, index: int) -> tuple[Period, Period | None]:
        """Return the span and the baseline of an example."""
        example = self.loaded.scheme.examples[index]
        try:
            return read_period(example.period or DEFAULT_PERIOD), None if example.baseline is None else read_period(example.baseline)
        except PeriodError as error:
            raise Rejected(
                [
                    self.issue(
                        "period-not-understood",
                        ("examples", index),
                        str(error),
                        "a financial year, quarter or month",
                        "write, for example, `2017/18 Q1`",
                    )
                ]
            ) from None

    def issue(self, code: str, path: tuple[str | int, ...], found: str, expected: str, fix: str) -> Issue:
        """Return an issue at a place of the scheme's file."""
        where = self.loaded.source.locate(path)
        return Issue(code, where, found, expected, fix, "error", self.loaded.source.excerpt(where.line))


def _refused(dataset: str, column: str, code: str) -> tuple[str, str, str]:
    """Say why intake would not take a row of an example: what was found, what was expected, and what to do."""
    if code == "missing-required-value":
        return (
            f"a row without `{column}`, which intake would set aside (`{code}`)",
            "every value that a row cannot do without",
            f"give the row its `{column}`; only what may be missing in a file can be missing here",
        )
    return (
        f"a value that intake would refuse (`{code}`)",
        "a value of the column's type and range",
        f"`explain {code}` says what fits; the dictionary entry is `schemas/datasets/{dataset}.yaml`",
    )
