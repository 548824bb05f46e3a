"""The parameters file: local values for schemes, by scheme, name, key and date; and an empty one to fill in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from improving_value.kernel.issues import Issue, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.spec.models import Measure, Parameter, Scheme
from improving_value.spec.parameter_entries import EntryReader, EntryRow, ParameterEntry
from improving_value.spec.parameter_values import baseline_in_force, values_in_force
from improving_value.spec.positions import KeyPath, YamlSource
from improving_value.spec.yaml_source import read_yaml

__all__ = [
    "EntryRow",
    "ParameterEntry",
    "baseline_in_force",
    "entries_of",
    "load_parameters",
    "template",
    "unknown_entries",
    "values_in_force",
]

_HEADER = """\
# Local values, for the schemes named below.
# Write each value after `value:`; leave a line empty when the value is not known: what needs it is then shown as
# not calculable, never as zero. A value that changes gets one row for each day on which it changed.
# Where a value depends on a column, give one row for each; a row without the column holds for all.
"""


def load_parameters(path: Path) -> dict[str, dict[str, ParameterEntry]]:
    """Return what a parameters file supplies, by scheme and name; raises Rejected with all its issues."""
    source = read_yaml(path)
    reader = EntryReader(source)
    faults = [fault.issue for fault in source.faults]
    found = {}
    if isinstance(source.data, dict):
        found = {scheme: reader.entries((scheme,)) for scheme in source.data}
    else:
        reader.issues.append(
            source.issue(
                "not-a-mapping",
                source.locate(()),
                "a value or a list",
                "ids of schemes, each with its parameters",
                "write the id of a scheme, a `:`, and its parameters below, indented",
            )
        )
    if faults or reader.issues:
        # Nobody knows yet which values are confidential: the lines that hold them are named, and not shown.
        raise Rejected(in_order([*faults, *(replace(issue, excerpt="") for issue in reader.issues)]))
    return found


def entries_of(source: YamlSource, path: KeyPath) -> dict[str, ParameterEntry]:
    """Return the entries below a path, such as ("examples", 0, "parameters"); raises Rejected with all their issues."""
    reader = EntryReader(source)
    found = reader.entries(path)
    if reader.issues:
        raise Rejected(in_order(reader.issues))
    return found


def unknown_entries(supplied: Mapping[str, Mapping[str, ParameterEntry]], schemes: Sequence[Scheme]) -> Iterator[Issue]:
    """Yield an issue for each scheme, parameter or measure that a parameters file names and nobody has.

    Pass every scheme there is, not just those that run.
    """
    known = {scheme.scheme: _names(scheme) for scheme in schemes}
    for scheme_id, entries in supplied.items():
        if scheme_id not in known:
            first = next(iter(entries.values()), None)
            if first is not None:
                yield _unknown(
                    "unknown-scheme", first, scheme_id, known, f"`{scheme_id}`, which is not the id of a scheme", "the id of a scheme"
                )
            continue
        for name, entry in entries.items():
            if name not in known[scheme_id]:
                found = f"`{name}`, which `{scheme_id}` does not have"
                yield _unknown(
                    "unknown-parameter", entry, name, known[scheme_id], found, "a parameter of the scheme, or `baseline.` and a measure"
                )


def _names(scheme: Scheme) -> list[str]:
    measures = [f"{period}.{measure.measure}" for measure in scheme.measures for period in ("baseline", "before_baseline")]
    return [*scheme.parameters, *measures]


def _unknown(code: str, entry: ParameterEntry, name: str, known: Collection[str], found: str, expected: str) -> Issue:
    close = nearest(name, known)
    return Issue(
        code, entry.location, found, expected, f"write `{close}`" if close else "correct the name, or delete it", excerpt=entry.excerpt
    )


def template(schemes: Sequence[Scheme], unlocks: Mapping[tuple[str, str], Sequence[str]]) -> str:
    """Return an empty parameters file for the local parameters of schemes.

    `unlocks` gives, for a scheme and a parameter (or `baseline.` and a measure), the figures that need it.
    """
    parts = [_HEADER]
    for scheme in schemes:
        local = {name: parameter for name, parameter in scheme.parameters.items() if parameter.basis == "local"}
        baselines = [measure for measure in scheme.measures if measure.baseline == "local"]
        if not local and not baselines:
            continue
        parts.append(f"\n# {_comment(scheme.title)}\n{scheme.scheme}:\n")
        for name, parameter in local.items():
            parts.append(_skeleton(name, parameter, unlocks.get((scheme.scheme, name), ())))
        for measure in baselines:
            name = f"baseline.{measure.measure}"
            parts.append(_skeleton(name, _as_parameter(measure), unlocks.get((scheme.scheme, name), ())))
    return "".join(parts)


def _as_parameter(measure: Measure) -> Parameter:
    says = measure.say or f"value of the measure {measure.measure}"
    return Parameter.model_validate(
        {
            "unit": measure.unit,
            "basis": "local",
            "by": ["provider_code"],
            "say": f"{says}, in the baseline period; only needed when the data do not reach back to it",
        }
    )


def _skeleton(name: str, parameter: Parameter, unlocks: Sequence[str]) -> str:
    says = _comment(parameter.say or name.replace("_", " "))
    lines = [f"  # {says} ({_comment(parameter.unit)})"]
    if parameter.ask:
        lines.append(f"  # ask: {_comment(parameter.ask)}")
    if unlocks:
        lines.append(f"  # unlocks: {', '.join(unlocks)}")
    lines.append(f"  {name}:")
    rows = ["value", *parameter.by, *(["from"] if parameter.dated else []), "source"]
    lines.extend(f"    {'- ' if number == 0 else '  '}{key}:" for number, key in enumerate(rows))
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    """Return text on one line, so that none of it can end the comment."""
    return " ".join(text.split())
