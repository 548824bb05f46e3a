"""Figures that the sources state, worked out again; and the sources themselves."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.check.claim import CheckedClaim
from improving_value.spec.citation import date_words
from improving_value.words.document import Block, Bullets, Heading, Item, Paragraph, Table, sentence
from improving_value.words.speech import Speech
from improving_value.words.statements import value


def claim_blocks(speech: Speech) -> Iterator[Block]:
    """Yield each figure that a source states with what this scheme's values come to, or the reason why it does not come out."""
    if speech.checked.claims:
        yield Heading(2, "Figures that the guide states, worked out again")
        yield Paragraph("Each is worked out from the values of this scheme. What does not come out says why, and nothing here rests on it.")
        yield Bullets(tuple(_item(speech, index, one) for index, one in enumerate(speech.checked.claims)))


def _item(speech: Speech, index: int, one: CheckedClaim) -> Item:
    claim = one.claim
    ref = speech.number("reproduces", str(index))
    parts = [Item(sentence(speech.source(claim.source)), "Where it stands:")]
    if claim.formula and one.formula:
        parts.append(value(speech.written(claim.formula, one.formula), speech.of_measures(), "How it is worked out:"))
        parts.append(Item(sentence(one.comes_to_words), "What that comes to:"))
    if claim.why_not:
        parts.append(Item(sentence(claim.why_not), "Why not:"))
    return Item("Reproduced." if one.is_reproduced else "Not reproduced.", f"{claim.claim}:", ref, tuple(parts))


def document_blocks(speech: Speech) -> Iterator[Block]:
    """Yield the documents that facts and numbers come from, each with its date or the reason why it has none."""
    sources = speech.checked.scheme.sources
    if sources:
        yield Heading(2, "Sources")
        rows = tuple((speech.source(name), date_words(one.as_at, one.undated, None, {}), one.note or "") for name, one in sources.items())
        yield Table(("Document", "Date", "Note"), rows)
