"""The order of precedence: which scheme keeps the pounds of activity that several claim, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from improving_value.spec.chapter import Identifier, Model, Text
from improving_value.spec.load import fitted, listed_twice
from improving_value.spec.positions import YamlSource
from improving_value.spec.yaml_source import read_yaml


class Precedent(Model):
    """A scheme's place in the order."""

    scheme: Identifier = Field(description="Id of the scheme.")
    because: Text = Field(description="Why it stands here, in words.")


class Precedence(Model):
    """Schemes, the one that keeps first; those not named come after them."""

    precedence: list[Precedent] = Field(description="Schemes in order.")


@dataclass(frozen=True)
class LoadedPrecedence:
    """An order as written, and where each part stands."""

    precedence: Precedence
    source: YamlSource


def load_precedence(path: Path) -> LoadedPrecedence:
    """Return the order in a file; raises Rejected with all its issues."""
    source = read_yaml(path)
    return LoadedPrecedence(fitted(source, Precedence, [*listed_twice(source, ("precedence",), "scheme")]), source)
