"""Faults of evidence: pages and dates that are wanting, and figures that the guide states and that do not come out."""

from __future__ import annotations

from cli.faults import Fault, in_scheme

WAIT = "longest_wait: {value: 4, unit: hour, basis: published, source: guide,"
GUIDE = "guide: {title: A made-up guide, page: 1, as_at: 2017}"


def claim(name: str, title: str, lines: str, code: int = 1) -> Fault:
    """Return a fault of a claim: what stands under `value` and after."""
    indented = "".join(f"    {line}\n" for line in lines.splitlines())
    return in_scheme(
        name, title, "\nexamples:", f"\nreproduces:\n  - claim: 96 hours are four bed days\n    source: guide\n{indented}\nexamples:", code
    )


EVIDENCE = (
    in_scheme("source_without_date", "A document without a date: a warning", GUIDE, "guide: {title: A made-up guide, page: 1}", 0),
    in_scheme(
        "published_without_page",
        "A published number without its page: a warning",
        GUIDE,
        "guide: {title: A made-up guide, pages: 1-3, as_at: 2017}",
        0,
    ),
    in_scheme("page_outside", "A page that the document does not have: a warning", WAIT, WAIT.replace("guide,", '"guide, page 7",'), 0),
    in_scheme(
        "external_without_date",
        "A number from nowhere and of no date: a warning",
        "basis: external, source: guide",
        "basis: external, source: Habit",
        0,
    ),
    in_scheme("as_at_no_date", "A date that is none", GUIDE, GUIDE.replace("2017", "recently")),
    in_scheme("target_typed", "A target typed in, without a source", "    better: lower\n", "    better: lower\n    target: 0.05\n"),
    claim(
        "claim_other_value", "A figure of the guide that does not come out", "value: 4\nunit: day\nformula: longest_wait / hours_per_day"
    ),
    claim(
        "claim_other_unit",
        "A figure of the guide in another unit",
        "value: 4\nunit: day\nformula: longest_wait * hours_per_day / hours_per_day",
    ),
    claim("claim_bare", "A figure of the guide that nobody has worked out", "value: 96\nunit: hour"),
    claim(
        "claim_local",
        "A figure of the guide worked out from a local value",
        "value: 96\nunit: GBP\nformula: bed_day * longest_wait / hours_per_day",
    ),
    claim(
        "claim_comes_out",
        "A figure that comes out, and a reason why it does not",
        "value: 4\nunit: hour\nformula: longest_wait\nwhy_not: The guide does not say for whom",
    ),
)
