"""Well-typed expressions, built backwards from the wanted kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from random_sight import STEADY, Sight


@dataclass
class Builder:
    """Builds expressions as text. Every part is in brackets of its own unless it needs none."""

    random: Random
    makers: Mapping[str, Sequence[tuple[int, Maker]]]
    aggregate: Callable[[str], Maker]

    def build(self, kind: str, sight: Sight, depth: int) -> str:
        """Return an expression of a kind, at most so deep."""
        if depth <= 0 or self.random.random() < 0.12:
            return self._leaf(kind, sight)
        makers = [maker for weight, maker in self.makers[kind] if possible(maker, sight) for _ in range(weight)]
        return self.random.choice(makers)(self, sight, depth - 1)

    def _leaf(self, kind: str, sight: Sight) -> str:
        if sight.inside is not None and self.random.random() < 0.7:
            return self.aggregate(kind)(self, sight, 1)
        options = [*sight.of(kind)] * 3 + [*STEADY.get(kind, ())]
        options += [*sight.changing] if kind == "number" else []
        if sight.boundaries:
            options += {"date": ["period_start", "period_end"], "datetime": ["period_start_at", "period_end_at"]}.get(kind, [])
        if kind == "time" and sight.of("clock"):
            options += [f"time_of_day({self.pick(sight.of('clock'))})"]
        if kind in LITERALS and kind != "name" and (not options or self.random.random() < 0.35):
            return self.pick(LITERALS[kind])
        return self.pick(options) if options else self.pick(_FALLBACK[kind])

    def pick(self, options: Sequence[str]) -> str:
        return self.random.choice(list(options))

    def chance(self, share: float) -> bool:
        return self.random.random() < share


Maker = Callable[[Builder, Sight, int], str]

LITERALS = {
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


def possible(maker: Maker, sight: Sight) -> bool:
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
                filled.append(builder.pick(LITERALS[part[1:]]))
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
    return builder.pick(
        ["0", "1", "-1", "12", "28", "span_days", "limit", "0.5", *(name for name in sight.of("number") if name in ("n", "m", "e_n"))]
    )
