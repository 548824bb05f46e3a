"""How the columns of a dataset are held."""

from __future__ import annotations

from dataclasses import replace

from improving_value.expression.types import BOOLEAN, DATE, DATETIME, INTEGER, NAME_TEXT, TEXT, Type, decimal
from improving_value.spec.dictionary import Dataset, DictionaryColumn


def column_type(column: DictionaryColumn) -> Type:
    """Return how a dictionary column is held."""
    match column.type:
        case "name":
            return NAME_TEXT
        case "boolean":
            return BOOLEAN
        case "integer":
            return INTEGER
        case "decimal":
            return decimal(column.places if column.places is not None else 2)
        case "date":
            return DATE
        case "datetime":
            return replace(DATETIME, local=True)
    return TEXT


def dataset_types(dataset: Dataset) -> dict[str, Type]:
    """Return the columns of a dataset and how each is held."""
    return {name: column_type(column) for name, column in dataset.columns.items()}
