"""What a YAML parser trips over, said so that the author sees what to change.

The two parsers (C and Python) agree on places and on what they were doing, not on words: their words are not used.
"""

from __future__ import annotations

import yaml

from improving_value.kernel.issues import Issue
from improving_value.spec import yaml_layout, yaml_marks
from improving_value.spec.positions import YamlSource
from improving_value.spec.yaml_trip import Trip

EXPLANATIONS = (
    yaml_marks.quoted,
    yaml_marks.flow,
    yaml_marks.marks,
    yaml_marks.after_quote,
    yaml_marks.after_bracket,
    yaml_layout.colon,
    yaml_layout.dash,
    yaml_layout.block_text,
    yaml_marks.first_sign,
    yaml_layout.no_colon,
    yaml_layout.misaligned,
)
"""The first that knows the trip explains it, so those that are surest come first."""


def diagnose(source: YamlSource, error: yaml.MarkedYAMLError) -> Issue:
    """Return the issue that a syntax error stands for."""
    mark = error.problem_mark or error.context_mark
    began = error.context_mark.index if error.context_mark else None
    trip = Trip(source, error.context or "", error.problem or "", began, mark.index if mark else 0)
    for explain in EXPLANATIONS:
        issue = explain(trip)
        if issue is not None:
            return issue
    return trip.issue(
        "yaml-syntax",
        "a line that does not fit the lines above it",
        "keys of one mapping in the same column, and a space after each `:` and `-`",
        "compare its indentation and punctuation with the line above",
    )
