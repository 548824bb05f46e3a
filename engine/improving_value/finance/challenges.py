"""What fails, told so that a provider can answer: each line claimed once, each total that does not agree, and what cannot be tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from improving_value.finance.challenge_tests import REASON, Test
from improving_value.kernel.places import NOT_LISTED


@dataclass(frozen=True)
class Finding:
    """One unit that fails a test, or of which nobody can say: no patient, and no value but those a total compares.

    `pence` are at issue, None when they cannot be worked out. `claimed` are those of them that are asked for here:
    a line that fails several tests is asked for under the first.
    """

    test: Test
    provider: str
    period: str
    reason: str
    lines: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]
    pence: int | None
    is_query: bool
    claimed: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Challenges:
    """All that is put to providers, in the order of provider, test and line."""

    span: str
    tests: tuple[Test, ...]
    tested: Mapping[tuple[str, str], int]
    """Scheme and unit: how many there were."""
    findings: tuple[Finding, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Tests that were not done, each with the data that nobody sent."""

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.provider for finding in self.findings))

    def of(self, provider: str) -> Challenges:
        """Return what is put to one provider."""
        return replace(self, findings=tuple(finding for finding in self.findings if finding.provider == provider))

    def failed(self, kind: str) -> tuple[Finding, ...]:
        """Return the lines, or totals, that fail a test."""
        return tuple(finding for finding in self.findings if finding.test.kind == kind and not finding.is_query)

    @property
    def queries(self) -> tuple[Finding, ...]:
        """Return what could not be tested."""
        return tuple(finding for finding in self.findings if finding.is_query)

    @property
    def claimed(self) -> int:
        """Pence asked for on lines; totals are never added to them, since the lines may be why a total differs."""
        return sum(finding.claimed for finding in self.failed("line"))


def findings_of(test: Test, units: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return what one test finds among finished units, in their order."""
    found = []
    for unit in units:
        pence = unit[test.column]
        is_query = unit["outcome"] == "undetermined" or (unit["outcome"] == "eligible" and pence is None)
        if not is_query and (unit["outcome"] != "eligible" or not pence):
            continue
        found.append(
            Finding(
                test,
                provider=str(unit.get(test.provider) or NOT_LISTED),
                period=unit["period"],
                reason=_missing(test, unit) if is_query else _reason(test, unit),
                lines=tuple(unit["source_keys"]) if test.names_lines else (),
                shown=tuple((label, _written(unit[name])) for name, label in test.shown),
                pence=unit["at_stake_pence"] if is_query else pence,
                is_query=is_query,
            )
        )
    return found


def _reason(test: Test, unit: Mapping[str, Any]) -> str:
    """Return in which way a unit fails: its own word for it, and the rule that it meets."""
    own = unit.get(REASON)
    said = test.rules[-1] if test.rules else test.title
    return f"{said}: {str(own).replace('_', ' ')}" if own else said


def _missing(test: Test, unit: Mapping[str, Any]) -> str:
    field = unit["missing_field"]
    name = "amount" if field is None else test.words.get(field, field.replace("_", " "))
    return f"cannot be tested: {name} not known"


def _written(value: object) -> str:
    if value is None:
        return "not recorded"
    return f"{value:,.2f}" if isinstance(value, (Decimal, float)) else str(value)


def put_together(
    span: str,
    tests: Sequence[Test],
    tested: Mapping[tuple[str, str], int],
    findings: Iterable[Finding],
    left_out: Sequence[tuple[str, tuple[str, ...]]] = (),
) -> Challenges:
    """Return the challenges, each line claimed under the first test that it fails, the others named beside it."""
    order = {(test.scheme, test.name): number for number, test in enumerate(tests)}
    ranked = sorted(findings, key=lambda one: (order[one.test.scheme, one.test.name], one.provider, one.period, one.lines, one.reason))
    failed: dict[tuple[str, str], list[str]] = {}
    for finding in ranked:
        for key in _claims(finding):
            failed.setdefault(key, []).append(finding.test.title)
    claimed: set[tuple[str, str]] = set()
    found = []
    for finding in ranked:
        keys = _claims(finding)
        others = dict.fromkeys(title for key in keys for title in failed[key] if title != finding.test.title)
        is_first = bool(keys) and not claimed.intersection(keys)
        claimed.update(keys)
        pence = finding.pence if is_first or (not keys and finding.test.kind == "line" and not finding.is_query) else 0
        found.append(replace(finding, claimed=pence or 0, also=tuple(others)))
    found.sort(key=lambda one: one.provider)
    return Challenges(span, tuple(tests), tested, tuple(found), tuple(left_out))


def _claims(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Return the lines that a finding asks money back for; none of a total or a query."""
    if finding.is_query or finding.test.kind == "total":
        return ()
    return tuple((finding.test.source, line) for line in finding.lines)
