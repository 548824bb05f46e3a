"""Which name of one version is which of the other: by name, or where that fails, by meaning. A new name alone changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.check.uses import sources_first
from improving_value.compare.forms import Sight, form
from improving_value.compare.sides import Side, is_own, own_columns

ALIKE = 0.5
"""Share of column names in common from which a unit with another name is taken to be the same one, changed."""


@dataclass(frozen=True)
class Renaming:
    """Another name for the same thing."""

    kind: str
    owner: str
    old: str
    new: str


def paired(old: CheckedScheme, new: CheckedScheme) -> tuple[Side, Side, tuple[Renaming, ...]]:
    """Return both versions with their names paired, and the names that are new for the same thing."""
    pairing = _Pairing(Side("old", old), Side("new", new))
    pairing.parameters()
    pairing.units()
    pairing.figures()
    return pairing.old, pairing.new, tuple(pairing.renamings)


class _Pairing:
    """Gives out tokens, those of simple things before those of what is made of them."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.renamings: list[Renaming] = []

    def parameters(self) -> None:
        names = (list(self.old.checked.parameters), list(self.new.checked.parameters))
        self._pair("parameter", ("", ""), names, lambda side, name: side.parameter(name))

    def units(self) -> None:
        ordered = [sources_first(side.checked.units) for side in (self.old, self.new)]
        by_name = {unit.name for unit in ordered[0]} & {unit.name for unit in ordered[1]}
        for unit in ordered[0]:
            twin = self._twin(unit, [one for one in ordered[1] if one.name == unit.name or one.name not in by_name])
            if twin is not None:
                self._join("unit", ("", ""), unit.name, twin.name)
                self._inside(unit, twin)

    def _twin(self, unit: CheckedUnit, others: Sequence[CheckedUnit]) -> CheckedUnit | None:
        """Return the unit of the new version that is this one: of the same name, or from the same rows with much the same columns."""
        for other in others:
            if other.name == unit.name:
                return other
        mine = set(own_columns(unit))
        for other in others:
            if ("unit", "", other.name) in self.new.tokens or other.name in self.old.checked.units:
                continue
            same_rows = self.old.source(unit.source, unit.source_is_unit) == self.new.source(other.source, other.source_is_unit)
            theirs = set(own_columns(other))
            if same_rows and len(mine & theirs) >= ALIKE * len(mine | theirs):
                return other
        return None

    def _inside(self, unit: CheckedUnit, twin: CheckedUnit) -> None:
        """Pair what a unit is made of."""
        owners = (unit.name, twin.name)
        units = {"old": unit, "new": twin}
        matches = ([match.name for match in unit.matches], [match.name for match in twin.matches])
        by_name = {side: {match.name: match for match in units[side].matches} for side in units}
        self._pair("match", owners, matches, lambda side, name: side.match(units[side.label], by_name[side.label][name]))
        columns = {side: own_columns(units[side]) for side in units}
        names = (list(columns["old"]), list(columns["new"]))
        self._pair("column", owners, names, lambda side, name: side.column(units[side.label], *columns[side.label][name]))
        rules = {side: {rule.rule: rule.when for rule in units[side].rules} for side in units}
        self._pair(
            "rule", owners, (list(rules["old"]), list(rules["new"])), lambda s, name: form(rules[s.label][name], s.sight(units[s.label]))
        )

    def figures(self) -> None:
        both = (self.old.checked, self.new.checked)
        sights: dict[str, Sight] = {}

        def seen(side: Side) -> Sight:
            return sights.setdefault(side.label, side.figures)

        measures = ([name for name in both[0].measures if is_own(name)], [name for name in both[1].measures if is_own(name)])
        self._pair("measure", ("", ""), measures, lambda side, name: form(side.checked.measures[name].value, seen(side)))
        sights.clear()  # a measure's own token is part of what is seen
        kpis = {label: {kpi.kpi.kpi: kpi.value for kpi in one.kpis} for label, one in zip(("old", "new"), both, strict=True)}
        self._pair("kpi", ("", ""), (list(kpis["old"]), list(kpis["new"])), lambda side, name: form(kpis[side.label][name], seen(side)))
        self._pair("saving", ("", ""), (_savings(both[0]), _savings(both[1])), lambda side, name: _amount(side, name, seen(side)))
        self._pair("cost", ("", ""), ([one.cost.cost for one in both[0].costs], [one.cost.cost for one in both[1].costs]), None)
        scenarios = [[one.scenario for one in scheme.scheme.scenarios] for scheme in both]
        self._pair("scenario", ("", ""), (scenarios[0], scenarios[1]), None)

    def _pair(
        self, kind: str, owners: tuple[str, str], names: tuple[list[str], list[str]], form_of: Callable[[Side, str], str] | None
    ) -> None:
        """Pair by name; what is left over by meaning, again and again, since one pair may show that others are one."""
        old, new = names
        for name in old:
            if name in new:
                self._join(kind, owners, name, name)
        rest = [name for name in old if name not in new]
        others = [name for name in new if name not in old]
        found = form_of is not None
        while found and form_of is not None:
            found = False
            for name in list(rest):
                mine = form_of(self.old, name)
                twin = next((other for other in others if form_of(self.new, other) == mine), None)
                if twin is not None:
                    self._join(kind, owners, name, twin)
                    rest.remove(name)
                    others.remove(twin)
                    found = True

    def _join(self, kind: str, owners: tuple[str, str], old: str, new: str) -> None:
        token = f"{kind} {len(self.old.tokens)}"
        self.old.tokens[kind, owners[0], old] = token
        self.new.tokens[kind, owners[1], new] = token
        if old != new:
            self.renamings.append(Renaming(kind, owners[0], old, new))


def _savings(checked: CheckedScheme) -> list[str]:
    return [saving.saving for saving in checked.scheme.savings]


def _amount(side: Side, name: str, figures: Sight) -> str:
    """Return what a saving is worth, as a text."""
    saving = next(one for one in side.checked.savings if one.saving.saving == name and one.scenario == "default")
    if saving.each is None:
        return form(saving.total, figures)
    unit = side.checked.units[saving.saving.of or ""]
    return f"{side.token('unit', '', unit.name)}: {form(saving.each, side.sight(unit))}"
