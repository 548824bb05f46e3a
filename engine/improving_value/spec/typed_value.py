"""A value as written, made what the unit of its parameter says it is."""

from __future__ import annotations

import re
from decimal import Decimal

from improving_value.kernel.parameters import Value
from improving_value.spec.as_written import date_meant, date_of, number_meant, truth_meant
from improving_value.spec.models import Parameter
from improving_value.spec.parameter_entries import Raw
from improving_value.spec.yaml_tree import NUMBER

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


class ValueFault(Exception):
    """A value that does not fit its parameter; the caller knows where it stands."""

    def __init__(self, code: str, found: str, expected: str, fix: str) -> None:
        super().__init__(code)
        self.code, self.found, self.expected, self.fix = code, found, expected, fix


def typed_value(raw: Raw, parameter: Parameter) -> Value:
    """Return a value by the unit of its parameter.

    date: a date; time: seconds since midnight; yes/no: true or false; text, name, code: text; list, or a list of any unit: a tuple
    (of text when the unit is `list`); otherwise a Decimal, which also text that is a number may give.
    """
    if isinstance(raw, tuple) and not holds_list(parameter):
        fix = "write one; for several, the scheme says `unit: list`"
        raise ValueFault("not-single-value", f"a list of {len(raw)}", f"one value of {parameter.unit}", fix)
    if isinstance(raw, tuple):
        return tuple(_single(item, parameter) for item in raw)
    return (_single(raw, parameter),) if holds_list(parameter) else _single(raw, parameter)


def holds_list(parameter: Parameter) -> bool:
    """Say whether a parameter is a list: by its unit, or because the scheme gives it one."""
    given = parameter.value if parameter.value is not None else (parameter.values[0].value if parameter.values else None)
    return parameter.unit == "list" or isinstance(given, list)


def _single(raw: Raw, parameter: Parameter) -> Value:
    match parameter.unit:
        case "date":
            return _date(raw)
        case "time":
            return _time(raw)
        case "yes/no":
            return _truth(raw)
        case "text" | "name" | "code" | "list":
            return _written(raw)
    return _number(raw, parameter)


def _date(raw: Raw) -> Value:
    day = date_of(raw)
    if day is None:
        meant = date_meant(_written(raw))
        raise ValueFault(
            "not-a-date",
            f"`{_written(raw)}`",
            "a date that exists: year, month, day",
            f"write `{meant}`" if meant else "write it as in `2017-04-01`",
        )
    return day


def _time(raw: Raw) -> Value:
    found = _CLOCK.fullmatch(raw) if isinstance(raw, str) else None
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    # Midnight at the end of a day is needed for stretches such as 07:00 until 24:00.
    if not ((hour < 24 or (hour, minute, second) == (24, 0, 0)) and minute < 60 and second < 60):
        raise ValueFault("not-a-time", f"`{_written(raw)}`", "a time of day from 00:00 to 24:00", "write it as in `07:00`")
    return hour * 3600 + minute * 60 + second


def _truth(raw: Raw) -> Value:
    if isinstance(raw, bool):
        return raw
    meant = truth_meant(raw) if isinstance(raw, str) else None
    if meant is None or raw not in ("yes", "no"):
        fix = f"write `{meant}`, without quotes" if meant else "write `true` or `false`"
        raise ValueFault("not-true-or-false-value", f"`{_written(raw)}`", "`true` or `false`", fix)
    return raw == "yes"


def _written(raw: Raw) -> str:
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _number(raw: Raw, parameter: Parameter) -> Value:
    if isinstance(raw, str) and NUMBER.fullmatch(raw):
        raw = Decimal(raw)
    if not isinstance(raw, Decimal):
        meant = number_meant(_written(raw))
        raise ValueFault(
            "not-a-number",
            f"`{_written(raw)}`",
            f"a number of {parameter.unit}: digits, one point, no leading zeros",
            f"write `{meant}`" if meant else "write it in digits, for example `12.5`",
        )
    # A share is from 0 to 1 everywhere but on the page, so 80 stands for 80 %.
    greatest = Decimal(1) if parameter.unit == "share" and parameter.maximum is None else parameter.maximum
    if greatest is not None and raw > greatest:
        fix = f"write `{number_meant(f'{raw}%')}`" if parameter.unit == "share" and raw <= 100 else "correct the value, or the limit"
        raise ValueFault("out-of-range", f"`{raw}`", f"at most {greatest}", fix)
    if parameter.minimum is not None and raw < parameter.minimum:
        raise ValueFault("out-of-range", f"`{raw}`", f"at least {parameter.minimum}", "correct the value, or the limit")
    return raw
