"""Codes for where numbers come from, for figures that are worked out again, and for how far a scheme has come."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

EVIDENCE_CODES = by_code(
    Code(
        "claim-not-fixed",
        "A claim worked out from something that changes",
        "A figure that the guide states is worked out again from the scheme's own parameters, each with one value. A local or a dated value, "
        "or a confidential one, cannot be part of it.",
        "formula: doses_per_year * price_in_guide",
    ),
    Code(
        "claim-not-reproduced",
        "A stated figure that the formula does not come to",
        "The formula was worked out with the scheme's own parameters, and comes to another number than the source states. Either one of them is "
        "wrong, or the figure cannot be reproduced; then `why_not` says why, and the report prints it.",
        "why_not: The two figures rest on different years",
    ),
    Code(
        "claim-reproduced",
        "A reason for what needs none",
        "The claim says why it cannot be reproduced, and its formula comes to the very figure.",
        "delete `why_not`",
    ),
    Code(
        "claim-without-formula",
        "A stated figure that nobody has worked out",
        "Every figure that a scheme repeats is worked out again from its parameters, or says why that cannot be done.",
        "formula: assumed_weight * dose_per_course * courses_per_year",
    ),
    Code(
        "number-without-date",
        "A number from no document and of no date",
        "A published or external number is of its time. It begins its `source` with a document of `sources`, which has a date, or has a date of "
        "its own. What has none says why.",
        "adult_age: {value: 18, unit: year, basis: external, source: General convention, undated: a convention}",
    ),
    Code(
        "number-without-page",
        "A published number without its page",
        "What is printed in a document can be looked up when the page is given.",
        "source: guide, page 9",
    ),
    Code(
        "page-outside-source",
        "A page that the document does not have",
        "The document says under `sources` which pages it is, and the page given for this number is none of them.",
        "source: guide, page 9",
    ),
    Code(
        "no-examples",
        "A scheme that proves nothing",
        "A scheme that is in review or published shows by examples what it does: rows of activity, and what must come out.",
        "examples:\n  - example: exactly at the limit\n    given: …\n    expect: {eligible: 1}",
    ),
    Code(
        "left-to-do",
        "Something left to do in a scheme that should be whole",
        "A draft may have comments of the scaffold and words that hold a place. What is in review or published is whole, and says what it means.",
        "status: draft",
    ),
    Code(
        "review-gone-by",
        "A review that was due",
        "The day under `next_review` has gone by, so somebody should look through the scheme. It runs as before; the report says so.",
        "next_review: 2027-11-01",
    ),
    Code(
        "source-without-date",
        "A document without a date",
        "Numbers are taken from this document, so a reader wants to know of which year it is. Where it prints no date, say so under `undated`.",
        "guide: {title: Menu of Opportunities, pages: 9-11, as_at: 2018}",
    ),
)
