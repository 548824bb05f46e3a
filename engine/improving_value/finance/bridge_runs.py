"""Two runs as they stand on disk: what they differ in, and the bridge of every figure that both have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from improving_value.finance.bridge_factors import BY_VOLUME, FACTORS
from improving_value.finance.bridge_units import PENCE, Figures, columns_of, no_column, read_units
from improving_value.finance.bridges import ORDER, REMAINDER, BridgeUnit, Causes, Split, split, together, unpaired
from improving_value.finance.run_folder import Figure, RunFolder
from improving_value.kernel.issues import Rejected

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ALL = "all"
_SINGLE = {"data": "restated", "scheme": "scheme", "baseline": "baseline"}
"""Where just one of these differs, even a saving that no unit accounts for can be put down to it."""
_COMPARED = ("name", "key", "from", "until", "value", "unit")
Units = Mapping[str, BridgeUnit]


@dataclass(frozen=True)
class Bridge:
    """One figure of one organisation, or of all. Without a split, `why_not` says what is wanting in which run.

    `left_out` are organisations whose amount is not known in one run or the other; the bridge of all is without them.
    """

    scheme: str
    figure: str
    class_: str
    state: str
    organisation: str
    split: Split | None
    why_not: str = ""
    note: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bridged:
    """Two runs bridged: what they differ in, scheme by scheme, and every figure."""

    old: RunFolder
    new: RunFolder
    causes: Mapping[str, Causes]
    bridges: tuple[Bridge, ...]
    not_in_both: tuple[str, ...]


def causes_of(old: RunFolder, new: RunFolder, scheme: str) -> Causes:
    """Return what two runs differ in that can move a scheme's figures.

    Data are told by the hashes of the files that both runs read. The values that a scheme's file states belong to its
    version: where that is another, only local values count as other parameters.
    """
    before, after = old.record, new.record
    inputs = [(before["inputs"][name], after["inputs"][name]) for name in before["inputs"] if name in after["inputs"]]
    is_other = before["schemes"][scheme]["sha256"] != after["schemes"][scheme]["sha256"]
    return Causes(
        period=before["span"] != after["span"],
        baseline=before["baseline"] != after["baseline"],
        data=any(one["sha256"] != other["sha256"] for one, other in inputs),
        scheme=is_other or before["engine_version"] != after["engine_version"],
        parameters=_values(before, scheme, is_other) != _values(after, scheme, is_other),
    )


def _values(record: Mapping[str, Any], scheme: str, only_local: bool) -> list[tuple[Any, ...]]:
    """Return the values in force. One that is withheld is not on record: where there is one, another file counts as another value."""
    lines = [line for line in record["parameters"][scheme] if line["basis"] == "local" or not only_local]
    hidden = any(line["value"] == "withheld" for line in lines)
    file = (record["parameters_file"] or {}).get("sha256") if hidden else None
    return [(file,), *sorted((tuple(str(line[name]) for name in _COMPARED) for line in lines), key=str)]


def bridge_runs(
    connection: DuckDBPyConnection,
    old: RunFolder,
    new: RunFolder,
    only: Sequence[str] = (),
    volume: str | None = None,
    by: str | None = None,
) -> Bridged:
    """Return the bridge of every saving, for each organisation and for all.

    `volume` and `by` are columns of the units; a saving whose units lack them is bridged without. Raises Rejected when
    no unit has them.
    """
    schemes = [name for name in new.record["schemes"] if name in old.record["schemes"] and (not only or name in only)]
    causes = {scheme: causes_of(old, new, scheme) for scheme in schemes}
    _require_columns(connection, new, schemes, [name for name in (volume, by) if name])
    found: list[Bridge] = []
    for scheme in schemes:
        for saving in new.sources[scheme]["savings"]:
            if saving in old.sources[scheme]["savings"]:
                found += _of_saving(connection, (old, new), scheme, saving, causes[scheme], volume, by)
    either = dict.fromkeys([*new.record["schemes"], *old.record["schemes"]])
    return Bridged(old, new, causes, tuple(found), tuple(name for name in either if name not in schemes and (not only or name in only)))


def _require_columns(connection: DuckDBPyConnection, run: RunFolder, schemes: Sequence[str], names: Sequence[str]) -> None:
    for scheme in schemes if names else ():
        units = {source["units"][0]: None for source in run.sources[scheme]["savings"].values() if source["each"]}
        held = [name for unit in units for name in columns_of(connection, run, scheme, unit)]
        lacking = [name for name in names if name not in held]
        if lacking:
            raise Rejected([no_column(Figures(scheme, ", ".join(units), lacking[0]), lacking[0], held)])


def _of_saving(
    connection: DuckDBPyConnection,
    runs: tuple[RunFolder, RunFolder],
    scheme: str,
    saving: str,
    causes: Causes,
    volume: str | None,
    by: str | None,
) -> Iterator[Bridge]:
    sources = [run.sources[scheme]["savings"][saving] for run in runs]
    units: list[Units | None] = [None, None]
    if all(source["each"] for source in sources) and sources[0]["line"] == sources[1]["line"] != ALL:
        held = [columns_of(connection, run, scheme, source["units"][0]) for run, source in zip(runs, sources, strict=True)]
        volume, by = (name if all(name in some for some in held) else None for name in (volume, by))
        asked = [Figures(scheme, source["units"][0], saving + PENCE, volume, by) for source in sources]
        units = [read_units(connection, run, one) for run, one in zip(runs, asked, strict=True)]
    amounts = [_amounts(run.figures, scheme, saving) for run in runs]
    known = [one for run in runs for one in run.figures if (one.scheme, one.saving) == (scheme, saving)]
    if known:
        head = (scheme, saving, known[-1].class_, known[-1].state)
        yield from _bridges(head, amounts, units, causes, BY_VOLUME if volume else FACTORS)


def _amounts(figures: Sequence[Figure], scheme: str, saving: str) -> dict[str, tuple[int | None, str]]:
    """Return each organisation's pence over the span and what they lack; no pence where no piece has any."""
    found: dict[str, tuple[int | None, str]] = {}
    for one in figures:
        if (one.scheme, one.saving) == (scheme, saving):
            pence, needs = found.get(one.organisation, (None, ""))
            total = pence if one.pence is None else (pence or 0) + one.pence
            found[one.organisation] = (total, needs or (one.needs if one.status != "calculated" else ""))
    return found


