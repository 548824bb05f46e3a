"""All that finance has to say of a run, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from improving_value.assess.assessment import SchemeAssessment
from improving_value.finance.lines import lines_of
from improving_value.finance.model import Finance, Overlap
from improving_value.finance.overlap import register
from improving_value.finance.payment_terms import DATASET, Term, term_faults, terms_for_nobody, terms_of, who_keeps
from improving_value.finance.precedence import order_of
from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.dictionary import Dataset
from improving_value.spec.models import ClaimedActivity, Saving
from improving_value.spec.precedence import LoadedPrecedence

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def finance_of(
    connection: DuckDBPyConnection,
    claims: Sequence[Path],
    chapters: Sequence[SchemeAssessment],
    agreed: LoadedPrecedence,
    terms: Sequence[Mapping[str, Any]],
    dictionary: Mapping[str, Dataset],
    organisations: Mapping[str, str],
) -> Finance:
    """Return the register of overlaps, and who keeps what. Raises Rejected when the payment terms contradict each other."""
    schemes = [chapter.scheme.scheme for chapter in chapters]
    listed = [entry.scheme for entry in agreed.precedence.precedence]
    overlap = register(connection, claims, lines_of(chapters), order_of(listed, schemes))
    savings = {chapter.scheme.scheme: {saving.saving: saving for saving in chapter.scheme.savings} for chapter in chapters}
    read = terms_of(terms)
    if faults := term_faults(read, f"{DATASET}.csv"):
        raise Rejected(faults)
    kinds = {(scheme, name): kinds_of(saving, dictionary) for scheme, found in savings.items() for name, saving in found.items()}
    # A label does not say which days of a quarter the run's span leaves of it.
    periods = {(chapter.scheme.scheme, piece.label): piece for chapter in chapters for piece in chapter.pieces}
    kept = tuple(
        who_keeps(
            one,
            savings[one.line.scheme][one.line.saving],
            kinds[one.line.scheme, one.line.saving],
            read,
            periods[one.line.scheme, one.line.period],
        )
        for one in overlap.lines
    )
    warnings = _unheard_of(read, overlap, savings, dictionary, organisations)
    return Finance(overlap, kept, bool(read), tuple(f"{issue.found}; {issue.fix}" for issue in warnings))


def _unheard_of(
    terms: Sequence[Term],
    overlap: Overlap,
    savings: Mapping[str, Mapping[str, Saving]],
    dictionary: Mapping[str, Dataset],
    organisations: Mapping[str, str],
) -> list[Issue]:
    providers = sorted({*organisations, *(one.line.organisation for one in overlap.lines)})
    every = sorted({dataset.piece.kind for dataset in dictionary.values() if dataset.piece is not None})
    return terms_for_nobody(terms, providers, {scheme: list(found) for scheme, found in savings.items()}, every, f"{DATASET}.csv")


def kinds_of(saving: Saving, dictionary: Mapping[str, Dataset]) -> tuple[str, ...]:
    """Return the sorts of activity that a saving claims."""
    names = [claim.activity if isinstance(claim, ClaimedActivity) else claim for claim in saving.claims]
    pieces = [dictionary[name].piece for name in names if name in dictionary]
    return tuple(dict.fromkeys(piece.kind for piece in pieces if piece is not None))
