"""A pack's content: one organisation's own figures beside what may be shown of its peers, and what it can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import Assessment
from improving_value.report.content.cells import needs_text, saving_cell
from improving_value.report.content.counts import confidence, unit_word
from improving_value.report.content.index import Figures, Place, figures_of, main_kpi, main_unit
from improving_value.report.content.kpis import cell_at, single_kpis
from improving_value.report.content.model import Cell, Chart, Column, Row, RowGroup, Sentence, Table, shortened
from improving_value.report.content.pack_actions import ToDo, to_do
from improving_value.report.content.pack_peers import others_of, own_strip, standing
from improving_value.report.content.savings import in_kinds
from improving_value.report.content.targets import target_text
from improving_value.report.content.words import saving_kind, sentence_case
from improving_value.report.numbers import NO_ACTIVITY, count, counted, listed, pounds
from improving_value.spec.models import Kpi


@dataclass(frozen=True)
class SchemePart:
    """One scheme at the organisation."""

    anchor: str
    title: str
    strip: Chart | None
    kpis: Table
    savings: Table


@dataclass(frozen=True)
class Pack:
    """Everything a pack says."""

    place: Place
    level: str
    matters: tuple[Sentence, ...]
    to_do: tuple[ToDo, ...]
    schemes: tuple[SchemePart, ...]
    inactive: str
    quality: Table


@dataclass(frozen=True)
class Beside:
    """A scheme's own figures, and beside them what may be shown of them to others."""

    own: Figures
    shown: Figures


def besides(own: Assessment, peers: Assessment) -> tuple[Beside, ...]:
    """Return the schemes of a run, arranged once for all packs: `own` as it is, `peers` as disclosure control lets it be shown."""
    known = {scheme.scheme.scheme: scheme for scheme in peers.schemes}
    return tuple(
        Beside(figures_of(scheme, own.organisations), figures_of(known[scheme.scheme.scheme], peers.organisations))
        for scheme in own.schemes
    )


def pack_of(schemes: Sequence[Beside], place: Place, span: str) -> Pack:
    """Return the pack of one organisation."""
    here = [each for each in schemes if is_active(each.own, place)]
    own = [each.own for each in here]
    todo = sorted((to_do(figures, place) for figures in own), key=lambda one: (one.rank, one.title))
    away = [shortened(each.own.scheme.scheme.title) for each in schemes if not is_active(each.own, place)]
    return Pack(
        place=place,
        level=place.level,
        matters=_matters(own, place, span),
        to_do=tuple(one for one in todo if not one.is_empty),
        schemes=tuple(_part(each.own, each.shown, place) for each in here),
        inactive=f"No activity here: {listed(away)}." if away else "",
        quality=_quality(own, place),
    )


def is_active(figures: Figures, place: Place) -> bool:
    """Say whether anything of a scheme was in scope at an organisation."""
    rows = (
        row for row in figures.scheme.counts if (row.level, row.organisation, row.period) == (place.level, place.organisation, figures.span)
    )
    return any(row.in_scope for row in rows)


def _matters(schemes: Sequence[Figures], place: Place, span: str) -> tuple[Sentence, ...]:
    """Return three sentences: how many schemes it takes part in, how many targets it meets, where its largest opportunity lies."""
    name = place.name
    if not schemes:
        return (Sentence(f"{name} has no activity in any scheme in {span}.", warning=True),)
    return (
        Sentence(f"{name} has activity in {counted(len(schemes), 'scheme')} in {span}."),
        _targets(schemes, place),
        _largest(schemes, place),
    )


def _targets(schemes: Sequence[Figures], place: Place) -> Sentence:
    rows = [figures.kpi(kpi, place, figures.span) for figures in schemes for kpi in single_kpis(figures)]
    verdicts = [row.verdict for row in rows if row is not None and row.verdict in ("met", "not_met")]
    met = verdicts.count("met")
    if not verdicts:
        return Sentence("None of its KPIs can be judged against a target.")
    if len(verdicts) == 1:
        return Sentence(f"The one KPI that can be judged {'meets' if met else 'does not meet'} its target.")
    if met in (0, len(verdicts)):
        return Sentence(
            f"{'All' if met else 'None of its'} {count(len(verdicts))} KPIs that can be judged {'meet their targets' if met else 'meets its target'}."
        )
    return Sentence(
        f"{count(met)} of its {count(len(verdicts))} KPIs that can be judged {'meets its target' if met == 1 else 'meet their targets'}."
    )


