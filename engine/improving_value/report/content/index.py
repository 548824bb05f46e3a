"""One scheme's figures, found by what they are of: KPI, saving, organisation, period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from improving_value.assess.assessment import CountRow, KpiRow, SavingRow, SchemeAssessment
from improving_value.kernel.quantities import as_number
from improving_value.report.content.model import shortened
from improving_value.report.content.needs import in_words, says_of
from improving_value.report.content.words import DRAWN_LEVELS, LEVELS, sentence_case
from improving_value.spec.models import Kpi

DEFAULT = "default"
MOST_IN_DETAIL = 60
"""More organisations of a level than this stand in the tables of one figure each, but not again by period and by category."""


@dataclass(frozen=True)
class Place:
    """An organisation at its level. Everything together has no code of its own."""

    level: str
    organisation: str
    name: str

    @property
    def code(self) -> str:
        """Return the code to print beside the name, or nothing when the code is the name."""
        return "" if self.level == "all" or self.name == sentence_case(shortened(self.organisation)) else shortened(self.organisation, 30)


@dataclass(frozen=True)
class Figures:
    """A scheme's rows by key, and the organisations that have any, level by level."""

    scheme: SchemeAssessment
    places: tuple[Place, ...]
    kpis: Mapping[tuple[str, str, str, str, str, str], KpiRow]
    savings: Mapping[tuple[str, str, str, str, str], SavingRow]
    counts: Mapping[tuple[str, str, str, str], CountRow]
    illustrative: frozenset[str]
    """Ids of the KPIs, savings and costs that rest on an illustrative value. Never iterated, only asked."""
    levels: Mapping[str, tuple[str, ...]]
    """The levels at which each KPI and saving has rows."""
    own_targets: frozenset[str] = frozenset()
    """Ids of the KPIs whose target is not the same for every organisation and period. Never iterated, only asked."""

    @property
    def anchor(self) -> str:
        """Return the id of the chapter; ids of its parts follow after a dash, which no scheme id holds."""
        return f"scheme-{self.scheme.scheme.scheme}"

    @property
    def span(self) -> str:
        return self.scheme.span.label

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the pieces and then the span; a run of one piece has only that."""
        return tuple(dict.fromkeys([*(piece.label for piece in self.scheme.pieces), self.span]))

    def has(self, figure: str, level: str) -> bool:
        """Say whether a KPI or saving has rows at a level; one without any row is taken to have none for want of activity."""
        levels = self.levels.get(figure, ())
        return not levels or level in levels

    def detailed(self, figure: str) -> tuple[tuple[Place, ...], str]:
        """Return the organisations to show by period or by category, and what to say of a level that has too many of them."""
        levels = [level for level, _ in LEVELS if self.has(figure, level)]
        many = [level for level in levels if len(self.at(level)) > MOST_IN_DETAIL]
        said = "".join(f"The {len(self.at(level))} {level}s, too many to show here, are in kpis.csv. " for level in many)
        return tuple(place for place in self.places if place.level in levels and place.level not in many), said.rstrip()

    def drawn(self, figure: str) -> tuple[Place, ...]:
        """Return the organisations that a chart of a KPI or saving shows: providers, unless it is not worked out for them."""
        return self.at(next((level for level in DRAWN_LEVELS if self.has(figure, level)), "provider"))

    @property
    def providers(self) -> tuple[Place, ...]:
        return self.at("provider")

    def at(self, level: str) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.level == level)

    def kpi(self, kpi: Kpi, place: Place, period: str, category: str = "") -> KpiRow | None:
        breakdown = (kpi.distribution or kpi.breakdown or "") if category else ""
        return self.kpis.get((kpi.kpi, breakdown, category, place.level, place.organisation, period))

    def saving(self, saving: str, place: Place, period: str, scenario: str = DEFAULT) -> SavingRow | None:
        return self.savings.get((saving, scenario, place.level, place.organisation, period))

    def threshold(self, name: str | None) -> float:
        """Return a parameter's value in force, 0 where none is named or none was supplied."""
        values = (as_number(line.value or "") for line in self.scheme.parameters if line.name == name)
        return next((float(value) for value in values if value is not None), 0.0)

    @property
    def together(self) -> Place | None:
        """Return the place that stands for all organisations, when anything was counted."""
        return next(iter(self.at("all")), None)

    def all_units(self, unit: str) -> CountRow | None:
        place = self.together
        return None if place is None else self.counts.get((unit, place.level, place.organisation, self.span))


def figures_of(scheme: SchemeAssessment, organisations: Mapping[str, str]) -> Figures:
    """Arrange a scheme's rows. The row of a category is kept under its category, the total under an empty one."""
    says = says_of(scheme.scheme)
    return Figures(
        scheme=scheme,
        places=_places(scheme, organisations),
        kpis={
            (row.kpi, row.breakdown if row.category else "", row.category, row.level, row.organisation, row.period): (
                replace(row, needs=in_words(row.needs, says, organisations)) if row.needs else row
            )
            for row in scheme.kpis
            if row.category or not row.breakdown or row.value is not None
        },
        savings={
            (row.saving, row.scenario, row.level, row.organisation, row.period): (
                replace(row, needs=in_words(row.needs, says, organisations)) if row.needs else row
            )
            for row in scheme.savings
        },
        counts={(row.unit, row.level, row.organisation, row.period): row for row in scheme.counts},
        illustrative=frozenset(used for line in scheme.parameters if line.illustrative for used in line.used_by),
        levels=_levels(scheme),
        own_targets=_own_targets(scheme),
    )


def _own_targets(scheme: SchemeAssessment) -> frozenset[str]:
    found = {(row.kpi, row.target) for row in scheme.kpis if not row.category}
    named = [name for name, _ in found]
    return frozenset(name for name in named if named.count(name) > 1)


def _levels(scheme: SchemeAssessment) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for kpi in scheme.kpis:
        found.setdefault(kpi.kpi, {})[kpi.level] = None
    for saving in scheme.savings:
        found.setdefault(saving.saving, {})[saving.level] = None
    return {figure: tuple(levels) for figure, levels in found.items()}


def _places(scheme: SchemeAssessment, organisations: Mapping[str, str]) -> tuple[Place, ...]:
    rows: list[CountRow | KpiRow | SavingRow] = [*scheme.counts, *scheme.kpis, *scheme.savings]
    found = dict.fromkeys((row.level, row.organisation) for row in rows)
    places = [Place(level, code, _name(level, code, organisations)) for level, code in found]
    order = {level: number for number, (level, _) in enumerate(LEVELS)}
    return tuple(sorted(places, key=lambda place: (order.get(place.level, len(order)), place.name.casefold(), place.organisation)))


def _name(level: str, code: str, organisations: Mapping[str, str]) -> str:
    return "All organisations" if level == "all" else shortened(organisations.get(code) or sentence_case(code) or "Not listed")


def main_kpi(figures: Figures) -> Kpi | None:
    """Return the KPI the menu shows: the first that is worked out as one number, before those somebody reports."""
    single = [kpi for kpi in figures.scheme.scheme.kpis if not kpi.distribution and not kpi.reported]
    return next(iter(single), None)


def main_unit(figures: Figures) -> str:
    """Return the unit the main KPI counts; without one, the scheme's first."""
    kpi = main_kpi(figures)
    return (kpi.of if kpi else None) or next(iter(figures.scheme.scheme.units))
