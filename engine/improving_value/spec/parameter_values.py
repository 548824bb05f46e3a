"""The values of a parameter that are in force: from the scheme or the parameters file, typed by the unit, each with its days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.kernel.parameters import ParameterRow, ParameterValues
from improving_value.spec.as_written import date_meant, date_of
from improving_value.spec.models import Parameter
from improving_value.spec.parameter_entries import EntryRow, ParameterEntry, Raw
from improving_value.spec.positions import YamlSource
from improving_value.spec.typed_value import ValueFault, typed_value


@dataclass(frozen=True)
class _Placed:
    """A typed row and the row it was read from."""

    row: ParameterRow
    read: EntryRow


def values_in_force(name: str, parameter: Parameter, entry: ParameterEntry | None, where: YamlSource | Location) -> ParameterValues:
    """Return the values of a parameter: those supplied, or else those in the scheme; no rows when there are none.

    `where` is the scheme's source (or the place of the parameter in it). Where several rows hold for one key, each ends on
    the day the next begins. Raises Rejected with: parameter-twice, parameter-wrong-keys, parameter-wrong-unit, not-a-number,
    not-a-date, not-a-time, not-true-or-false-value, out-of-range, not-after, two-values-on-one-day.
    """
    issues: list[Issue] = []
    written = list(_rows_of_scheme(name, parameter, where, issues))
    if parameter.basis == "local" and written:
        issues.append(_local_twice(name, written[0]))
    placed = []
    for read in entry.rows if entry else written:
        row = _typed(name, parameter, read, issues)
        if row is not None:
            placed.append(_Placed(row, read))
    rows = _with_ends(name, parameter, placed, issues)
    if issues:
        raise Rejected(in_order(issues))
    return ParameterValues(name, tuple(parameter.by), rows, supplied=entry is not None)


def baseline_in_force(measure: str, unit: str, entry: ParameterEntry, where: YamlSource | Location) -> ParameterValues:
    """Return the supplied baseline values of a measure: one for all, or one for each provider."""
    parameter = Parameter(
        value=None, values=None, unit=unit, basis="local", source=None, by=["provider_code"], say=None, ask=None, minimum=None, maximum=None
    )
    return values_in_force(f"baseline.{measure}", parameter, entry, where)


def _rows_of_scheme(name: str, parameter: Parameter, where: YamlSource | Location, issues: list[Issue]) -> Iterator[EntryRow]:
    if parameter.value is not None:
        at, excerpt = _place(where, name)
        yield EntryRow({}, None, None, _raw(parameter.value), parameter.source or "", False, at, excerpt)
    for number, dated in enumerate(parameter.values or ()):
        at, excerpt = _place(where, name, number)
        keys = {key: str(value) for key, value in (dated.model_extra or {}).items() if value is not None}
        starts, ends = date_of(dated.from_), date_of(dated.until)
        for text, day in ((dated.from_, starts), (dated.until, ends)):
            if text is not None and day is None:
                fix = f"write `{date_meant(text)}`" if date_meant(text) else "write it as in `2017-04-01`"
                issues.append(Issue("not-a-date", at, f"`{text}`", "a date that exists: year, month, day", fix, excerpt=excerpt))
        yield EntryRow(keys, starts, ends, _raw(dated.value), dated.source or parameter.source or "", False, at, excerpt)


def _place(where: YamlSource | Location, name: str, number: int | None = None) -> tuple[Location, str]:
    if isinstance(where, Location):
        return where, ""
    row = ("parameters", name, "value") if number is None else ("parameters", name, "values", number, "value")
    at = where.locate(row)
    return at, where.excerpt(at.line)


def _raw(value: bool | Decimal | str | Sequence[bool | Decimal | str]) -> Raw:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


def _typed(name: str, parameter: Parameter, read: EntryRow, issues: list[Issue]) -> ParameterRow | None:
    keys = _keys(name, parameter, read, issues)
    try:
        value = typed_value(read.value, parameter)
    except ValueFault as fault:
        found = f"a value of `{name}` that does not fit" if parameter.sensitive else fault.found
        fix = "correct it" if parameter.sensitive else fault.fix
        issues.append(_issue(fault.code, parameter, read, found, fault.expected, fix))
        return None
    if read.starts and read.ends and read.ends <= read.starts:
        issues.append(
            _issue(
                "not-after",
                parameter,
                read,
                f"a value of `{name}` that ends on or before the day it begins",
                "`until` after `from`",
                "correct one of the two dates",
            )
        )
        return None
    source = read.source or (f"{PurePosixPath(read.location.file).name}, line {read.location.line}" if parameter.basis == "local" else "")
    return ParameterRow(keys, read.starts, read.ends, value, source) if keys is not None else None


def _keys(name: str, parameter: Parameter, read: EntryRow, issues: list[Issue]) -> tuple[str | None, ...] | None:
    unknown = [key for key in read.keys if key not in parameter.by]
    by = ", ".join(f"`{column}`" for column in parameter.by)
    if unknown:
        close = nearest(unknown[0], parameter.by)
        expected = f"a value for each {by}, or one for all" if by else f"one value: `{name}` depends on no column"
        fix = f"write `{close}`" if close else f"delete `{unknown[0]}`, or correct it"
        issues.append(_issue("parameter-wrong-keys", parameter, read, f"`{unknown[0]}`, which `{name}` does not depend on", expected, fix))
        return None
    absent = [column for column in parameter.by if column not in read.keys]
    if absent and read.keys:
        issues.append(
            _issue(
                "parameter-wrong-keys",
                parameter,
                read,
                f"a value of `{name}` without `{absent[0]}`",
                f"all of {by}, or none of them",
                f"add `{absent[0]}: …`",
            )
        )
        return None
    return tuple(read.keys.get(column) for column in parameter.by)


def _with_ends(name: str, parameter: Parameter, placed: Sequence[_Placed], issues: list[Issue]) -> tuple[ParameterRow, ...]:
    """Return the rows in order, each ending where the next of the same key begins."""
    ordered = sorted(placed, key=lambda one: (_sort_key(one.row), one.read.location))
    rows: list[ParameterRow] = []
    for number, one in enumerate(ordered):
        following = ordered[number + 1] if number + 1 < len(ordered) else None
        if following is None or following.row.keys != one.row.keys:
            rows.append(one.row)
            continue
        begins = following.row.starts
        if begins is None or begins == one.row.starts or (one.row.ends and one.row.ends > begins):
            issues.append(_two_values(name, parameter, one, following))
            continue
        rows.append(ParameterRow(one.row.keys, one.row.starts, one.row.ends or begins, one.row.value, one.row.source))
    return tuple(rows)


def _sort_key(row: ParameterRow) -> tuple[tuple[tuple[bool, str], ...], date]:
    return tuple((key is not None, key or "") for key in row.keys), row.starts or date.min


def _two_values(name: str, parameter: Parameter, one: _Placed, following: _Placed) -> Issue:
    day = following.row.starts
    found = (
        f"a second value of `{name}` {f'on {day.isoformat()}' if day else 'without a date'} (the first is on line {one.read.location.line})"
    )
    return _issue(
        "two-values-on-one-day",
        parameter,
        following.read,
        found,
        "one value for a key on any day",
        "delete one of the two, or correct `from` or the key",
    )


def _local_twice(name: str, read: EntryRow) -> Issue:
    found = f"a value of `{name}`, whose basis is local"
    return Issue(
        "parameter-twice",
        read.location,
        found,
        "no value in the scheme: it comes from the parameters file",
        "delete the value here, or give the parameter another basis",
        excerpt=read.excerpt,
    )


def _issue(code: str, parameter: Parameter, read: EntryRow, found: str, expected: str, fix: str) -> Issue:
    # A confidential price may not be shown, not even in the line it stands on.
    return Issue(code, read.location, found, expected, fix, excerpt="" if parameter.sensitive else read.excerpt)
