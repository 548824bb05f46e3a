"""The statements of the register, each with what it makes."""

from __future__ import annotations

LINES = """CREATE OR REPLACE TEMP TABLE lines (line INTEGER, scheme VARCHAR, saving VARCHAR, place INTEGER, class VARCHAR, state VARCHAR,
  level VARCHAR, organisation VARCHAR, period VARCHAR, pence BIGINT, turn_of_scheme INTEGER)"""

CLAIMED = "CREATE OR REPLACE TEMP VIEW claimed AS FROM read_parquet([{files}])"


CANDIDATES = """SELECT 1 FROM claimed c JOIN lines l ON c.scheme = l.scheme AND c.saving = l.saving AND c.period = l.period
WHERE c.piece IS NOT NULL GROUP BY c.kind, c.piece HAVING min(l.scheme) <> max(l.scheme) LIMIT 1"""
"""Whether there is anything at all that two schemes claim, in whatever class and state."""


def _share(pence: str, place: str, among: str) -> str:
    """Return the share of one among several that whole pence are dealt out to: the first ones get a penny more."""
    return f"(sign({pence})::BIGINT * (abs({pence}) // {among} + CASE WHEN {place} <= abs({pence}) % {among} THEN 1 ELSE 0 END))::BIGINT"


SPREAD = f"""CREATE OR REPLACE TEMP TABLE claims AS
WITH found AS (
  SELECT l.line, l.pence AS line_pence, l.scheme, l.saving, c.unit, c.pence, c.kind, c.piece,
    count(c.piece) OVER (PARTITION BY l.line, c.unit) AS pieces
  FROM claimed c JOIN lines l ON c.scheme = l.scheme AND c.saving = l.saving AND c.period = l.period
    AND (l.level = 'all' OR l.organisation = c.organisation)),
kept AS (
  -- A unit that rests on no piece has its pence to itself.
  SELECT line, line_pence, unit, max(pence) AS pence, CASE WHEN piece IS NULL THEN '' ELSE kind END AS kind,
    coalesce(piece, scheme || '/' || saving || '/' || unit) AS piece
  FROM found WHERE piece IS NOT NULL OR pieces = 0 GROUP BY ALL),
units AS (
  SELECT line, line_pence, unit, max(pence) AS pence, bool_or(max(pence) IS NULL) OVER (PARTITION BY line) AS dealt,
    row_number() OVER (PARTITION BY line ORDER BY unit) AS turn, count(*) OVER (PARTITION BY line) AS units
  FROM kept GROUP BY line, line_pence, unit),
worth AS (SELECT line, unit, CASE WHEN dealt THEN {_share("line_pence", "turn", "units")} ELSE pence END AS pence FROM units),
pieces AS (
  SELECT k.line, k.kind, k.piece, w.pence, row_number() OVER (PARTITION BY k.line, k.unit ORDER BY k.kind, k.piece) AS turn,
    count(*) OVER (PARTITION BY k.line, k.unit) AS pieces
  FROM kept k JOIN worth w ON w.line = k.line AND w.unit = k.unit)
SELECT line, kind, piece, sum({_share("pence", "turn", "pieces")})::BIGINT AS pence FROM pieces GROUP BY line, kind, piece"""
"""One row for each line and piece, with the pence of the line on it: each unit's pence are dealt out over its pieces, in order of key. What of a line rests on no
piece is in no row, or under no kind: nobody else can claim it."""

SHARED_PIECES = """CREATE OR REPLACE TEMP TABLE shared_pieces AS
WITH net AS (
  SELECT l.class, l.state, c.kind, c.piece, l.scheme, l.turn_of_scheme, sum(c.pence)::BIGINT AS net
  FROM claims c JOIN lines l ON l.line = c.line WHERE c.kind <> '' AND c.pence <> 0 GROUP BY ALL)
SELECT * FROM net QUALIFY count(*) OVER (PARTITION BY class, state, kind, piece) > 1"""
"""One row for each scheme that claims a piece which another scheme claims too, with what it comes to there."""

_PIECE = "class, state, kind, piece"

