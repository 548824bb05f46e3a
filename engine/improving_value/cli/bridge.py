"""Arguments of `bridge` in, exit code out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from improving_value.cli.options import AsJson, Today, day_of


def bridge(
    old: Annotated[Path, typer.Argument(help="The folder that was the --out of the earlier run.")],
    new: Annotated[Path, typer.Argument(help="The folder of the later run.")],
    scheme: Annotated[list[str] | None, typer.Option("--scheme", help="Only this scheme; may be repeated.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Column of the units whose values are sorts, for mix; with one --scheme.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="With --value: the unit that has the columns.")] = None,
    value: Annotated[str | None, typer.Option("--value", help="A column of pounds on the unit, in place of the savings.")] = None,
    volume: Annotated[
        str | None, typer.Option("--volume", help="Column that says how much of it a unit is; units are counted if left out.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the bridge; it goes into its `internal` folder.")] = None,
    today: Today = None,
    json: AsJson = False,
) -> None:
    """Say why one run differs from another: activity, price, mix, eligibility, scheme version and restated data, adding exactly.

    Ends with 0 when no figure differs, with 1 when one does.
    """
    from improving_value import bridging
    from improving_value.listing.bridge import finish_bridge
    from improving_value.listing.run import progress_display

    if (by or unit or value or volume) and len(scheme or ()) != 1:
        raise typer.BadParameter("columns are those of one scheme's units: name it", param_hint="--scheme")
    if (unit is None) != (value is None):
        raise typer.BadParameter("--unit and --value go together", param_hint="--value")
    pair = bridging.Pair(old, new, tuple(scheme or ()), by, unit, value, volume, out, day_of(today))
    with progress_display() as progress:
        found = bridging.bridge(pair, progress)
    sys.exit(finish_bridge(found, out, json))
