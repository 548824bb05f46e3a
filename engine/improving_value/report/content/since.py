"""What changed since an earlier run: what went in, which figures moved, which verdicts turned, what can be worked out now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import Assessment
from improving_value.kernel.periods import Period
from improving_value.report.content.model import plain, shortened
from improving_value.report.content.moves import Names, calculable, kpi_moves, saving_moves, turned
from improving_value.report.content.words import spoken
from improving_value.report.numbers import counted, listed
from improving_value.report.standing import Standing, standing_of

_MOST_NAMED = 8
"""More names than this are counted and not told."""


@dataclass(frozen=True)
class Part:
    """One thing that may have changed; it never has nothing to say."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Since:
    """Everything that changed."""

    intro: tuple[str, ...]
    parts: tuple[Part, ...]


def since(earlier: Standing, assessment: Assessment) -> Since:
    """Return what changed since an earlier run. Figures are set side by side only where the spans are as long as each other."""
    now = standing_of(assessment)
    names = Names({one.scheme.scheme: one.scheme for one in assessment.schemes}, assessment.organisations)
    like = _is_as_long(earlier.span, now.span)
    parts = [Part("What went in", (*_schemes(earlier, now, names), *_parameters(earlier, now), *_data(earlier, now)))]
    if like:
        parts += [
            Part("KPIs that moved most", kpi_moves(earlier, now, names)),
            Part("Savings that moved most", saving_moves(earlier, now, names)),
            Part("Verdicts that turned", turned(earlier, now, names)),
        ]
    parts += [
        Part("What can be calculated now, and what no longer can", calculable(earlier, now, names)),
        Part("Providers", _providers(earlier, now, names)),
    ]
    return Since(_intro(earlier, now, like=like), tuple(parts))


def _intro(earlier: Standing, now: Standing, *, like: bool) -> tuple[str, ...]:
    then = f"The earlier run was of {plain(earlier.span.label)}, against {plain(earlier.baseline or 'no baseline')}"
    version = "" if earlier.engine_version == now.engine_version else f", by version {plain(earlier.engine_version)} of the engine"
    words = [f"{then}{version}. This one is of {now.span.label}, against {now.baseline or 'no baseline'}."]
    if not like:
        words.append("The two spans are not as long as each other, so no figure of one is set beside one of the other.")
    elif earlier.span != now.span:
        words.append("The spans are as long as each other and not the same: a figure that moved may have done so because the days did.")
    elif earlier.baseline != now.baseline:
        words.append("The baselines are not the same: what is worked out against a baseline may have moved for that alone.")
    return tuple(words)


def _is_as_long(one: Period, other: Period) -> bool:
    return _months(one) == _months(other)


def _months(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month


def _schemes(earlier: Standing, now: Standing, names: Names) -> tuple[str, ...]:
    """Return which schemes are new or gone, and which have another text."""
    new = [names.scheme(one) for one in now.schemes if one not in earlier.schemes]
    gone = [names.scheme(one) for one in earlier.schemes if one not in now.schemes]
    other = [names.scheme(one) for one in now.schemes if one in earlier.schemes and earlier.schemes[one] != now.schemes[one]]
    found = [
        _named(new, "scheme is new", "schemes are new"),
        _named(gone, "scheme is gone", "schemes are gone"),
        _named(other, "scheme has another text than then", "schemes have another text than then"),
    ]
    return tuple(words for words in found if words) or ("The schemes are the same, word for word.",)


def _parameters(earlier: Standing, now: Standing) -> tuple[str, ...]:
    """Return how many values in force are others, in the schemes of both runs, and which."""
    before = {key: value for key, value in earlier.parameters.items() if key[0] in now.schemes}
    after = {key: value for key, value in now.parameters.items() if key[0] in earlier.schemes}
    if before == after:
        return ("Every parameter has the value that it had.",)
    other = dict.fromkeys(key[1] for key in (*before, *after) if before.get(key) != after.get(key))
    return (_named([spoken(name) for name in other], "parameter has another value", "parameters have other values"),)


def _data(earlier: Standing, now: Standing) -> tuple[str, ...]:
    """Return whether the same data were read."""
    new = [spoken(one) for one in now.inputs if one not in earlier.inputs]
    gone = [spoken(one) for one in earlier.inputs if one not in now.inputs]
    other = [spoken(one) for one in now.inputs if one in earlier.inputs and earlier.inputs[one] != now.inputs[one]]
    found = [
        _named(new, "dataset was not read then", "datasets were not read then"),
        _named(gone, "dataset is no longer read", "datasets are no longer read"),
        _named(other, "dataset has other contents", "datasets have other contents"),
    ]
    known = any(now.inputs.values())  # what is shared of a run has no fingerprints, and cannot tell
    return tuple(words for words in found if words) or (("The data are the same, byte for byte.",) if known else ())


def _providers(earlier: Standing, now: Standing, names: Names) -> tuple[str, ...]:
    before, after = earlier.providers, now.providers
    found = [
        _named([names.organisation(one) for one in after if one not in before], "provider is new", "providers are new"),
        _named([names.organisation(one) for one in before if one not in after], "provider is gone", "providers are gone"),
    ]
    same = "Neither run has a provider." if not after else f"The same {counted(len(after), 'provider')} as then."
    return tuple(words for words in found if words) or (same,)


def _named(names: Sequence[str], one: str, many: str) -> str:
    """Return how many things there are of a sort, with their names; nothing when there is none."""
    if not names:
        return ""
    shown = [shortened(name) for name in names[:_MOST_NAMED]]
    rest = len(names) - len(shown)
    return f"{counted(len(names), one, many)}: {listed([*shown, *([counted(rest, 'other')] if rest else [])])}."
