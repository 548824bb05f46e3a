"""Conditions that can never hold, rules that can never decide, branches and labels that are never reached: one number or date at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from improving_value.check.limits import FAILS, HOLDS, UNKNOWN, Knowledge, Truths
from improving_value.check.lines import Axis
from improving_value.check.model import CheckedFacts, CheckedUnit
from improving_value.check.reading import Path, Reading
from improving_value.expression.faults import Fault
from improving_value.expression.nodes import AllOf, Choice, Name, Node, children, walk
from improving_value.expression.types import BOOLEAN
from improving_value.kernel.issues import Severity
from improving_value.kernel.parameters import ParameterValues
from improving_value.spec.models import Bands, Classify, Unit

PASSED = HOLDS | UNKNOWN
Wanted = tuple[tuple[Node, Truths], ...]


@dataclass(frozen=True)
class Conditions:
    """The conditions of one scheme, with what is known of its parameters and columns."""

    reading: Reading
    units: Mapping[str, CheckedUnit]
    values: Mapping[str, ParameterValues]

    def knowledge(self, unit: str | None) -> Knowledge:
        """Return what is known of a unit's conditions."""
        confidential = frozenset(name for name, one in self.reading.scheme.parameters.items() if one.sensitive)
        return Knowledge(self.values, confidential, {} if unit is None else self._columns(unit))

    def _columns(self, name: str) -> dict[str, Node]:
        unit = self.units.get(name)
        if unit is None:
            return {}
        own = {
            column.name: column.how
            for column in (*unit.row_columns, *unit.columns)
            if column.type == BOOLEAN and not isinstance(column.how, CheckedFacts)
        }
        return {**(self._columns(unit.source) if unit.source_is_unit else {}), **own}

    def node(self, *path: str | int) -> Node | None:
        return self.reading.nodes.get(path)

    def admitted(self, unit: CheckedUnit) -> Wanted:
        """Return what is so of every eligible unit: its rules hold, and so does `keep` where rows are units."""
        kept: Wanted = ((unit.keep, HOLDS),) if unit.keep is not None and unit.group is None else ()
        return (*kept, *((rule.when, HOLDS) for rule in unit.rules))

    def severity(self, nodes: Sequence[Node]) -> Severity:
        """A limit that came with a parameters file stops no run: it may be meant to switch something off."""
        names = {part.name for node in nodes for part in walk(node) if isinstance(part, Name) and part.kind == "parameter"}
        return "warning" if any(name in self.values and self.values[name].supplied for name in sorted(names)) else "error"


def check_boundaries(conditions: Conditions) -> None:
    """Note whatever can never come to anything, as far as one number or date at a time can tell."""
    for path, node in list(conditions.reading.nodes.items()):
        _check_within(conditions, conditions.knowledge(_unit_of(conditions, path)), path, node, ())
    for name, unit in conditions.units.items():
        _check_rules(conditions, name, unit)
        _check_labels(conditions, name)
        _check_matches(conditions, name, unit)
    _check_figures(conditions)


def _unit_of(conditions: Conditions, path: Path) -> str | None:
    if path[0] == "units":
        return str(path[1])
    written = getattr(conditions.reading.scheme, str(path[0]), None)
    return getattr(written[path[1]], "of", None) if isinstance(written, list) and isinstance(path[1], int) else None


def _check_within(conditions: Conditions, known: Knowledge, path: Path, node: Node, reached: Wanted) -> None:
    """Look for contradictions and for branches never taken, inside one expression."""
    if isinstance(node, AllOf):
        axis = known.possible(((node, HOLDS),))
        if axis is not None:
            _note_never(conditions, path, node, axis, [node])
            return
    if isinstance(node, Choice):
        _check_within(conditions, known, path, node.condition, reached)
        for branch, taken in ((node.then, HOLDS), (node.otherwise, FAILS)):
            here = (*reached, (node.condition, taken))
            axis = known.possible(here)
            if axis is None:
                _check_within(conditions, known, path, branch, here)
            elif known.possible(reached) is None and known.possible(((node.condition, HOLDS),)) in (None, axis):
                severity = conditions.severity([one for one, _ in here])
                conditions.reading.report(_unreached("a branch", axis, branch.span), path, severity)
        return
    for part in children(node):
        _check_within(conditions, known, path, part, reached if isinstance(part, Choice) else ())


def _check_rules(conditions: Conditions, name: str, unit: CheckedUnit) -> None:
    known = conditions.knowledge(name)
    kept: Wanted = ((unit.keep, HOLDS),) if unit.keep is not None and unit.group is None else ()
    for index, rule in enumerate(unit.rules):
        path: Path = ("units", name, "eligible", index, "when")
        before = [one.when for one in unit.rules[:index]]
        refused = known.possible((*kept, *((one, PASSED) for one in before), (rule.when, FAILS)))
        in_doubt = known.possible((*kept, *((one, HOLDS) for one in before), (rule.when, UNKNOWN)))
        if refused is not None and in_doubt is not None:
            _note_idle(conditions, path, f"rule `{rule.rule}`", refused, [*before, rule.when])
        axis = known.possible((*kept, *((one, HOLDS) for one in before), (rule.when, HOLDS)))
        if axis is not None and known.possible(((rule.when, HOLDS),)) is None:
            _note_never(conditions, path, rule.when, axis, [*before, rule.when])
            return


