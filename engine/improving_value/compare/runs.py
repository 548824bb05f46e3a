"""Both versions, and every stage between them, run over the same activity and held side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from improving_value.assess.chapter import assess_scheme
from improving_value.check.absent import without
from improving_value.check.model import CheckedScheme
from improving_value.compare.figures import Run, bridges, count_pairs, kpi_pairs
from improving_value.compare.meaning import changes_of, renamed_texts
from improving_value.compare.mixing import Stage, Version, stages
from improving_value.compare.model import Change, ChangedUnit, Comparison, Movement, Step, TextChange
from improving_value.compare.movements import Files, Moves, changed_units, movements, moves, reasons_of, respects_of
from improving_value.compare.pairing import paired
from improving_value.compare.sides import Side
from improving_value.compare.texts import texts_of
from improving_value.compare.unit_rows import columns_of, differing_rows
from improving_value.compare.watching import Known, watched
from improving_value.kernel.issues import Rejected
from improving_value.run.session import Activity
from improving_value.spec.dictionary import Dataset

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Planned:
    """What is to be compared: both versions checked, what changed between them, and the stages from one to the other."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    renamed: tuple[str, ...]
    texts: tuple[TextChange, ...]
    stages: tuple[Stage, ...]
    invented: tuple[frozenset[str], frozenset[str]]
    """The illustrative parameters of the old and of the new version."""

    @property
    def schemes(self) -> list[CheckedScheme]:
        """Every scheme that is run: the old one, then each stage; the last is the new one."""
        return [self.old.checked, *(stage.checked for stage in self.stages)]


@dataclass(frozen=True)
class _Ran:
    """A scheme that was run: its figures, its units, and the step that led to it."""

    run: Run
    files: Files
    step: Step


def plan_comparison(old: Version, new: Version, checked: tuple[CheckedScheme, CheckedScheme], dictionary: Mapping[str, Dataset]) -> Planned:
    """Return what changed in meaning, and the way from the old version to the new one."""
    before, after, renamings = paired(*checked)
    changes = changes_of(before, after)
    way = stages(old, new, checked[1], changes, dictionary)
    invented = [
        frozenset(name for name, entry in version.entries.items() if any(row.illustrative for row in entry.rows)) for version in (old, new)
    ]
    return Planned(before, after, changes, renamed_texts(renamings), texts_of(before, after), way, (invented[0], invented[1]))


def compared(planned: Planned, activity: Activity, work: Path, names: tuple[str, str], progress: Progress) -> Comparison:
    """Return the whole comparison. Raises Rejected when one of the two versions cannot be run over the activity."""
    ran = _run_all(planned, activity, work, progress)
    old, new = ran[0], ran[-1]
    runs = [one.run for one in ran]
    moved, changed, counts, withheld = _units(planned, ran, activity)
    return Comparison(
        old=old.run.assessment,
        new=new.run.assessment,
        compared=names,
        changes=planned.changes,
        renamed=planned.renamed,
        texts=planned.texts,
        steps=tuple(one.step for one in ran[1:]),
        counts=count_pairs(old.run, new.run),
        kpis=kpi_pairs(old.run, new.run),
        bridges=bridges(runs),
        movements=moved,
        changed_units=changed,
        units_changed=counts,
        withheld=withheld,
        illustrative=any(line.illustrative for one in (old, new) for line in one.run.assessment.parameters),
    )


def _run_all(planned: Planned, activity: Activity, work: Path, progress: Progress) -> list[_Ran]:
    """Run every stage. One between the two versions that cannot be run goes together with the next."""
    found: list[_Ran] = []
    steps = [Step(()), *(stage.step for stage in planned.stages)]
    waiting: tuple[int, ...] = ()
    last = len(planned.schemes) - 1
    for number, (checked, step) in enumerate(zip(planned.schemes, steps, strict=True)):
        progress(f"running version {number + 1} of {last + 1}")
        sides = (planned.old, planned.new) if number == 0 else (planned.new, planned.old)
        invented = planned.invented[0 if number == 0 else 1]
        whole = replace(step, changes=(*waiting, *step.changes))
        try:
            found.append(_run(checked, Known(sides), activity, work / f"units-{number}", invented, whole))
        except Rejected:
            if number in (0, last):
                raise
            waiting = whole.changes
        else:
            waiting = ()
    return found


def _run(checked: CheckedScheme, known: Known, activity: Activity, folder: Path, invented: frozenset[str], step: Step) -> _Ran:
    there = without(checked, activity.intake.absent)
    watching = watched(there, known)
    folder.mkdir()
    results = activity.results(watching.checked, folder)
    assessment = assess_scheme(there, results, activity.span, activity.baseline, invented)
    files = {}
    for unit in watching.watches:
        path = folder / f"{there.scheme.scheme}.{unit}.parquet"
        files[unit] = (path, columns_of(activity.store.connection, path))
    return _Ran(Run(assessment, known), Files(watching, files), step)


Found = tuple[tuple[Movement, ...], tuple[ChangedUnit, ...], dict[str, tuple[int, int]], tuple[str, ...]]


def _units(planned: Planned, ran: Sequence[_Ran], activity: Activity) -> Found:
    """Return what became of the units: alike ones together, each by itself, how many, and the sorts that may not be listed."""
    moved: list[Movement] = []
    changed: list[ChangedUnit] = []
    counts: dict[str, tuple[int, int]] = {}
    withheld: list[str] = []
    rows = partial(differing_rows, activity.store.connection)
    for before in ran[0].files.files:
        after = planned.new.named("unit", planned.old.token("unit", "", before))
        if after is None or after not in ran[-1].files.files:
            continue
        say = ran[-1].files.watched.checked.units[after].say
        names = [_name(one, before, after) for one in ran]
        if any(name is None or "outcome" not in one.files.files[name][1] for one, name in zip(ran, names, strict=True)):
            withheld.append(say)
            continue

        def between(first: int, second: int, names: Sequence[str | None] = tuple(names)) -> Moves:
            return moves(ran[first].files, ran[second].files, names[first] or "", names[second] or "", rows)

        ends = between(0, len(ran) - 1)
        steps = [ends] if len(ran) == 2 else [between(number, number + 1) for number in range(len(ran) - 1)]
        titles = respects_of(ran[0].files, ran[-1].files, before, after)
        why = reasons_of(ran[-1].files, after, planned.changes)
        changed += changed_units(say, ends, steps, titles)
        pieces = {piece.label for run in ran for piece in run.run.assessment.pieces}
        inside = {key: move for key, move in ends.items() if move.period in pieces}
        moved += movements(say, inside, steps, titles, why)
        otherwise = {key[0] for key, move in inside.items() if move.pence is None}
        counts[say] = (len(otherwise), len({key[0] for key in inside} - otherwise))
    return tuple(moved), tuple(changed), counts, tuple(withheld)


def _name(ran: _Ran, before: str, after: str) -> str | None:
    """Return what a sort of unit is called at a stage."""
    return next((name for name in (after, before) if name in ran.files.files), None)
