"""Which rules and branches of a scheme its examples go through, and which they leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.examples.values import Shown
from improving_value.expression.evaluate import evaluate
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Aggregate, Choice, Name, Namespaced, Node, Window, walk
from improving_value.expression.text import to_text
from improving_value.prove.positive import Sign, never_false
from improving_value.run.rows_model import UnitRow
from improving_value.run.rows_parameters import ParameterBook, parameter_book
from improving_value.spec.models import Bands, Classify, Scheme
from improving_value.spec.positions import KeyPath


@dataclass(frozen=True)
class Way:
    """One way a unit can go: where it is written, and what happens there."""

    path: KeyPath
    says: str


def ways(checked: CheckedScheme) -> list[Way]:
    """Return every way through the rules, labels, ladders and choices of a scheme, in the order of its units."""
    return [way for name, unit in checked.units.items() for way in _ways_of(checked, unit, ("units", name))]


def gone(shown: Shown) -> set[Way]:
    """Return the ways that the units of an example go."""
    found: set[Way] = set()
    book = parameter_book(shown.checked)
    for name, rows in shown.run.units.items():
        unit, path = shown.checked.units[name], ("units", name)
        scheme = shown.checked.scheme
        labelled = [place for place, column in _written(scheme, unit, path) if isinstance(column, (Bands, Classify))]
        choices = [
            (choice.condition, {holds: _branch(place, choice, holds) for holds in (True, False)})
            for place, choice in _choices(scheme, unit, path)
        ]
        for row in rows:
            found.update(_gone_by(scheme, unit, row, book, path, labelled, choices))
    return found


def _ways_of(checked: CheckedScheme, unit: CheckedUnit, path: KeyPath) -> Iterator[Way]:
    scheme = checked.scheme
    for match_name, match in scheme.units[unit.name].match.items():
        place = (*path, "match", match_name)
        yield Way(place, "the ladder is climbed")
        for index, test in enumerate(match.tests):
            yield from (_rung((*place, "tests", index), reason) for reason in test)
    for place, column in _written(scheme, unit, path):
        labels = column.labels if isinstance(column, Bands) else []
        if isinstance(column, Classify):
            labels = [*dict.fromkeys([*(label.label for label in column.classify), column.otherwise])]
        yield from (_label(place, label) for label in labels)
    for place, choice in _choices(scheme, unit, path):
        yield from (_branch(place, choice, holds) for holds in (True, False))
    for index, rule in enumerate(unit.rules):
        outcomes = (True, None) if never_false(rule.when, Sign(checked, unit)) else (True, False, None)
        yield from (_verdict(path, index, rule.rule, holds) for holds in outcomes)


def _gone_by(
    scheme: Scheme,
    unit: CheckedUnit,
    row: UnitRow,
    book: ParameterBook,
    path: KeyPath,
    labelled: Sequence[KeyPath],
    choices: Sequence[tuple[Node, Mapping[bool, Way]]],
) -> Iterator[Way]:
    for name, match in scheme.units[unit.name].match.items():
        place = (*path, "match", name)
        if row.values.get(f"{name}_found") is True:
            yield Way(place, "the ladder is climbed")
        for index, test in enumerate(match.tests):
            yield from (_rung((*place, "tests", index), reason) for reason in test if row.values.get(f"{name}_reason") == reason)
    for place in labelled:
        if row.values.get(str(place[-1])) is not None:
            yield _label(place, str(row.values[str(place[-1])]))
    for condition, ends in choices:
        holds = _holds(condition, row, book)
        if holds is not None:
            yield ends[holds]
    for verdict in row.rules:
        # Beside the author's rules stand `keep` and `group`, when it could not be told whether they hold.
        yield from (_verdict(path, at, rule.rule, verdict.holds) for at, rule in enumerate(unit.rules) if rule.rule == verdict.rule)


def _written(scheme: Scheme, unit: CheckedUnit, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    written = scheme.units[unit.name]
    for part, columns in (("rows", written.rows), ("columns", written.columns)):
        yield from (((*path, part, name), column) for name, column in columns.items())


def _choices(scheme: Scheme, unit: CheckedUnit, path: KeyPath) -> Iterator[tuple[KeyPath, Choice]]:
    """Yield the author's `a if c else b` whose condition can be told from the finished unit."""
    trees: Mapping[str, object] = {column.name: column.how for column in (unit.row_columns if unit.group is None else unit.columns)}
    for place, column in _written(scheme, unit, path):
        tree = trees.get(str(place[-1]))
        if isinstance(column, str) and isinstance(tree, Node):
            yield from ((place, part) for part in walk(tree) if isinstance(part, Choice) and _is_of_the_unit(part.condition))


def _is_of_the_unit(condition: Node) -> bool:
    return not any(
        isinstance(part, (Aggregate, Window, Namespaced)) or (isinstance(part, Name) and part.kind not in ("column", "parameter"))
        for part in walk(condition)
    )


def _holds(condition: Node, row: UnitRow, book: ParameterBook) -> bool | None:
    def value(name: Name | Namespaced) -> RowValue:
        assert isinstance(name, Name), "a unit's column sees no other period"
        return book.value(name.name, row.values, row.day) if name.kind == "parameter" else row.values.get(name.name)

    found = evaluate(condition, value)
    return found if isinstance(found, bool) else None


def _rung(path: KeyPath, reason: str) -> Way:
    return Way(path, f"the ladder ends at `{reason}`")


def _label(path: KeyPath, label: str) -> Way:
    return Way(path, f"it is `{label}`")


def _branch(path: KeyPath, choice: Choice, holds: bool) -> Way:
    return Way(path, f"`{to_text(choice.condition)}` is {'true' if holds else 'false'}")


def _verdict(path: KeyPath, index: int, rule: str, holds: bool | None) -> Way:
    said = "cannot be told" if holds is None else f"is {str(holds).lower()}"
    return Way((*path, "eligible", index), f"rule `{rule}` {said}")
