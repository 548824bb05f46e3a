"""What an author sees in an editor: the real language server over the schema, on files that are fine and files that are not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.language_server import SCHEMA, LanguageServer, command
from faults_by_authors.slips import EVERY, HERE, Slip

SCHEMES = Path(__file__).parents[2] / "schemes"
SOUND = Path(__file__).parents[1] / "faults_by_authors" / "dose_checks.yaml"
TEXT = SOUND.read_text(encoding="utf-8")

SEEN = {
    "one_space_short": "Sequence item without - indicator",
    "tab": "Tabs are not allowed as indentation",
    "quote_in_quotes": "Unexpected scalar at node end",
    "colon_in_text": "Nested mappings are not allowed",
    "no_space_after_colon": "Implicit map keys need to be followed by map values",
    "same_key_twice": "Map keys must be unique",
    "misspelt_key": "Property shrae is not allowed",
    "forgotten_unit": 'Missing property "unit"',
    "forgotten_key": 'Missing property "domain"',
    "nothing_after_key": 'Incorrect type. Expected "string"',
    "theme": 'Valid values: "medicines", "demand", "variation"',
    "uk_date": "not a RFC3339 date",
    "pound_sign": 'Incorrect type. Expected "number"',
    "no_for_false": 'Incorrect type. Expected "boolean"',
    "no_list": 'Incorrect type. Expected "array"',
    "class": '"cost_avoidance"',
    "name_with_hyphen": "does not match the pattern",
}
"""The slips that a schema can see, and what the editor says of them; what a formula means only `check` knows."""


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    if command() is None:
        assert os.environ.get("IMPROVING_VALUE_REQUIRE_ALL") != "1", "yaml-language-server is required here, and not installed"
        pytest.skip("needs node and yaml-language-server: npm install yaml-language-server, with NODE_PATH at its node_modules")
    with LanguageServer() as started:
        yield started


def beside(name: str) -> str:
    """Return the address of a file beside the sound one, where its first line finds the schema."""
    return (SOUND.parent / f"{name}.yaml").as_uri()


def place(text: str, after: str) -> tuple[int, int]:
    """Return the line and sign, counted from 0, right behind a text that stands once."""
    assert text.count(after) == 1, after
    at = text.index(after) + len(after)
    return text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1


@pytest.mark.parametrize("path", [SOUND, *sorted(SCHEMES.glob("*.yaml"))], ids=lambda path: path.stem)
def test_nothing_is_said_of_a_sound_scheme(server: LanguageServer, path: Path) -> None:
    assert server.problems(path.as_uri(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("slip", [slip for slip in EVERY if slip.name in SEEN], ids=lambda slip: slip.name)
def test_a_slip_is_marked_on_its_line(server: LanguageServer, slip: Slip) -> None:
    marked = TEXT.replace(slip.right, slip.wrong)
    line = marked.count("\n", 0, marked.index(HERE))
    said = server.problems(beside(slip.name), marked.replace(HERE, ""))
    assert any(problem["range"]["start"]["line"] == line and SEEN[slip.name] in problem["message"] for problem in said), said


def test_nothing_is_said_of_choices_without_a_reason(server: LanguageServer) -> None:
    """A kind of column that is half written: what is missing is named, and not five shapes it might have had."""
    said = server.problems(beside("banded"), TEXT.replace("        limit_in: lower\n", ""))
    assert [problem["message"] for problem in said] == ['Missing property "limit_in".']


def test_values_are_offered(server: LanguageServer) -> None:
    text = TEXT.replace("theme: medicines", "theme: ").replace("basis: local", "basis: ")
    server.open(beside("values"), text)
    assert sorted(server.completions(beside("values"), *place(text, "\ntheme: "))) == ["demand", "medicines", "variation"]
    assert {"published", "local", "assumption"} <= set(
        server.completions(beside("values"), *place(text, "  price:\n    unit: GBP/g\n    basis: "))
    )


def test_keys_are_offered(server: LanguageServer) -> None:
    text = TEXT.replace("    minimum: fewest_courses\n", "    minimum: fewest_courses\n    \n")
    server.open(beside("keys"), text)
    line, _ = place(text, "    minimum: fewest_courses\n")
    offered = server.completions(beside("keys"), line, 4)
    assert {"breakdown", "note", "unit"} <= set(offered)
    assert "target" not in offered, "it stands there already"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("theme: medicines", "Theme of the menu"),
        ("next_review: ", "Day by which it is looked at again"),
        ("limit_in: lower", "exactly at a limit"),
        ("minimum: fewest_courses", "fewest units"),
        ("state: opportunity", "how far it has come"),
        ("basis: local", "derived"),
    ],
)
def test_a_key_is_explained(server: LanguageServer, before: str, said: str) -> None:
    server.open(beside("hover"), TEXT)
    at = TEXT.index(before)
    line, sign = TEXT.count("\n", 0, at), at - TEXT.rfind("\n", 0, at)
    assert said.lower() in server.hover(beside("hover"), line, sign).lower()


def test_every_key_has_its_explanation() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = {"Scheme": schema, **schema["definitions"]}
    without = [
        f"{name}.{key}" for name, part in parts.items() for key, shape in part.get("properties", {}).items() if "description" not in shape
    ]
    assert without == []


def test_the_schema_is_one_that_editors_explain() -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    assert json.loads(text)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert '"oneOf"' not in text
