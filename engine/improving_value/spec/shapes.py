"""What the models say about a place in a file: which keys it takes, and which kind of column it evidently is."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from improving_value.kernel.names import nearest
from improving_value.spec import dictionary, models
from improving_value.spec.models import Model
from improving_value.spec.positions import KeyPath, holds

NOUNS: Mapping[type[Model], str] = {
    models.Scheme: "a scheme",
    models.Source: "a source",
    models.Chapter: "the chapter",
    models.Erratum: "an erratum",
    models.Parameter: "a parameter",
    models.DatedValue: "a dated value",
    models.Unit: "a unit",
    models.Match: "a match",
    models.Group: "a group",
    models.Rule: "a rule",
    models.Facts: "a column of facts",
    models.Bands: "a banded column",
    models.Classify: "a classified column",
    models.Label: "a label",
    models.Lookup: "a looked-up column",
    models.Measure: "a measure",
    models.Kpi: "a KPI",
    models.Saving: "a saving",
    models.Gate: "a requirement",
    models.Cost: "a cost",
    models.Claim: "a claim",
    models.Scenario: "a scenario",
    models.Example: "an example",
    dictionary.Dataset: "a dataset",
    dictionary.DictionaryColumn: "a column of a dataset",
}
COLUMN_KINDS = tuple(kind for kind in get_args(models.Column) if isinstance(kind, type) and issubclass(kind, Model))


def noun(model: type[Model]) -> str:
    return NOUNS.get(model, "this mapping")


def fields_of(model: type[Model]) -> dict[str, FieldInfo]:
    """Return the keys a mapping takes, as an author writes them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def keys_typed(wanted: type) -> frozenset[str]:
    """Return every key, of any mapping, that takes this type or nothing."""
    return frozenset(
        key
        for model in NOUNS
        for key, field in fields_of(model).items()
        if field.annotation is wanted or (_is_union(field.annotation) and wanted in get_args(field.annotation))
    )


def takes_name(field: FieldInfo | None) -> bool:
    """Say whether a key takes the name of something."""
    return field is not None and ("a-z" in repr(field.metadata) or "a-z" in repr(field.annotation))


def homes_of(key: str) -> tuple[type[Model], ...]:
    """Return the mappings that take a key."""
    return tuple(model for model in NOUNS if key in fields_of(model))


def evident_kind(value: Mapping[str, Any]) -> type[Model] | None:
    """Return the kind of column a mapping evidently is, by its keys; None when they tell nothing."""
    scores = [(_likeness(value, kind), -order, kind) for order, kind in enumerate(COLUMN_KINDS)]
    best = max(scores, key=lambda score: score[:2])
    return best[2] if best[0] else None


def model_at(root: type[Model], data: Any, path: KeyPath) -> type[Model] | None:
    """Return the model of the mapping at a path, or None when there is none."""
    annotation: Any = root
    value = data
    for part in path:
        annotation = _inside(_branch(annotation, value), part)
        value = value[part] if holds(value, part) else None
    found = _branch(annotation, value)
    return found if isinstance(found, type) and issubclass(found, Model) else None


def as_typed(data: Any) -> Any:
    """Return plain values with whole numbers and dates in the keys that take them, ready for strict models.

    What does not fit is left as it is, for the models to refuse. Examples hold anybody's keys and are left alone.
    """
    if isinstance(data, dict):
        return {key: as_typed(_one(key, value)) if key != "examples" else value for key, value in data.items()}
    return [as_typed(value) for value in data] if isinstance(data, list) else data


def _one(key: str, value: Any) -> Any:
    if key in WHOLE_KEYS and isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if key in YEAR_KEYS and isinstance(value, Decimal) and value == value.to_integral_value():
        return str(value)
    if key in DATE_KEYS and isinstance(value, str) and len(value) == len("2017-04-01"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _likeness(value: Mapping[str, Any], kind: type[Model]) -> int:
    known = fields_of(kind)
    return sum(2 if key in known else int(nearest(key, known) is not None) for key in value)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


def _branch(annotation: Any, value: Any) -> Any:
    """Return the part of a union that a value evidently is meant for."""
    if get_origin(annotation) is Annotated:
        return _branch(get_args(annotation)[0], value)
    if not _is_union(annotation):
        return annotation
    options = [option for option in get_args(annotation) if option is not type(None)]
    if isinstance(value, Mapping):
        kinds = [option for option in options if isinstance(option, type) and issubclass(option, Model)]
        if len(kinds) > 1:
            return evident_kind(value)
        return kinds[0] if kinds else next((option for option in options if get_origin(option) is dict), None)
    if isinstance(value, list):
        return next((option for option in options if get_origin(option) is list), None)
    return options[0]


def _inside(annotation: Any, part: str | int) -> Any:
    if get_origin(annotation) is list:
        return get_args(annotation)[0]
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    if isinstance(annotation, type) and issubclass(annotation, Model):
        field = fields_of(annotation).get(str(part))
        return field.annotation if field else None
    return None


YEAR_KEYS = ("as_at",)
"""Keys whose value is text even where a year stands in it alone."""
WHOLE_KEYS = keys_typed(int)
DATE_KEYS = keys_typed(date)
