"""A scheme on both engines, and every figure in which they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
from random_data import drawings
from random_figures import Written
from random_schemes import SchemeWriter
from random_sight import PARAMETERS

from improving_value.check.model import CheckedFacts, CheckedScheme
from improving_value.check.uses import figure_nodes, unit_nodes
from improving_value.expression.nodes import Aggregate, Call, Name, Node, Window, walk
from improving_value.kernel.issues import Rejected
from language.drawing import Drawing
from language.engines import Ran, calendar_of, checked, on_columns, on_rows, scheme_text

SPANS = (
    ("2017/18", None, "quarter"),
    ("2017/18 Q1", "2016/17 Q1", "month"),
    ("2016/17..2017/18", None, "year"),
    ("2017/18", "2016/17", "year"),
)


@dataclass
class Tally:
    """What has been compared: expressions, values, and how often each node class and function was met."""

    schemes: int = 0
    expressions: int = 0
    values: int = 0
    cells: int = 0
    units: int = 0
    nodes: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def meet(self, scheme: CheckedScheme) -> None:
        """Count the nodes of a scheme."""
        nodes = [node for unit in scheme.units.values() for node in unit_nodes(unit)]
        for node in (*nodes, *figure_nodes(scheme)):
            for part in walk(node):
                self.nodes[type(part).__name__] += 1
                self.functions.update(_functions(part))
        facts = [
            column
            for unit in scheme.units.values()
            for column in (*unit.row_columns, *unit.columns)
            if isinstance(column.how, CheckedFacts)
        ]
        self.functions["facts"] += len(facts)


def _functions(part: Node) -> Iterator[str]:
    match part:
        case Call(function):
            yield function
        case Aggregate():
            yield f"{part.function} of rows"
            if part.known:
                yield "known"
            if part.where is not None:
                yield "where="
        case Window():
            yield part.function


def compare_scheme(random: Random, tally: Tally, columns: int = 24, depth: int = 3) -> list[str]:
    """Write a random scheme, run it on both engines, and return what differs."""
    written = SchemeWriter(random, columns, depth).write()
    tables = drawings(random)
    span, baseline, period = random.choice(SPANS)
    scheme = _checked(written, tables, period)
    calendar = calendar_of(scheme, span, baseline, ["P1", "P2"])
    tally.schemes += 1
    tally.expressions += len(written.expressions)
    tally.meet(scheme)
    rows = on_rows(scheme, tables, calendar)
    try:
        fast = on_columns(scheme, tables, calendar)
    except duckdb.Error as stopped:
        found = [f"columns stopped: {str(stopped)[:300]}"]
    else:
        found = [*_unit_differences(rows, fast, tally)]
        found = found or [*_cell_differences(rows, fast, tally)]
    tally.differences += found
    return found


def compare_columns(rows: Sequence[str], gathered: Sequence[str], data: int) -> list[str]:
    """Return what differs of some expressions over rows, and of others over rows gathered by patient and drug."""
    written = Written()
    written.say(0, "units:")
    for unit, expressions in (("row", rows), ("gathered", gathered)):
        for line in (f"{unit}:", "  from: activity", "  columns:"):
            written.say(1, line)
        for number, expression in enumerate(expressions):
            written.add(3, f"{unit}_{number}", expression)
    written.say(3, "begun: min(sure_day)")
    written.say(2, "group: {by: [provider_code, patient, drug]}")
    written.say(2, "date: begun")
    tables = drawings(Random(data), rows=8)
    scheme = _checked(written, tables, "year")
    calendar = calendar_of(scheme, "2017/18", None, ["P1", "P2"])
    return list(_unit_differences(on_rows(scheme, tables, calendar), on_columns(scheme, tables, calendar), Tally()))


def _checked(written: Written, tables: Mapping[str, Drawing], period: str) -> CheckedScheme:
    try:
        return checked(scheme_text(written.body, PARAMETERS, period), {name: drawing.dataset for name, drawing in tables.items()})
    except Rejected as rejected:
        said = [f"{issue.where.line}:{issue.where.column} {issue.code}: {issue.found}\n    {issue.excerpt}" for issue in rejected.issues]
        raise AssertionError("the writer wrote what `check` refuses:\n" + "\n".join(said)) from None


def _unit_differences(rows: Ran, fast: Ran, tally: Tally) -> Iterator[str]:
    """Yield a line for each column that differs, with its first row, unless it reads a column that differs itself."""
    for name, slow in rows.units.items():
        held = {str(row["unit_key"]): row for row in fast.units[name]}
        tally.units += len(slow)
        keys = {str(row["unit_key"]) for row in slow}
        # A unit outside every period of the run, which no other unit looks at, need not be worked out in columns.
        lacking, more = sorted({*rows.placed[name]} - {*held}), sorted({*held} - keys)
        if lacking or more or len(held) != len(fast.units[name]):
            yield f"{name}: only on rows {lacking}, only in columns {more}, {len(fast.units[name]) - len(held)} twice in columns"
        hows = {column.name: column.how for column in (*rows.checked.units[name].row_columns, *rows.checked.units[name].columns)}
        wrong: list[str] = []
        for column in slow[0] if slow else ():
            tally.values += len(slow)
            pairs = [(row["unit_key"], row[column], held[str(row["unit_key"])][column]) for row in slow if str(row["unit_key"]) in held]
            differing = [pair for pair in pairs if not same(pair[1], pair[2])]
            if not differing:
                continue
            if not any(part in wrong for part in _reads(hows.get(column))):
                key, one, other = differing[0]
                yield f"{name} {key} {column}: {one!r} on rows, {other!r} in columns {_said(hows.get(column))} ({len(differing)} of {len(slow)})"
            wrong.append(column)


def _reads(how: Any) -> list[str]:
    if how is None:
        return []
    nodes = [part for part in (how.where, how.aggregate) if part is not None] if isinstance(how, CheckedFacts) else [how]
    names = [part.name for node in nodes for part in walk(node) if isinstance(part, Name)]
    return names + ([mine for mine, _ in how.same] if isinstance(how, CheckedFacts) else [])


def _said(how: Any) -> str:
    from improving_value.expression.text import to_text

    if how is None:
        return ""
    if isinstance(how, CheckedFacts):
        where = "" if how.where is None else f" where {to_text(how.where)}"
        return f"= {to_text(how.aggregate)} of {how.source} same {how.same}{where}"
    return f"= {to_text(how)}"


def _cell_differences(rows: Ran, fast: Ran, tally: Tally) -> Iterator[str]:
    """Yield a line for each cell that differs, with its first key."""
    for name, cell in rows.checked.cells.items():
        slow, quick = rows.cells[name], fast.cells.get(name, {})
        said = f"{_said(cell.aggregate)} where {_said(cell.where)} over {cell.over}"
        tally.cells += len(slow)
        for key in sorted({*slow, *quick}):
            if key not in slow or key not in quick:
                yield f"cell {name} {key}: only {'on rows' if key in slow else 'in columns'} {said}"
                break
            if not same(slow[key], quick[key]):
                yield f"cell {name} {key}: {slow[key]!r} on rows, {quick[key]!r} in columns {said}"
                break


def same(slow: Any, fast: Any) -> bool:
    """Say whether two values are the same to the last bit, and of the same sort; 0.0 and -0.0 are."""
    if isinstance(slow, bool) or isinstance(fast, bool) or slow is None or fast is None:
        return slow is fast
    if isinstance(slow, (int, Decimal)) != isinstance(fast, (int, Decimal)):
        return False
    return bool(slow == fast)
