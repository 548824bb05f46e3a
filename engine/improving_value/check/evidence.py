"""Every number has a birthplace: a source for what is published, nothing typed in for what is local."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from improving_value.check.reading import Path, Reading
from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.nodes import Literal, Node, walk
from improving_value.expression.parse import parse
from improving_value.spec.expression_places import is_expression
from improving_value.spec.models import Parameter

PLAIN_NUMBERS = frozenset(Decimal(number) for number in (0, 1, 12, 100))
"""Numbers that need no birthplace: none, one, months of a year, per cent."""


def check_evidence(reading: Reading) -> None:
    """Note parameters and costs without a source, local ones with a value, and numbers hidden in formulas."""
    scheme = reading.scheme
    for name, parameter in scheme.parameters.items():
        path: tuple[str | int, ...] = ("parameters", name)
        stated = parameter.value is not None or bool(parameter.values)
        if not stated and parameter.basis != "local":
            reading.note(
                "parameter-without-value",
                path,
                f"`{name}`, {parameter.basis}, with no value",
                "a value, or `basis: local`",
                "give the value, or say that it is local",
            )
        if stated and parameter.source is None:
            reading.note(
                "number-without-source",
                path,
                f"`{name}` without a source",
                "where the value comes from",
                "add `source: …`, a key of `sources` or a reference in words",
            )
        if parameter.dated:
            _undated_values(reading, name, parameter)
    for index, cost in enumerate(scheme.costs):
        if cost.value is not None and cost.source is None:
            reading.note(
                "number-without-source",
                ("costs", index),
                f"cost `{cost.cost}` without a source",
                "where the amount comes from",
                "add `source: …`",
            )
    for path, node in _expressions(reading):
        _hidden_numbers(reading, path, node)


def _undated_values(reading: Reading, name: str, parameter: Parameter) -> None:
    """Note each value that does not say from when it holds, beside others that do; one alone holds for ever."""
    if all(dated.from_ is None for dated in parameter.values or ()):
        return
    for number, dated in enumerate(parameter.values or ()):
        if dated.from_ is None and dated.until is None:
            reading.note(
                "value-without-date",
                ("parameters", name, "values", number, "value"),
                f"a value of `{name}` without a date",
                "the first day on which it holds",
                "add `from:` and the day, as in `from: 2017-04-01`",
            )


def _expressions(reading: Reading) -> Iterator[tuple[Path, Node]]:
    """Yield every expression of the file, also one that is otherwise at fault; of `7 of first` the number."""
    source = reading.loaded.source
    for path in source.positions:
        text = source.data_at(path) if is_expression(path) else None
        if isinstance(text, str) and path not in reading.nodes:
            try:
                yield path, parse(text)
            except ExpressionError:
                continue
    yield from reading.nodes.items()


def _hidden_numbers(reading: Reading, path: Path, node: Node) -> None:
    for part in walk(node):
        if (
            isinstance(part, Literal)
            and isinstance(part.value, Decimal)
            and not isinstance(part.value, bool)
            and part.value not in PLAIN_NUMBERS
        ):
            written = f"{part.value:f}"
            reading.report(
                Fault(
                    "number-in-formula",
                    part.span,
                    f"`{written}` typed into a formula",
                    "a parameter with a unit, a date and a source",
                    f"define {written} under `parameters` and use its name",
                ),
                path,
            )
