"""Figures of two runs side by side, in words: how far each moved, which verdict turned, what has an amount now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from improving_value.kernel.numbers import is_equal
from improving_value.kernel.quantities import DIFFERENCE_OF_SHARES
from improving_value.report.content.model import plain, shortened
from improving_value.report.content.words import STATUSES, lower_first, saving_kind, sentence_case, spoken
from improving_value.report.numbers import count, counted, listed, points, pounds, quantity
from improving_value.report.standing import Key, KpiStanding, SavingStanding, Standing
from improving_value.spec.models import Kpi, Saving, Scheme

_T = TypeVar("_T", KpiStanding, SavingStanding)

_MOST_MOVES = 8
"""Figures named under one heading; the rest are counted."""
_EVERYONE = "all"
"""The level of everyone together."""
_WITH_AMOUNT = ("calculated", "partial")


@dataclass(frozen=True)
class Names:
    """What schemes, figures and organisations are called."""

    schemes: Mapping[str, Scheme]
    organisations: Mapping[str, str]

    def scheme(self, name: str) -> str:
        return shortened(self.schemes[name].title) if name in self.schemes else sentence_case(spoken(plain(name)))

    def organisation(self, code: str) -> str:
        return shortened(self.organisations.get(code, code))

    def kpi(self, key: Key) -> Kpi | None:
        """Return the KPI of a key, if this run has it and it is one number that is worked out."""
        scheme = self.schemes.get(key[0])
        found = next((kpi for kpi in scheme.kpis if kpi.kpi == key[1]), None) if scheme else None
        return found if found and not found.distribution and not found.reported else None

    def saving(self, key: Key) -> Saving | None:
        scheme = self.schemes.get(key[0])
        return next((saving for saving in scheme.savings if saving.saving == key[1]), None) if scheme else None


def kpi_moves(earlier: Standing, now: Standing, names: Names) -> tuple[str, ...]:
    """Return the KPIs of everyone together that moved most, of those that both runs have a value for."""
    moves = []
    for key, before, after in _both(earlier.kpis, now.kpis):
        kpi = names.kpi(key)
        if kpi is None or before.unit != after.unit or before.value is None or after.value is None or is_equal(before.value, after.value):
            continue
        unit, how_far = after.unit, after.value - before.value
        size = abs(how_far) if unit in ("share", DIFFERENCE_OF_SHARES) else abs(how_far) / max(abs(before.value), abs(after.value))
        turn = "" if kpi.better == "interpret" else "better" if (how_far > 0) == (kpi.better == "higher") else "worse"
        words = f"{quantity(after.value, unit)}, was {quantity(before.value, unit)}: {_by(how_far, unit)}{turn and f', {turn}'}"
        moves.append((-size, f"{names.scheme(key[0])} – {lower_first(shortened(kpi.title))}: {words}."))
    return _most(moves, "KPI", "No KPI moved.")


def saving_moves(earlier: Standing, now: Standing, names: Names) -> tuple[str, ...]:
    """Return the savings of everyone together that moved most, of those that both runs have an amount for."""
    moves = []
    for key, before, after in _both(earlier.savings, now.savings):
        saving = names.saving(key)
        if saving is None or before.pence is None or after.pence is None or before.pence == after.pence:
            continue
        how_far = after.pence - before.pence
        what = f"{names.scheme(key[0])} – {lower_first(shortened(saving.title))} ({lower_first(saving_kind(saving.class_, saving.state))})"
        words = f"{pounds(after.pence)}, was {pounds(before.pence)}: {pounds(abs(how_far))} {'more' if how_far > 0 else 'less'}"
        moves.append((-float(abs(how_far)), f"{what}: {words}."))
    return _most(moves, "saving", "No saving moved.")


def _by(how_far: float, unit: str) -> str:
    way = "up" if how_far > 0 else "down"
    return f"{way} by {points(abs(how_far)) if unit == 'share' else quantity(abs(how_far), unit)}"


def _most(moves: list[tuple[float, str]], word: str, none: str) -> tuple[str, ...]:
    moves.sort()
    shown = [words for _, words in moves[:_MOST_MOVES]]
    rest = len(moves) - len(shown)
    return (*shown, *([f"{counted(rest, f'other {word}')} moved less."] if rest else [])) or (none,)


def turned(earlier: Standing, now: Standing, names: Names) -> tuple[str, ...]:
    """Return the KPIs whose target is met now and was not, or the other way round: for everyone, and at how many providers."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for (scheme, name, level, organisation), before, after in _both(earlier.kpis, now.kpis, everyone=False):
        is_turned = {before.verdict, after.verdict} == {"met", "not_met"}
        if not is_turned or level not in ("all", "provider") or names.kpi((scheme, name, level, organisation)) is None:
            continue
        turns = found.setdefault((scheme, name), {})
        turns.setdefault(f"{level} {after.verdict}", []).append(names.organisation(organisation))
    # What turned for everyone comes before what turned here and there.
    ranked = sorted(found.items(), key=lambda one: not any(turn.startswith(_EVERYONE) for turn in one[1]))
    said = [_turns(names, scheme, name, turns) for (scheme, name), turns in ranked]
    rest = len(said) - _MOST_MOVES
    return (*said[:_MOST_MOVES], *([f"{counted(rest, 'other verdict')} turned."] if rest > 0 else [])) or ("No verdict turned.",)


def _turns(names: Names, scheme: str, name: str, turns: Mapping[str, list[str]]) -> str:
    kpi = names.kpi((scheme, name, "", ""))
    assert kpi is not None
    words = {
        "all met": "met for everyone now, and was not",
        "all not_met": "no longer met for everyone",
        "provider met": "met now at {}",
        "provider not_met": "no longer met at {}",
    }
    said = [text.format(_who(turns[turn])) for turn, text in words.items() if turn in turns]
    return f"{names.scheme(scheme)} – {lower_first(shortened(kpi.title))}: {'; '.join(said)}."


def _who(organisations: list[str]) -> str:
    return listed(organisations) if len(organisations) <= _MOST_MOVES else f"{count(len(organisations))} providers"


def calculable(earlier: Standing, now: Standing, names: Names) -> tuple[str, ...]:
    """Return the savings of everyone together that have an amount now and had none, or the other way round."""
    found = []
    for key, before, after in _both(earlier.savings, now.savings):
        saving = names.saving(key)
        had, has = before.status in _WITH_AMOUNT, after.status in _WITH_AMOUNT
        if saving is None or (had, before.status) == (has, after.status):
            continue
        what = f"{names.scheme(key[0])} – {lower_first(shortened(saving.title))}"
        found.append(f"{what}: {lower_first(STATUSES[after.status])} now, was {lower_first(STATUSES.get(before.status, before.status))}.")
    return tuple(found) or ("What could be calculated then can be now, and nothing more.",)


def _both(earlier: Mapping[Key, _T], now: Mapping[Key, _T], *, everyone: bool = True) -> Iterator[tuple[Key, _T, _T]]:
    """Yield what both runs have a row for, in the order of this run: for everyone together, or for each organisation too."""
    for key, after in now.items():
        if key in earlier and (key[2] == _EVERYONE or not everyone):
            yield key, earlier[key], after
