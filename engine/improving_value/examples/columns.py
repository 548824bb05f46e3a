"""A scheme's examples in columns: whether the engine of runs says what the rows say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from improving_value.compile.plan import Plan, compile_scheme
from improving_value.examples.running import CONFIDENTIAL, ExampleReader
from improving_value.examples.values import Shown, is_confidential
from improving_value.examples.words import as_written, in_words
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.side_by_side import side_by_side
from improving_value.prove.suggest import names_of
from improving_value.prove.trial import given
from improving_value.run.in_memory import InMemory, in_memory
from improving_value.run.rows import RowRun

_AT_ONCE = 2
"""Databases at a time: planning a statement over a few rows keeps one processor busy."""


def different_in_columns(reader: ExampleReader) -> list[Issue]:
    """Return an issue for each example of which a figure comes out otherwise in columns; one that cannot be read is left to others."""
    shown = {}
    for index in range(len(reader.loaded.scheme.examples)):
        try:
            shown[index] = reader.show(index)
        except Rejected:
            continue
    halves = [list(shown)[start::_AT_ONCE] for start in range(_AT_ONCE)]
    found = side_by_side(lambda indexes: _different(reader, indexes), [half for half in halves if half], _AT_ONCE)
    return [issue for _, issue in sorted((one for half in found for one in half), key=lambda one: one[0])]


def _different(reader: ExampleReader, indexes: Sequence[int]) -> list[tuple[int, Issue]]:
    plans: dict[str, Plan] = {}
    found = []
    with in_memory() as database:
        for index in indexes:
            on_rows = reader.show(index)
            key = f"{id(on_rows.checked)} {on_rows.results.calendar}"
            if key not in plans:
                plans[key] = compile_scheme(on_rows.checked, on_rows.results.calendar, "duckdb")
            names = [*reader.loaded.scheme.examples[index].expect, *names_of(on_rows)]
            first = next(_apart(on_rows, _in_columns(on_rows, plans[key], database), names), None)
            if first is not None:
                found.append((index, _issue(reader, index, on_rows, *first)))
    return found


def _in_columns(shown: Shown, plan: Plan, database: InMemory) -> Shown:
    return Shown(shown.checked, shown.tables, RowRun(database.run(plan, shown.tables), shown.run.units), shown.span, shown.baseline)


def _apart(on_rows: Shown, in_columns: Shown, names: Sequence[str]) -> Iterator[tuple[str, object, object]]:
    """Yield what differs to the last bit: its name, and what it is on rows and in columns."""
    for name in dict.fromkeys(names):
        mine, theirs = given(on_rows, name), given(in_columns, name)
        if repr(mine) != repr(theirs):
            yield name, mine, theirs


def _issue(reader: ExampleReader, index: int, shown: Shown, name: str, on_rows: object, in_columns: object) -> Issue:
    hidden = is_confidential(shown.checked, name)
    return reader.given.issue(
        "engines-differ",
        ("examples", index, "expect", name),
        f"`{name}` in columns: {CONFIDENTIAL if hidden else in_words(in_columns, None)}",
        f"{'the same value' if hidden else as_written(on_rows)}, as on rows",
        "report it with this example; until it is mended, the figure of a run is not to be relied on",
    )
