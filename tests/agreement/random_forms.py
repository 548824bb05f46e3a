"""The forms expressions take: every operator, every function, every aggregate and every window."""

from __future__ import annotations

from random import Random

from random_expressions import Builder, Maker, form, needing
from random_sight import Sight

AGGREGATE_FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "number": (
        ("sum", "number"), ("sum", "number"), ("count", ""), ("count", "boolean"), ("count_distinct", "number"), ("count_distinct", "code"),
        ("count_distinct", "date"), ("count_distinct", "name"), ("mean", "number"), ("median", "number"), ("percentile", "number"),
        ("deviation", "number"), ("mean_of_least", "number"), ("mean_of_greatest", "number"), ("min", "number"), ("max", "number"), ("first", "number"), ("last", "number"), ("only", "number"),
    ),
    "boolean": (("any", "boolean"), ("all", "boolean"), ("first", "boolean"), ("last", "boolean"), ("only", "boolean")),
    "code": (("first", "code"), ("last", "code"), ("only", "code")),
    "name": (("first", "name"), ("last", "name"), ("only", "name")),
    "date": (("min", "date"), ("max", "date"), ("first", "date"), ("last", "date"), ("only", "date")),
    "datetime": (("min", "datetime"), ("max", "datetime"), ("first", "datetime"), ("last", "datetime"), ("only", "datetime")),
    "time": (("min", "time"), ("max", "time"), ("first", "time")),
}  # fmt: skip


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
        if function in ("mean_of_least", "mean_of_greatest"):
            parts.append(builder.pick(("1", "2", "limit", "0.5", "no_value")))
        if function in ("first", "last"):
            parts.append(
                f"by={builder.build(builder.pick(('date', 'number', *(('datetime',) if sight.inside.of('datetime') else ()))), sight.inside, 0)}"
            )
        if builder.chance(0.35):
            parts.append(f"where={builder.build('boolean', sight.inside, 1)}")
        return f"{function}({', '.join(parts)})"

    return needing("name inside" if kind == "name" else "inside", made)


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
    nothing = form(f"({{{kind}}} if {{boolean}} else missing)")
    return [(2, choice), (1, nothing), (1, instead), (6, _aggregate(kind)), (1, _window(kind))]


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
        (1, form("round_to({number}, step)")),
        (1, form("round_to({number}, {number})")),
        (1, form("square_root({number})")),
        (1, form("days({date}, {date})")),
        (2, needing("datetime", form("hours({datetime}, {datetime})"))),
        (1, form("months({date}, {date})")),
        (1, form("age({date}, {date})")),
        (1, form("number_of({boolean})")),
        (1, form("year({date})")),
        (1, form("interval_low({number}, {number}, {number})")),
        (1, form("interval_high({number}, abs({number}), 2)")),
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
    "datetime": [
        *_common("datetime"),
        (1, form("max({datetime}, {datetime})")),
        (1, form("min({datetime}, {datetime})")),
        (2, form("moment({date})")),
    ],
    "time": [
        *_common("time"),
        (4, needing("clock", form("time_of_day({=clock})"))),
        (1, form("max({time}, {time})")),
    ],
}


def builder(random: Random) -> Builder:
    """Return what builds expressions of all these forms."""
    return Builder(random, _MAKERS, _aggregate)
