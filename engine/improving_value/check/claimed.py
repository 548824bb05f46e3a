"""The activity that a saving claims: which rows are behind its pounds, and whether it may claim them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from improving_value.check.claimed_rows import ClaimedRows
from improving_value.check.figures import FigureReader
from improving_value.check.model import CheckedSaving, CheckedUnit
from improving_value.check.reading import Path
from improving_value.check.review import WHOLE
from improving_value.check.uses import datasets_of, units_drawn_on
from improving_value.expression.nodes import Name, Namespaced, walk
from improving_value.kernel.names import nearest
from improving_value.spec.dictionary import Dataset
from improving_value.spec.models import ClaimedActivity

_SHOW_SAME = "say which columns they share with the rows of the unit: {activity: …, same: [patient_id]}"


def with_claims(figures: FigureReader, checked: CheckedSaving, path: Path) -> CheckedSaving:
    """Return a saving with the rows it claims, after noting what it cannot claim, or that it claims nothing."""
    saving, reading = checked.saving, figures.reading
    if figures.failed or len(figures.measures) < len(reading.scheme.measures):
        return checked  # what it rests on could not be read: that is the fault to mend first
    units = units_behind(figures, checked)
    reached = datasets_of({unit.name: unit for unit in _drawn_on(figures.units, units)})
    claimable = [name for name in reached if _has_piece(figures, name)]
    if not saving.claims and claimable and saving.instead_of is None and reading.scheme.status in WHOLE:
        reading.note(
            "saving-without-claims",
            path,
            f"`{saving.saving}`, which does not say whose pounds it is",
            "the activity it claims, so that no other scheme counts the same",
            f"write `claims: [{claimable[0]}]`, or another dataset it rests on",
            "warning",
        )
    found = []
    for index, written in enumerate(saving.claims):
        claim = ClaimedActivity(activity=written) if isinstance(written, str) else written
        rows = _claimed(figures, units, claim, claimable, (*path, "claims", index))
        found += [rows] if rows is not None else []
    return replace(checked, claims=tuple(found))


def units_behind(figures: FigureReader, checked: CheckedSaving) -> tuple[str, ...]:
    """Return the units that a saving is earned on, or that the measures of its total count."""
    if checked.saving.of is not None and checked.each is not None:
        return (checked.saving.of,)
    names = [part.name for part in walk(checked.total) if isinstance(part, (Name, Namespaced))] if checked.total is not None else []
    measures = [figures.measures[name] for name in names if name in figures.measures]
    return tuple(dict.fromkeys(figures.cells.found[cell].unit for measure in measures for cell in measure.cells))


def _drawn_on(units: Mapping[str, CheckedUnit], names: tuple[str, ...]) -> list[CheckedUnit]:
    """Return units and all that they are made from or look at, each once."""
    found: dict[str, CheckedUnit] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = units[name]
            waiting.extend(units_drawn_on(units[name]))
    return list(found.values())


def _claimed(figures: FigureReader, units: tuple[str, ...], claim: ClaimedActivity, claimable: list[str], path: Path) -> ClaimedRows | None:
    """Return what one entry of `claims` claims, or None after noting why nothing."""
    if claim.of is not None:
        named = figures.unit(claim.of, (*path, "of"))
        if named is None:
            return None
        units, claimable = (named.name,), [*claimable, _base_of(figures.units, named.name)]
    bases = {unit: _base_of(figures.units, unit) for unit in units}
    if claim.same is not None:  # what the scheme looks at anywhere can be of the same patients
        claimable = [name for name in datasets_of(figures.units) if _has_piece(figures, name)]
    if claim.activity not in claimable or not _has_piece(figures, claim.activity):
        close = nearest(claim.activity, claimable)
        known = figures.reading.dictionary.get(claim.activity)
        unheard = known is None or known.piece is not None
        found = f"`{claim.activity}`, on which this saving does not rest" if unheard else f"`{claim.activity}`, which has no `piece`"
        fix = (
            f"write `{close}`"
            if close
            else "name a dataset that its unit is made from or looks at, and that has a `piece` in the data dictionary"
        )
        _other(figures, path, found, fix)
        return None
    own = tuple(unit for unit in units if bases[unit] == claim.activity)
    if claim.same is None and not own:
        _other(figures, path, f"`{claim.activity}`, whose rows its unit looks at and is not made from", _SHOW_SAME)
        return None
    behind = own if claim.same is None else units
    pairs = _pairs(claim)
    faults = [*_unknown_pairs(figures, claim, pairs, bases), *_unknown_dates(figures, claim, behind)]
    for name, whose in faults:
        figures.reading.note("unknown-name", path, f"`{name}`, which {whose} does not have", "a column that is there", "correct the name")
    return None if faults else ClaimedRows(claim.activity, pairs, behind, claim.after, claim.before, claim.of is not None)


def _has_piece(figures: FigureReader, name: str) -> bool:
    dataset = figures.reading.dictionary.get(name)
    return dataset is not None and dataset.piece is not None


def _other(figures: FigureReader, path: Path, found: str, fix: str) -> None:
    figures.reading.note("claim-of-other-activity", path, found, "activity behind the pounds of this saving", fix)


def _pairs(claim: ClaimedActivity) -> tuple[tuple[str, str], ...]:
    """Return pairs of columns: of the rows the unit is made from, and of the rows claimed."""
    if claim.same is None:
        return ()
    return tuple(claim.same.items()) if isinstance(claim.same, dict) else tuple((name, name) for name in claim.same)


def _unknown_pairs(
    figures: FigureReader, claim: ClaimedActivity, pairs: tuple[tuple[str, str], ...], bases: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    dictionary = figures.reading.dictionary
    for mine, theirs in pairs:
        yield from ((mine, f"`{base}`") for base in dict.fromkeys(bases.values()) if mine not in dictionary[base].columns)
        if theirs not in dictionary[claim.activity].columns:
            yield theirs, f"`{claim.activity}`"


def _unknown_dates(figures: FigureReader, claim: ClaimedActivity, units: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in (name for name in (claim.after, claim.before) if name is not None):
        for unit in units:
            kind = figures.units[unit].types.get(name)
            if kind is None or kind.kind not in ("date", "datetime"):
                yield name, f"the unit `{unit}` (as a date)"


def _base_of(units: Mapping[str, CheckedUnit], name: str) -> str:
    unit = units[name]
    while unit.source_is_unit:
        unit = units[unit.source]
    return unit.source


def columns_claimed(
    saving: CheckedSaving, units: Mapping[str, CheckedUnit], dictionary: Mapping[str, Dataset]
) -> Iterator[tuple[str, str]]:
    """Yield the columns, each with its dataset, that are read to know what a saving claims."""
    for claim in saving.claims:
        dataset = dictionary.get(claim.dataset)
        if dataset is None or dataset.piece is None:
            continue
        yield from ((claim.dataset, name) for name in dataset.piece.columns)
        for mine, theirs in claim.same:
            yield claim.dataset, theirs
            yield from ((_base_of(units, unit), mine) for unit in claim.units)
