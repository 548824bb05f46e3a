"""The text of a new scheme file: what was answered, likely words where nothing was, and comments on what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from improving_value.spec.dictionary import Dataset
from improving_value.spec.sketch import Said, Sketch
from improving_value.spec.sketch_lines import Line, answered, bare, choice, listed, quoted, to_do, written

_KIND_OF_CHANGE = {"medicines": "prescribing_variation", "demand": "optimal_pathway", "variation": "clinical_variation"}
_DAY = "counted_on"


def scheme_lines(sketch: Sketch, dataset: Dataset, schema: str) -> list[Line]:
    """Return the lines of a draft. `schema` is the path of the JSON Schema from where the file will stand."""
    unit = sketch.text("unit") or dataset.counts or "item"
    parts = (
        _head(sketch, schema),
        _chapter(sketch),
        _parameters(sketch),
        _unit(sketch, dataset, unit),
        _kpis(sketch, unit),
        _savings(sketch, unit, dataset),
        _examples(sketch, dataset),
    )
    return [line for part in parts for line in (*part, Line(""))][:-1]


def _head(sketch: Sketch, schema: str) -> Iterator[Line]:
    answers = sketch.answers
    theme = sketch.text("theme") or "medicines"
    yield Line(f"# yaml-language-server: $schema={schema}")
    yield bare(0, "scheme", answers["scheme"])
    likely = sketch.text("scheme").replace("_", " ").capitalize()
    yield from answered(0, "title", answers, likely, "give the title of the guide's chapter")
    yield from choice(0, "theme", answers, theme, "choose the theme: medicines, demand or variation")
    if "sub_theme" not in answers:
        yield to_do("choose what kinds of change it is; an editor, or `improving-value schema`, lists them")
    kind = answers.get("sub_theme", Said(_KIND_OF_CHANGE.get(theme, "optimal_pathway")))
    yield Line(f"sub_themes: [{kind.text}]", kind.where)
    yield Line("status: draft")
    yield from answered(0, "authored_by", answers, "Author", "say in which role you write this; another role checks it")
    yield from choice(0, "period", answers, "quarter", "choose what it is worked out for: month, quarter or year")
    yield Line("")
    yield Line("sources:")
    yield Line("  guide:")
    yield from answered(2, "title", _under(answers, document="title"), "Guide", "give the document that it rests on")
    if "page" in answers:
        page = answers["page"]
        yield bare(2, "page", page) if page.text.isdigit() else Line(f"    pages: {quoted(page.text)}", page.where)


def _under(answers: Mapping[str, Said], **names: str) -> dict[str, Said]:
    """Return some answers under the keys that they have in the file."""
    return {key: answers[asked] for asked, key in names.items() if asked in answers}


def _chapter(sketch: Sketch) -> Iterator[Line]:
    yield Line("chapter:")
    yield from answered(1, "summary", sketch.answers, "What the opportunity is.", "say in your own words what the opportunity is")
    for asked, key, likely in (("who", "who_should_consider", "Who should consider it"), ("aim", "aim", "The aim")):
        if asked not in sketch.answers:
            yield to_do(f"say {likely[0].lower()}{likely[1:]}", 1)
        yield from listed(1, key, sketch.answers.get(asked, Said(f"{likely}.")))


def _parameters(sketch: Sketch) -> Iterator[Line]:
    rows = sketch.tables.get("parameters", ())
    if not rows:
        yield to_do("write every number here, with its unit and where it was born; a formula names it")
        yield Line("parameters: {}")
        return
    yield Line("parameters:")
    for row in rows:
        yield Line(f"  {row['name'].text}:", row["name"].where)
        if "value" in row:
            yield bare(2, "value", row["value"])
        yield from answered(2, "unit", row, "number", "give its unit")
        yield from choice(2, "basis", row, "assumption" if "value" in row else "local", "say where it was born")
        for key in ("source", "say", "ask"):
            if key in row:
                yield written(2, key, row[key])
        if "source" not in row and "value" in row:
            yield to_do("say on which page it stands, or why you chose it", 2)
            yield Line("    source: guide")
        if "ask" not in row and "value" not in row:
            yield to_do("say who would know it", 2)
            yield Line("    ask: Author")


def _unit(sketch: Sketch, dataset: Dataset, unit: str) -> Iterator[Line]:
    answers = sketch.answers
    yield Line("units:")
    yield Line(f"  {unit}:", answers["unit"].where if "unit" in answers else None)
    yield from answered(2, "say", answers, dataset.label or unit.replace("_", " "), "say in words what one of them is")
    yield bare(2, "from", answers.get("dataset", Said(dataset.dataset)))
    if "keep" in answers:
        yield bare(2, "keep", answers["keep"])
    else:
        yield to_do("keep only some rows, if not all of them are meant: keep: …", 2)
    if "by" in answers:
        yield Line("    group:")
        yield Line(f"      by: [{', '.join(answers['by'].text.replace(',', ' ').split())}]", answers["by"].where)
    yield from _columns(sketch, dataset)
    yield from _rules(sketch)


def _columns(sketch: Sketch, dataset: Dataset) -> Iterator[Line]:
    rows = sketch.tables.get("columns", ())
    worked_out = None if "date" in sketch.answers else _day(dataset, grouped="by" in sketch.answers)
    if labels := [row for row in rows if "label" in row]:
        yield Line("    labels:")
        yield from (written(3, row["name"].text, row["label"]) for row in labels)
    if rows or worked_out:
        yield Line("    columns:")
    if worked_out:
        yield Line(f"      {_DAY}: {worked_out}")
    for row in rows:
        yield bare(3, row["name"].text, row["formula"])
    if "date" in sketch.answers:
        yield bare(2, "date", sketch.answers["date"])
    elif dataset.date:
        yield Line(f"    date: {_DAY if worked_out else dataset.date}")
    else:
        yield to_do("say by which date it falls in a period: date: …; now each is looked at in every period", 2)
        yield Line("    each_period: true")


def _day(dataset: Dataset, grouped: bool) -> str | None:
    """Return how the day of what is counted is worked out, where it is not just the column that dates a row."""
    if dataset.date is None:
        return None
    moment = f"min({dataset.date})" if grouped else dataset.date
    if dataset.columns[dataset.date].type == "datetime":
        return f"date_of({moment})"
    return moment if grouped else None


def _rules(sketch: Sketch) -> Iterator[Line]:
    rows = sketch.tables.get("eligible", ())
    if not rows:
        yield to_do("write who counts, rule by rule, each with the words that the reader will see", 2)
        yield Line("    eligible: []")
        return
    yield Line("    eligible:")
    for row in rows:
        yield bare(4, "rule", row["rule"], first=True)
        yield bare(4, "when", row["when"])
        yield from answered(4, "say", row, row["rule"].text.replace("_", " ").capitalize(), "say the rule in words")


def _kpis(sketch: Sketch, unit: str) -> Iterator[Line]:
    rows = sketch.tables.get("kpis", ())
    if not rows:
        yield to_do("write the indicators of the guide in place of this one")
        rows = (
            {
                "kpi": Said("counted"),
                "title": Said("Those that count, as a first indicator"),
                "share": Said("true"),
                "domain": Said("data_quality"),
                "better": Said("higher"),
            },
        )
    yield Line("kpis:")
    for row in rows:
        yield bare(2, "kpi", row["kpi"], first=True)
        yield from answered(2, "title", row, row["kpi"].text.replace("_", " ").capitalize(), "give its title")
        yield Line(f"    of: {unit}")
        yield bare(2, "share", row["share"])
        yield from choice(2, "domain", row, "quality", "choose its domain")
        yield from choice(2, "better", row, "interpret", "say which way is better: higher, lower or interpret")
        if "target" in row:
            yield bare(2, "target", row["target"])


def _savings(sketch: Sketch, unit: str, dataset: Dataset) -> Iterator[Line]:
    rows = sketch.tables.get("savings", ())
    if rows:
        yield Line("savings:")
    else:
        yield to_do("write the saving, in pounds on each: its formula, state, class and payer")
        yield Line("savings: []")
    for row in rows:
        yield bare(2, "saving", row["saving"], first=True)
        yield from answered(2, "title", row, row["saving"].text.replace("_", " ").capitalize(), "give its title")
        yield Line(f"    of: {unit}")
        yield bare(2, "each", row["each"])
        yield from choice(2, "state", row, "opportunity", "say whether it is an opportunity, a forecast or realised")
        yield from choice(2, "class", row, "cost_avoidance", "choose the kind of saving; kinds are never added together")
        yield from choice(2, "recurrent", row, "true", "say whether it comes again every year")
        yield from choice(2, "payer", row, "commissioner", "say who saves")
        if dataset.piece is not None:
            yield Line(f"    claims: [{dataset.dataset}]")
    yield Line("")
    yield to_do("say what it costs; a stated 0 needs a source too")
    yield Line("costs: []")


def _examples(sketch: Sketch, dataset: Dataset) -> Iterator[Line]:
    columns = [name for name, column in dataset.columns.items() if column.required and name not in (dataset.provider, dataset.patient)]
    yield to_do("prove it: a pair of rows either side of every limit, one with something missing, one that does not count")
    yield Line("examples: []")
    yield Line("#  - example: exactly at the limit")
    yield Line("#    period: 2017/18 Q1")
    yield Line("#    given:")
    yield Line(f"#      {dataset.dataset}:")
    yield Line(f"#        - {{{', '.join(f'{name}: …' for name in columns or list(dataset.columns)[:3])}}}")
    yield Line("#    expect: {eligible: 1}")
