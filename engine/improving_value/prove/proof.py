"""What a scheme's examples prove: every change that a slip of the pen could make, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.check.model import CheckedScheme
from improving_value.check.reading import Path, Read
from improving_value.check.scheme import check_scheme
from improving_value.check.uses import nodes_of
from improving_value.kernel.issues import Issue, Rejected
from improving_value.prove.change import Change
from improving_value.prove.claims import checked_claims
from improving_value.prove.in_expressions import expression_changes
from improving_value.prove.in_parts import part_changes
from improving_value.prove.in_values import value_changes
from improving_value.prove.suggest import Suggester
from improving_value.prove.trial import Jury
from improving_value.prove.written import as_yaml
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme


@dataclass(frozen=True)
class Survivor:
    """A change that nobody noticed: where it is made, and an example that would notice it, ready to paste (empty when none was found)."""

    place: str
    before: str
    after: str
    issue: Issue
    example: str


@dataclass(frozen=True)
class Proof:
    """One scheme's changes: how many an example caught, the check refused, or are none; those that survived; claims that do not hold."""

    scheme: str
    status: str
    killed: int
    refused: int
    equivalent: int
    survivors: tuple[Survivor, ...]
    issues: tuple[Issue, ...]

    @property
    def changes(self) -> int:
        return self.killed + self.refused + self.equivalent + len(self.survivors)


def changes_of(loaded: LoadedScheme, dictionary: Mapping[str, Dataset]) -> list[Change]:
    """Return every change to a scheme, in the order of its file."""
    trees: dict[Path, Read] = {}
    checked = check_scheme(loaded, dictionary, {}, trees=trees)
    found = [*value_changes(loaded.scheme, _used(checked)), *part_changes(loaded.scheme, checked.units)]
    found += expression_changes(checked, trees)

    def place(change: Change) -> tuple[int, int]:
        where = loaded.source.locate(change.path, *(change.span or ()))
        return where.line, where.column

    return sorted(found, key=place)


def prove(loaded: LoadedScheme, dictionary: Mapping[str, Dataset], suggestions: bool = True) -> Proof:
    """Return what a scheme's examples prove; with an example for each change that survives, if they are wanted.

    Raises Rejected when the scheme does not pass the check, or an example does not hold: it would notice anything.
    """
    jury = Jury(loaded, dictionary)
    failed = [issue for index in range(len(loaded.scheme.examples)) for issue in jury.reader.differences(index)]
    if failed:
        raise Rejected(failed)
    changes = changes_of(loaded, dictionary)
    fates = [(change, jury.fate(change)) for change in changes]
    unnoticed = [change for change, fate in fates if fate == "survived"]
    suggester = Suggester(jury)
    none, issues = checked_claims(suggester, changes, unnoticed)
    return Proof(
        loaded.scheme.scheme,
        loaded.scheme.status,
        sum(fate == "killed" for _, fate in fates),
        sum(fate == "refused" for _, fate in fates),
        len(none),
        tuple(_survivor(change, suggester, suggestions) for change in unnoticed if change not in none),
        tuple(issues),
    )


def _survivor(change: Change, suggester: Suggester, suggestions: bool) -> Survivor:
    loaded = suggester.jury.loaded
    suggestion = suggester.suggest(change) if suggestions else None
    place = change.place(loaded.scheme)
    where = loaded.source.locate(change.path, *(change.span or ()))
    issue = loaded.source.issue(
        "change-not-noticed",
        where,
        f"`{change.before}`, which every example leaves free to be `{change.after}`",
        "an example that comes out otherwise",
        "work out by hand what the example below should give, and paste it"
        if suggestion
        else "write an example either side of what is said here",
    )
    example = as_yaml(suggestion, f"{place}: {change.before}") if suggestion else ""
    return Survivor(place, change.before, change.after, issue, example)


def _used(checked: CheckedScheme) -> frozenset[str]:
    """Return the parameters that something is worked out from, those that scenarios exchange under the author's name."""
    named = {name for kpi in checked.kpis for name in (kpi.kpi.minimum, kpi.kpi.top) if name}
    return frozenset({name.split("__")[0] for name in nodes_of(checked).parameters} | named)
