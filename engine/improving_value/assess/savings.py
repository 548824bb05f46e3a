"""Savings and costs: whole pence on the lines they rest on, and exact sums of those above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from improving_value.assess.amounts import Amount, Need, add, needs_of
from improving_value.assess.assessment import CostRow, SavingRow
from improving_value.assess.cells import ORDER, Where
from improving_value.assess.crowd import Crowd
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.kpis import period_of, reported_places
from improving_value.assess.lines import Line, line_of
from improving_value.assess.people import NOT_TOLD
from improving_value.assess.wanting import measures_of_nothing, unkeyed, unrecorded
from improving_value.check.model import CheckedCost, CheckedSaving
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.kernel.numbers import pence
from improving_value.kernel.periods import Window
from improving_value.kernel.places import NOT_LISTED


class MoneyReader:
    """Works out the savings and costs of one scheme, provider by provider and piece by piece, and adds them up."""

    def __init__(self, evaluation: Evaluation, crowd: Crowd | None = None) -> None:
        self.evaluation = evaluation
        self._crowd = crowd
        self.cells = evaluation.cells
        self.places = reported_places(self.cells)
        calendar = self.cells.results.calendar
        self.pieces: tuple[Window, ...] = tuple(window for window in calendar.windows if window.role == "piece")
        self.span = next((window for window in calendar.windows if window.role == "span"), None)
        slices = calendar.window_slice
        self.above: Mapping[tuple[int, str], tuple[str, str]] = {
            (window, place.organisation): (place.hub, place.region)
            for window in slices
            for place in calendar.places
            if place.slice == slices[window]
        }

    def savings(self) -> tuple[SavingRow, ...]:
        return tuple(row for saving in self.evaluation.checked.savings for row in self.of_saving(saving))

    def of_saving(self, saving: CheckedSaving) -> Iterator[SavingRow]:
        """Yield one saving's lines and their sums."""
        lines = {where: self._saving(saving, where) for where in self.lines(line_of(self.evaluation.checked, saving))}
        table = self._table(lines, partial(self._behind_saving, saving))
        spec = saving.saving
        for where, amount in table.items():
            yield SavingRow(
                spec.saving,
                saving.scenario,
                where.level,
                where.organisation,
                period_of(self.cells, where),
                amount.pence,
                spec.class_,
                spec.state,
                spec.recurrent,
                spec.payer,
                amount.status,
                "; ".join(map(str, amount.needs)),
                amount.people,
            )

    def costs(self) -> tuple[CostRow, ...]:
        found = []
        for cost in self.evaluation.checked.costs:
            lines = {where: self._cost(cost, where) for where in self.lines(line_of(self.evaluation.checked, cost))}
            table = self._table(lines, partial(self._behind_cost, cost))
            for where, amount in table.items():
                found.append(
                    CostRow(
                        cost.cost.cost,
                        where.level,
                        where.organisation,
                        period_of(self.cells, where),
                        amount.pence,
                        cost.cost.recurrent,
                        amount.status,
                        "; ".join(map(str, amount.needs)),
                        amount.people,
                    )
                )
        return tuple(found)

    def _behind_saving(self, saving: CheckedSaving, where: Where) -> int:
        return NOT_TOLD if self._crowd is None else self._crowd.of_saving(saving, where)

    def _behind_cost(self, cost: CheckedCost, where: Where) -> int:
        return NOT_TOLD if self._crowd is None else self._crowd.of_cost(cost, where)

    def lines(self, line: Line) -> list[Where]:
        """The lines everything is the sum of: each provider (commissioner; everybody together) in each piece."""
        pieces = {window.id for window in self.pieces}
        return [where for where in self.places if where.level == line and where.window in pieces]

    def _table(self, found: Mapping[Where, Amount], behind: Callable[[Where], int]) -> dict[Where, Amount]:
        """Return the lines, and every higher figure as the exact sum of its lines; `behind` says whom a figure rests on."""
        lines = {where: replace(amount, people=behind(where)) for where, amount in found.items()}
        members: dict[Where, list[tuple[str, Amount]]] = {}
        for where, amount in lines.items():
            hub, region = self.above.get((where.window, where.organisation), (NOT_LISTED, NOT_LISTED))
            windows = [where.window] if self.span is None else [where.window, self.span.id]
            for window in windows:
                members.setdefault(Where(where.level, where.organisation, window), []).append(("", amount))
                above = (("hub", hub), ("region", region)) if where.level == "provider" else ()
                for level, name in (*above, ("all", "all")):
                    if name and level != where.level:
                        members.setdefault(Where(level, name, window), []).append((where.organisation, amount))
        keys = sorted(members, key=lambda where: (ORDER[where.level], where.organisation, where.window))
        return {
            where: members[where][0][1] if len(members[where]) == 1 and not members[where][0][0] else _sum(members[where], where, behind)
            for where in keys
        }

    def _saving(self, saving: CheckedSaving, where: Where) -> Amount:
        node = saving.each if saving.each is not None else saving.total
        assert node is not None
        unit = saving.saving.of if saving.total is None else None
        undecided = self.evaluation.undecided(node, unit, where)
        if undecided:
            return Amount(None, "not_calculable", needs_of((*undecided, *self.evaluation.lacks(node, unit))))
        for gate, say in saving.gates:
            passed = self.evaluation.value(gate, where)
            if passed is True:
                continue
            lacking = self._lacking(gate, where) if passed is None else ()
            return Amount(None, "not_calculable", needs_of(lacking)) if lacking else Amount(None, "withheld", (Need(say),))
        return self._partly(self._each(saving, where) if saving.total is None else self._total(saving.total, where), node, unit, where)

    def _partly(self, amount: Amount, node: Node, unit: str | None, where: Where) -> Amount:
        """Return pounds that rest on the units decided about, where others wait for a value that nobody supplied."""
        waiting = self.evaluation.waiting(node, unit, where)
        if not waiting or amount.pence is None:
            return amount
        needs = (*amount.needs, *(Need(name, *numbers) for name, numbers in waiting.items()))
        return Amount(amount.pence, "partial", needs) if amount.pence else Amount(None, "not_calculable", needs)

    def _each(self, saving: CheckedSaving, where: Where) -> Amount:
        assert saving.each is not None
        assert saving.pence_cell is not None
        assert saving.missing_cell is not None
        assert saving.units_cell is not None
        units, unknown = (_whole(self.cells.value(cell, where)) for cell in (saving.units_cell, saving.missing_cell))
        known = _whole(self.cells.value(saving.pence_cell, where))
        needs = self.evaluation.lacks(saving.each, saving.saving.of)
        if unknown == 0 and not (needs and units == 0):
            return Amount(known, "calculated")
        wanted = self._wanted(saving, where, needs, unknown, units)
        # Units that are known to be worth nothing do not make a sum: £0 would stand for want of a number.
        return Amount(known, "partial", wanted) if known else Amount(None, "not_calculable", wanted)

    def _wanted(self, saving: CheckedSaving, where: Where, needs: tuple[str, ...], unknown: int, units: int) -> tuple[Need, ...]:
        """Return what the units without pounds lack: local values counted one by one where the formula asks for them itself."""
        assert saving.each is not None
        counted = {name: _whole(self.cells.value(cell, where)) for name, cell in saving.lacking}
        behind = [name for name in needs if name not in {one.split("__")[0] for one in counted}]
        if behind or not any(counted.values()):
            counted = {name: number for name, number in counted.items() if name}
            behind = (
                behind
                or [*(needs or unkeyed(self.evaluation, saving.each, saving.saving.of, where))]
                or [*unrecorded(self.evaluation, saving.each, unit=saving.saving.of)]
            )
        else:
            others = [name for name in unkeyed(self.evaluation, saving.each, saving.saving.of, where) if name not in counted]
            others = others or [*unrecorded(self.evaluation, saving.each, unit=saving.saving.of)]
            counted |= dict.fromkeys(others, counted.pop("", 0))
        found = {name.split("__")[0]: number for name, number in counted.items() if number} | dict.fromkeys(behind, unknown)
        return tuple(Need(name, number, units) for name, number in found.items())

    def _lacking(self, node: Node, where: Where) -> tuple[str, ...]:
        """Return what nobody supplied of what an expression of measures rests on here: in a choice, on the branch taken."""
        parts = self.evaluation.taken(node, where)
        found = [name for part in parts for name in self.evaluation.lacks(part)]
        found += [
            f"{part.namespace}.{part.name.split('__')[0]}"
            for part in parts
            if isinstance(part, Namespaced) and self.evaluation.before(part, where) is None
        ]
        return tuple(dict.fromkeys(found))

    def _total(self, node: Node, where: Where) -> Amount:
        """Return whole pence worked out from measures for one line: a saving's total, or a cost."""
        needs = (*self.evaluation.undecided(node, None, where), *self._lacking(node, where))
        value = None if needs else self.evaluation.number(node, where)
        whole = None if value is None else pence(value)
        if whole is None:
            return Amount(
                None,
                "not_calculable",
                needs_of(needs or unkeyed(self.evaluation, node, None, where) or measures_of_nothing(self.evaluation, node, where)),
            )
        return self._with_gaps(whole, node, where)

    def _cost(self, cost: CheckedCost, where: Where) -> Amount:
        if cost.cost.value is not None:
            return Amount(pence(float(cost.cost.value)), "calculated")
        assert cost.total is not None
        return self._total(cost.total, where)

    def _with_gaps(self, pence: int, node: Node, where: Where) -> Amount:
        """Return pounds worked out from measures; when units dropped out of one, what they lacked is wanting.

        Where every unit did, a sum of them is nought for want of a number, and there are no pounds at all.
        """
        gaps: list[tuple[int, int]] = []
        gappy: list[Node] = []
        for part in (inner for taken in self.evaluation.taken(node, where) for inner in walk(taken)):
            measure = self.evaluation.checked.measures.get(part.name) if isinstance(part, Name) and part.kind == "measure" else None
            if measure is not None and measure.skipped is not None and measure.counted is not None:
                skipped = _whole(self.cells.value(measure.skipped.name, where))
                gaps.append((skipped, skipped + _whole(self.cells.value(measure.counted.name, where))))
                gappy += [measure.value] if skipped else []
        unknown, units = max(gaps, default=(0, 0))
        if not unknown:
            return Amount(pence, "calculated")
        wanted = tuple(
            Need(name, unknown, units) for name in unkeyed(self.evaluation, node, None, where) or unrecorded(self.evaluation, *gappy)
        )
        nothing = any(skipped and skipped == counted for skipped, counted in gaps)
        return Amount(None, "not_calculable", wanted) if nothing else Amount(pence, "partial", wanted)


def _sum(members: list[tuple[str, Amount]], where: Where, behind: Callable[[Where], int]) -> Amount:
    """Return the sum of some lines. Where some have no amount it rests on those behind the others: at least on those of one of them."""
    known = [amount.people for _, amount in members if amount.pence is not None]
    return replace(add(members), people=behind(where) if len(known) == len(members) else max(known, default=0))


def _whole(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
