"""The schemes of the repository, checked, with words and a calendar to invent rows by."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.periods import read_period
from improving_value.run.calendar import make_calendar
from improving_value.spec.load import load_scheme
from improving_value.spec.parameters_file import load_parameters

ROOT = Path(__file__).resolve().parents[2]
SCHEMES = tuple(sorted(path.stem for path in (ROOT / "schemes").glob("*.yaml")))
_HUB_CHANGES = date(2017, 7, 6)


@cache
def checked(name: str) -> CheckedScheme:
    dictionary = load_dictionary([builtin_folder()])
    supplied = load_parameters(ROOT / "fixtures" / "parameters.yaml")
    return check_scheme(load_scheme(ROOT / "schemes" / f"{name}.yaml"), dictionary, supplied.get(name, {}))


def calendar(scheme: CheckedScheme) -> Calendar:
    """Return a year with a baseline; R3 is in no organisations table, and the hub changes inside the year."""
    return make_calendar(
        read_period("2017/18"),
        scheme.scheme.period,
        read_period("2016/17"),
        ["R1", "R2"],
        [_HUB_CHANGES],
        lambda provider, day: (provider, "H1" if day < _HUB_CHANGES else "H2", "north"),
    )


def words(name: str, scheme: CheckedScheme) -> dict[str, tuple[str, ...]]:
    """Return, for each column, words the scheme asks for, and one that it does not."""
    text = (ROOT / "schemes" / f"{name}.yaml").read_text()
    found: dict[str, list[str]] = {}
    for column, word in re.findall(r"(\w+) (?:==|!=) '([^'\n]{1,30})'", text):
        found.setdefault(column, []).append(word)
    for column, named in re.findall(r"(\w+) (?:==|in) ([a-z_]\w*)", text):
        held = scheme.values[named].rows[0].value if named in scheme.values and scheme.values[named].rows else ()
        found.setdefault(column, []).extend(word for word in (held if isinstance(held, tuple) else (held,)) if isinstance(word, str))
    for values in scheme.values.values():
        for index, by in enumerate(values.by):
            found.setdefault(by, []).extend(key for row in values.rows if row.keys and (key := row.keys[index]))
    return {column: (*dict.fromkeys(some), "other") for column, some in found.items() if some and not column.startswith("provider")}
