"""What was found: the chapter's opening sentences, right for none, one and many."""

from __future__ import annotations

from improving_value.assess.paper import target_basis
from improving_value.report.content import kpis, savings
from improving_value.report.content.cells import kpi_text, needs_text, size_text, with_basis
from improving_value.report.content.index import Figures, main_kpi
from improving_value.report.content.model import Sentence, shortened
from improving_value.report.content.words import VERDICTS, lower_first, saving_kind
from improving_value.report.numbers import count, counted, pounds, quantity
from improving_value.spec.models import Kpi, Saving


def what_we_found(figures: Figures) -> tuple[Sentence, ...]:
    """Return the chapter's opening: the main KPI, who meets it, and each saving for everyone."""
    kpi = main_kpi(figures)
    found = (*(_main_kpi_sentences(figures, kpi) if kpi else ()),)
    return (*found, *(_saving_sentence(figures, saving) for saving in savings.in_kinds(figures)))


def _main_kpi_sentences(figures: Figures, kpi: Kpi) -> tuple[Sentence, ...]:
    row = figures.kpi(kpi, figures.together, figures.span) if figures.together else None
    title, marked = shortened(kpi.title), kpi.kpi in figures.illustrative
    if row is None or row.value is None:
        return (Sentence(f"{title}: {kpi_text(row) if row else 'no activity'} in {figures.span}."),)
    # So many of so many says how sure a share is; a sum over another says nothing in a sentence.
    size = f" ({size_text(row)})" if size_text(row) and row.unit == "share" else ""
    verdict = lower_first(VERDICTS[row.verdict][1]) or "no target"
    words = f"{title}: {kpi_text(row)}{size} across all organisations"
    if row.target is None:
        return (Sentence(f"{words}; {verdict}.", illustrative=marked),)
    target = with_basis(quantity(row.target, row.unit), target_basis(kpi, figures.scheme.parameters))
    first = Sentence(f"{words}, against a target of {target}: {verdict}.", illustrative=marked)
    return (first, *_providers_sentence(figures, kpi))


def _providers_sentence(figures: Figures, kpi: Kpi) -> tuple[Sentence, ...]:
    rows = [figures.kpi(kpi, place, figures.span) for place in figures.drawn(kpi.kpi)]
    word = kpis.drawn_word(figures, kpi.kpi)
    judged = [row.verdict for row in rows if row is not None and row.verdict in ("met", "not_met")]
    if not judged:
        return (Sentence(f"No {word} can be judged against the target."),)
    met, rest = judged.count("met"), len(rows) - len(judged)
    others = f"; {counted(rest, 'other')} cannot be judged" if rest else ""
    if len(judged) == 1:
        return (Sentence(f"The one {word} that can be judged {'meets' if met else 'does not meet'} the target{others}."),)
    verb = "None" if not met else count(met)
    return (Sentence(f"{verb} of {counted(len(judged), word)} {'meet' if met > 1 else 'meets'} the target{others}."),)


def _saving_sentence(figures: Figures, saving: Saving) -> Sentence:
    row = savings.overall(figures, saving)
    kind, title = saving_kind(saving.class_, saving.state), lower_first(shortened(saving.title))
    if row is None:
        return Sentence(f"{kind} – {title}: no activity.")
    if row.gross_pence is None:
        return Sentence(f"{kind} – {title}: {needs_text(row.status, row.needs)}.")
    partial = " (partly calculated; what is missing is said under Finances)" if row.status == "partial" else ""
    return Sentence(f"{kind} – {title}: {pounds(row.gross_pence)}{partial}.", illustrative=saving.saving in figures.illustrative)
