"""The text of a random scheme, and its figures: measures, KPIs by category, savings on each unit and against a baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from random_expressions import Builder
from random_sight import Sight

JUDGED = ("outcome", "deciding_rule")
"""What a unit has once it has been judged."""


@dataclass
class Written:
    """A scheme from `units` on, and how many expressions it holds."""

    lines: list[str] = field(default_factory=list)
    expressions: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    def add(self, indent: int, key: str, expression: str) -> None:
        """Add an expression under a key."""
        pad = "  " * indent
        self.lines += [f"{pad}{key}: |-", f"{pad}  {expression}"]
        self.expressions.append(expression)

    def say(self, indent: int, line: str) -> None:
        self.lines.append("  " * indent + line)


@dataclass
class FigureWriter:
    """Writes figures over units of which it is known what is seen of them; `tied` are those that belong to a period."""

    builder: Builder
    out: Written
    units: Mapping[str, Sight]
    tied: set[str]

    def write(self) -> None:
        """Write measures, KPIs by category and savings over each unit."""
        self.out.say(0, "measures:")
        for unit, sight in self.units.items():
            for number in range(3):
                self.out.say(1, f"- measure: {unit}_measure_{number}")
                self.out.say(2, f"of: {unit}")
                self.out.say(2, f"over: {self.builder.pick(('eligible', 'in_scope'))}")
                self.out.say(2, "unit: GBP")
                if self.builder.chance(0.4):
                    self.out.add(2, "where", self.builder.build("boolean", self._of_unit(unit), 1))
                self.out.add(2, "is", self.builder.build("number", Sight({}, inside=Sight(sight.columns, sight.changing)), 2))
        self._kpis()
        self.out.say(0, "savings:")
        for unit in self.units:
            for number in range(2):
                saving = f"{unit}_saving_{number}"
                self.out.say(1, f"- saving: {saving}")
                for line in (
                    "title: S",
                    f"of: {unit}",
                    "state: opportunity",
                    "class: cost_avoidance",
                    "recurrent: true",
                    "payer: provider",
                ):
                    self.out.say(2, line)
                self.out.add(2, "each", self.builder.build("number", self._of_unit(unit, judged=False), 2))

        for unit in self.units:
            if self.builder.chance(0.5):
                self._compared(unit)

    def _compared(self, unit: str) -> None:
        """Write a saving that compares a measure with its baselines, so that the unit is wanted in those windows too."""
        self.out.say(1, f"- saving: {unit}_less")
        for line in ("title: L", "state: realised", "class: cost_avoidance", "recurrent: true", "payer: provider"):
            self.out.say(2, line)
        self.out.add(2, "total", f"(baseline.{unit}_measure_0 + before_baseline.{unit}_measure_1) - {unit}_measure_0")

    def _of_unit(self, unit: str, judged: bool = True) -> Sight:
        """Return what is seen of one unit; before it is judged, it has no outcome."""
        columns = {kind: tuple(name for name in names if judged or name not in JUDGED) for kind, names in self.units[unit].columns.items()}
        return Sight(columns, self.units[unit].changing, boundaries=not judged and unit in self.tied)

    def _kpis(self) -> None:
        self.out.say(0, "kpis:")
        for unit, sight in self.units.items():
            for number in range(2):
                self.out.say(1, f"- kpi: {unit}_kpi_{number}")
                for line in (
                    "title: K",
                    f"of: {unit}",
                    "domain: quality",
                    "better: higher",
                    f"over: {self.builder.pick(('eligible', 'in_scope'))}",
                ):
                    self.out.say(2, line)
                if number == 0:
                    self.out.say(2, f"breakdown: {self.builder.pick(sight.of('code'))}")
                    self.out.add(2, "share", self.builder.build("boolean", self._of_unit(unit), 2))
                else:
                    self.out.say(2, f"distribution: {self.builder.pick(sight.of('code'))}")
