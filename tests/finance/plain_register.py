"""The register of overlaps worked out slowly and plainly, piece by piece, for the database to agree with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.finance.model import Line


@dataclass(frozen=True)
class Claimed:
    """One row of what a run puts down: a unit behind a saving, and a piece it rests on; no pence for a total, no piece where there is none."""

    scheme: str
    saving: str
    organisation: str
    period: str
    unit: str
    pence: int | None
    kind: str | None
    piece: str | None


Piece = tuple[str, str]


def dealt(pence: int, among: int) -> list[int]:
    """Return whole pence dealt out as evenly as they go, the first getting a penny more."""
    sign = -1 if pence < 0 else 1
    each, more = divmod(abs(pence), among)
    return [sign * (each + (number < more)) for number in range(among)]


def on_pieces(line: Line, claimed: Sequence[Claimed]) -> dict[Piece, int]:
    """Return a line's pence on each piece."""
    units: dict[str, set[Piece]] = defaultdict(set)
    worth: dict[str, int | None] = {}
    for row in claimed:
        here = line.level == "all" or row.organisation == line.organisation
        if (row.scheme, row.saving, row.period) == (line.scheme, line.saving, line.period) and here:
            worth[row.unit] = row.pence
            units[row.unit] |= {(row.kind or "", row.piece)} if row.piece is not None else set()
    if any(pence is None for pence in worth.values()):
        worth = dict(zip(sorted(units), dealt(line.pence, len(units)), strict=True))
    found: dict[Piece, int] = defaultdict(int)
    for unit, pieces in units.items():
        mine = sorted(pieces) or [("", f"{line.scheme}/{line.saving}/{unit}")]
        pence = worth[unit]
        assert pence is not None
        for piece, part in zip(mine, dealt(pence, len(mine)), strict=True):
            found[piece] += part
    rest = line.pence - sum(found.values())
    if rest:
        found["", f"{line.scheme}/{line.saving}/rest"] += rest
    return dict(found)


def given_up(lines: Sequence[Line], claimed: Sequence[Claimed], order: Sequence[str]) -> list[int]:
    """Return what each line gives up."""
    held = [on_pieces(line, claimed) if line.counts else {} for line in lines]
    net: dict[tuple[str, str, Piece], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line, pieces in zip(lines, held, strict=True):
        for piece, pence in pieces.items():
            if piece[0]:
                net[line.class_, line.state, piece][line.scheme] += pence
    owed = {
        (place, scheme): max(0, min(amount, max([0, *(schemes[name] for name in schemes if order.index(name) < order.index(scheme))])))
        for place, schemes in net.items()
        for scheme, amount in schemes.items()
    }
    lost = []
    for line, pieces in zip(lines, held, strict=True):
        total = 0
        for piece, pence in pieces.items():
            where = ((line.class_, line.state, piece), line.scheme)
            given = max(0, min(pence, owed.get(where, 0)))
            owed[where] = owed.get(where, 0) - given
            total += given
        lost.append(total)
    return lost


def combination(lines: Sequence[Line], claimed: Sequence[Claimed], order: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return what all schemes come to together, by class and state."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for line, lost in zip(lines, given_up(lines, claimed, order), strict=True):
        if line.counts:
            found[line.class_, line.state] += line.pence - lost
    return dict(found)
