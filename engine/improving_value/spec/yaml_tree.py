"""From the events of a YAML parser to values and their places, refusing what YAML would do silently."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import yaml

from improving_value.kernel.issues import Location, Rejected
from improving_value.spec.positions import Fault, KeyPath, YamlSource
from improving_value.spec.yaml_places import Mark, Places, Span, location_of, span_of
from improving_value.spec.yaml_torn import torn_text

DEEPEST = 24
"""Levels of nesting. A scheme needs eight."""

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
"""The one way of writing a number: anything else is text."""


class Tree:
    """One pass over the events of one file."""

    def __init__(self, source: YamlSource, is_expression: Callable[[KeyPath], bool]) -> None:
        self.source = source
        self.is_expression = is_expression
        self.positions = Places(source)
        self.faults: list[Fault] = []

    def read(self, events: Iterator[yaml.Event]) -> YamlSource:
        """Return the source with values and places; raises Rejected when there is not exactly one document."""
        tree, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(
                        (),
                        "several-documents",
                        event,
                        "a second document",
                        "one document in a file",
                        "delete the line `---`, or move what follows to a file of its own",
                    )
                    raise Rejected([fault.issue for fault in self.faults])
            elif isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)):
                tree = self._node(event, events, (), None, False)
        if tree is None:
            found = self.source.issue(
                "empty-file", Location(self.source.file), "nothing in the file", "keys and values", "check that the file was saved"
            )
            raise Rejected([*(fault.issue for fault in self.faults), found])
        return YamlSource(self.source.file, self.source.text, tree, self.positions, tuple(self.faults))

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath, key: Span | None, in_flow: bool) -> Any:
        self._refuse_marks(event, path)
        if len(path) > DEEPEST:
            self._fault(
                path,
                "nesting-too-deep",
                event,
                f"more than {DEEPEST} levels",
                "a few levels",
                "look for brackets or indentation gone wrong",
            )
            raise Rejected([fault.issue for fault in self.faults])
        start, end = _marks(event)
        if isinstance(event, yaml.ScalarEvent):
            self.positions.put(path, key, start, end, event.style or "", in_flow, event.value)
            return self._scalar(event, path, in_flow)
        if isinstance(event, yaml.MappingStartEvent):
            self.positions.put(path, key, start, end, "{" if event.flow_style else "", in_flow, None)
            return self._mapping(events, path, in_flow or bool(event.flow_style))
        if isinstance(event, yaml.SequenceStartEvent):
            self.positions.put(path, key, start, end, "[" if event.flow_style else "", in_flow, None)
            return self._sequence(events, path, in_flow or bool(event.flow_style))
        return None

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath, in_flow: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return found
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse_marks(event, path)
                self._fault(
                    path, "yaml-syntax", event, "a key that is a list or a mapping", "a word as a key", "write a word before the `:`"
                )
                raise Rejected([fault.issue for fault in self.faults])
            self._refuse_marks(event, path)
            name, (start, end) = event.value, _marks(event)
            where = span_of(start, end)
            below = (*path, name)
            if name in found:
                first = self.positions[below].key or self._location(event)
                found_text = f"`{name}` for the second time (first on line {first.line})"
                self._fault(below, "duplicate-key", event, found_text, "each key once", "delete one of the two, or correct its name")
                self._node(next(events), events, (*path, "", name), where, in_flow)
                continue
            # The place of a key is known before its value is read, so that a fault inside can point at it.
            self.positions.put(below, where, start, end, "", in_flow, None)
            found[name] = self._node(next(events), events, below, where, in_flow)
        return found

    def _sequence(self, events: Iterator[yaml.Event], path: KeyPath, in_flow: bool) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return found
            found.append(self._node(event, events, (*path, len(found)), None, in_flow))
        return found

    def _scalar(self, event: yaml.ScalarEvent, path: KeyPath, in_flow: bool) -> Decimal | str | bool | None:
        plain = not event.style
        if plain and in_flow:
            self._refuse_torn(event, path)
        if plain and event.value in ("", "null"):
            return None
        if self.is_expression(path):
            if event.style == ">":
                self._fault(
                    path,
                    "folded-expression",
                    event,
                    "an expression after `>`",
                    "an expression on one line, or after `|`",
                    "write `|` in place of `>`",
                )
            return event.value.rstrip()
        if plain and event.value in ("true", "false"):
            return event.value == "true"
        if plain and NUMBER.fullmatch(event.value):
            return Decimal(event.value)
        return str(event.value)

    def _refuse_torn(self, event: yaml.ScalarEvent, path: KeyPath) -> None:
        expression = self.is_expression(path)
        whole = torn_text(self.source.text, _marks(event)[0].index, event.value, expression)
        if whole is None:
            return
        holder, quoted = path[:-1], "'" + whole.replace("'", "''") + "'"
        name = path[-1] if isinstance(path[-1], str) else ""
        if expression:
            code, expected = "expression-in-flow-mapping", "an expression on a line of its own, outside braces and brackets"
            fix = (
                f"write each key on a line of its own, without braces, and there `{name}: {whole}`"
                if name
                else f"write each item on a line of its own, as `- {whole}`"
            )
        else:
            code, expected = "text-torn-by-comma", "text with a comma in quotes, when it stands in braces or brackets"
            fix = f"write `{name}: {quoted}`" if name else f"write `{quoted}`"
        self._fault(holder, code, event, f"`{event.value}`, which YAML cut off at the comma", expected, fix)

    def _refuse_marks(self, event: Any, path: KeyPath) -> None:
        # A reference has its name here too, and no tag.
        if event.anchor is None and not event.tag:
            return
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&" if event.anchor else "!"
        found = f"`{sign}`, which YAML takes for {_SIGNS[sign]}"
        self._fault(
            path,
            "anchor-or-tag",
            event,
            found,
            "the value written out",
            f"write the value out; or, when `{sign}` belongs to the text, put the text in quotes",
        )

    def _fault(self, path: KeyPath, code: str, event: yaml.Event, found: str, expected: str, fix: str) -> None:
        self.faults.append(Fault(path, self.source.issue(code, self._location(event), found, expected, fix)))

    def _location(self, event: yaml.Event) -> Location:
        return location_of(self.source, span_of(*_marks(event)))


def _marks(event: yaml.Event) -> tuple[Mark, Mark]:
    assert event.start_mark is not None, "every event of a text has its marks"
    assert event.end_mark is not None, "every event of a text has its marks"
    return event.start_mark, event.end_mark


_SIGNS = {"*": "a reference to another value", "&": "the name of a value", "!": "a type"}
