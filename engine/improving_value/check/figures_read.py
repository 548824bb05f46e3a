"""All figures of a scheme, in the order in which they ask for cells."""

from __future__ import annotations

from improving_value.check.claimed import with_claims
from improving_value.check.figures import FigureReader
from improving_value.check.kpis import read_kpi
from improving_value.check.memory import Figures
from improving_value.check.savings import read_cost, read_saving


def read_figures(reader: FigureReader) -> Figures:
    """Return the measures, KPIs, savings and costs of a scheme whose units are known; those at fault are left out, after noting why."""
    scheme, memory = reader.reading.scheme, reader.reading.memory
    known = None if memory is None else memory.figures_of(scheme, reader.units)
    if known is not None:
        reader.cells, reader.measures = known.cells.copied(), dict(known.measures)
        return known
    for name, unit in reader.units.items():
        if not unit.step:
            reader.cells.count_units(name)
    for index, measure in enumerate(scheme.measures):
        reader.measure(measure, ("measures", index))
    kpis = [read_kpi(reader, kpi, ("kpis", index)) for index, kpi in enumerate(scheme.kpis)]
    savings = [read_saving(reader, saving, ("savings", index)) for index, saving in enumerate(scheme.savings)]
    savings = [None if saving is None else with_claims(reader, saving, ("savings", index)) for index, saving in enumerate(savings)]
    costs = [read_cost(reader, cost, ("costs", index)) for index, cost in enumerate(scheme.costs)]
    return Figures(
        reader.cells,
        reader.measures,
        tuple(kpi for kpi in kpis if kpi is not None),
        tuple(saving for saving in savings if saving is not None),
        tuple(cost for cost in costs if cost is not None),
    )
