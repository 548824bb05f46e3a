"""What it was that a figure lacked at one place: a parameter's value, a record, or any activity."""

from __future__ import annotations

from improving_value.assess.cells import Where
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.scope import records_of
from improving_value.expression.nodes import Arithmetic, Name, Namespaced, Node, walk


def unkeyed(evaluation: Evaluation, node: Node, unit: str | None, where: Where) -> tuple[str, ...]:
    """Return the parameters that vary and may lack a value here; those that plainly lack this organisation's come alone."""
    checked = evaluation.checked
    values = [checked.values[name] for name in evaluation.rests_on(node, unit) if name in checked.values]
    varying = [one for one in values if not one.is_constant]
    whose = {made.provider for made in checked.units.values()}
    lacking = [
        one
        for one in varying
        if any(
            column in whose and not any(row.keys[place] in (where.organisation, None) for row in one.rows)
            for place, column in enumerate(one.by)
        )
    ]
    if unit is None:  # a total takes one value for each line, so that nothing else can be wanting
        return tuple(dict.fromkeys(one.name.split("__")[0] for one in lacking))
    return tuple(dict.fromkeys(one.name.split("__")[0] for one in (lacking or [one for one in varying if one.by])))


def unrecorded(evaluation: Evaluation, *nodes: Node, unit: str | None = None) -> tuple[str, ...]:
    """Say what has to be on record for the units that have no value, in words."""
    found = dict.fromkeys(name.replace("_", " ") for node in nodes for name in records_of(evaluation.checked, node, unit))
    *others, last = found or ["a recorded value"]
    if not found:
        return (last,)
    return (f"a record of {', '.join(others)} or {last}" if others else f"a record of {last}",)


def measures_of_nothing(evaluation: Evaluation, node: Node, where: Where) -> tuple[str, ...]:
    """Return the measures that have no value here, or that come to nothing and divide: there is no activity behind them."""
    named = [part for part in walk(node) if isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure")]
    missing = [part for part in named if evaluation.value(part, where) is None]
    dividing = [part.right for part in walk(node) if isinstance(part, Arithmetic) and part.operator == "/"]
    noughts = [part for over in dividing if not evaluation.number(over, where) for part in named if part in tuple(walk(over))]
    found = missing or noughts
    written = [f"{part.namespace}.{part.name}" if isinstance(part, Namespaced) else part.name for part in found]
    return tuple(dict.fromkeys(written)) or ("activity that this figure rests on",)
