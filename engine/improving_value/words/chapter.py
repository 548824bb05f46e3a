"""A scheme as a chapter in plain English, for clinical sign-off."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.check.labels import Labels
from improving_value.check.model import CheckedScheme
from improving_value.check.uses import sources_first
from improving_value.expression.english import listed
from improving_value.report.content.words import SUB_THEMES, THEMES
from improving_value.spec.models import Measure
from improving_value.words.charts import chart_items
from improving_value.words.claims import claim_blocks, document_blocks
from improving_value.words.document import Block, Bullets, Heading, Item, Paragraph, Table, sentence
from improving_value.words.figures import cost_items, kpi_blocks, measure_items, saving_blocks, scenario_items
from improving_value.words.speech import Speech
from improving_value.words.units import unit_blocks
from improving_value.words.values import day, unit_words, value_words

HOW_TO_READ = (
    "A person, stay, supply or whatever else is counted is eligible, not eligible or undetermined. It is undetermined when no rule leaves it out, "
    "and some rule cannot be told because something is not recorded. What is undetermined is counted apart: it is never a success and never a failure.",
    "What is not recorded stays unknown. A sum, a difference, a product or a comparison that needs it is unknown too; so is a division by zero. "
    "A total over several rows is unknown when one of its values is, unless the text says that such rows are left out.",
    "Where only some rows are looked at, a row for which that cannot be told makes the result unknown, unless the text says that it is left out.",
    "Where several things must hold, one that is false decides, even if another is unknown. Where one of several is enough, one that is true decides.",
    "“The first recorded value” passes over rows without a value.",
    "Brackets show what belongs together, as in a sum. What has no brackets is worked out from left to right.",
    "A period ends at midnight after its last day. “Before the end of the period” includes the last day.",
    "A saving that is called an opportunity could be made; a forecast is expected; a realised saving has been made.",
    "R1, R2 and so on number the statements. The last table says where each stands in the scheme file.",
)

ABOUT_SAVINGS = (
    "Savings of different kinds are never added to each other.",
    "A saving on each case is rounded to the penny there, and the pennies are added up. A case that does not earn it has £0.",
    "When something that a saving needs is not known, it is shown as not calculable, or as partly calculated. It is never shown as £0.",
)


def chapter(checked: CheckedScheme) -> tuple[Block, ...]:
    """Return the whole chapter; statements are numbered in the order in which they are read."""
    speech = Speech(checked, Labels(checked))
    body = [*_counting(speech), *_figures(speech)]
    claims = tuple(claim_blocks(speech))  # before the values, which say where each is used
    return (
        *_opening(checked),
        *body,
        *_values(speech),
        *claims,
        *document_blocks(speech),
        *_errata(checked),
        *_sign_off(),
        *_references(speech),
    )


def _opening(checked: CheckedScheme) -> Iterator[Block]:
    scheme, written = checked.scheme, checked.scheme.chapter
    yield Heading(1, scheme.title)
    yield Paragraph(f"{THEMES[scheme.theme]}: {'; '.join(SUB_THEMES[name] for name in scheme.sub_themes)}.")
    review = f" Next review: {day(scheme.next_review.isoformat())}." if scheme.next_review else ""
    checker = f" Checked by: {scheme.checked_by}." if scheme.checked_by else " Not yet checked."
    yield Paragraph(f"Status: {scheme.status.replace('_', ' ')}. Written by: {scheme.authored_by}.{checker}{review}")
    yield Paragraph("This chapter is written from the scheme itself. It says exactly what is counted and calculated, and nothing else is.")
    yield Heading(2, "What it is about")
    yield Paragraph(written.summary)
    for heading, lines in (
        ("Useful sources of information", written.useful_sources),
        ("Who should consider it", written.who_should_consider),
        ("The aim", written.aim),
        ("How we will know that it has worked", written.success_conditions),
        ("What will be changed", written.changes),
        ("Example case studies", written.case_studies),
        ("Key enablers", written.key_enablers),
        ("How the saving is achieved", written.how_saving_is_achieved),
        ("How the saving is calculated", written.how_saving_is_calculated),
        ("Costs", written.costs),
        ("Defining the service", written.defining_the_service),
        ("Ensuring delivery and implementation", written.ensuring_delivery),
    ):
        if lines:
            yield Heading(3, heading)
            yield Bullets(tuple(Item(line) for line in lines))
    yield Heading(2, "How to read this chapter")
    yield Bullets(tuple(Item(line) for line in HOW_TO_READ))


def _counting(speech: Speech) -> Iterator[Block]:
    checked = speech.checked
    yield Heading(2, "Where the data come from")
    rows = tuple((dataset.title, dataset.feed, sentence(dataset.grain), _need(checked, name)) for name, dataset in checked.datasets.items())
    yield Table(("Data", "Comes from", "One row is", "Needed"), rows)
    yield Paragraph(f"Figures are worked out for each {checked.scheme.period}, and for the whole stretch of time that is asked for.")
    yield Heading(2, "Who is counted, and who is left out")
    for place, unit in enumerate(sources_first(checked.units), 1):
        yield from unit_blocks(speech, unit, place)


def _need(checked: CheckedScheme, name: str) -> str:
    return "If it is not there, what draws on it says so" if name in checked.scheme.optional else "Always"


def _figures(speech: Speech) -> Iterator[Block]:
    scheme = speech.checked.scheme
    if scheme.measures:
        yield Heading(2, "Totals that the figures below are made of")
        yield Paragraph("What is not known is left out of a total. The report says how much was left out wherever pounds rest on it.")
        yield Bullets(tuple(measure_items(speech)))
    if scheme.kpis:
        yield Heading(2, "What is measured")
        yield Paragraph(
            "Where something that a figure needs is not known, that case is left out of the whole figure, above and below the line. "
            "The report shows how many were left out."
        )
        yield from kpi_blocks(speech)
        if scheme.charts:
            yield Heading(3, "Charts")
            yield Bullets(tuple(chart_items(speech)))
    if scheme.savings:
        yield Heading(2, "What is saved")
        yield Bullets(tuple(Item(line) for line in ABOUT_SAVINGS))
        yield from saving_blocks(speech)
    yield Heading(2, "What it costs")
    yield Bullets(tuple(cost_items(speech))) if scheme.costs else Paragraph("The guide names no costs.")
    if scheme.scenarios:
        yield Heading(2, "Under other assumptions")
        yield Paragraph("Each is worked out beside the scheme’s own figures. Who is counted stays the same.")
        yield Bullets(tuple(scenario_items(speech)))


def _values(speech: Speech) -> Iterator[Block]:
    parameters = speech.checked.scheme.parameters
    known = tuple(row for name in parameters for row in _value_rows(speech, name))
    if known:
        yield Heading(2, "Values")
        yield Paragraph(
            "Every number and list that the scheme rests on, and where it comes from. Words in quotation marks are spelt as the data spell them."
        )
        yield Table(("Value of", "Value", "Where it comes from", "Used in"), known)
    local = tuple(_local_row(speech, name) for name, one in parameters.items() if one.value is None and one.values is None)
    local += tuple(_baseline_row(measure) for measure in speech.checked.scheme.measures if measure.baseline == "local")
    if local:
        yield Heading(2, "Values that must be supplied locally")
        yield Paragraph("Without one of these, what rests on it is not calculable. It is never taken to be zero.")
        yield Table(("Value of", "Unit", "Who would know", "Used in"), local)


def _value_rows(speech: Speech, name: str) -> Iterator[tuple[str, ...]]:
    parameter = speech.checked.scheme.parameters[name]
    used = ", ".join(speech.used.get(name, ())) or "for comparison"
    what = parameter.say or name.replace("_", " ")
    born = speech.birthplace(parameter)
    if parameter.value is not None:
        yield sentence(what), value_words(parameter, parameter.value, exact=True), born, used
    for row in parameter.values or ():
        keys = [str(value) for key, value in (row.model_extra or {}).items() if value is not None]
        since = f"from {day(row.from_)}" if row.from_ else ""
        until = f"until {day(row.until)} (not included)" if row.until else ""
        which = ", ".join(part for part in (*keys, since, until) if part)
        source = speech.birthplace(parameter, row.source) if row.source else born
        yield sentence(f"{what}{f' – {which}' if which else ''}"), value_words(parameter, row.value, exact=True), source, used


def _local_row(speech: Speech, name: str) -> tuple[str, ...]:
    parameter = speech.checked.scheme.parameters[name]
    keys = [f"each {key.removesuffix('_code').replace('_', ' ')}" for key in parameter.by]
    keys += ["each date on which it changes"] if parameter.dated else []
    what = f"{parameter.say or name.replace('_', ' ')}{f' – for {listed(keys)}' if keys else ''}"
    return sentence(what), unit_words(parameter.unit), parameter.ask or "", ", ".join(speech.used.get(name, ()))


def _baseline_row(measure: Measure) -> tuple[str, ...]:
    what = (measure.say or measure.measure.replace("_", " ")).rstrip(".")
    return f"{what}, in the baseline period.", unit_words(measure.unit), "Worked out where the data reach back", ""


def _errata(checked: CheckedScheme) -> Iterator[Block]:
    errata = checked.scheme.chapter.errata
    if errata:
        yield Heading(2, "Where the guide contradicts itself, and how it is read")
        rows = tuple((one.as_printed, one.reading, str(one.page) if one.page else "") for one in errata)
        yield Table(("As printed", "As read here", "Page"), rows)


def _sign_off() -> Iterator[Block]:
    yield Heading(2, "Sign-off")
    yield Paragraph("I have read this chapter. It says what should be counted, measured and saved, except as noted.")
    yield Table(("Role", "Name", "Date", "Agreed, or what to change"), (("", "", "", ""), ("", "", "", "")))


def _references(speech: Speech) -> Iterator[Block]:
    yield Heading(2, "Where each statement stands in the scheme file")
    yield Table(
        ("Statement", "Name in the scheme file"),
        tuple((f"R{number}", place) for number, place in enumerate(speech.places, 1)),
        anchors=True,
    )
