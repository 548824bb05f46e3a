"""Names that the engine keeps for itself, and names that an author may give only once."""

from __future__ import annotations

from collections.abc import Container, Mapping

from improving_value.check.reading import Path, Reading
from improving_value.expression.types import TEXT, Type
from improving_value.spec.dictionary import Dataset

BUILT_IN: Mapping[str, Type] = {"outcome": TEXT, "deciding_rule": TEXT}
"""What every finished unit also says of itself."""

RESERVED = frozenset({*BUILT_IN, "row_key", "unit_key", "source_keys", "missing_field", "at_stake_pence", "period"})
"""Names of columns the engine itself puts on rows and units."""

RESERVED_TABLES = frozenset({"windows", "slice_windows", "places", "levels", "below"})


def note_own_table(reading: Reading, name: str) -> None:
    """Note a unit that is called like a table of the engine's."""
    if _is_own_table(name):
        reading.note("not-a-name", ("units", name), f"`{name}`, which is a name of the engine's own", "another name", "rename the unit")


def _is_own_table(name: str) -> bool:
    return name in RESERVED_TABLES or name.startswith("parameter_")


def note_own_columns(reading: Reading, dataset: Dataset) -> None:
    """Note a dataset, and columns of one, that are called like the engine's."""
    if _is_own_table(dataset.dataset):
        reading.note(
            "not-a-name",
            ("units",),
            f"a dataset `{dataset.dataset}`, which is a name of the engine's own",
            "another name",
            f"rename it, and its file `schemas/datasets/{dataset.dataset}.yaml`",
        )
    for column in dataset.columns:
        if column in RESERVED or "__" in column:
            reading.note(
                "not-a-name",
                ("units",),
                f"a column `{column}` of `{dataset.dataset}`, which is a name of the engine's own",
                "another name",
                f"rename it in `schemas/datasets/{dataset.dataset}.yaml`, with `aliases: [{column}]`",
            )


def is_new_name(reading: Reading, path: Path, name: str, columns: Container[str]) -> bool:
    """Say whether a column may be called so, and note why not."""
    if name in columns or name in reading.parameters or name in RESERVED:
        reading.note(
            "name-used-twice",
            path,
            f"`{name}`, which already names a column or a parameter",
            "a name of its own",
            "choose another name",
        )
        return False
    if "__" in name:
        reading.note(
            "not-a-name",
            path,
            f"`{name}`, with two `_` together",
            "single `_` between words; the engine uses `__` for its own columns",
            f"write `{name.replace('__', '_')}`",
        )
        return False
    return True
