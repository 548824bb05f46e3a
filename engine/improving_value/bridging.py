"""Two finished runs, and why they differ: the steps in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.names import nearest

if TYPE_CHECKING:
    from improving_value.finance.bridge_runs import Bridged
    from improving_value.finance.run_folder import RunFolder

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Pair:
    """Which runs, and which figures of them. With `value`, a column of pounds on `unit` in place of the savings."""

    old: Path
    new: Path
    only: tuple[str, ...] = ()
    by: str | None = None
    unit: str | None = None
    value: str | None = None
    volume: str | None = None
    out: Path | None = None
    today: date = date(1970, 1, 1)


def bridge(pair: Pair, progress: Progress = lambda _: None) -> Bridged:
    """Bridge, and write the parts when a folder is given. Raises Rejected when a folder is no run, or nothing is in both."""
    from improving_value.finance.bridge_runs import bridge_column, bridge_runs
    from improving_value.finance.bridge_units import Figures
    from improving_value.finance.run_folder import read_run
    from improving_value.report.bridge_files import MARK, write_bridges
    from improving_value.report.folder import all_or_nothing
    from improving_value.run.engines.unit_files import open_reader

    progress("reading runs")
    old, new = read_run(pair.old), read_run(pair.new)
    _require_known(pair, old, new)
    progress("bridging")
    with open_reader() as connection:
        if pair.value is not None and pair.unit is not None:
            asked = Figures(pair.only[0], pair.unit, pair.value, pair.volume, pair.by)
            found = bridge_column(connection, old, new, asked)
        else:
            found = bridge_runs(connection, old, new, pair.only, pair.volume, pair.by)
    if pair.out is not None:
        progress("writing the bridge")
        with all_or_nothing(pair.out, MARK) as folder:
            write_bridges(found, folder, pair.today)
    return found


def _require_known(pair: Pair, old: RunFolder, new: RunFolder) -> None:
    both = [name for name in new.record["schemes"] if name in old.record["schemes"]]
    for name in pair.only or both[:1] or [""]:
        if name not in both:
            close = nearest(name, sorted(both))
            fix = f"write `{close}`" if close else "run it in both"
            raise Rejected(
                [Issue("unknown-scheme", Location("--scheme"), f"`{name}`, which is not in both runs", "a scheme of both runs", fix)]
            )
    units = new.record["sources"][pair.only[0]]["units"] if pair.unit is not None and pair.only else {}
    if pair.unit is not None and pair.unit not in units:
        found = f"`{pair.unit}`, which is no unit of the scheme"
        raise Rejected([Issue("unknown-name", Location("--unit"), found, f"one of {', '.join(units)}", "name one of them")])
