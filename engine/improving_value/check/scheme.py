"""Is a scheme meaningful? Everything that can be known without data, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from improving_value.check.alternatives import check_alternatives
from improving_value.check.birthplaces import check_birthplaces
from improving_value.check.boundaries import Conditions, check_boundaries
from improving_value.check.boundaries_of_examples import limits_to_prove
from improving_value.check.cells import Cells
from improving_value.check.charts import check_charts
from improving_value.check.claims import check_claims, claim_parameters, read_claims
from improving_value.check.confidential_figures import note_confidential_figures
from improving_value.check.dimensions import check_dimensions
from improving_value.check.evidence import check_evidence
from improving_value.check.figures import FigureReader
from improving_value.check.figures_read import read_figures
from improving_value.check.instead import check_instead_of
from improving_value.check.labelling import check_labels
from improving_value.check.memory import Memory
from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.check.parameters import folded, known_parameters, read_values
from improving_value.check.reading import Path, Read, Reading
from improving_value.check.review import check_review
from improving_value.check.scenarios import ScenarioWriter
from improving_value.check.units import UnitReader
from improving_value.check.uses import datasets_of, folded_parameters, money_and_kpis, nodes_of, pruned
from improving_value.kernel.issues import Rejected, in_order
from improving_value.kernel.parameters import ParameterValues
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.parameter_entries import ParameterEntry


def check_scheme(
    loaded: LoadedScheme,
    dictionary: Mapping[str, Dataset],
    entries: Mapping[str, ParameterEntry],
    *,
    units_known: bool = False,
    trees: dict[Path, Read] | None = None,
    memory: Memory | None = None,
    remember: Callable[[Memory], None] | None = None,
) -> CheckedScheme:
    """Return the scheme with every name, type and unit of measure settled.

    `entries` are this scheme's values from a parameters file. `units_known` leaves the units of measure and the boundaries out:
    a scheme's hundred examples need not ask again. Raises Rejected with every issue found; warnings stay on the checked scheme.
    `trees`, when given, takes every expression as it was read, by its place in the file. `remember` is given what was read of a sound
    scheme; as `memory` it spares the check of the same file with a change in its scheme whatever the change does not reach.
    """
    scheme = loaded.scheme
    reading = Reading(loaded, dictionary, known_parameters(scheme.parameters), trees={} if trees is None else trees, memory=memory)
    if memory is not None and memory.parameters == reading.parameters:
        reading.parameters = memory.parameters
    values = read_values(reading, entries)
    unit_reader = UnitReader(reading)
    units = unit_reader.read_all()
    check_labels(reading, units)
    reader = FigureReader(reading, units, frozenset(unit_reader.failed), Cells())
    figures = read_figures(reader)
    check_charts(reading, units)
    check_instead_of(reading)
    check_evidence(reading)
    check_birthplaces(reading)
    claims = read_claims(reading)
    _stop_on_errors(reading)
    check_review(reading)
    claims = check_claims(reading, claims)
    conditions = Conditions(reading, units, values)
    if not units_known:
        check_dimensions(reading, units)
        check_boundaries(conditions)
        check_alternatives(conditions)
    if remember is not None:
        remember(
            Memory(
                scheme,
                reading.parameters,
                reading.trees,
                dict(units),
                replace(figures, cells=figures.cells.copied(), measures=dict(figures.measures)),
            )
        )
    savings, kpis = ScenarioWriter(reading, units, reader.cells, reader, values).write_all(figures.savings, figures.kpis)
    _stop_on_errors(reading)
    reader.count_compared(money_and_kpis(kpis, savings, figures.costs))
    checked = CheckedScheme(
        scheme=scheme,
        sha256=loaded.sha256,
        datasets={name: dictionary[name] for name in _datasets_used(units, dictionary)},
        parameters=scheme.parameters,
        values=values,
        units=units,
        cells=reader.cells.found,
        measures=reader.measures,
        kpis=kpis,
        savings=savings,
        costs=figures.costs,
        warnings=in_order(reading.issues),
        limits=() if units_known else limits_to_prove(conditions),
        claims=claims,
    )
    note_confidential_figures(reading, checked)
    _stop_on_errors(reading)
    uses = nodes_of(checked)
    unused = set(scheme.parameters) - uses.parameters.keys() - _named_only(checked)
    for name in sorted(unused):
        reading.note(
            "unused-parameter",
            ("parameters", name),
            f"`{name}`, which nothing uses",
            "a parameter that a formula, a target or a reference uses",
            "use it or take it out",
            "warning",
        )
    return pruned(replace(checked, values=_settled(checked, values), warnings=in_order(reading.issues)), uses.columns)


def with_changed_values(known: CheckedScheme, loaded: LoadedScheme, dictionary: Mapping[str, Dataset], memory: Memory) -> CheckedScheme:
    """Return a sound scheme with other values in its parameters, without local ones. Raises Rejected when they do not fit.

    `known` and `memory` are the scheme before. A parameter that another kind of value makes another kind of thing has everything read anew.
    """
    if known_parameters(loaded.scheme.parameters) != memory.parameters:
        return check_scheme(loaded, dictionary, {}, units_known=True, memory=memory)
    reading = Reading(loaded, dictionary, memory.parameters, memory=memory)
    check_evidence(reading)
    check_birthplaces(reading)
    claims = read_claims(reading)
    _stop_on_errors(reading)
    claims = check_claims(reading, claims)
    _stop_on_errors(reading)
    changed = replace(known, scheme=loaded.scheme, parameters=loaded.scheme.parameters, claims=claims)
    return with_values(changed, loaded, dictionary, {})


def with_values(
    checked: CheckedScheme, loaded: LoadedScheme, dictionary: Mapping[str, Dataset], entries: Mapping[str, ParameterEntry]
) -> CheckedScheme:
    """Return a checked scheme with other local values: nothing else of it rests on them. Raises Rejected when they do not fit.

    What the scheme states itself, in its scenarios too, stays as it was checked.
    """
    reading = Reading(loaded, dictionary, {})
    values = read_values(reading, entries)
    _stop_on_errors(reading)
    values |= {name: stated for name, stated in checked.values.items() if "__" in name and "." not in name}
    for name, measure in checked.measures.items():
        supplied = f"baseline.{measure.measure.measure}"
        if "__" in name and supplied in values:
            values[f"baseline.{name}"] = values[supplied]
    return replace(checked, values=_settled(checked, values))


def _settled(checked: CheckedScheme, values: Mapping[str, ParameterValues]) -> dict[str, ParameterValues]:
    """Return the values in force as they are compared: those beside names in lower case."""
    names = folded_parameters(checked)
    return {name: folded(value) if name in names else value for name, value in values.items()}


def _named_only(checked: CheckedScheme) -> set[str]:
    """Parameters that are printed beside a KPI rather than calculated with."""
    named = {name for kpi in checked.kpis for name in (*kpi.kpi.references, kpi.kpi.minimum or "", kpi.kpi.top or "")}
    named |= set(claim_parameters(checked.claims))
    named |= {chart.in_line for chart in checked.scheme.charts if chart.in_line is not None}
    return named | {name for scenario in checked.scheme.scenarios for name in scenario.parameters}


def _datasets_used(units: Mapping[str, CheckedUnit], dictionary: Mapping[str, Dataset]) -> list[str]:
    return sorted(name for name in datasets_of(units) if name in dictionary)


def _stop_on_errors(reading: Reading) -> None:
    if any(issue.severity == "error" for issue in reading.issues):
        raise Rejected(in_order(reading.issues))
