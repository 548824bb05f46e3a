"""One self-contained page from a bridge: what two runs differ in, and why every figure is another. No unit is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.finance.bridge_runs import Bridge, Bridged
from improving_value.finance.bridges import ORDER
from improving_value.report.content.model import Cell, Column, Fact, Row, RowGroup, Sentence, Table, plain, shortened
from improving_value.report.content.words import CLASSES, STATES, saving_kind
from improving_value.report.numbers import counted, listed, pounds
from improving_value.report.page import environment, styles

ALL = "all"
_LABELS = {kind: said.split(":")[0] for kind, said in ORDER.items()}


@dataclass(frozen=True)
class BridgePage:
    """Everything the template needs."""

    title: str
    facts: tuple[Fact, ...]
    matters: tuple[Sentence, ...]
    kinds: tuple[str, ...]
    overall: Table
    order: Table
    places: tuple[Table, ...]
    without: Table


def render_bridges(found: Bridged, generated: str) -> str:
    """Return the bridge as one HTML page; `generated` is the day of it, printed as it stands."""
    return environment().get_template("bridge.html.jinja").render(page=page_of(found, generated), styles=styles())


def page_of(found: Bridged, generated: str) -> BridgePage:
    """Return the page's content, in words and tables."""
    overall = [one for one in found.bridges if one.organisation == ALL and one.split is not None]
    old, new = found.old.span.label, found.new.span.label
    return BridgePage(
        title=f"Why {new} differs from {old}" if old != new else f"Two runs of {new}: why they differ",
        facts=tuple(Fact(term, plain(text)) for term, text in (("Old run", old), ("New run", new), ("Made on", generated))),
        matters=tuple(Sentence(text) for text in what_matters(found)),
        kinds=tuple(ORDER.values()),
        overall=_table("overall", "All organisations: old, what each kind makes, new", found, overall),
        order=_order(found, overall),
        places=tuple(_places(found)),
        without=_without(found),
    )


def what_matters(found: Bridged) -> tuple[str, ...]:
    """Return what the runs differ in, and what that means for the bridge."""
    said: dict[str, list[str]] = {}
    for scheme, causes in found.causes.items():
        said.setdefault(listed(list(causes.names)) if causes.names else "nothing that is on record", []).append(scheme)
    lines = [f"{_several(schemes)} {'differs' if len(schemes) == 1 else 'differ'} in: {names}." for names, schemes in said.items()]
    moved = [one for one in found.bridges if one.organisation == ALL and one.split is not None and one.split.depends_on_order]
    if moved:
        several = any(sum((causes.data, causes.scheme, causes.parameters)) > 1 for causes in found.causes.values())
        more = " Run again with one thing changed at a time to tell data, scheme version and parameters apart." if several else ""
        lines.append(
            f"The parts of {counted(len(moved), 'figure')} depend on the order: what two kinds make together goes to the one whose turn comes first, "
            f"or last when reversed. Both orders are shown.{more}"
        )
    return tuple(lines)


def _several(schemes: Sequence[str]) -> str:
    return f"{len(schemes)} schemes" if len(schemes) > 3 else listed([scheme.replace("_", " ") for scheme in schemes])


def _title(found: Bridged, one: Bridge) -> str:
    """Return a saving's title, or the words of a unit's column."""
    saving = found.new.sources[one.scheme]["savings"].get(one.figure)
    return shortened(saving["title"] if saving else one.figure.replace("_", " ").replace(".", ": "))


def _kinds(bridges: Sequence[Bridge]) -> list[str]:
    """Return the kinds that make a difference to some figure, in order."""
    return [kind for kind in ORDER if any(one.split is not None and (one.split.parts[kind] or one.split.reverse[kind]) for one in bridges)]


def _signed(pence: int) -> str:
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)


def _note(one: Bridge) -> str:
    kind = saving_kind(one.class_, one.state) if one.class_ in CLASSES and one.state in STATES else ""
    return f"{kind}; without {', '.join(one.left_out)}" if one.left_out else kind


def _table(name: str, caption: str, found: Bridged, bridges: Sequence[Bridge]) -> Table:
    kinds = _kinds(bridges)
    groups: dict[str, list[Row]] = {}
    for one in bridges:
        if one.split is not None:
            parts = (Cell(_signed(one.split.parts[kind]), quiet=not one.split.parts[kind]) for kind in kinds)
            cells = (Cell(pounds(one.split.old)), *parts, Cell(pounds(one.split.new)))
            groups.setdefault(_heading(found, one.scheme), []).append(Row(_title(found, one), cells, note=_note(one)))
    columns = (Column("Old"), *(Column(_LABELS[kind]) for kind in kinds), Column("New"))
    rows = tuple(RowGroup(heading, tuple(some)) for heading, some in groups.items())
    note = "Each row adds exactly. Rows are never added together: savings may be alternatives, of different kinds, or about the same units."
    return Table(name, caption, "Figure", columns, rows, note)


def _heading(found: Bridged, scheme: str) -> str:
    return shortened(str(found.new.sources[scheme]["title"]))


def _order(found: Bridged, bridges: Sequence[Bridge]) -> Table:
    """Return the parts in both orders, of the figures whose parts depend on it."""
    moved = [one for one in bridges if one.split is not None and one.split.depends_on_order]
    kinds = _kinds(moved)
    groups: dict[str, list[Row]] = {}
    for one in moved:
        assert one.split is not None
        for said, parts in (("as stated", one.split.parts), ("reversed", one.split.reverse)):
            cells = tuple(Cell(_signed(parts[kind]), quiet=not parts[kind]) for kind in kinds)
            groups.setdefault(_heading(found, one.scheme), []).append(Row(_title(found, one), cells, note=said))
    columns = tuple(Column(_LABELS[kind]) for kind in kinds)
    rows = tuple(RowGroup(heading, tuple(some)) for heading, some in groups.items())
    return Table("order-table", "What the order makes of it: the same steps as stated, and reversed", "Figure", columns, rows)


def _places(found: Bridged) -> list[Table]:
    tables: list[Table] = []
    for scheme in found.causes:
        own = [one for one in found.bridges if one.scheme == scheme and one.organisation != ALL and one.split is not None]
        own = [one for one in own if one.split is not None and one.split.old != one.split.new]
        kinds = _kinds(own)
        groups: dict[str, list[Row]] = {}
        for one in own:
            assert one.split is not None
            parts = (Cell(_signed(one.split.parts[kind]), quiet=not one.split.parts[kind]) for kind in kinds)
            row = Row(shortened(one.organisation), (Cell(pounds(one.split.old)), *parts, Cell(pounds(one.split.new))), note=one.note)
            groups.setdefault(_title(found, one), []).append(row)
        columns = (Column("Old"), *(Column(_LABELS[kind]) for kind in kinds), Column("New"))
        if groups:
            rows = tuple(RowGroup(heading, tuple(some)) for heading, some in groups.items())
            tables.append(Table(f"places-{len(tables)}", _heading(found, scheme), "Organisation", columns, rows))
    return tables


def _without(found: Bridged) -> Table:
    groups: dict[str, list[Row]] = {}
    for one in found.bridges:
        if one.split is None:
            cells = (Cell(shortened(one.organisation), numeric=False), Cell(shortened(one.why_not), numeric=False))
            groups.setdefault(_heading(found, one.scheme), []).append(Row(_title(found, one), cells))
    columns = (Column("Organisation", numeric=False), Column("Why", numeric=False))
    rows = tuple(RowGroup(heading, tuple(some)) for heading, some in groups.items())
    return Table("without-table", "Figures that cannot be bridged", "Figure", columns, rows)