def _largest(schemes: Sequence[Figures], place: Place) -> Sentence:
    lines = [
        (row.gross_pence, figures, saving)
        for figures in schemes
        for saving in figures.scheme.scheme.savings
        if saving.state == "opportunity" and (row := figures.saving(saving.saving, place, figures.span)) and row.gross_pence is not None
    ]
    pence, figures, saving = max(lines, key=lambda line: line[0], default=(0, None, None))
    if figures is None or saving is None or pence <= 0:
        return Sentence("No opportunity has an amount here.")
    where = f"{shortened(figures.scheme.scheme.title)} ({saving_kind(saving.class_, saving.state).lower()})"
    return Sentence(
        f"Its largest opportunity on any one line is {pounds(pence)}, in {where}.", illustrative=saving.saving in figures.illustrative
    )


def _part(figures: Figures, peers: Figures, place: Place) -> SchemePart:
    kpi = main_kpi(figures)
    return SchemePart(
        anchor=figures.anchor,
        title=shortened(figures.scheme.scheme.title),
        strip=own_strip(figures, peers, kpi, place) if kpi and figures.has(kpi.kpi, place.level) else None,
        kpis=_kpis(figures, peers, place),
        savings=_savings(figures, place),
    )


def _kpis(figures: Figures, peers: Figures, place: Place) -> Table:
    kpis = [kpi for kpi in single_kpis(figures) if not kpi.reported and figures.has(kpi.kpi, place.level)]
    columns = (Column("Here"), Column("Target"), Column("Among its peers", numeric=False))
    rows = tuple(
        Row(shortened(kpi.title), (cell_at(figures, kpi, place, figures.span), _target(figures, kpi), _peers(figures, peers, place, kpi)),
            illustrative=kpi.kpi in figures.illustrative)
        for kpi in kpis
    )  # fmt: skip
    return Table(f"{figures.anchor}-kpis", f"KPIs, {figures.span}", "KPI", columns, (RowGroup("", rows),))


def _target(figures: Figures, kpi: Kpi) -> Cell:
    return Cell(target_text(figures, kpi).removeprefix("Target "), quiet=kpi.target is None)


def _peers(figures: Figures, peers: Figures, place: Place, kpi: Kpi) -> Cell:
    return Cell(standing(figures.kpi(kpi, place, figures.span), others_of(peers, kpi, place), kpi), numeric=False)


def _savings(figures: Figures, place: Place) -> Table:
    """Return the savings here, each a line of its own with its kind and its status."""
    rows = []
    for saving in in_kinds(figures):
        row = figures.saving(saving.saving, place, figures.span)
        if not figures.has(saving.saving, place.level):
            continue
        amount = saving_cell(row, reasons=False)
        status = sentence_case(needs_text(row.status, row.needs) if row else NO_ACTIVITY)
        amount = Cell("no amount", quiet=True) if not amount.numeric else Cell(amount.text, quiet=amount.quiet)
        kind = saving_kind(saving.class_, saving.state)
        cells = (amount, Cell(kind, numeric=False), Cell(status, numeric=False))
        rows.append(Row(shortened(saving.title), cells, illustrative=saving.saving in figures.illustrative))
    columns = (Column("Amount"), Column("Kind", numeric=False), Column("Status", numeric=False))
    caption = f"Savings before costs, {figures.span}"
    note = "Lines are never added together: they may be alternatives, or of different kinds." if len(rows) > 1 else ""
    return Table(f"{figures.anchor}-savings", caption, "Saving", columns, (RowGroup("", tuple(rows)),), note)


def _quality(schemes: Sequence[Figures], place: Place) -> Table:
    """Return how much of what was in scope could be decided, scheme by scheme."""
    rows = []
    for figures in schemes:
        unit = main_unit(figures)
        found = figures.counts.get((unit, place.level, place.organisation, figures.span))
        if found is not None:
            numbers = (found.in_scope, found.eligible, found.not_eligible, found.undetermined)
            cells = (*(Cell(count(number)) for number in numbers), Cell(confidence(found), quiet=not found.in_scope))
            rows.append(Row(shortened(figures.scheme.scheme.title), cells, note=unit_word(figures, unit)))
    columns = tuple(Column(text) for text in ("In scope", "Eligible", "Not eligible", "Not decided", "Data confidence"))
    return Table("pack-quality", "What was counted here, by scheme", "Scheme", columns, (RowGroup("", tuple(rows)),))
