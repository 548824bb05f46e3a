"""The columns of a block of lines: what is given, what is worked out from it, and what each is called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, cast

from improving_value.check.model import CheckedScheme
from improving_value.expression.evaluate import RowValue, evaluate
from improving_value.expression.excel_pieces import MISSING, ROW, NotSayable, Said, guarded, quoted
from improving_value.expression.nodes import Name, Namespaced, Node
from improving_value.expression.types import INTEGER, TEXT, Type
from improving_value.kernel.numbers import pence
from improving_value.report.workbook.assumptions import Assumptions

LONGEST = 100
"""Characters of a formula before the number of its row takes the place of its mark: with it, about 120."""
MOST = 200
Row = dict[str, RowValue]
Role = Literal["data", "assumption", "working", "money"]


@dataclass(frozen=True)
class Column:
    """One column: `formula` holds a mark where the number of the row goes; a column of data has none."""

    key: str
    label: str
    unit: str
    role: Role
    type: Type | None
    formula: str | None
    value: Callable[[Row], RowValue]


def key_of(part: Name | Namespaced) -> str:
    """Return under which key a row holds the value of a name."""
    if isinstance(part, Namespaced):
        return f"{part.namespace}.{part.name}"
    return f"parameter {part.name}" if part.kind == "parameter" else part.name


def _stands(key: str, text: str, origin: Node) -> Said:
    """Return what stands for an expression that has a column of its own."""
    kind = origin.type
    is_number = kind is None or kind.kind not in ("text", "boolean")
    return Said(text, Name(key, origin.span, kind, "column"), (text,) if is_number else ())


@dataclass
class Columns(ABC):
    """A block's columns as formulas are written for it: the sheet's side of the expression tree.

    `live` are the parameters that formulas refer to, `given` the names whose values stand there as the engine worked them out.
    """

    checked: CheckedScheme
    assumptions: Assumptions
    offset: int
    label_of: Callable[[Node], str]
    longest: int = LONGEST
    columns: list[Column] = field(default_factory=list)
    at: dict[str, Said] = field(default_factory=dict)
    live: dict[str, None] = field(default_factory=dict)
    given: dict[str, Node] = field(default_factory=dict)
    constants: Row = field(default_factory=dict)

    def of(self, leaf: Name | Namespaced) -> Said:
        """Return where the value of a name stands."""
        key = key_of(leaf)
        if key not in self.at:
            self.at[key] = self.placed(leaf)
        return self.at[key]

    @abstractmethod
    def placed(self, leaf: Name | Namespaced) -> Said:
        """Put a name's value in its place. Raises NotSayable."""

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back what was put into columns when the whole cannot be said."""
        columns, at, live, given = len(self.columns), dict(self.at), dict(self.live), dict(self.given)
        try:
            yield
        except NotSayable:
            del self.columns[columns:]
            self.at, self.live, self.given = at, live, given
            raise

    def letter(self, place: int) -> str:
        from xlsxwriter.utility import xl_col_to_name

        return str(xl_col_to_name(self.offset + place))

    def add(self, column: Column) -> str:
        """Add a column and return how a formula of the same row refers to it."""
        self.columns.append(column)
        return f"{self.letter(len(self.columns) - 1)}{ROW}"

    def hold(self, formula: str, node: Node, origin: Node) -> Said:
        """Put a formula into a column of its own."""
        if len(formula) > MOST:
            raise NotSayable("a formula too long to read")
        same = next((place for place, column in enumerate(self.columns) if column.formula == formula), None)
        if same is not None:
            return _stands(self.columns[same].key, f"{self.letter(same)}{ROW}", origin)
        key = f"step {len(self.columns)}"

        def value(row: Row) -> RowValue:
            return evaluate(node, lambda part: row[key_of(part)])

        text = self.add(Column(key, self.label_of(origin), "", "working", origin.type, formula, value))
        return _stands(key, text, origin)

    def constant(self, number: object) -> str:
        raise NotSayable(f"the number {number} without a name")

    @abstractmethod
    def same_case(self, *nodes: Node) -> None:
        """Raise NotSayable where texts could differ by case alone: a sheet does not tell such apart."""

    def data(self, key: str, node: Node, label: str, unit: str, value: Callable[[Row], RowValue]) -> Said:
        """Add a column of values as the engine worked them out."""
        text = self.add(Column(key, label, unit, "data", node.type, None, value))
        self.given[key] = node
        return Said(text, node)

    def scalar(self, name: str, node: Node) -> Said:
        """Refer to a parameter with one value by its name."""
        scheme = self.checked.scheme.scheme
        values = self.checked.values.get(name)
        if values is None or not self.assumptions.is_usable(scheme, name):
            raise NotSayable(f"the value of {name}")
        self.constants[f"parameter {name}"] = cast("RowValue", values.rows[0].value)
        self.live[name] = None
        return Said(self.assumptions.name_of(scheme, name), node)

    def looked_up(self, name: str, node: Node, label: str, unit: str, row_of: Callable[[Row], int | None]) -> Said:
        """Refer to a parameter with several values: a column says which holds, the next one looks it up."""
        scheme = self.checked.scheme.scheme
        values = self.checked.values[name]
        rows = self.assumptions.of(scheme, name)
        if not self.assumptions.is_usable(scheme, name) or len(rows) != len(values.rows):
            raise NotSayable(f"the values of {name}")

        def ref(row: Row) -> RowValue:
            place = row_of(row)
            return "none" if place is None else rows[place].ref

        def value(row: Row) -> RowValue:
            place = row_of(row)
            return None if place is None else cast("RowValue", values.rows[place].value)

        which = self.add(Column(f"row of {name}", f"Row of Assumptions: {label}", "", "assumption", TEXT, None, ref))
        in_force, refs = self.assumptions.ranges(scheme, name)
        formula = f'IF({which}="none",{quoted(MISSING)},INDEX({in_force},MATCH({which},{refs},0)))'
        self.live[name] = None
        key = f"parameter {name}"
        return Said(self.add(Column(key, label, unit, "working", node.type, formula, value)), node)

    def money(self, said: Said, label: str) -> Column:
        """Add the column of pounds rounded to pence, as the engine rounds them."""
        if ROW not in said.text:
            # A name would stand in the rounding five times.
            said = self.hold(guarded(said.text, (said.text,)), said.node, said.node)
        x = said.text
        formula = f"SIGN({x})*INT(100*ABS({x})+half+nudge+grain*(100*ABS({x})))/100"
        node = said.node

        def value(row: Row) -> RowValue:
            pounds = evaluate(node, lambda part: row[key_of(part)])
            whole = None if pounds is None else pence(float(cast("float", pounds)))
            return None if whole is None else Decimal(whole).scaleb(-2)

        column = Column(f"money {len(self.columns)}", label, "£", "money", INTEGER, guarded(formula, (x,)), value)
        self.add(column)
        return column

    def worked_out(self, row: Row) -> Row:
        """Return a row of given values with every column's own beside them."""
        row.update(self.constants)
        for column in self.columns:
            row[column.key] = column.value(row)
        return row
