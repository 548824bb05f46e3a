"""What an amount needs, in the scheme's own words: a name alone tells a reader nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from improving_value.report.content.model import shortened
from improving_value.report.content.words import lower_first
from improving_value.report.numbers import listed
from improving_value.spec.models import Scheme

_ACTIVITY = "activity for "
_AT = "at "
_MOST_NAMES = 3
"""More organisations than this are told by their codes: their names would bury the rest."""
_NEED = re.compile(r"(?P<what>.*?)(?: \((?P<units>[\d,]+ of (?P<all>[\d,]+))\))?")


def says_of(scheme: Scheme) -> Mapping[str, str]:
    """Return what each name among the needs stands for, where the scheme says so."""
    says = {name: parameter.say for name, parameter in scheme.parameters.items() if parameter.say}
    measures = {item.measure: item.say for item in scheme.measures if item.say}
    return says | measures | {f"baseline.{name}": f"{say}, in the baseline" for name, say in measures.items()}


def in_words(needs: str, says: Mapping[str, str], organisations: Mapping[str, str]) -> str:
    """Return needs as a reader understands them: `price of a bed day (bed_day), for 5 of 33 units; at Northshire Hospitals`."""
    return "; ".join(_need(need, says, organisations) for need in needs.split("; ")) if needs else needs


def _need(need: str, says: Mapping[str, str], organisations: Mapping[str, str]) -> str:
    if need.startswith(_AT):
        return _at(need.removeprefix(_AT).split(", "), organisations)
    found = _NEED.fullmatch(need)
    assert found is not None
    what, units = found["what"], found["units"]
    name = what.removeprefix(_ACTIVITY)
    say = says.get(name)
    words = f"{what[: -len(name)]}{lower_first(shortened(say))} ({name})" if say else lower_first(what)
    return f"{words}, for {units} unit{'' if found['all'] == '1' else 's'}" if units else words


def _at(codes: list[str], organisations: Mapping[str, str]) -> str:
    names = [shortened(organisations.get(code, code)) for code in codes] if len(codes) <= _MOST_NAMES else codes
    return f"{_AT}{listed(names)}"
