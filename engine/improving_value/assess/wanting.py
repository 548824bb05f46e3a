"""What it was that a figure lacked at one place: a parameter's value, a record, or any activity."""

from __future__ import annotations

from improving_value.assess.cells import Where
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.scope import records_of
from improving_value.expression.nodes import Arithmetic, Name, Namespaced, Node, walk
from improving_value.expression.text import to_text


def unkeyed(evaluation: Evaluation, node: Node, unit: str | None, where: Where) -> tuple[str, ...]:
    """Return the parameters that vary and may lack a value here; those that plainly lack this organisation's come alone."""
    checked = evaluation.checked
    parts = (node,) if unit is not None else evaluation.taken(node, where)
    names = dict.fromkeys(name for part in parts for name in evaluation.rests_on(part, unit))
    varying = [checked.values[name] for name in names if name in checked.values and not checked.values[name].is_constant]
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
    """Return the measures that have no value here, for want of activity; where all have one, those that come to nothing and divide."""
    taken = evaluation.taken(node, where)
    missing = [part for part in taken if _is_measure(part) and evaluation.value(part, where) is None]
    dividing = [part.right for part in walk(node) if isinstance(part, Arithmetic) and part.operator == "/"]
    noughts = [
        inner for part in dividing if not evaluation.number(part, where) for inner in walk(part) if inner in taken and _is_measure(inner)
    ]
    words = (f"activity for {to_text(part).split('__')[0]}" for part in missing or noughts)
    return tuple(dict.fromkeys(words)) or ("a recorded value",)


def _is_measure(part: Node) -> bool:
    return isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure")
