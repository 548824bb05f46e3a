"""Whether a scheme has examples, and they stand on either side of each of its limits, one step away at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from improving_value.check.boundaries_of_examples import given_side, step_of
from improving_value.check.limits import Knowledge
from improving_value.check.lines import Limit, ProvedLimit, holds
from improving_value.check.review import WHOLE
from improving_value.examples.given import Given
from improving_value.expression.evaluate import NotEvaluable, evaluate
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Name, Namespaced, Node
from improving_value.expression.text import to_text
from improving_value.kernel.issues import Issue, Severity
from improving_value.kernel.numbers import TOLERANCE
from improving_value.run.rows_model import UnitRow
from improving_value.spec.models import Scheme

if TYPE_CHECKING:
    from improving_value.examples.values import Shown


def no_examples(given: Given, scheme: Scheme) -> list[Issue]:
    """Return an issue when a scheme that is in review or published shows nothing of what it does."""
    if scheme.examples or scheme.status not in WHOLE:
        return []
    found, fix = f"`{scheme.status}`, without examples", "add `examples`, with what must come out; or write `status: draft` until then"
    return [given.issue("no-examples", ("status",), found, "at least one example that shows what the scheme does", fix)]


def unproved_limits(given: Given, status: str, limits: Sequence[ProvedLimit], shown: Sequence[Shown]) -> list[Issue]:
    """Return an issue for each limit that the examples leave unproved on one side, or both; a draft may still be on its way there."""
    severity: Severity = "error" if status == "published" else "warning"
    found = []
    for proved in limits:
        sides = {kept for one in shown for kept in _sides(proved, one)}
        if len(sides) == 2:
            continue
        lacking = [words for kept, words in ((True, "meets it"), (False, "fails it")) if kept not in sides]
        limit = _read(proved, shown[0]) if shown else None
        said = "" if limit is None else f" of `{_words(proved, limit)}`"
        found.append(
            given.issue(
                "limit-without-example",
                proved.path,
                f"a limit{said}, a step from which no example {' and none '.join(lacking)}",
                "two examples at most a step from it, one on each side",
                "add the missing one under `examples`, with its sum in a comment",
            )
        )
    return [replace(issue, severity=severity) for issue in found]


def _sides(proved: ProvedLimit, shown: Shown) -> Iterator[bool]:
    """Yield, for each unit of an example that lies within a step of the limit, whether it keeps to it."""
    limit = _read(proved, shown)
    if limit is None:
        return
    for unit in shown.run.units.get(proved.unit, ()):
        value, against = _value(limit.measured, shown, unit), _value(limit.against, shown, unit)
        if value is None or against is None:
            continue
        away = value - against
        if abs(away) <= Decimal(TOLERANCE) * (1 + abs(against)):
            away = Decimal(0)
        if abs(away) <= step_of(limit, against if given_side(limit) is limit.against else value):
            yield holds(limit, away if limit.apart else limit.value + away)


def _read(proved: ProvedLimit, shown: Shown) -> Limit | None:
    """Return a limit with the values of an example; one that is confidential stays without a number."""
    confidential = frozenset(name for name, parameter in shown.checked.parameters.items() if parameter.sensitive)
    return Knowledge(shown.checked.values, confidential).limit(proved.comparison)


def _value(node: Node, shown: Shown, unit: UnitRow) -> Decimal | None:
    """Return a number or date (as days) of one unit; None where it is missing, or rests on more than the unit."""

    def named(name: Name | Namespaced) -> RowValue:
        if isinstance(name, Name) and name.kind == "column" and name.name in unit.seen:
            return unit.seen[name.name]
        values = shown.checked.values.get(name.name)
        if values is None or not isinstance(name, Name) or any(key not in unit.seen for key in values.by):
            raise NotEvaluable(f"`{name.name}` is not known here")
        return values.at(tuple(str(unit.seen[key]) for key in values.by), unit.day)

    try:
        value = evaluate(node, named)
    except NotEvaluable:
        return None
    if isinstance(value, date):
        return Decimal(value.toordinal())
    return Decimal(repr(value)).normalize() if isinstance(value, float) else Decimal(value) if isinstance(value, (int, Decimal)) else None


def _words(proved: ProvedLimit, limit: Limit) -> str:
    if limit.apart:
        return to_text(proved.comparison)
    return (
        f"{limit.axis.text} {limit.operator} {date.fromordinal(int(limit.value)).isoformat() if limit.axis.is_date else f'{limit.value:f}'}"
    )
