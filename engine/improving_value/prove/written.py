"""An example as YAML, ready to paste."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from improving_value.prove.suggest import Suggestion

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ./+-]*[A-Za-z0-9_.+]|[A-Za-z]|\d{4}-\d\d-\d\d|\d{4}/\d\d( [QM]\d+)?")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off")


def as_yaml(suggestion: Suggestion, title: str) -> str:
    """Return a suggested example as it stands under `examples`, or what an example that is there already should expect too."""
    if suggestion.as_it_is:
        return "\n".join([f"  - example: {scalar(suggestion.near)}    # which is there already", "    expect:", *_expected(suggestion)])
    lines = [f"  - example: {scalar(title)}"]
    lines += [f"    {key}: {scalar(value)}" for key, value in (("period", suggestion.period), ("baseline", suggestion.baseline)) if value]
    if suggestion.parameters:
        lines.append(f"    parameters: {flow(suggestion.parameters)}")
    lines.append("    given:" if suggestion.given else "    given: {}")
    for name, rows in suggestion.given.items():
        lines.append(f"      {name}:")
        lines += [f"        - {flow(row)}" for row in rows]
    lines.append("    expect:")
    return "\n".join([*lines, *_expected(suggestion)])


def _expected(suggestion: Suggestion) -> list[str]:
    otherwise = dict(suggestion.because)
    return [
        f"      {scalar(name)}: {scalar(value)}    # {scalar(otherwise[name])} with the change" for name, value in suggestion.expect.items()
    ]


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def scalar(value: object) -> str:
    """Return a single value, in quotes where YAML would take it for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Decimal, int)):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)
