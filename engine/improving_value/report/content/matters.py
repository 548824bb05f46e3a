"""Three sentences that say what matters: what was looked at, how it stands against target, where the money is."""

from __future__ import annotations

from collections.abc import Sequence

from improving_value.assess.assessment import Assessment, KpiRow
from improving_value.report.content.index import Figures, main_kpi
from improving_value.report.content.model import Sentence, shortened
from improving_value.report.content.savings import overall
from improving_value.report.content.words import lower_first, saving_kind
from improving_value.report.numbers import count, counted, pounds


def what_matters(assessment: Assessment, schemes: Sequence[Figures]) -> tuple[Sentence, Sentence, Sentence]:
    """Return three sentences: what was looked at, how it stands against target, and where the money is."""
    return _coverage(assessment, schemes), _against_target(schemes), _money(schemes)


def _coverage(assessment: Assessment, schemes: Sequence[Figures]) -> Sentence:
    span, missing = assessment.span.label, len(assessment.not_run)
    left = f"{counted(missing, 'scheme')} did not run" if missing else ""
    if not schemes:
        return Sentence(f"No scheme was worked out for {span}" + (f": {left}." if left else "."), warning=True)
    providers = len({place.organisation for figures in schemes for place in figures.providers})
    activity = f"on the activity of {counted(providers, 'provider')}" if providers else "and no provider has any activity"
    done = f"{counted(len(schemes), 'scheme was', 'schemes were')} worked out for {span} {activity}"
    return Sentence(f"{done}; {left}." if left else f"{done}.")


def _against_target(schemes: Sequence[Figures]) -> Sentence:
    rows = [_main_row(figures) for figures in schemes]
    verdicts = [row.verdict if row is not None else "no_activity" for row in rows]
    met, missed = verdicts.count("met"), verdicts.count("not_met")
    other = len(verdicts) - met - missed
    if not met and not missed:
        return Sentence("No main KPI can be judged against a target.")
    rest = f"; {counted(other, 'other')} cannot be judged" if other else ""
    return Sentence(_met_of(met, met + missed) + rest + ".", illustrative=any(_rests_on_illustration(figures) for figures in schemes))


def _met_of(met: int, judged: int) -> str:
    if judged == 1:
        return f"The one main KPI that can be judged against a target {'meets' if met else 'does not meet'} it"
    if met == judged:
        return f"All {count(judged)} main KPIs that can be judged meet their targets"
    if not met:
        return f"None of the {count(judged)} main KPIs that can be judged meets its target"
    return f"{count(met)} of {count(judged)} main KPIs that can be judged {'meets its target' if met == 1 else 'meet their targets'}"


def _main_row(figures: Figures) -> KpiRow | None:
    kpi = main_kpi(figures)
    return figures.kpi(kpi, figures.together, figures.span) if kpi and figures.together else None


def _rests_on_illustration(figures: Figures) -> bool:
    kpi = main_kpi(figures)
    return kpi is not None and kpi.kpi in figures.illustrative


def _money(schemes: Sequence[Figures]) -> Sentence:
    """Name the largest opportunity on one line. Lines are not summed: they may be alternatives, or the same patients."""
    lines = [
        (row.gross_pence, figures, saving)
        for figures in schemes
        for saving in figures.scheme.scheme.savings
        if saving.state == "opportunity" and (row := overall(figures, saving)) is not None and row.gross_pence is not None
    ]
    rows = [overall(figures, saving) for figures in schemes for saving in figures.scheme.scheme.savings]
    without = [row.status for row in rows if row is not None and row.gross_pence is None]
    stuck, hidden = sum(status != "suppressed" for status in without), without.count("suppressed")
    parts = [f"{counted(stuck, 'saving')} cannot be calculated from what was supplied"] if stuck else []
    parts += [f"{counted(hidden, 'saving')} {'is' if hidden == 1 else 'are'} suppressed, resting on few people"] if hidden else []
    rest = "; ".join(parts)
    if not lines:
        stated = not schemes or any(saving.state == "opportunity" for figures in schemes for saving in figures.scheme.scheme.savings)
        words = "No opportunity could be given an amount" if stated else "No scheme here states an opportunity"
        return Sentence(f"{words}; {rest}." if rest else f"{words}.")
    pence, figures, saving = max(lines, key=lambda line: line[0])
    if not pence:
        return Sentence("No opportunity comes to more than £0.00" + (f"; {rest}." if rest else "."))
    kind = lower_first(saving_kind(saving.class_, saving.state))
    where = f"in {shortened(figures.scheme.scheme.title)} ({lower_first(shortened(saving.title))}; {kind})"
    words = f"The largest opportunity on any one line is {pounds(pence)}, {where}"
    return Sentence(f"{words}; {rest}." if rest else f"{words}.", illustrative=saving.saving in figures.illustrative)
