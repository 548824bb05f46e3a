"""The changes that can be made to a scheme's numbers: each a step up and a step down, in the last place written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from improving_value.prove.change import Change
from improving_value.prove.edit import GONE
from improving_value.spec.models import Parameter, Scheme
from improving_value.spec.positions import KeyPath


def value_changes(scheme: Scheme, used: frozenset[str]) -> Iterator[Change]:
    """Yield every change to a number of the scheme. `used` are the parameters that something is worked out from."""
    for name, parameter in scheme.parameters.items():
        if name in used:
            yield from _of_parameter(parameter, ("parameters", name))
    for index, scenario in enumerate(scheme.scenarios):
        for name, value in scenario.parameters.items():
            yield from _of_value(value, ("scenarios", index, "parameters", name), scheme.parameters[name].unit)
    for index, cost in enumerate(scheme.costs):
        if cost.value is not None:
            yield from _of_value(cost.value, ("costs", index, "value"), "GBP")
    for index, kpi in enumerate(scheme.kpis):
        if kpi.per is not None:
            yield Change(("kpis", index, "per"), kpi.per * 10, str(kpi.per), str(kpi.per * 10))


def _of_parameter(parameter: Parameter, path: KeyPath) -> Iterator[Change]:
    if parameter.value is not None:
        yield from _of_value(parameter.value, (*path, "value"), parameter.unit)
    for index, dated in enumerate(parameter.values or ()):
        place = (*path, "values", index)
        yield from _of_value(dated.value, (*place, "value"), parameter.unit)
        for key, day in (("from", dated.from_), ("until", dated.until)):
            if day is not None:
                yield from _of_value(day, (*place, key), "date")


def _of_value(value: Any, path: KeyPath, unit: str) -> Iterator[Change]:
    if isinstance(value, list):
        if len(value) > 1:
            yield from (Change((*path, at), GONE, f"`{value[at]}` in the list", "taken out") for at in range(len(value)))
        return
    for other in steps(value, unit):
        yield Change(path, other, _shown(value), _shown(other))


def steps(value: Any, unit: str) -> list[Any]:
    """Return the values next to one: a step up and a step down."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
        return [value + step, value - step]
    if isinstance(value, str) and unit == "date":
        day = date.fromisoformat(value)
        return [(day + timedelta(days=days)).isoformat() for days in (1, -1)]
    if isinstance(value, str) and unit == "time":
        moment = datetime.strptime(value, "%H:%M")
        return [f"{moment + timedelta(minutes=minutes):%H:%M}" for minutes in (1, -1)]
    return [f"{value}?"]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
