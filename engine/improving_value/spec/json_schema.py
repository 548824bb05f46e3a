"""The models as JSON Schema (draft-07), for editors and for those without Python.

Editors explain `anyOf` without a discriminator best, and ignore whatever stands beside a `$ref`, so neither is written.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

from improving_value.spec.dictionary import Dataset
from improving_value.spec.expression_places import EXPRESSION_KEYS
from improving_value.spec.models import Model, Scheme
from improving_value.spec.shapes import YEAR_KEYS

_DIALECT = "http://json-schema.org/draft-07/schema#"
_NOTHING = {"type": "null"}
_COLUMN_KEYS = ("columns", "rows", "cuts", "tests")


class _Strict(GenerateJsonSchema):
    """Numbers are numbers: the reader takes no text for one."""

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"}


def scheme_schema() -> str:
    """Return the text of schemas/scheme.schema.json."""
    return _schema_text(Scheme, "An improving value scheme")


def dataset_schema() -> str:
    """Return the text of schemas/dataset.schema.json."""
    return _schema_text(Dataset, "A dataset of the data dictionary")


def _schema_text(model: type[Model], title: str) -> str:
    made = model.model_json_schema(by_alias=True, mode="validation", schema_generator=_Strict)
    definitions = {name: _draft_07(part) for name, part in sorted(made.pop("$defs", {}).items())}
    for part in (made, *definitions.values()):
        _let_expressions_be_numbers(part)
    schema = {"$schema": _DIALECT, **_draft_07(made), "title": title, "definitions": definitions}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _draft_07(part: Any) -> Any:
    """Return a part of a schema in draft-07, saying no more and no less than the strict models do."""
    if isinstance(part, list):
        return [_draft_07(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _draft_07(value) for key, value in part.items() if key != "default" or value is not None}
    if "$ref" in found:
        reference = {"$ref": found.pop("$ref").replace("#/$defs/", "#/definitions/")}
        return {"allOf": [reference], **found} if found else reference
    kinds = found.get("anyOf")
    if kinds is not None and _NOTHING in kinds:
        # A key that may be left out may not stand there with nothing after it.
        kinds.remove(_NOTHING)
        if len(kinds) == 1:
            found = {**kinds[0], **{key: value for key, value in found.items() if key != "anyOf"}} if "$ref" not in kinds[0] else found
    if "patternProperties" in found:
        found.setdefault("additionalProperties", False)
    return found


def _let_expressions_be_numbers(part: dict[str, Any]) -> None:
    """Allow an expression that is just a number, true or false to be written without quotes, as the reader does."""
    for key, shape in part.get("properties", {}).items():
        if key in EXPRESSION_KEYS or key in _COLUMN_KEYS:
            _loosen(shape)
        if key in YEAR_KEYS:
            shape["type"] = ["string", "integer"]


def _loosen(shape: dict[str, Any]) -> None:
    if shape.get("type") == "string" and shape.get("minLength") == 1 and "pattern" not in shape:
        shape["type"] = ["string", "number", "boolean"]
    for inner in (*shape.get("anyOf", ()), *shape.get("patternProperties", {}).values(), shape.get("items")):
        if isinstance(inner, dict):
            _loosen(inner)
