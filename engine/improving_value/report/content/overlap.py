"""Where two schemes claim the same activity: each saving standing alone and in combination, and what the order of precedence does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from improving_value.finance.model import Kind, Overlap, Part, Shared
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Sentence, Table, shortened
from improving_value.report.content.words import CLASSES, STATES, lower_first, saving_kind, spoken
from improving_value.report.numbers import count, counted, listed, pounds

Titles = Mapping[str, str]
"""Of schemes by their ids, and of savings by scheme/saving."""


@dataclass(frozen=True)
class OverlapSection:
    """The register as the menu shows it."""

    lead: tuple[Sentence, ...]
    kinds: Table
    pairs: Table
    apart: Table
    order: str


def section(overlap: Overlap, titles: Titles, span: str) -> OverlapSection:
    """Return the section of the menu page."""
    return OverlapSection(
        _lead(overlap), _kinds(overlap, titles, span), _pairs(overlap, titles, span), _apart(overlap, titles, span), _order(overlap, titles)
    )


def _lead(overlap: Overlap) -> tuple[Sentence, ...]:
    pairs = {tuple(sorted((row.first_scheme, row.second_scheme))) for row in overlap.shared}
    if not pairs:
        return (Sentence("No two schemes claim the same activity in one class and state, so every saving stands as it is."),)
    lost = [kind for kind in overlap.kinds if kind.interaction]
    told = [f"{pounds(-kind.interaction)} ({lower_first(saving_kind(kind.class_, kind.state))})" for kind in lost]
    first = f"{counted(len(pairs), 'pair of schemes claims', 'pairs of schemes claim')} the same activity."
    second = f"Counted once, {listed(told)} of what they come to one by one is given up." if told else "Nothing had to be given up."
    return (Sentence(f"{first} {second}"),)


def _kinds(overlap: Overlap, titles: Titles, span: str) -> Table:
    """Return the kinds in which two schemes claim the same; in the others every saving stands as it is."""
    concerned = {(row.class_, row.state) for row in overlap.shared}
    groups = tuple(
        RowGroup(
            f"{CLASSES[kind.class_]}: {STATES[kind.state].lower()}",
            (*(_part(part, titles) for part in _parts_of(overlap, kind)), _together(kind)),
        )
        for kind in overlap.kinds
        if (kind.class_, kind.state) in concerned
    )
    return Table(
        id="overlap-combination",
        caption=f"Savings before costs, alone and in combination, all organisations, {span}",
        corner="Scheme",
        columns=(
            Column("Standing alone"),
            Column("Given up", "to schemes before it"),
            Column("In combination"),
            Column("Would pass to others", "if it were not run"),
            Column("What it adds", "the total with it less the total without"),
            Column("In the reverse order"),
        ),
        groups=groups,
        note="Classes and states in which nothing is claimed twice are not in here; all of them are in combination.csv. A saving that tells another's money in a second way is in no sum. Kinds are never added together.",
    )


def _parts_of(overlap: Overlap, kind: Kind) -> tuple[Part, ...]:
    return tuple(part for part in overlap.parts if (part.class_, part.state) == (kind.class_, kind.state))


def _part(part: Part, titles: Titles) -> Row:
    amounts = (part.alone, part.given_up, part.in_combination, part.taken_up, part.adds, part.in_reverse_order)
    return Row(shortened(titles.get(part.scheme, part.scheme)), tuple(Cell(pounds(pence)) for pence in amounts))


def _together(kind: Kind) -> Row:
    amounts = (kind.alone, -kind.interaction, kind.in_combination)
    return Row("Together", (*(Cell(pounds(pence)) for pence in amounts), Cell(""), Cell(""), Cell(pounds(kind.in_combination))))


def _pairs(overlap: Overlap, titles: Titles, span: str) -> Table:
    found: dict[tuple[str, ...], list[Shared]] = {}
    for row in overlap.shared:
        key = (row.class_, row.state, row.first_scheme, row.first_saving, row.second_scheme, row.second_saving, row.kind)
        found.setdefault(key, []).append(row)
    kinds = dict.fromkeys(key[:2] for key in found)
    groups = tuple(
        RowGroup(
            f"{CLASSES[class_]}: {STATES[state].lower()}",
            tuple(_pair(key, rows, titles) for key, rows in found.items() if key[:2] == (class_, state)),
        )
        for class_, state in kinds
    )
    return Table(
        id="overlap-pairs",
        caption=f"What two savings claim both, all organisations, {span}",
        corner="First in order",
        columns=(
            Column("Second in order", numeric=False),
            Column("Activity", numeric=False),
            Column("Pieces claimed by both"),
            Column("Pounds of the first on them"),
            Column("Pounds of the second on them"),
            Column("Given up by the second"),
        ),
        groups=groups,
        note="By provider and period in overlap.csv. A piece is one drug of one patient in one month, one bed day, one attendance.",
    )


def _pair(key: tuple[str, ...], rows: Sequence[Shared], titles: Titles) -> Row:
    _, _, first_scheme, first_saving, second_scheme, second_saving, kind = key
    first = _named(titles, first_scheme), _named(titles, f"{first_scheme}/{first_saving}")
    second = _named(titles, second_scheme), _named(titles, f"{second_scheme}/{second_saving}")
    amounts = (sum(row.first_pence for row in rows), sum(row.second_pence for row in rows), sum(row.given_up for row in rows))
    return _meeting(first, second, kind, sum(row.pieces for row in rows), *amounts)


def _meeting(first: tuple[str, str], second: tuple[str, str], kind: str, pieces: int, *amounts: int) -> Row:
    """Return what two schemes, each with a note, have on the same pieces of activity."""
    cells = (Cell(second[0], note=second[1], numeric=False), Cell(spoken(kind), numeric=False), Cell(count(pieces)))
    return Row(first[0], (*cells, *(Cell(pounds(pence)) for pence in amounts)), note=first[1])


def _apart(overlap: Overlap, titles: Titles, span: str) -> Table:
    rows = tuple(
        _meeting(
            (_named(titles, row.first_scheme), _saving(titles, row.first_scheme, row.first_saving, row.first_class, row.first_state)),
            (_named(titles, row.second_scheme), _saving(titles, row.second_scheme, row.second_saving, row.second_class, row.second_state)),
            row.kind,
            row.pieces,
            row.first_pence,
            row.second_pence,
        )
        for row in overlap.apart
    )
    return Table(
        id="overlap-apart",
        caption=f"The same activity claimed in different classes or states, all organisations, {span}",
        corner="One scheme",
        columns=(
            Column("Another scheme", numeric=False),
            Column("Activity", numeric=False),
            Column("Pieces claimed by both"),
            Column("Pounds of the one on them"),
            Column("Pounds of the other on them"),
        ),
        groups=(RowGroup("", rows),),
        note="These are never added together, so nothing is given up; once a forecast or an opportunity is realised, they may meet.",
    )


def _saving(titles: Titles, scheme: str, saving: str, class_: str, state: str) -> str:
    return f"{_named(titles, f'{scheme}/{saving}')} ({lower_first(saving_kind(class_, state))})"


def _order(overlap: Overlap, titles: Titles) -> str:
    names = "; ".join(f"{number}. {_named(titles, scheme)}" for number, scheme in enumerate(overlap.order, start=1))
    return f"The order in force: {names}." if names else ""


def _named(titles: Titles, key: str) -> str:
    return shortened(titles.get(key, key))


def chapter_sentences(overlap: Overlap, scheme: str, titles: Titles) -> tuple[Sentence, ...]:
    """Return what a chapter says of its scheme's overlaps: one sentence for each class and state in which there is one."""
    found = []
    for part in overlap.parts:
        others = [
            row.first_scheme if row.second_scheme == scheme else row.second_scheme
            for row in overlap.shared
            if scheme in (row.first_scheme, row.second_scheme) and (row.class_, row.state) == (part.class_, part.state)
        ]
        if part.scheme == scheme and others:
            names = listed([_named(titles, name) for name in dict.fromkeys(others)])
            kind = lower_first(saving_kind(part.class_, part.state))
            words = f"In combination ({kind}): {pounds(part.in_combination)} of {pounds(part.alone)}; {pounds(part.given_up)} is given up, since the same activity is claimed by {names}"
            found.append(Sentence(f"{words}. Without this scheme the total would be {pounds(part.adds)} lower."))
    return tuple(found) or (
        Sentence("No other scheme claims the same activity in this run: in combination these savings stand as they are."),
    )
