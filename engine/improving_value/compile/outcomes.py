"""What becomes of each unit: eligible or not, why, when, and the pounds on it."""

from __future__ import annotations

from improving_value.check.model import CheckedRule, CheckedUnit
from improving_value.compile.job import Job
from improving_value.compile.reading import own
from improving_value.compile.scope import StageScope
from improving_value.compile.sources import fields_of, slice_on
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Name, Node, walk
from improving_value.expression.sql_numbers import pence
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.to_sql import as_wanted
from improving_value.expression.types import DOUBLE, Type

Outputs = list[tuple[str, Sql]]
Branches = list[tuple[Sql, Sql]]
_OWN_COLUMNS = ("unit_key", "source_keys", "outcome", "deciding_rule", "missing_field", "at_stake_pence")


def unit_outputs(unit: CheckedUnit, scope: StageScope, job: Job) -> Outputs:
    """Return the columns of a finished unit, in order."""
    where = _window_or_slice(unit, scope, job)
    outcome = _outcome(unit, scope)
    keys = ("unit_key", "source_keys") if job.is_traced else ("unit_key",)
    outputs: Outputs = [*((name, own(name)) for name in keys), where]
    outputs += _seen_columns(unit, scope)
    outputs += outcome
    eligible = sql.equal(own("outcome__"), sql.text("eligible"))
    undetermined = sql.equal(own("outcome__"), sql.text("undetermined"))
    outputs.append(("at_stake_pence", _pounds_when(undetermined, unit.at_stake, scope)))
    for saving in job.checked.savings:
        if saving.each is not None and saving.column is not None and saving.saving.of == unit.name:
            outputs.append((saving.column, _pounds_when(eligible, saving.each, scope)))
    return outputs + _parameter_columns(unit, scope, job)


def _seen_columns(unit: CheckedUnit, scope: StageScope) -> Outputs:
    outputs: Outputs = []
    for name, kind in unit.types.items():
        if name in _OWN_COLUMNS:
            continue
        outputs.append((name, own(name)))
        if scope.types.get(name, kind).kind == "datetime" and scope.types.get(name, kind).local:
            outputs.append((f"{name}__utc", own(f"{name}__utc")))
    return outputs


def _window_or_slice(unit: CheckedUnit, scope: StageScope, job: Job) -> tuple[str, Sql]:
    if unit.per_period:
        return ("window__", own("window__"))
    if unit.date is None:
        return ("slice__", sql.null("BIGINT"))
    kind: Type = scope.types[unit.date]
    day = own(unit.date)
    return ("slice__", scope.stage.add("slice__", slice_on(sql.cast(day, "DATE") if kind.kind == "datetime" else day, job.slices_of(unit))))


def _outcome(unit: CheckedUnit, scope: StageScope) -> Outputs:
    rules = [(rule, scope.stage.add_once("rule", scope.sql_of(rule.when))) for rule in unit.rules]
    failed = [(rule.rule, sql.is_true(sql.negated(met))) for rule, met in rules]
    unsure = _earlier_gaps(unit, scope)
    unsure += [(rule.rule, sql.is_null(met), _first_gap(rule, scope)) for rule, met in rules if scope.can_miss(rule.when)]
    not_eligible: Branches = [(when, sql.text("not_eligible")) for _, when in failed]
    undetermined: Branches = [(when, sql.text("undetermined")) for _, when, _ in unsure]
    branches = [*not_eligible, *undetermined]
    outcome = sql.case(*branches, otherwise=sql.text("eligible")) if branches else sql.text("eligible")
    scope.stage.add("outcome__", outcome)
    deciding: Branches = [(when, sql.text(rule)) for rule, when in failed]
    deciding += [(when, sql.text(rule)) for rule, when, _ in unsure]
    missing: Branches = [(when, sql.null("VARCHAR")) for _, when in failed]
    missing += [(when, field) for _, when, field in unsure]
    return [
        ("outcome", own("outcome__")),
        ("deciding_rule", sql.case(*deciding) if deciding else sql.null("VARCHAR")),
        ("missing_field", sql.case(*missing) if missing else sql.null("VARCHAR")),
    ]


def _earlier_gaps(unit: CheckedUnit, scope: StageScope) -> list[tuple[str, Sql, Sql]]:
    """Return what makes a unit undetermined before any rule: `keep`, then `group`."""
    found: list[tuple[str, Sql, Sql]] = []
    if unit.keep is not None and "keep_gap__" in scope.gaps:
        names = [name.name for name in fields_of(unit)]
        found.append(("keep", sql.is_known(own("keep_gap__")), _pick(own("keep_gap__"), names)))
    if unit.group is not None and "group_gap__" in scope.gaps:
        names = [*unit.group.by, *([unit.group.on] if unit.group.on else [])]
        found.append(("group", sql.is_known(own("group_gap__")), _pick(own("group_gap__"), names)))
    return found


def _pick(index: Sql, names: list[str]) -> Sql:
    if not names:
        return sql.null("VARCHAR")
    return sql.case(*((sql.equal(index, sql.whole(number)), sql.text(name)) for number, name in enumerate(names, start=1)))


def _first_gap(rule: CheckedRule, scope: StageScope) -> Sql:
    """Return the name of the first of a rule's fields that is missing."""
    names: dict[str, Name] = {}
    for part in walk(rule.when):
        if isinstance(part, Name):
            names.setdefault(part.name, part)
    read = [(field, names[field]) for field in rule.fields if field in names]
    branches: Branches = [(scope.gap_of(name), sql.text(field)) for field, name in read if scope.can_miss(name)]
    return sql.case(*branches) if branches else sql.null("VARCHAR")


def _pounds_when(condition: Sql, pounds: Node | None, scope: StageScope) -> Sql:
    if pounds is None:
        return sql.null("BIGINT")
    value = scope.stage.add_once("pounds", as_wanted(pounds, DOUBLE, scope))
    return sql.case((condition, pence(value)))


def _parameter_columns(unit: CheckedUnit, scope: StageScope, job: Job) -> Outputs:
    """Return the changing parameters that the unit's rules and savings read, and the figures over it."""
    nodes = [rule.when for rule in unit.rules]
    for cell in job.checked.cells.values():
        if cell.unit == unit.name:
            nodes += [node for node in (cell.aggregate, cell.where) if node is not None]
    nodes += [saving.each for saving in job.checked.savings if saving.each is not None and saving.saving.of == unit.name]
    used: dict[str, Sql] = {}
    for part in (part for node in nodes for part in walk(node)):
        if isinstance(part, Name) and part.kind == "parameter" and not job.book.is_steady(part.name) and not (part.type and part.type.many):
            if _is_of_unit(part.name, scope, job):
                used[f"parameter__{part.name}"] = scope.value_of(part)
    return list(used.items())


def _is_of_unit(name: str, scope: StageScope, job: Job) -> bool:
    return all(by in scope.types for by in job.book.values[name].by)