Head = tuple[str, str, str, str]


def _bridges(
    head: Head,
    amounts: Sequence[Mapping[str, tuple[int | None, str]]],
    units: Sequence[Units | None],
    causes: Causes,
    factors: Sequence[str],
) -> Iterator[Bridge]:
    """Yield one figure's bridges: each organisation's, then that of all."""
    places = sorted({*amounts[0], *amounts[1]})
    splits: dict[str, Split] = {}
    left_out = []
    for place in places:
        (old, old_needs), (new, new_needs) = (side.get(place, (0, "")) for side in amounts)
        if old is None or new is None:
            left_out.append(place)
            yield Bridge(*head, place, None, _wanting(old, old_needs, new, new_needs))
            continue
        splits[place] = _split([_at(side, place) for side in units], causes, old, new, factors)
        yield Bridge(*head, place, splits[place], note=_partial(old_needs, new_needs))
    if ALL not in places and splits:
        sides = [units[0] or {}, units[1] or {}]
        alone = [unpaired(sides[0], sides[1], causes), unpaired(sides[1], sides[0], causes)]
        kept = [[unit for unit in side.values() if unit.organisation in splits] for side in alone]
        yield Bridge(*head, ALL, together(list(splits.values()), kept[0], kept[1], factors), left_out=tuple(left_out))


def _wanting(old: int | None, old_needs: str, new: int | None, new_needs: str) -> str:
    lacking = [
        f"{which} run: needs {needs or 'a value'}"
        for which, pence, needs in (("old", old, old_needs), ("new", new, new_needs))
        if pence is None
    ]
    return "not calculable in the " + "; in the ".join(lacking)


def _partial(old_needs: str, new_needs: str) -> str:
    lacking = [f"{which} run without {needs}" for which, needs in (("old", old_needs), ("new", new_needs)) if needs]
    return f"partial: {'; '.join(lacking)}" if lacking else ""


def _at(units: Units | None, place: str) -> Units | None:
    return None if units is None else {key: unit for key, unit in units.items() if unit.organisation == place}


def _split(units: Sequence[Units | None], causes: Causes, old: int, new: int, factors: Sequence[str]) -> Split:
    before, after = units
    if before is not None and after is not None:
        return split(before, after, causes, old, new, factors)
    parts = dict.fromkeys(ORDER, 0)
    parts[_only_cause(causes)] = new - old
    return Split(old, new, parts, parts)


def _only_cause(causes: Causes) -> str:
    """Return the kind of a difference of which no unit tells: that of the only thing that differs, or else the remainder."""
    differing = [name for name in ("period", "baseline", "data", "scheme", "parameters") if getattr(causes, name)]
    return _SINGLE.get(differing[0], REMAINDER) if len(differing) == 1 else REMAINDER


def bridge_column(connection: DuckDBPyConnection, old: RunFolder, new: RunFolder, asked: Figures) -> Bridged:
    """Return the bridge of a column of pounds on the eligible units: spend from then to now, by volume and price."""
    units = [read_units(connection, run, asked) or {} for run in (old, new)]
    places = {unit.organisation for side in units for unit in side.values()}
    amounts = [
        {place: (sum(unit.pence or 0 for unit in side.values() if unit.organisation == place), "") for place in sorted(places)}
        for side in units
    ]
    causes = causes_of(old, new, asked.scheme)
    found = tuple(
        _bridges((asked.scheme, f"{asked.unit}.{asked.column}", "", ""), amounts, units, causes, BY_VOLUME if asked.volume else FACTORS)
    )
    return Bridged(old, new, {asked.scheme: causes}, found, ())
