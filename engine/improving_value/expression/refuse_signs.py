"""Signs that an expression does not have: those of paper, of a word processor and of other languages, each with what to write."""

from __future__ import annotations

import re

from improving_value.expression.faults import ExpressionError, Fault

_CURLED = re.compile("[\u2018\u2019\u201c\u201d\u201e](?P<text>[^\u2018\u2019\u201c\u201d'\"]+)[\u2018\u2019\u201c\u201d]")
_JOINED = (("&&", "and"), ("||", "or"), ("&", "and"), ("|", "or"))
_ON_PAPER = {
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2260": "!=",
    "\u00d7": "*",
    "\u00b7": "*",
    "\u00f7": "/",
    "\u2212": "-",
    "\u2013": "-",
    "\u2014": "-",
}


def refuse_signs(bare: str) -> None:
    """Refuse the first foreign sign of an expression whose quoted texts have been blanked out."""
    curled = _CURLED.search(bare)
    if curled:
        raise _fault(curled.span(), f"`{curled.group()[0]}`, a curly quote", "straight quotes", f"write `'{curled['text']}'`")
    for wrong, right in _JOINED:
        place = bare.find(wrong)
        if place >= 0:
            raise _fault((place, place + len(wrong)), f"`{wrong}`", f"`{right}`", f"write `{right}`", "expression-syntax")
    place = bare.find("%")
    if place >= 0:
        raise _fault((place, place + 1), "`%`", "a share: a number between 0 and 1", "name the share under `parameters`: 0.05 for 5 %")
    for place, character in enumerate(bare):
        if character in _ON_PAPER:
            raise _fault((place, place + 1), f"`{character}`", f"`{_ON_PAPER[character]}`", f"write `{_ON_PAPER[character]}`")
        if character == "\u00a3":
            raise _fault(
                (place, place + 1),
                "`\u00a3`",
                "an amount without its sign",
                "take the sign out: the unit of a number says that it is pounds",
            )
        if not character.isascii():
            fix = "type it again with the keyboard's own signs, or put text in quotes"
            raise _fault((place, place + 1), f"`{character}` outside quotes", "plain letters, digits and signs", fix)


def _fault(span: tuple[int, int], found: str, expected: str, fix: str, code: str = "expression-not-allowed") -> ExpressionError:
    return ExpressionError(Fault(code, span, found, expected, fix))