def _check_matches(conditions: Conditions, name: str, unit: CheckedUnit) -> None:
    known = conditions.knowledge(name)
    for match in unit.matches:
        before: list[Node] = []
        for index, test in enumerate(match.tests):
            if test.when is None:
                continue
            refused = known.possible((*((one, PASSED) for one in before), (test.when, FAILS | UNKNOWN)))
            before.append(test.when)
            if refused is not None:
                path: Path = ("units", name, "match", match.name, "tests", index, test.reason)
                _note_idle(conditions, path, f"test `{test.reason}`", refused, before)


def _check_labels(conditions: Conditions, name: str) -> None:
    known = conditions.knowledge(name)
    for path, column in _labelled(conditions.reading.scheme.units[name], name):
        if isinstance(column, Bands):
            _check_cuts(conditions, known, path, column)
            continue
        whens = [conditions.node(*path, "classify", index, "when") for index in range(len(column.classify))]
        found = [when for when in whens if when is not None]
        if len(found) < len(whens):
            continue
        for index, label in enumerate(column.classify):
            if known.possible(((found[index], HOLDS),)) is not None:
                continue  # noted already, as a condition that never holds
            axis = known.possible((*((one, FAILS) for one in found[:index]), (found[index], HOLDS)))
            if axis is not None:
                place = (*path, "classify", index, "when")
                severity = conditions.severity(found[: index + 1])
                conditions.reading.report(_unreached(f"the label `{label.label}`", axis, found[index].span), place, severity)
        axis = known.possible(tuple((one, FAILS) for one in found))
        if axis is not None:
            fault = _unreached(f"the label `{column.otherwise}`", axis, (0, 1))
            conditions.reading.report(fault, (*path, "otherwise"), conditions.severity(found), inside=False)


def _labelled(unit: Unit, name: str) -> Iterator[tuple[Path, Bands | Classify]]:
    for part, columns in (("rows", unit.rows), ("columns", unit.columns)):
        for column, how in columns.items():
            if isinstance(how, (Bands, Classify)):
                yield ("units", name, part, column), how


def _check_cuts(conditions: Conditions, known: Knowledge, path: Path, bands: Bands) -> None:
    nodes = [conditions.node(*path, "cuts", index) for index in range(len(bands.cuts))]
    for index, (lower, upper) in enumerate(pairwise(nodes)):
        low, high = (None if node is None else known.constant(node) for node in (lower, upper))
        if low is not None and high is not None and high <= low and lower is not None and upper is not None:
            conditions.reading.note(
                "never-reached",
                (*path, "cuts", index + 1),
                f"the label `{bands.labels[index + 1]}`, which nothing can reach: `{bands.cuts[index + 1]}` does not lie above `{bands.cuts[index]}`",
                "cuts that rise",
                "put the cuts in order, lowest first, or correct a parameter",
                conditions.severity([lower, upper]),
            )


def _check_figures(conditions: Conditions) -> None:
    """What is asked of eligible units must be possible for one of them."""
    scheme = conditions.reading.scheme
    asked = [(("measures", index, "where"), one.of, one.over) for index, one in enumerate(scheme.measures)]
    asked += [(("kpis", index, key), one.of or "", one.over) for index, one in enumerate(scheme.kpis) for key in ("among", "share")]
    asked += [(("savings", index, "where"), one.of or "", "eligible") for index, one in enumerate(scheme.savings)]
    for path, name, over in asked:
        node, unit = conditions.node(*path), conditions.units.get(name)
        if node is None or unit is None or over != "eligible":
            continue
        known, admitted = conditions.knowledge(name), conditions.admitted(unit)
        axis = known.possible((*admitted, (node, HOLDS)))
        if axis is not None and known.possible(admitted) is None and known.possible(((node, HOLDS),)) is None:
            _note_never(conditions, path, node, axis, [node, *(one for one, _ in admitted)])


def _note_never(conditions: Conditions, path: Path, node: Node, axis: Axis, nodes: Sequence[Node]) -> None:
    alone = len(nodes) == 1
    fault = Fault(
        "never-true",
        node.span,
        f"a condition that no value of `{axis.text}` can meet{'' if alone else ', once what stands before it holds'}",
        "limits that leave some values between them",
        "turn one comparison round, move a limit, or write `or` where either will do"
        if alone
        else "change this condition or the one it contradicts",
    )
    conditions.reading.report(fault, path, conditions.severity(nodes))


def _note_idle(conditions: Conditions, path: Path, what: str, axis: Axis, nodes: Sequence[Node]) -> None:
    fault = Fault(
        "never-decides",
        nodes[-1].span,
        f"{what}, which can never decide: whatever `{axis.text}` is, it holds or something before it has decided",
        "a condition that turns somebody away whom those before it let pass",
        "take it out, put it first, or correct its limit",
    )
    conditions.reading.report(fault, path, conditions.severity(nodes))


def _unreached(what: str, axis: Axis, span: tuple[int, int]) -> Fault:
    return Fault(
        "never-reached",
        span,
        f"{what} that no value of `{axis.text}` can reach" if what == "a branch" else f"{what}, which no value of `{axis.text}` can reach",
        "something left over by the conditions before it",
        "take it out, or correct a limit in the conditions before it",
    )
