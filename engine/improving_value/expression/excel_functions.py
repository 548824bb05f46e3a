"""The functions of one row that a sheet can work out, with no other functions than those every spreadsheet has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from improving_value.expression.excel_pieces import MISSING, NotSayable, Said, guarded, quoted, together, unless_missing
from improving_value.expression.nodes import Call, Node

Writer = Callable[[Call, Sequence[Said]], str]


def call_to_excel(node: Call, parts: Sequence[Said]) -> str:
    """Return the formula of a call whose arguments stand in cells."""
    if node.function not in _WRITERS:
        raise NotSayable(f"`{node.function}`")
    return _WRITERS[node.function](node, parts)


def is_exact(*nodes: Node) -> bool:
    """Say whether values compare exactly: whole numbers, dates and times, and not doubles."""
    return all(node.type is not None and node.type.kind in ("integer", "date", "time") for node in nodes)


def _extreme(word: str) -> Writer:
    def write(node: Call, parts: Sequence[Said]) -> str:
        if node.type is not None and node.type.kind == "datetime":
            raise NotSayable("the later of two moments")
        return guarded(f"{word}({','.join(part.text for part in parts)})", together(*(part.needs for part in parts)))

    return write


def _absolute(_: Call, parts: Sequence[Said]) -> str:
    return guarded(f"ABS({parts[0].text})", parts[0].needs)


def _steps(towards: str) -> Writer:
    """Return a rounding to whole steps: the nearest whole number where it is within the tolerance, otherwise up or down."""

    def write(_: Call, parts: Sequence[Said]) -> str:
        x, step = (part.text for part in parts)
        if step != "1":
            raise NotSayable("rounding to steps other than 1")
        nearest = f"INT({x}+half)"
        near = f"ABS({x}-{nearest})<=tol*(1+ABS({x})+ABS({nearest}))"
        return guarded(f"IF({near},{nearest},{towards.format(x)})", parts[0].needs)

    return write


def _days(_: Call, parts: Sequence[Said]) -> str:
    return guarded(f"{parts[1].text}-{parts[0].text}", together(parts[0].needs, parts[1].needs))


def _add_days(node: Call, parts: Sequence[Said]) -> str:
    if not is_exact(node.arguments[1]):
        raise NotSayable("parts of days")
    return guarded(f"{parts[0].text}+{parts[1].text}", together(parts[0].needs, parts[1].needs))


def _is_missing(_: Call, parts: Sequence[Said]) -> str:
    return f"{parts[0].text}={quoted(MISSING)}"


def _if_missing(_: Call, parts: Sequence[Said]) -> str:
    return f"IF({parts[0].text}={quoted(MISSING)},{parts[1].text},{parts[0].text})"


def _number_of(_: Call, parts: Sequence[Said]) -> str:
    return unless_missing(parts, f"IF({parts[0].text},1,0)")


_WRITERS: dict[str, Writer] = {
    "max": _extreme("MAX"),
    "min": _extreme("MIN"),
    "abs": _absolute,
    "round_up": _steps("-INT(-{})"),
    "round_down": _steps("INT({})"),
    "days": _days,
    "add_days": _add_days,
    "is_missing": _is_missing,
    "if_missing": _if_missing,
    "number_of": _number_of,
}
