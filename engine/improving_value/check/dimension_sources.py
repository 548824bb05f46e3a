"""What the columns of datasets, parameters and units are measured in, and what their rows count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.check.reading import Path, Reading
from improving_value.dimensions.agreement import expect
from improving_value.dimensions.expressions import Sight, quantity_of
from improving_value.dimensions.quantity import ANY, Quantity, of
from improving_value.dimensions.words import VARIES, WITHOUT_UNIT, Dimension, UnknownWord, Words, words_in
from improving_value.expression.faults import ExpressionError
from improving_value.spec.dictionary import Dataset


@dataclass(frozen=True)
class Measured:
    """Rows and their units: of each numeric column, of a count of them (`thing`), and what one row is one of (`own`).

    `nouns` says what the different values of a column are.
    """

    columns: Mapping[str, Quantity]
    thing: str
    own: frozenset[str]
    nouns: Mapping[str, str]


def words_of(reading: Reading) -> Words:
    """Return the words units may be written with: what the scheme counts, and what the data dictionary does."""
    things = set(reading.scheme.counted)
    for name, unit in reading.scheme.units.items():
        things.add(unit.counts or name)
    for dataset in reading.dictionary.values():
        things |= {thing_of(dataset)} | ({"patient"} if dataset.patient else set()) | ({"provider"} if dataset.provider else set())
        for column in dataset.columns.values():
            if column.unit is not None:
                things |= words_in(column.unit)
    return Words(frozenset(things))


def thing_of(dataset: Dataset) -> str:
    return dataset.counts or dataset.dataset


def measured_dataset(dataset: Dataset, words: Words) -> Measured:
    """Return what the data dictionary says of a dataset; a column without a unit is left out, and reported where it is used."""
    columns = {}
    for name, column in dataset.columns.items():
        if column.unit is not None and column.type in ("integer", "decimal"):
            columns[name] = ANY if column.unit == VARIES else of(words.read(column.unit))
    nouns = {dataset.key[0]: thing_of(dataset)} if len(dataset.key) == 1 else {}
    nouns |= {name: noun for name, noun in ((dataset.patient, "patient"), (dataset.provider, "provider")) if name}
    nouns |= {name: column.unit for name, column in dataset.columns.items() if column.unit is not None and name not in columns}
    return Measured(columns, thing_of(dataset), frozenset({thing_of(dataset)}), nouns)


def declared(reading: Reading, text: str, path: Path, words: Words) -> Dimension | None:
    """Return the unit that is declared somewhere in the scheme, or None after noting that it cannot be read."""
    try:
        return words.read(text)
    except UnknownWord as unknown:
        reading.note(
            "unknown-measure",
            path,
            f"`{unknown.word}`, which is neither a unit of measure nor anything this scheme counts",
            "a unit such as g, GBP/day or patient",
            f"{f'write `{unknown.close}`' if unknown.close else 'correct it'}; or, if it is counted, list `{unknown.word}` under `counted`",
        )
        return None


def parameter_quantities(reading: Reading, words: Words) -> dict[str, Quantity]:
    """Return what each parameter is in; one that is no number takes any unit."""
    found = {}
    for name, parameter in reading.scheme.parameters.items():
        unit = None if parameter.unit in WITHOUT_UNIT else declared(reading, parameter.unit, ("parameters", name, "unit"), words)
        found[name] = ANY if unit is None else of(unit)
    return found


def judged(reading: Reading, path: Path, sight: Sight, wanted: Dimension | None = None, what: str = "") -> Quantity:
    """Return what the expression at a place is in; any unit when there is none there, or after noting its fault."""
    node = reading.nodes.get(path)
    if node is None:
        return ANY
    try:
        found = quantity_of(node, sight)
        if wanted is not None:
            expect(node, found, wanted, what)
    except ExpressionError as error:
        reading.report(error.fault, path)
        return ANY
    return found
