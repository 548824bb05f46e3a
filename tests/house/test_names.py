"""The engine knows no scheme: no scheme, KPI, saving, dataset or drug is named in it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from improving_value.expression.faults import ExpressionError
from improving_value.expression.nodes import Literal, walk
from improving_value.expression.parse import parse
from improving_value.spec.load import load_dataset
from improving_value.spec.yaml_source import read_yaml

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "engine" / "improving_value"

_MODEL = "a word of every scheme file"
ALLOWED: dict[str, str] = {
    "payment_terms": "the engine reads the table of payment terms itself: no scheme asks how a provider is paid",
    "organisations": "the engine reads the table of providers, hubs and regions itself",
    "units": _MODEL,
    "none": "a plain word",
    "reported": _MODEL,
    "savings": _MODEL,
    "saving": _MODEL,
    "higher": _MODEL,
    "lower": _MODEL,
    "interpret": _MODEL,
    "opportunity": _MODEL,
    "realised": _MODEL,
    "prescribing_variation": _MODEL,
    "outcome": "what is said of every unit",
    "eligible": "an outcome",
    "undetermined": "an outcome",
    "not_met": "a verdict",
    "people": "the plural of person",
    "ratio": "a number without a unit",
    "worse": "a mark in charts",
    "needs local interpretation": "a verdict",
    "in line": "a verdict in charts",
    "quadrants": "a kind of chart",
    "price": "a kind of difference between two runs",
}
"""Names that may stand in the engine, and why."""

EXAMPLES = ("kernel/catalogue_", "expression/functions")
"""Where examples are given to authors."""


@cache
def strings() -> tuple[tuple[str, str], ...]:
    """Return every text written in the engine, docstrings left out, with its place."""
    found = []
    for path in sorted(ENGINE.rglob("*.py")):
        if path.relative_to(ENGINE).as_posix().startswith(EXAMPLES):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                found.append((f"{path.relative_to(ENGINE).as_posix()}:{node.lineno}", node.value))
    return tuple(found)


def _words_of(data: Any, key: str = "") -> set[str]:
    """Return the words that expressions of a scheme compare names with."""
    if isinstance(data, dict):
        return {word for name, part in data.items() if name != "examples" for word in _words_of(part, str(name))}
    if isinstance(data, list):
        return {word for part in data for word in _words_of(part, key)}
    if not isinstance(data, str) or ("'" not in data and '"' not in data):
        return set()
    try:
        return {part.value.lower() for part in walk(parse(data)) if isinstance(part, Literal) and isinstance(part.value, str)}
    except ExpressionError:
        return set()


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Return what the engine must not name, by sort."""
    schemes = [read_yaml(path).data for path in sorted((ROOT / "schemes").glob("*.yaml"))]
    lists = {"kpis": "kpi", "savings": "saving", "measures": "measure"}
    found: dict[str, set[str]] = {
        "scheme": {scheme["scheme"] for scheme in schemes},
        "dataset": {load_dataset(path).dataset.dataset for path in sorted((ROOT / "schemas" / "datasets").glob("*.yaml"))},
        "word": {word for scheme in schemes for word in _words_of(scheme) if len(word) > 3},
    }
    for key, name in lists.items():
        found[name] = {entry[name] for scheme in schemes for entry in scheme.get(key) or ()}
    return {sort: tuple(sorted(some - set(ALLOWED))) for sort, some in found.items()}


@pytest.mark.parametrize("sort", ["scheme", "dataset", "kpi", "saving", "measure", "word"])
def test_the_engine_names_none(sort: str) -> None:
    """A name of several words may stand in no text of the engine; one that is a plain word may not be a whole text."""
    unwanted = names()[sort]
    several = "|".join(re.escape(name) for name in unwanted if "_" in name or " " in name)
    within = re.compile(rf"(?<![\w-])(?:{several})(?![\w-])" if several else r"(?!)")
    assert unwanted
    assert [f"{place}: {text[:60]!r}" for place, text in strings() if text.lower() in unwanted or within.search(text)] == []


def test_every_exception_is_needed() -> None:
    texts = {text.lower() for _, text in strings()}
    assert [name for name in ALLOWED if name not in texts] == []