TURNS = f"""CREATE OR REPLACE TEMP TABLE turns AS
WITH showing AS (SELECT *, CASE WHEN net > 0 THEN net END AS shown FROM shared_pieces),
met AS (
  SELECT *, max(shown) OVER before AS before, max(shown) OVER after AS after, arg_max(scheme, shown) OVER before AS keeper
  FROM showing
  WINDOW before AS (PARTITION BY {_PIECE} ORDER BY turn_of_scheme ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
    after AS (PARTITION BY {_PIECE} ORDER BY turn_of_scheme ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))
SELECT *, least(coalesce(shown, 0), coalesce(before, 0)) AS given_up, least(coalesce(shown, 0), coalesce(after, 0)) AS given_up_reversed,
  coalesce(shown - greatest(0, coalesce(before, 0), coalesce(after, 0)), 0) AS ahead
FROM met"""
"""The same, with what each gives up: as much as the most that one before it shows there; `keeper` is that one, the earliest of equals.

`ahead` is by how much it shows more than all others: what the combination loses without it.
"""

_ON_PIECE = "t.class = l.class AND t.state = l.state AND t.kind = c.kind AND t.piece = c.piece AND t.scheme = l.scheme"

LOSSES = f"""CREATE OR REPLACE TEMP TABLE losses AS
SELECT l.*, c.kind, c.piece, c.pence AS pence_there, t.keeper, greatest(0, least(c.pence, t.given_up - coalesce(sum(greatest(c.pence, 0)) OVER (
    PARTITION BY t.class, t.state, t.kind, t.piece, t.scheme ORDER BY c.line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)))::BIGINT
  AS given_up
FROM claims c JOIN lines l ON l.line = c.line JOIN turns t ON {_ON_PIECE} WHERE c.pence <> 0"""
"""What each line gives up on each piece that is shared: a scheme's lines give up one after the other, until it has given up all it must."""

GIVEN_UP = "SELECT line, sum(given_up)::BIGINT FROM losses GROUP BY line"

PARTS = """SELECT class, state, scheme, sum(net - given_up - greatest(ahead, 0) - least(net, 0))::BIGINT, sum(given_up_reversed)::BIGINT
FROM turns GROUP BY class, state, scheme"""
"""For each scheme, what others would take up if it were not run, and what it would give up in the reverse order."""

SHARED = """WITH firsts AS (
  SELECT class, state, kind, piece, scheme, saving, turn_of_scheme, sum(pence_there)::BIGINT AS pence,
    row_number() OVER (PARTITION BY class, state, kind, piece, scheme ORDER BY place) AS saving_turn
  FROM losses GROUP BY class, state, kind, piece, scheme, saving, place, turn_of_scheme)
SELECT a.class, a.state, a.kind, a.scheme, a.saving, b.scheme, b.saving, b.organisation, b.period, count(*), sum(a.pence)::BIGINT,
  sum(b.pence_there)::BIGINT, sum(CASE WHEN b.keeper = a.scheme AND a.saving_turn = 1 THEN b.given_up ELSE 0 END)::BIGINT
FROM firsts a JOIN losses b ON a.class = b.class AND a.state = b.state AND a.kind = b.kind AND a.piece = b.piece
  AND a.turn_of_scheme < b.turn_of_scheme
GROUP BY a.class, a.state, a.kind, a.scheme, a.saving, a.turn_of_scheme, b.scheme, b.saving, b.turn_of_scheme, b.organisation, b.period
ORDER BY a.class, a.state, a.turn_of_scheme, a.saving, b.turn_of_scheme, b.saving, a.kind, b.organisation, b.period"""
"""One row for each pair of savings, sort of piece, place and period of the later; given up is said once, beside the first saving of who keeps."""

APART = """WITH held AS (
  SELECT l.class, l.state, c.kind, c.piece, l.scheme, l.saving, l.place, l.turn_of_scheme, sum(c.pence)::BIGINT AS pence
  FROM claims c JOIN lines l ON l.line = c.line WHERE c.kind <> '' AND c.pence <> 0 GROUP BY ALL)
SELECT a.kind, a.scheme, a.saving, a.class, a.state, b.scheme, b.saving, b.class, b.state, count(*), sum(a.pence)::BIGINT, sum(b.pence)::BIGINT
FROM held a JOIN held b ON a.kind = b.kind AND a.piece = b.piece AND a.turn_of_scheme < b.turn_of_scheme
  AND (a.class <> b.class OR a.state <> b.state)
GROUP BY a.kind, a.scheme, a.saving, a.class, a.state, b.scheme, b.saving, b.class, b.state, a.turn_of_scheme, b.turn_of_scheme, a.place, b.place
ORDER BY a.turn_of_scheme, a.place, b.turn_of_scheme, b.place, a.kind"""
"""One row for each pair of savings of two schemes that claim the same pieces in different classes or states."""
