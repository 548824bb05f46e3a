"""Do the figures that the guide states come out of the scheme's own parameters?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from improving_value.check.claim import CheckedClaim
from improving_value.check.reading import Path, Reading
from improving_value.expression.evaluate import evaluate
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.expression.parse import parse
from improving_value.kernel.issues import Rejected
from improving_value.kernel.numbers import margin
from improving_value.kernel.parameters import Value
from improving_value.spec.claim import Claim
from improving_value.spec.parameter_values import values_in_force


def read_claims(reading: Reading) -> tuple[CheckedClaim, ...]:
    """Return the claims with their calculations read, each of parameters that have one value; notes those that are half said."""
    found = []
    for index, claim in enumerate(reading.scheme.reproduces):
        path: Path = ("reproduces", index)
        if claim.formula is None and claim.why_not is None:
            reading.note(
                "claim-without-formula",
                path,
                f"`{claim.claim}`, with neither `formula` nor `why_not`",
                "the calculation that comes to it, or why there is none",
                "add `formula: …`, of parameters; or `why_not: …`",
            )
        if claim.nearest is not None and claim.nearest <= 0:
            expected, fix = "what it is rounded to: 1, 100, 100000 …", "correct it, or leave it out"
            reading.note("out-of-range", (*path, "nearest"), f"`{claim.nearest}`", expected, fix)
        node = None
        if claim.formula is not None:
            place = (*path, "formula")
            node = None if _is_not_fixed(reading, claim.formula, place) else reading.number(claim.formula, place, reading.scope({}))
        found.append(CheckedClaim(claim, node))
    return tuple(found)


def _is_not_fixed(reading: Reading, text: str, path: Path) -> bool:
    """Note the first parameter of a calculation that has no single value in the scheme itself."""
    try:
        parts = list(walk(parse(text)))
    except ExpressionError:  # it is noted where it is read
        return False
    for name in (part for part in parts if isinstance(part, Name) and part.name in reading.scheme.parameters):
        written = reading.scheme.parameters[name.name]
        if written.value is not None and not written.by and not written.dated and not written.sensitive:
            continue
        found = "a confidential value" if written.sensitive else "a local value" if written.basis == "local" else "several values, or none"
        fix = "use a parameter with one published value; or leave the formula out and say `why_not: …`"
        fault = Fault("claim-not-fixed", name.span, f"`{name.name}`, which has {found}", "parameters with one value in the scheme", fix)
        reading.report(fault, path)
        return True
    return False


def check_claims(reading: Reading, claims: tuple[CheckedClaim, ...]) -> tuple[CheckedClaim, ...]:
    """Return the claims with what they come to; notes those that say one thing and come to another."""
    fixed = _own_values(reading, claims)
    settled = [claim if claim.formula is None else replace(claim, comes_to=_worked_out(claim.formula, fixed)) for claim in claims]
    for index, one in enumerate(settled):
        if one.formula is None:
            continue
        agrees = one.comes_to is not None and is_as_stated(one.claim, one.comes_to)
        if not agrees and one.is_reproduced:
            reading.note(
                "claim-not-reproduced",
                ("reproduces", index, "value"),
                f"a formula that comes to {one.comes_to_words}",
                f"{one.stated_words}, as the source states",
                "correct the formula or a parameter; or say in `why_not` why it cannot be reproduced",
            )
        if agrees and not one.is_reproduced:
            reading.note(
                "claim-reproduced",
                ("reproduces", index, "why_not"),
                f"a reason, while the formula comes to {one.comes_to_words}, as the source states",
                "a reason only where the figure does not come out",
                "delete `why_not`",
            )
    return tuple(settled)


def is_as_stated(claim: Claim, comes_to: Decimal) -> bool:
    """Say whether a number is the figure claimed, as exactly as that is given."""
    exponent = claim.value.as_tuple().exponent
    last_place = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
    apart = abs(comes_to - claim.value)
    return apart <= (claim.nearest or last_place) / 2 + Decimal(margin(float(comes_to), float(claim.value)))


def claim_parameters(claims: Sequence[CheckedClaim]) -> dict[str, None]:
    """Return the parameters that claims are worked out from, in the order met."""
    nodes = [part for one in claims if one.formula is not None for part in walk(one.formula)]
    return dict.fromkeys(part.name for part in nodes if isinstance(part, Name) and part.kind == "parameter")


def _own_values(reading: Reading, claims: tuple[CheckedClaim, ...]) -> Mapping[str, Value]:
    """Return the values that stand in the scheme itself, whatever a parameters file says; none of those that are at fault."""
    found: dict[str, Value] = {}
    for name in claim_parameters(claims):
        try:
            values = values_in_force(name, reading.scheme.parameters[name], None, reading.loaded.source)
        except Rejected:  # it is noted where values are read
            continue
        found[name] = values.rows[0].value
    return found


def _worked_out(formula: Node, fixed: Mapping[str, Value]) -> Decimal | None:
    def value(name: Name | Namespaced) -> RowValue:
        return fixed.get(name.name)

    found = evaluate(formula, value)
    return Decimal(str(found)) if isinstance(found, (int, float, Decimal)) and not isinstance(found, bool) else None
