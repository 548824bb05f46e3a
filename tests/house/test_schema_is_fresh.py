"""The published schemas are those of the models, and give the same verdict."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from improving_value.kernel.issues import Rejected
from improving_value.spec.json_schema import dataset_schema, scheme_schema
from improving_value.spec.load import load_dataset, load_scheme
from improving_value.spec.yaml_source import read_yaml

ROOT = Path(__file__).parents[2]
SCHEMAS = {"scheme": scheme_schema, "dataset": dataset_schema}
GOOD = [*sorted((ROOT / "schemes").glob("*.yaml")), *sorted((ROOT / "schemas" / "datasets").glob("*.yaml"))]
BY_SHAPE_ALONE = (
    "code-not-quoted",
    "empty-text",
    "empty-value",
    "missing-key",
    "not-a-column",
    "not-a-date",
    "not-a-list",
    "not-a-mapping",
    "not-a-name",
    "not-a-number",
    "not-a-whole-number",
    "not-single-value",
    "not-true-or-false-value",
    "too-few-items",
    "unknown-choice",
    "unknown-key",
)
"""Codes of what a schema can see; it knows nothing of names, files or the text of YAML."""
BAD = [path for code in BY_SHAPE_ALONE for path in sorted((ROOT / "tests" / "issues" / code).glob("*.yaml")) if path.stem != "parameters"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_file_is_what_the_models_say(name: str) -> None:
    written = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == SCHEMAS[name](), "run `improving-value schema` to write it again"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_draft_07_and_easy_for_editors(name: str) -> None:
    schema = json.loads(SCHEMAS[name]())
    jsonschema.Draft7Validator.check_schema(schema)
    assert not {"oneOf", "discriminator", "$defs"} & set(_keys(schema))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_the_models_take_the_schema_takes(path: Path) -> None:
    (load_dataset if path.parent.name == "datasets" else load_scheme)(path)
    assert _schema_faults(path) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_the_models_refuse_the_schema_refuses(path: Path) -> None:
    with pytest.raises(Rejected):
        (load_dataset if path.stem.startswith("dataset") else load_scheme)(path)
    assert _schema_faults(path) != []


def _schema_faults(path: Path) -> list[str]:
    data = _as_json(read_yaml(path).data)
    schema = json.loads(SCHEMAS["dataset" if "dataset" in data else "scheme"]())
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(data)]


def _as_json(value: Any) -> Any:
    """Return values as an editor sees them: numbers as JSON has them."""
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    assert not isinstance(value, date)
    return value


def _keys(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [*part, *(key for inner in part.values() for key in _keys(inner))]
    return [key for inner in part for key in _keys(inner)] if isinstance(part, list) else []
