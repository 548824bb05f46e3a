"""What the catalogue says of one issue code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """An issue code, never used again for something else: a title, help in one to three sentences, an example of the fix."""

    code: str
    title: str
    help: str
    example: str


def by_code(*codes: Code) -> dict[str, Code]:
    """Return codes by name; each may be written once only."""
    found = {code.code: code for code in codes}
    assert len(found) == len(codes), "a code is written twice in the catalogue"
    return found
