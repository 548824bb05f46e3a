"""The data dictionary: every dataset that schemes may name."""

from __future__ import annotations

import site
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_dataset

SHIPPED = Path("share") / "improving-value"
"""Where an installed copy keeps what a checkout has at its top."""


def builtin_root() -> Path:
    """Return the folder that holds schemes, schemas and fixtures: of the checkout, or, installed, of the package."""
    package = Path(__file__).resolve().parents[1]
    candidates = (package.parents[1], Path(sys.prefix) / SHIPPED, Path(site.getuserbase()) / SHIPPED)
    return next((folder for folder in candidates if (folder / "schemas").is_dir()), candidates[-1])


def builtin_folder() -> Path:
    """Return the folder of the dictionary that comes with the engine."""
    return builtin_root() / "schemas" / "datasets"


def load_dictionary(folders: Sequence[Path]) -> dict[str, Dataset]:
    """Return all datasets of the folders by name; raise Rejected with every fault of every file.

    A dataset may be written once only: one that quietly replaced another would change what schemes mean.
    """
    found: dict[str, Dataset] = {}
    written: dict[str, Path] = {}
    faults: list[Issue] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        try:
            dataset = load_dataset(path).dataset
        except Rejected as rejected:
            faults.extend(rejected.issues)
            continue
        if dataset.dataset in found:
            faults.append(_twice(dataset.dataset, path, written[dataset.dataset]))
            continue
        found[dataset.dataset], written[dataset.dataset] = dataset, path
    faults.extend(_unlike_pieces(found, written))
    if faults:
        raise Rejected(in_order(faults))
    return dict(sorted(found.items()))


def _unlike_pieces(found: Mapping[str, Dataset], written: Mapping[str, Path]) -> Iterator[Issue]:
    """Yield an issue for each dataset whose pieces have other parts than those of the same kind before it."""
    first: dict[str, Dataset] = {}
    for dataset in found.values():
        if dataset.piece is None:
            continue
        other = first.setdefault(dataset.piece.kind, dataset)
        assert other.piece is not None
        if other.piece.parts != dataset.piece.parts:
            yield Issue(
                "piece-parts-differ",
                Location(written[dataset.dataset].as_posix(), 1),
                f"pieces of `{dataset.piece.kind}` with the parts {', '.join(dataset.piece.parts)}",
                f"{', '.join(other.piece.parts)}, as in `{other.dataset}`",
                "give both the same parts, or another `kind`",
            )


def _twice(name: str, path: Path, before: Path) -> Issue:
    where = Location(path.as_posix(), 1)
    return Issue(
        "duplicate-id",
        where,
        f"a second dataset `{name}`; the first is in `{before.as_posix()}`",
        "one entry for each dataset",
        "rename one of them, or leave it out",
    )
