"""The activity that a saving claims, in words."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.check.claimed_rows import ClaimedRows
from improving_value.check.labels import without_aside
from improving_value.check.model import CheckedSaving
from improving_value.expression.english import listed, the
from improving_value.spec.dictionary import Dataset
from improving_value.words.document import Item, sentence
from improving_value.words.speech import Speech


def claim_items(speech: Speech, checked: CheckedSaving) -> Iterator[Item]:
    """Yield what a saving claims, and whether it is another body's loss."""
    if checked.claims:
        claimed = listed([_claimed(speech, rows) for rows in checked.claims])
        yield Item(sentence(f"{claimed}; where another scheme claims the same, it is counted once"), "Claims:")
    if checked.saving.transfer:
        yield Item("What one body saves the other loses, so the system as a whole gains nothing.", "Transfer:")


def _claimed(speech: Speech, rows: ClaimedRows) -> str:
    several = the(speech.labels.several(rows.dataset))
    if rows.beside:
        return f"{the(speech.labels.several(rows.units[0]))}, those of the same provider and period"
    if not rows.same:
        return f"{several} behind it{_dates(speech, rows)}"
    dataset = speech.checked.datasets[rows.dataset]
    shared = ["provider" if theirs == dataset.provider else _said(dataset, theirs) for _, theirs in rows.same]
    return f"{several} with the same {listed(shared)}{_dates(speech, rows) or ' in the period'}"


def _dates(speech: Speech, rows: ClaimedRows) -> str:
    labels = speech.labels.columns(rows.units[0])
    named = ((", from", rows.after, " on"), (", before", rows.before, ""))
    return "".join(f"{word} {the(labels[name].text)}{end}" for word, name, end in named if name is not None and name in labels)


def _said(dataset: Dataset, name: str) -> str:
    column = dataset.columns.get(name)
    return name.replace("_", " ") if column is None else column.label or without_aside(column.title)
