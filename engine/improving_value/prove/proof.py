"""What a scheme's examples prove: every change that a slip of the pen could make, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.check.model import CheckedScheme
from improving_value.check.reading import Path, Read
from improving_value.check.scheme import check_scheme
from improving_value.check.uses import nodes_of
from improving_value.prove.change import Change
from improving_value.prove.in_expressions import expression_changes
from improving_value.prove.in_parts import part_changes
from improving_value.prove.in_values import value_changes
from improving_value.prove.trial import Jury
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme


@dataclass(frozen=True)
class Proof:
    """One scheme's changes: how many an example caught, how many the check refused, and those that nobody noticed."""

    scheme: str
    killed: int
    refused: int
    survivors: tuple[Change, ...]

    @property
    def changes(self) -> int:
        return self.killed + self.refused + len(self.survivors)


def changes_of(loaded: LoadedScheme, dictionary: Mapping[str, Dataset]) -> list[Change]:
    """Return every change to a scheme, in the order of its file."""
    trees: dict[Path, Read] = {}
    checked = check_scheme(loaded, dictionary, {}, trees)
    found = [*value_changes(loaded.scheme, _used(checked)), *part_changes(loaded.scheme, checked.units)]
    found += expression_changes(checked, trees)
    positions = loaded.source

    def place(change: Change) -> tuple[int, int]:
        where = positions.locate(change.path, *(change.span or ()))
        return where.line, where.column

    return sorted(found, key=place)


def prove(loaded: LoadedScheme, dictionary: Mapping[str, Dataset]) -> Proof:
    """Return what a scheme's examples prove."""
    jury = Jury(loaded, dictionary)
    killed = refused = 0
    survivors = []
    for change in changes_of(loaded, dictionary):
        fate, _ = jury.fate(change)
        killed += fate == "killed"
        refused += fate == "refused"
        if fate == "survived":
            survivors.append(change)
    return Proof(loaded.scheme.scheme, killed, refused, tuple(survivors))


def _used(checked: CheckedScheme) -> frozenset[str]:
    """Return the parameters that something is worked out from, those that scenarios exchange under the author's name."""
    named = {name for kpi in checked.kpis for name in (kpi.kpi.minimum, kpi.kpi.top) if name}
    return frozenset({name.split("__")[0] for name in nodes_of(checked).parameters} | named)


