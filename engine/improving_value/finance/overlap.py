"""The register of overlaps, worked out in the database: pounds spread over pieces, and who keeps a piece that several claim.

The rule: the same pound is counted once. Of the schemes that have pounds to show for a piece, the first in the order of precedence keeps
all of its own, and each later one what it shows beyond the most that anybody before it shows. Together they come to the largest of them,
whatever the order. Extra spending (a minus) is nobody's to give up. Savings of one scheme do not compete with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from improving_value.finance import overlap_sql as sql
from improving_value.finance.model import Apart, Combined, Kind, Line, Overlap, Part, Shared

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def register(connection: DuckDBPyConnection, claims: Sequence[Path], lines: Sequence[Line], order: Sequence[str]) -> Overlap:
    """Return the register of a run: `claims` are the files its shares wrote, `lines` what its savings come to."""
    files = ", ".join(_text(str(path)) for path in claims)
    connection.execute(sql.CLAIMED.format(files=files))
    return from_table(connection, lines, order)


def from_table(connection: DuckDBPyConnection, lines: Sequence[Line], order: Sequence[str]) -> Overlap:
    """Return the register of what stands in the table `claimed`, of lines that nobody else has put there."""
    _put_lines(connection, lines, order)
    given_up: dict[int, int] = {}
    others: dict[tuple[str, ...], tuple[int, int]] = {}
    shared: tuple[Shared, ...] = ()
    apart: tuple[Apart, ...] = ()
    if connection.execute(sql.CANDIDATES).fetchone() is not None:
        for statement in (sql.SPREAD, sql.SHARED_PIECES, sql.TURNS, sql.LOSSES):
            connection.execute(statement)
        given_up = {int(line): int(pence) for line, pence in connection.execute(sql.GIVEN_UP).fetchall()}
        others = {tuple(row[:3]): (int(row[3]), int(row[4])) for row in connection.execute(sql.PARTS).fetchall()}
        shared = tuple(_shared(row) for row in connection.execute(sql.SHARED).fetchall())
        apart = tuple(Apart(*row[:9], *map(int, row[9:])) for row in connection.execute(sql.APART).fetchall())
    combined = tuple(Combined(line, given_up.get(number, 0)) for number, line in enumerate(lines))
    parts = _parts(combined, others, order)
    return Overlap(tuple(order), combined, shared, parts, _kinds(parts), apart)


def _put_lines(connection: DuckDBPyConnection, lines: Sequence[Line], order: Sequence[str]) -> None:
    """Put the lines and the order where statements find them."""
    connection.execute(sql.LINES)
    counted = [(number, *_fields(line), order.index(line.scheme)) for number, line in enumerate(lines) if line.counts]
    if counted:
        columns = [list(column) for column in zip(*counted, strict=True)]
        connection.execute(f"INSERT INTO lines SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def _fields(line: Line) -> tuple[Any, ...]:
    return (line.scheme, line.saving, line.place, line.class_, line.state, line.level, line.organisation, line.period, line.pence)


def _shared(row: tuple[Any, ...]) -> Shared:
    return Shared(*row[:9], *map(int, row[9:]))


def _parts(combined: Sequence[Combined], others: dict[tuple[str, ...], tuple[int, int]], order: Sequence[str]) -> tuple[Part, ...]:
    """Return each scheme's part by class and state, in the order of precedence."""
    found: dict[tuple[str, str, str], list[Combined]] = {}
    for one in combined:
        if one.line.counts:
            found.setdefault((one.line.class_, one.line.state, one.line.scheme), []).append(one)
    keys = sorted(found, key=lambda key: (key[0], key[1], order.index(key[2])))
    return tuple(
        Part(*key, sum(one.line.pence for one in found[key]), sum(one.given_up for one in found[key]), *others.get(key, (0, 0)))
        for key in keys
    )


def _kinds(parts: Sequence[Part]) -> tuple[Kind, ...]:
    found: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        found.setdefault((part.class_, part.state), []).append(part)
    return tuple(
        Kind(*key, sum(part.alone for part in members), sum(part.in_combination for part in members)) for key, members in found.items()
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
