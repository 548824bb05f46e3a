"""KPIs, made into cells and expressions of cells."""

from __future__ import annotations

from improving_value.check.cells import HERE, aggregates_in, count_of, missing, present
from improving_value.check.figures import FigureReader
from improving_value.check.model import CheckedKpi, CheckedUnit
from improving_value.check.own_names import BUILT_IN
from improving_value.check.reading import Path, Reading
from improving_value.expression.nodes import AllOf, AnyOf, Arithmetic, Literal, Name, Node
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER
from improving_value.spec.models import Kpi


def read_kpi(figures: FigureReader, kpi: Kpi, path: Path) -> CheckedKpi | None:
    """Return a checked KPI, or None after noting what is wrong."""
    reading = figures.reading
    target = None if kpi.target is None else reading.number(kpi.target, (*path, "target"), figures.total_scope())
    if not _said_one_way(reading, kpi, path):
        return None
    _note_unknown_parameters(reading, kpi, path)
    if kpi.of is None:
        if kpi.is_ is None:
            reading.note("kpi-form", path, "no `of`", "the unit that is counted", "add `of:`")
            return None
        value = figures.of_measures(kpi.is_, (*path, "is"))
        return None if value is None else CheckedKpi(kpi, *_parts(value), value, None, None, None, target)
    unit = figures.unit(kpi.of, (*path, "of"))
    if unit is None or not _has_labels(reading, kpi, unit, path):
        return None
    if kpi.share is not None:
        return _share(figures, kpi, unit, path, target)
    return _distribution(figures, kpi, unit, target) if kpi.distribution else _ratio(figures, kpi, unit, path, target)


def _said_one_way(reading: Reading, kpi: Kpi, path: Path) -> bool:
    forms = [key for key in ("share", "numerator", "is_", "distribution") if getattr(kpi, key) is not None]
    if len(forms) == 1 and (kpi.numerator is None) == (kpi.denominator is None):
        return True
    reading.note(
        "kpi-form",
        path,
        "a KPI that is not said in just one way",
        "one of `share`, `numerator` with `denominator`, `is`, `distribution`",
        "keep one",
    )
    return False


def _note_unknown_parameters(reading: Reading, kpi: Kpi, path: Path) -> None:
    for name in (*kpi.references, *(name for name in (kpi.minimum, kpi.top) if name)):
        if name not in reading.parameters:
            reading.note(
                "unknown-name", path, f"`{name}`, which is not a parameter", "the name of a parameter", "define it under `parameters`"
            )


def _has_labels(reading: Reading, kpi: Kpi, unit: CheckedUnit, path: Path) -> bool:
    """Say whether the column that cuts the units into categories can."""
    category = kpi.breakdown or kpi.distribution
    if kpi.top and category is None:
        reading.note(
            "kpi-form", (*path, "top"), "`top` without categories", "a `distribution` or a `breakdown`", "add one, or take `top` out"
        )
    if category is None or unit.types.get(category, BUILT_IN.get(category, DOUBLE)).kind == "text":
        return True
    reading.note(
        "unknown-name",
        (*path, "breakdown" if kpi.breakdown else "distribution"),
        f"`{category}`, which is not a text column of `{unit.name}`",
        "a column of labels",
        "make one with `bands` or `classify`",
    )
    return False


def _units(figures: FigureReader, kpi: Kpi, unit: CheckedUnit) -> str:
    return figures.cells.ask(unit.name, kpi.over, count_of(None), None).name


def _share(figures: FigureReader, kpi: Kpi, unit: CheckedUnit, path: Path, target: Node | None) -> CheckedKpi | None:
    scope = figures.row_scope(unit)
    assert kpi.share is not None
    share = figures.reading.condition(kpi.share, (*path, "share"), scope)
    among = None if kpi.among is None else figures.reading.condition(kpi.among, (*path, "among"), scope)
    if share is None or (kpi.among is not None and among is None):
        return None
    unknown = missing(share) if among is None else AnyOf((missing(among), AllOf((among, missing(share)), HERE, BOOLEAN)), HERE, BOOLEAN)
    category = kpi.breakdown
    numerator = figures.cells.ask(unit.name, kpi.over, count_of(share), among, category)
    denominator = figures.cells.ask(unit.name, kpi.over, count_of(present(share)), among, category)
    skipped = figures.cells.ask(unit.name, kpi.over, count_of(unknown), None, category)
    value = Arithmetic("/", numerator, denominator, HERE, DOUBLE)
    return CheckedKpi(kpi, numerator, denominator, value, skipped.name, _units(figures, kpi, unit), category, target)


def _distribution(figures: FigureReader, kpi: Kpi, unit: CheckedUnit, target: Node | None) -> CheckedKpi:
    assert kpi.distribution is not None
    label = Name(kpi.distribution, HERE, {**unit.types, **BUILT_IN}[kpi.distribution], "column")
    numerator = figures.cells.ask(unit.name, kpi.over, count_of(present(label)), None, kpi.distribution)
    denominator = figures.cells.ask(unit.name, kpi.over, count_of(present(label)), None)
    skipped = figures.cells.ask(unit.name, kpi.over, count_of(missing(label)), None)
    value = Arithmetic("/", numerator, denominator, HERE, DOUBLE)
    return CheckedKpi(kpi, numerator, denominator, value, skipped.name, _units(figures, kpi, unit), kpi.distribution, target)


def _ratio(figures: FigureReader, kpi: Kpi, unit: CheckedUnit, path: Path, target: Node | None) -> CheckedKpi | None:
    scope = figures.aggregate_scope(unit)
    keys = ("is",) if kpi.is_ is not None else ("numerator", "denominator")
    texts = (kpi.is_,) if kpi.is_ is not None else (kpi.numerator, kpi.denominator)
    nodes = [figures.reading.number(text, (*path, key), scope) for key, text in zip(keys, texts, strict=True) if text is not None]
    known = tuple(node for node in nodes if node is not None)
    if len(known) != len(keys):
        return None
    if not any(aggregates_in(node) for node in known):
        figures.without_inputs((*path, keys[0]), "an aggregate of the units, such as `sum(amount)`")
        return None
    spread, gone = figures.spread_all(known, unit.name, kpi.over, None, kpi.breakdown)
    skipped = None if gone is None else figures.cells.ask(unit.name, kpi.over, count_of(gone), None, kpi.breakdown).name
    units = _units(figures, kpi, unit)
    if kpi.is_ is not None:
        return CheckedKpi(kpi, *_parts(spread[0]), spread[0], skipped, units, kpi.breakdown, target)
    value: Node = Arithmetic("/", spread[0], spread[1], HERE, DOUBLE)
    if kpi.per is not None:
        value = Arithmetic("*", value, Literal(kpi.per, HERE, INTEGER), HERE, DOUBLE)
    return CheckedKpi(kpi, spread[0], spread[1], value, skipped, units, kpi.breakdown, target)


def _parts(value: Node) -> tuple[Node | None, Node | None]:
    """The numerator and denominator of a figure that is a plain division."""
    if isinstance(value, Arithmetic) and value.operator == "/":
        return value.left, value.right
    return None, None
