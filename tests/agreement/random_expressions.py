"""Well-typed expressions, built backwards from the wanted kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

KINDS = ("number", "boolean", "code", "name", "date", "datetime", "time")

Names = Mapping[str, Sequence[str]]
"""Names that can be used, by kind. `clock` are the date-time columns that have a local time."""

PARAMETERS: dict[str, Any] = {
    "limit": 1.1,
    "step": 0.3,
    "no_value": None,
    "span_days": 7,
    "numbers": [0.1, 3, 100],
    "codes": ["X01", "J02"],
    "drugs": {"value": ["Drug  A", "drug-c"], "unit": "list"},
    "chosen": "X01",
    "since": "2017-04-01",
    "opens": "07:00",
    "closes": "22:00",
    "switched": True,
    "rate": {"unit": "GBP", "dated": True, "values": [{"from": "2016-01-01", "value": 0.29}, {"from": "2017-04-08", "value": 0.3, "until": "2018-03-31"}]},
    "price": {"unit": "GBP", "by": ["code"], "values": [{"code": "X01", "value": 3.335}, {"code": "J02", "value": 0}, {"value": 12.345}]},
    "tariff": {
        "unit": "GBP", "dated": True, "by": ["code", "provider_code"],
        "values": [{"code": "X01", "provider_code": "P1", "value": 10.1, "from": "2017-04-01"}, {"code": "x01", "provider_code": "P2", "value": 0.7}],
    },
    "by_drug": {"unit": "GBP", "by": ["drug"], "values": [{"drug": "Drug A", "value": 5}, {"drug": "drug b", "value": 6.005}]},
}  # fmt: skip
"""One of every sort: constant, lists, by key, by date, by both, and one nobody supplied."""

STEADY: Names = {
    "number": ("limit", "step", "no_value", "span_days"), "boolean": ("switched",), "code": ("chosen",), "date": ("since",), "time": ("opens", "closes"),
}  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """What an expression may name. `inside`: what is seen inside an aggregate, where there may be one; `changing`: parameters by key or date."""

    columns: Names
    changing: Sequence[str] = ()
    inside: Sight | None = None
    windows: bool = False
    boundaries: bool = False
    per: Sequence[str] = ()

    def adding(self, kind: str, name: str) -> Sight:
        """Return the same with one more column."""
        return replace(self, columns={**self.columns, kind: (*self.columns.get(kind, ()), name)})

    def of(self, kind: str) -> tuple[str, ...]:
        return tuple(self.columns.get(kind, ()))

    def beside(self, theirs: Sight) -> Sight:
        """Return what is seen with another row in sight."""
        return replace(self, columns={kind: (*self.of(kind), *theirs.of(kind)) for kind in (*KINDS, "clock")}, windows=False, inside=None)

    def plain(self) -> Sight:
        """Return the same without what needs many rows."""
        return replace(self, windows=False, inside=None)


@dataclass
class Builder:
    """Builds expressions as text. Every part is in brackets of its own unless it needs none."""

    random: Random
    makers: dict[str, list[tuple[int, Callable[[Sight, int], str]]]] = field(default_factory=dict)

    def build(self, kind: str, sight: Sight, depth: int) -> str:
        """Return an expression of a kind, at most so deep."""
        if depth <= 0 or self.random.random() < 0.12:
            return self._leaf(kind, sight)
        makers = [maker for weight, maker in _MAKERS[kind] if _possible(maker, sight) for _ in range(weight)]
        return self.random.choice(makers)(self, sight, depth - 1)

    def _leaf(self, kind: str, sight: Sight) -> str:
        if sight.inside is not None and self.random.random() < 0.7:
            return _aggregate(kind)(self, sight, 1)
        options = [*sight.of(kind)] * 3 + [*STEADY.get(kind, ())]
        options += [*sight.changing] if kind == "number" else []
        if sight.boundaries:
            options += {"date": ["period_start", "period_end"], "datetime": ["period_start_at", "period_end_at"]}.get(kind, [])
        if kind == "time" and sight.of("clock"):
            options += [f"time_of_day({self.pick(sight.of('clock'))})"]
        if kind in _LITERALS and kind != "name" and (not options or self.random.random() < 0.35):
            return self.pick(_LITERALS[kind])
        return self.pick(options) if options else self.pick(_FALLBACK[kind])

    def pick(self, options: Sequence[str]) -> str:
        return self.random.choice(list(options))

    def chance(self, share: float) -> bool:
        return self.random.random() < share


Maker = Callable[[Builder, Sight, int], str]

_LITERALS = {
    "number": ("0", "1", "2", "3", "0.1", "0.2", "0.3", "1.005", "12", "100", "2.675", "0.000001", "33.333"),
    "boolean": ("true", "false"),
    "code": ("'X01'", "'x01'", "'J02'", '"it\'s"'),
    "name": ("'Drug A'", "'drug  a'", "'DRUG-C'"),
}
_FALLBACK = {
    "date": ("since", "add_days(since, 1)"),
    "time": ("opens", "closes"),
    "datetime": ("if_missing(period_start_at, period_end_at)",),
}


def _possible(maker: Maker, sight: Sight) -> bool:
    if getattr(maker, "needs", "") == "inside":
        return sight.inside is not None
    if getattr(maker, "needs", "") == "name inside":
        return sight.inside is not None and bool(sight.inside.of("name"))
    if getattr(maker, "needs", "") == "name windows":
        return sight.windows and bool(sight.of("name"))
    if getattr(maker, "needs", "") == "windows":
        return sight.windows
    if getattr(maker, "needs", "") == "clock":
        return bool(sight.of("clock"))
    if getattr(maker, "needs", "") == "datetime":
        return bool(sight.of("datetime")) or sight.boundaries
    return not (getattr(maker, "needs", "") == "name" and not sight.of("name"))


def needing(what: str, maker: Maker) -> Maker:
    """Return a maker that is used only where something is in sight."""

    def made(builder: Builder, sight: Sight, depth: int) -> str:
        return maker(builder, sight, depth)

    made.needs = what  # type: ignore[attr-defined]
    return made


def form(text: str) -> Maker:
    """Return a maker that fills a form: `{number}` is an expression of that kind, `{=clock}` a bare name of it."""
    parts = text.replace("}", "{").split("{")

    def made(builder: Builder, sight: Sight, depth: int) -> str:
        filled = []
        for index, part in enumerate(parts):
            if index % 2 == 0:
                filled.append(part)
            elif part.startswith("="):
                filled.append(builder.pick(sight.of(part[1:])))
            elif part.startswith("'"):
                filled.append(builder.pick(_LITERALS[part[1:]]))
            elif part == "small":
                filled.append(_small(builder, sight, depth))
            elif part == "operator":
                filled.append(builder.pick(("+", "-", "*", "/")))
            elif part == "compared":
                filled.append(builder.pick(("<", "<=", "==", "!=", ">=", ">")))
            elif part == "equals":
                filled.append(builder.pick(("==", "!=")))
            elif part == "in":
                filled.append(builder.pick(("in", "not in")))
            else:
                filled.append(builder.build(part, sight, depth))
        return "".join(filled)

    return made


def _small(builder: Builder, sight: Sight, depth: int) -> str:
    """Return a number of days or months, mostly a sensible one."""
    if builder.chance(0.1):
        return builder.build("number", sight, depth)
    return builder.pick(["0", "1", "-1", "12", "28", "span_days", "limit", "0.5", *(name for name in sight.of("number") if name in ("n", "m", "e_n"))])


def _aggregate(kind: str) -> Maker:
    def made(builder: Builder, sight: Sight, depth: int) -> str:
        assert sight.inside is not None
        function, operand = builder.random.choice([one for one in AGGREGATE_FORMS[kind] if one[1] != "name" or sight.inside.of("name")])
        inner = "" if not operand else builder.build(operand, sight.inside, max(depth, 0))
        if operand and builder.chance(0.4):
            inner = f"known({inner})"
        parts = [inner] if inner else []
        if function == "percentile":
            parts.append(builder.pick(("0.5", "0.9", "0", "1", "limit / 2", "no_value")))
        if function in ("first", "last"):
            parts.append(f"by={builder.build(builder.pick(('date', 'number', *(('datetime',) if sight.inside.of('datetime') else ()))), sight.inside, 0)}")
        if builder.chance(0.35):
            parts.append(f"where={builder.build('boolean', sight.inside, 1)}")
        return f"{function}({', '.join(parts)})"

    return needing("name inside" if kind == "name" else "inside", made)


AGGREGATE_FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "number": (
        ("sum", "number"), ("sum", "number"), ("count", ""), ("count", "boolean"), ("count_distinct", "number"), ("count_distinct", "code"),
        ("count_distinct", "date"), ("count_distinct", "name"), ("mean", "number"), ("median", "number"), ("percentile", "number"),
        ("deviation", "number"), ("min", "number"), ("max", "number"), ("first", "number"), ("last", "number"), ("only", "number"),
    ),
    "boolean": (("any", "boolean"), ("all", "boolean"), ("first", "boolean"), ("last", "boolean"), ("only", "boolean")),
    "code": (("first", "code"), ("last", "code"), ("only", "code")),
    "name": (("first", "name"), ("last", "name"), ("only", "name")),
    "date": (("min", "date"), ("max", "date"), ("first", "date"), ("last", "date"), ("only", "date")),
    "datetime": (("min", "datetime"), ("max", "datetime"), ("first", "datetime"), ("last", "datetime"), ("only", "datetime")),
    "time": (("min", "time"), ("max", "time"), ("first", "time")),
}  # fmt: skip


def _window(kind: str) -> Maker:
    def made(builder: Builder, sight: Sight, depth: int) -> str:
        plain = sight.plain()
        per = ", ".join(builder.random.sample(list(sight.per), min(len(sight.per), builder.random.randrange(0, 3))))
        by = builder.build(builder.pick(("date", "number", *(("datetime",) if sight.of("datetime") else ()))), plain, 0)
        operand = builder.build(kind, plain, min(depth, 1))
        if kind == "number" and builder.chance(0.5):
            return f"running(sum({operand}), by={by}, per=[{per}])"
        return f"{builder.pick(('previous', 'next'))}({operand}, by={by}, per=[{per}])"

    return needing("name windows" if kind == "name" else "windows", made)


def _common(kind: str) -> list[tuple[int, Maker]]:
    """Return what there is of every kind."""
    choice = form(f"({{{kind}}} if {{boolean}} else {{{kind}}})")
    instead = form(f"if_missing({{{kind}}}, {{{kind}}})")
    return [(2, choice), (1, instead), (6, _aggregate(kind)), (1, _window(kind))]


_MAKERS: dict[str, list[tuple[int, Maker]]] = {
    "number": [
        *_common("number"),
        (8, form("({number} {operator} {number})")),
        (1, form("(-{number})")),
        (2, form("max({number}, {number})")),
        (1, form("min({number}, {number}, {number})")),
        (1, form("abs({number})")),
        (1, form("round_up({number}, {number})")),
        (1, form("round_down({number}, step)")),
        (1, form("days({date}, {date})")),
        (2, needing("datetime", form("hours({datetime}, {datetime})"))),
        (1, form("months({date}, {date})")),
        (1, form("age({date}, {date})")),
        (1, form("number_of({boolean})")),
    ],
    "boolean": [
        *_common("boolean"),
        (4, form("({number} {compared} {number})")),
        (1, form("({number} <= {number} < {number})")),
        (1, form("({date} {compared} {date})")),
        (1, needing("datetime", form("({datetime} {compared} {datetime})"))),
        (1, form("({time} {compared} {time})")),
        (1, form("({code} {equals} {code})")),
        (1, needing("name", form("({=name} {equals} {'name})"))),
        (1, needing("name", form("({name} {equals} {name})"))),
        (1, form("({boolean} {equals} {boolean})")),
        (2, form("({boolean} and {boolean})")),
        (2, form("({boolean} or {boolean} or {boolean})")),
        (2, form("(not {boolean})")),
        (1, form("({number} {in} [{'number}, {'number}])")),
        (1, form("({number} {in} numbers)")),
        (1, form("({code} {in} [{'code}, chosen])")),
        (1, form("({code} {in} codes)")),
        (1, needing("name", form("({=name} {in} [{'name}, {'name}])"))),
        (1, needing("name", form("({=name} {in} drugs)"))),
        (1, form("is_missing({number})")),
        (1, form("is_missing({code})")),
        (1, form("starts_with({code}, {code})")),
        (1, needing("name", form("starts_with({=name}, {'name})"))),
        (1, form("time_between({time}, {time}, {time})")),
    ],
    "code": _common("code"),
    "name": [
        (2, form("({=name} if {boolean} else {=name})")),
        (1, form("({=name} if {boolean} else {'name})")),
        (1, form("({'name} if {boolean} else {=name})")),
         (1, form("if_missing({=name}, {'name})")),
        (3, _aggregate("name")),
        (1, _window("name")),
    ],
    "date": [
        *_common("date"),
        (2, form("add_days({date}, {small})")),
        (2, form("add_months({date}, {small})")),
        (1, form("month_start({date})")),
        (2, needing("clock", form("date_of({=clock})"))),
        (1, form("max({date}, {date})")),
        (1, form("min({date}, {date})")),
    ],
    "datetime": [*_common("datetime"), (1, form("max({datetime}, {datetime})")), (1, form("min({datetime}, {datetime})"))],
    "time": [
        *_common("time"),
        (4, needing("clock", form("time_of_day({=clock})"))),
        (1, form("max({time}, {time})")),
    ],
}
