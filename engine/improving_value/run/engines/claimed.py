"""What each saving claims, piece by piece, put down while the units behind it are there."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.compile.claimed import ClaimStep
from improving_value.expression.sql_pieces import identifier, text
from improving_value.spec.dictionary import Dataset, Piece

TABLE = "claimed__"
COLUMNS = "scheme VARCHAR, saving VARCHAR, organisation VARCHAR, period VARCHAR, unit VARCHAR, pence BIGINT, kind VARCHAR, piece VARCHAR"
"""One row for each unit behind a saving and each row of activity it rests on, with the piece that is; missing where there is none."""

_BETWEEN_PARTS = "chr(31)"
"""The unit separator, which no part holds."""


def insertion(step: ClaimStep, scheme: str, datasets: Mapping[str, Dataset], home: str) -> str:
    """Return the statement that puts the claims of one step down, in the schema that holds the datasets.

    A row that has no value for a part of the key is no piece that anybody else could name.
    """
    dataset = datasets[step.rows.dataset]
    piece = dataset.piece
    assert piece is not None, "a claim names a dataset with pieces"
    looks = bool(step.rows.same)
    on = " AND ".join(f"d.{_name(theirs)} = b.{_name(mine)}" for mine, theirs in step.rows.same)
    joins = f"LEFT JOIN {home}.{_name(step.base)} b ON b.row_key = r.source_key"
    dated = f" AND {_in_time(dataset, looks)}" if looks and piece.days is None and dataset.date else ""
    if looks:
        joins += f" LEFT JOIN {home}.{_name(dataset.dataset)} d ON {on}{dated}"
    whose = "d" if looks else "b"
    series = f", unnest({_days(piece, whose, looks)}) AS day__" if piece.days else ""
    return f"""INSERT INTO {home}.{TABLE}
WITH behind AS ({step.query.sql("duckdb")}),
r AS (SELECT behind.* EXCLUDE (source_keys), unnest(source_keys) AS source_key FROM behind),
named AS (SELECT r.organisation, r.period, r.unit_key, r.pence, {_parts(piece, whose)}{series} FROM r {joins})
SELECT {_text(scheme)}, {_text(step.saving)}, organisation, period, {_text(step.unit + "/")} || unit_key, pence, {_text(piece.kind)},
  {_key(piece)} FROM named"""


def _parts(piece: Piece, whose: str) -> str:
    named = {**{part: f"lower(trim({whose}.{_name(column)}))" for part, column in piece.key.items()}}
    named |= {part: _text(value.lower()) for part, value in piece.always.items()}
    found = [f"{named[part]} AS {_name('part_' + part)}" for part in sorted(named)]
    if piece.month:
        found.append(f"strftime(CAST({whose}.{_name(piece.month)} AS DATE), '%Y-%m') AS dated__")
    if piece.day:
        found.append(f"CAST(CAST({whose}.{_name(piece.day)} AS DATE) AS VARCHAR) AS dated__")
    # A constant must not name a piece where the row itself was not found.
    found.append(f"{whose}.row_key AS found__")
    return ", ".join(found)


def _key(piece: Piece) -> str:
    parts = [_name("part_" + part) for part in sorted({*piece.key, *piece.always})]
    parts += ["dated__"] if piece.month or piece.day else []
    parts += ["CAST(CAST(day__ AS DATE) AS VARCHAR)"] if piece.days else []
    joined = f" || {_BETWEEN_PARTS} || ".join(parts)
    return f"CASE WHEN found__ IS NOT NULL THEN {joined} END"


def _in_time(dataset: Dataset, looks: bool) -> str:
    """Say that a row is of the time that is claimed: what another dataset's rows are always asked."""
    assert dataset.date is not None
    day = f"CAST(d.{_name(dataset.date)} AS DATE)"
    return f"{day} >= {_first(looks)} AND {day} < {_end(looks)}"


def _first(looks: bool) -> str:
    return "coalesce(r.after_day, r.period_start)" if looks else "r.after_day"


def _end(looks: bool) -> str:
    return "coalesce(r.before_day, r.period_end)" if looks else "r.before_day"


def _days(piece: Piece, whose: str, looks: bool) -> str:
    """Return the days of a row that are claimed, as a list of one empty day where there are none, so that the unit stays."""
    assert piece.days is not None
    first = f"CAST({whose}.{_name(piece.days.from_)} AS DATE)"
    end = f"coalesce(CAST({whose}.{_name(piece.days.until)} AS DATE), r.period_end)"
    # A stay within one day took up a bed on it.
    last = f"greatest({end} - 1, {first})"
    began = f"greatest({first}, {_first(looks)})"
    ended = f"least({last}, {_end(looks)} - 1)"
    listed = f"generate_series({began}, {ended}, INTERVAL 1 DAY)"
    return f"CASE WHEN {first} IS NULL OR len({listed}) = 0 THEN [NULL::TIMESTAMP] ELSE {listed} END"


def _name(name: str) -> str:
    return identifier(name).sql("duckdb")


def _text(value: str) -> str:
    return text(value).sql("duckdb")
