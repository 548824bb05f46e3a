"""Whole random schemes: many expressions as columns of units of every sort, with rules, savings, figures, matches and facts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from random_data import HEADINGS
from random_figures import JUDGED, FigureWriter, Written
from random_forms import builder
from random_sight import KINDS, Sight

COLUMN_KINDS = ("number",) * 5 + ("boolean",) * 4 + ("code", "name", "date", "date", "datetime", "time")
KEYED = {"price": ("code",), "tariff": ("code", "provider_code"), "by_drug": ("drug",), "rate": ()}
_OWN = {
    "number": ("n", "m", "grams", "weight", "cost", "e_n", "e_cost"), "boolean": ("flag", "seen", "e_flag"), "code": ("code", "other", "patient", "e_code"),
    "name": ("drug", "brand"), "date": ("day", "sure_day", "later", "e_day"), "datetime": ("at", "until", "e_at"), "clock": ("at", "until", "e_at"),
}  # fmt: skip


def sight_of(dataset: str) -> Sight:
    """Return what is seen from a row of a dataset."""
    columns = {kind: tuple(name for name in names if name in HEADINGS[dataset]) for kind, names in _OWN.items()}
    return Sight(columns, _changing(HEADINGS[dataset]), per=("patient", "provider_code", "code"))


def _changing(names: object) -> tuple[str, ...]:
    return tuple(name for name, by in KEYED.items() if all(column in names for column in by))  # type: ignore[operator]


@dataclass
class SchemeWriter:
    """Writes one random scheme. Each unit is remembered with what is seen from it."""

    random: Random
    columns: int = 24
    depth: int = 3
    out: Written = field(default_factory=Written)
    units: dict[str, Sight] = field(default_factory=dict)
    tied: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.builder = builder(self.random)

    def write(self) -> Written:
        """Return a scheme with a unit of each row, of rows gathered, one of them by episode or period, of another unit."""
        self.out.say(0, "units:")
        self._each_row("row", each_period=False)
        self._group("gathered", "activity", sight_of("activity"), episodes=False, by_period=self.chance(0.3))
        self._group("episode", "activity", sight_of("activity"), episodes=True, by_period=self.chance(0.3))
        if self.chance(0.5):
            self._each_row("register", each_period=True)
        source = self.random.choice(list(self.units))
        self._group("of_units", source, self.units[source], episodes=False, by_period=source in self.tied or self.chance(0.3))
        FigureWriter(self.builder, self.out, self.units, self.tied).write()
        return self.out

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def _each_row(self, name: str, each_period: bool) -> None:
        sight = sight_of("activity")
        self.out.say(1, f"{name}:")
        self.out.say(2, "from: activity")
        if each_period:
            self.out.say(2, "each_period: true")
            self.tied.add(name)
            sight = Sight(sight.columns, sight.changing, boundaries=True, per=sight.per)
        if self.chance(0.4):
            self.out.add(2, "keep", self.builder.build("boolean", sight, 2))
        if self.chance(0.5):
            sight = self._match(sight)
        self.out.say(2, "columns:")
        windowed = Sight(sight.columns, sight.changing, windows=True, boundaries=sight.boundaries, per=sight.per)
        after = self._write_columns(windowed, self.columns, "row" if not each_period else "reg")
        self._finish(name, after, "" if each_period else self.random.choice(("day", "sure_day", self._a_date(after))))

    def _a_date(self, sight: Sight) -> str:
        return self.random.choice(sight.of("date"))

    def _match(self, sight: Sight) -> Sight:
        """Write one or two ladders, and return the sight with what they add."""
        self.out.say(2, "match:")
        events = sight_of("events")
        for number in range(self.random.randrange(1, 3)):
            name = f"found_{number}"
            self.out.say(3, f"{name}:")
            self.out.say(4, "in: events")
            if self.chance(0.5):
                self.out.add(4, "keep", self.builder.build("boolean", events.plain(), 1))
            self.out.say(4, "tests:")
            self.out.say(5, f"- {{reason_0: same {self.random.choice(('patient', 'code', 'provider_code', 'drug'))}}}")
            for rung in range(1, self.random.randrange(1, 4)):
                if self.chance(0.25):
                    self.out.say(5, f"- {{reason_{rung}: same {self.random.choice(('patient', 'code', 'drug', 'day'))}}}")
                else:
                    self.out.say(5, f"- reason_{rung}: |-")
                    test = self.builder.build("boolean", replace(sight.beside(events), boundaries=False), 2)
                    self.out.expressions.append(test)
                    self.out.say(6, f"  {test}")
            sight = sight.adding("boolean", f"{name}_found").adding("code", f"{name}_reason")
        return sight

    def _write_columns(self, sight: Sight, many: int, prefix: str) -> Sight:
        """Write columns, mostly expressions; some are facts. Each is seen by those after it."""
        for number in range(many):
            kind = self.random.choice([kind for kind in COLUMN_KINDS if self._gives(kind, sight)])
            name = f"{prefix}_{number}"
            if self.chance(0.15) and self._fact(name, kind, sight):
                sight = sight.adding(kind, name)
                continue
            # Few are deep: the SQL of one grows with each level as a power of two.
            depth = max(1, self.depth - self.random.choice((0, 1, 1, 2)))
            self.out.add(3, name, self.builder.build(kind, sight, depth))
            sight = sight.adding(kind, name)
        return sight

    def _gives(self, kind: str, sight: Sight) -> bool:
        """Say whether there is something in sight to make a kind of: names and date-times have no literals."""
        return kind not in ("datetime", "name") or bool(sight.of(kind)) or (kind == "datetime" and sight.boundaries)

    def _fact(self, name: str, kind: str, sight: Sight) -> bool:
        """Write a fact of other rows; return False when there is nothing to find them by."""
        sources = ["events", *self.units]
        source = self.random.choice(sources)
        theirs = sight_of("events") if source == "events" else self.units[source]
        pairs = [(mine, other) for one in ("code", "name", "date") for mine in sight.of(one) for other in theirs.of(one)]
        if not pairs or not theirs.of(kind):
            return False
        chosen = dict(self.random.sample(pairs, min(len(pairs), self.random.randrange(1, 3))))
        seen = sight.plain().beside(theirs)
        self.out.say(3, f"{name}:")
        self.out.say(4, f"from: {source}")
        self.out.say(4, f"same: {{{', '.join(f'{mine}: {other}' for mine, other in chosen.items())}}}")
        if self.chance(0.4):
            self.out.add(4, "where", self.builder.build("boolean", seen, 1))
        aggregate = dict(_FACTS).get(kind, "only")
        outer = Sight(
            sight.columns,
            sight.changing,
            inside=Sight(seen.columns, theirs.changing, boundaries=sight.boundaries),
            boundaries=sight.boundaries,
        )
        self.out.add(4, "is", self._one_aggregate(kind, aggregate, outer))
        return True

    def _one_aggregate(self, kind: str, fallback: str, sight: Sight) -> str:
        for _ in range(20):
            text = self.builder.build(kind, sight, 1)
            if text.split("(")[0] in _NAMES and _is_one_call(text):
                return text
        assert sight.inside is not None
        operand = self.random.choice(sight.inside.of(kind))
        return f"{fallback}({operand})"

    def _group(self, name: str, source: str, sight: Sight, episodes: bool, by_period: bool) -> None:
        rows_tied = source in self.tied
        self.out.say(1, f"{name}:")
        self.out.say(2, f"from: {source}")
        if self.chance(0.3):
            self.out.add(2, "keep", self.builder.build("boolean", sight.plain(), 1))
        if self.chance(0.5):
            self.out.say(2, "rows:")
            boundaries = rows_tied
            rows = Sight(
                sight.columns,
                sight.changing,
                windows=True,
                boundaries=boundaries,
                per=[part for part in sight.per if part != "provider_code"],
            )
            sight = self._write_columns(rows, 3, f"{name}_of_row")
        keys = ["provider_code"]
        keys += self.random.sample(
            [part for part in ("patient", "code", "drug") if part in {*sight.of("code"), *sight.of("name")}],
            self.random.randrange(0, 2) if "patient" in sight.of("code") else 0,
        )
        self.out.say(2, "group:")
        self.out.say(3, f"by: [{', '.join([*keys, *(['period'] if by_period else [])])}]")
        days = [part for part in ("day", "sure_day") if part in sight.of("date")]
        on = self.random.choice(days) if episodes and days else ""
        if on:
            self.out.say(3, f"on: {on}")
            self.out.say(
                3, self.random.choice(("within: span_days of first", "gap_under: span_days", "within: 30 of first", "gap_under: 90"))
            )
        if by_period:
            self.tied.add(name)
        inside = Sight(sight.columns, sight.changing, boundaries=rows_tied)
        columns = {kind: tuple(part for part in keys if part in sight.of(kind)) for kind in KINDS}
        outer = Sight(columns, _changing(keys), inside=inside, boundaries=by_period or rows_tied)
        self.out.say(2, "columns:")
        after = self._write_columns(outer, self.columns, name)
        dates = after.of("date")
        begun = f"{name}_begun"
        opening = f"min({on})" if on and self.chance(0.6) else f"max(known({self.random.choice(sight.of('date'))}))"
        self.out.add(3, begun, opening)
        after = after.adding("date", begun)
        tied = by_period or rows_tied
        self._finish(
            name, Sight(after.columns, _changing(keys), boundaries=tied), "" if tied else self.random.choice((begun, begun, *dates[:1]))
        )

    def _finish(self, name: str, sight: Sight, date: str) -> None:
        """Write when a unit falls, its rules, and what is at stake; remember what is seen of it."""
        if date:
            self.out.say(2, f"date: {date}")
        plain = sight.plain()
        self.out.say(2, "eligible:")
        for number in range(self.random.randrange(1, 4)):
            self.out.say(3, f"- rule: rule_{number}")
            self.out.say(4, f"say: Rule {number}")
            test = self.builder.build("boolean", plain, 2)
            # A rule that nearly always holds: otherwise hardly a unit would be eligible, and no saving ever tested.
            self.out.add(4, "when", f"({test} or {self.builder.build('boolean', plain, 0)} or true)" if self.chance(0.4) else f"{test}")
        self.out.add(2, "at_stake", self.builder.build("number", plain, 2))
        types = {kind: tuple(part for part in plain.of(kind)) for kind in KINDS}
        types["code"] = (*types["code"], *JUDGED)
        self.units[name] = Sight(types, plain.changing, per=plain.per)


_FACTS = (("number", "sum"), ("boolean", "any"), ("date", "max"), ("datetime", "min"), ("time", "max"))
_NAMES = frozenset(
    ("sum", "count", "count_distinct", "mean", "median", "percentile", "deviation", "min", "max", "first", "last", "any", "all", "only")
)


def _is_one_call(text: str) -> bool:
    """Say whether a text is one call from end to end, and of many rows (not `max(a, b)`)."""
    from improving_value.expression.nodes import Aggregate
    from improving_value.expression.parse import parse

    return isinstance(parse(text), Aggregate)
