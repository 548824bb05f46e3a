"""Where two schemes draw on the same kind of activity, so that the same money may be claimed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from improving_value.report.content.index import Figures
from improving_value.report.content.model import shortened
from improving_value.report.content.scope import units_of
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import counted
from improving_value.spec.models import Scheme
from improving_value.spec.units import Facts


@dataclass(frozen=True)
class Claimant:
    """A scheme that claims on some activity."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Shared:
    """A kind of activity, and the schemes whose savings are worked out from it."""

    activity: str
    words: str
    schemes: tuple[Claimant, ...]


def shared(schemes: Sequence[Figures]) -> tuple[Shared, ...]:
    """Return each kind of activity from which two schemes or more work out a saving, that of most schemes first."""
    claims: dict[str, list[Claimant]] = {}
    titles = {name: title for figures in schemes for name, title in figures.scheme.datasets.items()}
    for figures in schemes:
        for dataset in dict.fromkeys(_claimed(figures)):
            claims.setdefault(dataset, []).append(Claimant(figures.anchor, shortened(figures.scheme.scheme.title)))
    found = [(dataset, who) for dataset, who in claims.items() if len(who) > 1]
    found.sort(key=lambda one: (-len(one[1]), one[0]))
    return tuple(
        Shared(sentence_case(shortened(titles.get(dataset) or dataset.replace("_", " "))), counted(len(who), "scheme"), tuple(who))
        for dataset, who in found
    )


def _claimed(figures: Figures) -> Iterator[str]:
    """Yield the datasets whose rows a saving of the scheme is worked out from."""
    for saving in figures.scheme.scheme.savings:
        for unit in units_of(figures, saving):
            yield from _behind(figures.scheme.scheme, unit)


def _behind(scheme: Scheme, source: str) -> Iterator[str]:
    """Yield the datasets behind a unit: of its own rows, and of the other activity that it tells facts of. A lookup is no activity."""
    unit = scheme.units.get(source)
    if unit is None:
        yield source
        return
    yield from _behind(scheme, unit.from_)
    for column in (*unit.rows.values(), *unit.columns.values()):
        if isinstance(column, Facts):
            yield from _behind(scheme, column.from_)
