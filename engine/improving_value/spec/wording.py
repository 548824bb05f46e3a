"""What the models refuse, put to the author: each misfit becomes an issue at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, get_args

from pydantic.fields import FieldInfo

from improving_value.kernel.issues import Issue
from improving_value.kernel.names import as_name, nearest
from improving_value.spec.as_written import date_meant, number_meant, truth_meant
from improving_value.spec.misfits import NO_BRANCH, Misfit
from improving_value.spec.models import Model
from improving_value.spec.positions import KeyPath, YamlSource
from improving_value.spec.shapes import fields_of, homes_of, model_at, noun, takes_name

Answers = tuple[str, str, str, str]
"""Code, found, expected, fix."""


def issues_of(misfits: Sequence[Misfit], source: YamlSource, root: type[Model]) -> Iterator[Issue]:
    """Yield an issue for each misfit; a misspelt key that is missing under its right name is one issue, not two."""
    missing = {misfit.path for misfit in misfits if misfit.type == "missing"}
    for misfit in misfits:
        if misfit.type == "extra_forbidden":
            yield _unknown_key(misfit, source, root, missing)
    for misfit in misfits:
        if misfit.type == "missing" and misfit.path in missing:
            yield _missing_key(misfit.path, source, root)
        elif misfit.type not in ("missing", "extra_forbidden"):
            yield _misfit(misfit, source, root)


def _unknown_key(misfit: Misfit, source: YamlSource, root: type[Model], missing: set[KeyPath]) -> Issue:
    """Return the issue of an unknown key; takes the key it was meant for out of `missing`."""
    *above, last = misfit.path
    holder, key = tuple(above), str(last)
    model = model_at(root, source.data, holder)
    known = fields_of(model) if model else {}
    close = nearest(key, [name for name in known if not source.has((*holder, name))])
    if close is None:
        absent = sorted(str(path[-1]) for path in missing if path[:-1] == holder)
        close = absent[0] if len(absent) == 1 and absent[0][0] == key[:1] else None
    if close is not None:
        missing.discard((*holder, close))
    where = noun(model) if model else "this mapping"
    return source.issue(
        "unknown-key",
        source.key(misfit.path),
        f"`{key}`, which is not a key of {where}",
        f"a key of {where}",
        _fix_for_key(key, close, model),
    )


def _fix_for_key(key: str, close: str | None, model: type[Model] | None) -> str:
    if close is not None:
        return f"write `{close}`"
    homes = [home for home in homes_of(key) if home is not model]
    if homes and len(homes) <= 2:
        return f"move it: `{key}` is a key of {' or of '.join(noun(home) for home in homes)}; see that it is indented under one"
    return "delete it, or correct the name"


def _missing_key(path: KeyPath, source: YamlSource, root: type[Model]) -> Issue:
    holder, key = path[:-1], str(path[-1])
    model = model_at(root, source.data, holder)
    field = fields_of(model).get(key) if model else None
    says = field.description if field else None
    expected = f"`{key}`: {says[0].lower()}{says[1:].rstrip('.')}" if says else f"`{key}`, which may not be left out"
    example = f"{key}: {_choices(field)[0]}" if field and _choices(field) else f"{key}: …"
    found = f"{noun(model) if model else 'a mapping'} without `{key}`"
    where = source.positions.get(holder)
    first = next((part for part in (source.data_at(holder) or {})), None)
    place = where.key if where and where.key else source.key((*holder, first)) if first is not None else source.locate(holder)
    return source.issue("missing-key", place, found, expected, f"add `{example}`")


def _misfit(misfit: Misfit, source: YamlSource, root: type[Model]) -> Issue:
    position = source.positions.get(misfit.path)
    written = (position.held or "") if position else ""
    field = _field(misfit, source, root)
    if misfit.of_key:
        answers = _not_a_name(str(misfit.path[-1]))
    elif misfit.value is None:
        answers = ("empty-value", "nothing after the key", "a value", "write the value, or delete the key when it may be left out")
    else:
        answers = _WORDS.get(misfit.type, _other)(misfit, written, field)
    code, found, expected, fix = answers
    where = source.key(misfit.path) if misfit.of_key or misfit.value is None else source.locate(misfit.path)
    return source.issue(code, where, found, expected, fix)


def _field(misfit: Misfit, source: YamlSource, root: type[Model]) -> FieldInfo | None:
    for depth in range(len(misfit.path), 0, -1):
        if isinstance(misfit.path[depth - 1], str):
            model = model_at(root, source.data, misfit.path[: depth - 1])
            return fields_of(model).get(str(misfit.path[depth - 1])) if model else None
    return None


def _choices(field: FieldInfo | None) -> list[str]:
    """Return the words a key may take, in the order of the models."""
    if field is None:
        return []
    found: list[str] = []
    stack: list[Any] = [field.annotation]
    while stack:
        parts = get_args(stack.pop(0))
        words = [part for part in parts if isinstance(part, str)]
        found.extend(words)
        stack.extend(part for part in parts if not isinstance(part, str))
    return found


def _not_text(misfit: Misfit, written: str, field: FieldInfo | None) -> Answers:
    if isinstance(misfit.value, dict | list):
        return _single(misfit, written, field)
    if takes_name(field):
        return (
            "not-a-name",
            f"`{written}`",
            "a name: lower-case letters, digits and `_`, beginning with a letter",
            "write the name of what is meant",
        )
    kind = "a number" if isinstance(misfit.value, Decimal | int) and not isinstance(misfit.value, bool) else "true or false"
    return ("code-not-quoted", f"`{written}`, which YAML takes for {kind}", "text", f"put it in quotes: `'{written}'`")


def _empty_text(_misfit: Misfit, _written: str, _field: FieldInfo | None) -> Answers:
    return ("empty-text", "an empty text", "at least a word", "write the text, or delete the key when it may be left out")


def _bad_name(misfit: Misfit, _written: str, _field: FieldInfo | None) -> Answers:
    return _not_a_name(str(misfit.value if not misfit.of_key else misfit.path[-1]))


def _not_a_name(written: str) -> Answers:
    meant = as_name(written)
    fix = f"write `{meant[:60]}`" if meant else "write a word in lower case"
    return ("not-a-name", f"`{written}`", "a name: lower-case letters, digits and `_`, beginning with a letter, at most 60 signs", fix)


def _unknown_choice(_misfit: Misfit, written: str, field: FieldInfo | None) -> Answers:
    choices = _choices(field)
    close = nearest(written, choices)
    listed = ", ".join(f"`{choice}`" for choice in choices[:-1]) + f" or `{choices[-1]}`" if len(choices) > 1 else "another word"
    return ("unknown-choice", f"`{written}`", listed, f"write `{close}`" if close else "write the one that is meant")


def _not_number(misfit: Misfit, written: str, field: FieldInfo | None) -> Answers:
    if isinstance(misfit.value, dict | list):
        return _single(misfit, written, field)
    meant = number_meant(written)
    fix = f"write `{meant}`" if meant else "write it in digits, for example `12.5`"
    return ("not-a-number", f"`{written}`", "a number: digits, one point, no leading zeros, no separators, no sign but `-`", fix)


def _not_whole(_misfit: Misfit, written: str, _field: FieldInfo | None) -> Answers:
    return (
        "not-a-whole-number",
        f"`{written}`" if written else "a list or a mapping",
        "a whole number",
        "write it in digits, without quotes, for example `9`",
    )


def _not_truth(_misfit: Misfit, written: str, _field: FieldInfo | None) -> Answers:
    meant = truth_meant(written)
    fix = f"write `{meant}`, without quotes" if meant else "write `true` or `false`"
    return ("not-true-or-false-value", f"`{written}`" if written else "a list or a mapping", "`true` or `false`", fix)


def _not_date(_misfit: Misfit, written: str, _field: FieldInfo | None) -> Answers:
    meant = date_meant(written)
    fix = f"write `{meant}`" if meant else "write it as in `2017-04-01`"
    return ("not-a-date", f"`{written}`" if written else "a list or a mapping", "a date that exists: year, month, day", fix)


def _not_list(misfit: Misfit, written: str, _field: FieldInfo | None) -> Answers:
    found = "a mapping" if isinstance(misfit.value, dict) else f"`{written}`"
    fix = "write each item on a line of its own, after `- `" if isinstance(misfit.value, dict) else f"write `[{written}]`"
    return ("not-a-list", found, "a list", fix)


def _not_mapping(misfit: Misfit, written: str, _field: FieldInfo | None) -> Answers:
    found = "a list" if isinstance(misfit.value, list) else f"`{written}`"
    return ("not-a-mapping", found, "keys with values", "write each key on a line of its own, indented, without `- `")


def _too_few(misfit: Misfit, _written: str, _field: FieldInfo | None) -> Answers:
    least, actual = misfit.context.get("min_length", 1), misfit.context.get("actual_length", 0)
    return (
        "too-few-items",
        f"{actual or 'no'} item{'' if actual == 1 else 's'}",
        f"at least {least}",
        "write what is missing, or delete the key when it may be left out",
    )


def _single(misfit: Misfit, _written: str, _field: FieldInfo | None) -> Answers:
    found = "a list" if isinstance(misfit.value, list) else "a mapping"
    return ("not-single-value", found, "a single value", "write one value after the key, on the same line")


def _no_branch(misfit: Misfit, written: str, field: FieldInfo | None) -> Answers:
    if len(misfit.path) > 1 and misfit.path[-2] in ("columns", "rows"):
        expected = "an expression, or a mapping with one of: `from` and `is`, `bands`, `classify`, `lookup`"
        return (
            "not-a-column",
            "a list" if isinstance(misfit.value, list) else "a mapping of no known kind",
            expected,
            "write how the column is worked out",
        )
    if isinstance(misfit.value, dict | list):
        return _single(misfit, written, field)
    return _not_list(misfit, written, field)


def _other(misfit: Misfit, written: str, _field: FieldInfo | None) -> Answers:
    return (
        "unknown-choice",
        f"`{written}`" if written else "a value",
        f"a value that fits `{misfit.path[-1] if misfit.path else ''}`",
        "see the schema",
    )


_WORDS: dict[str, Callable[[Misfit, str, FieldInfo | None], Answers]] = {
    "string_type": _not_text,
    "string_too_short": _empty_text,
    "string_too_long": _bad_name,
    "string_pattern_mismatch": _bad_name,
    "literal_error": _unknown_choice,
    "is_instance_of": _not_number,
    "decimal_type": _not_number,
    "int_type": _not_whole,
    "bool_type": _not_truth,
    "date_type": _not_date,
    "list_type": _not_list,
    "dict_type": _not_mapping,
    "model_type": _not_mapping,
    "too_short": _too_few,
    NO_BRANCH: _no_branch,
}
