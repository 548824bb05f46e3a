"""A pack for a provider, a hub or a region: a page of its own figures, beside what may be shown of its peers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import Assessment
from improving_value.assess.disclosure import Disclosed
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.names import nearest
from improving_value.kernel.places import NOT_LISTED
from improving_value.report.content.index import Place, figures_of
from improving_value.report.content.model import Fact, plain
from improving_value.report.content.pack import Beside, besides, pack_of
from improving_value.report.page import environment, styles

OPTION = "--pack"
ALL = "all"
_LEVELS = ("region", "hub", "provider", "commissioner")
_PLAIN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,29}")


@dataclass(frozen=True)
class PackFile:
    """A pack as it is written."""

    name: str
    html: str


def wanted_places(assessment: Assessment, codes: Sequence[str]) -> tuple[Place, ...]:
    """Return the organisations that codes stand for, `all` for every one. Raises Rejected when one has no figures in the run."""
    places = _places(assessment)
    if not codes:
        return ()
    issues = [_unknown(code, places) for code in codes if code != ALL and not any(place.organisation == code for place in places)]
    if issues:
        raise Rejected(issues)
    return tuple(place for place in places if ALL in codes or place.organisation in codes)


def _places(assessment: Assessment) -> tuple[Place, ...]:
    """Return the organisations of the run that have a code, level by level, each once."""
    found = dict.fromkeys(place for scheme in assessment.schemes for place in figures_of(scheme, assessment.organisations).places)
    listed = [place for place in found if place.level in _LEVELS and _has_code(place, assessment)]
    return tuple(sorted(listed, key=lambda place: (_LEVELS.index(place.level), place.organisation)))


def _has_code(place: Place, assessment: Assessment) -> bool:
    """Say whether a place is an organisation: what no hub or region is known of is counted under a word."""
    return place.organisation != NOT_LISTED and (
        place.level in ("provider", "commissioner") or place.organisation in assessment.organisations
    )


def _unknown(code: str, places: Sequence[Place]) -> Issue:
    """Return the issue of a code that nobody has, with the nearest code, or the code of the nearest name."""
    known = {place.organisation.casefold(): place for place in places} | {place.name.casefold(): place for place in places}
    close = known.get(nearest(code.casefold(), known) or "")
    close = close or next((place for name, place in known.items() if len(code) > 3 and code.casefold() in name), None)
    found = f"`{plain(code)}`, of which the run has no figures"
    fix = f"write `{close.organisation}` ({close.name})" if close else f"take a code from the organisations table, or write `{ALL}`"
    return Issue("no-such-pack", Location(OPTION), found, "the code of a provider, a hub or a region that has figures", fix)


def packs(own: Disclosed, peers: Disclosed, places: Sequence[Place], generated: str) -> Iterator[PackFile]:
    """Yield the pack of each place: `own` is what the run found, `peers` what of it may be passed on."""
    taken: dict[str, None] = {}
    schemes = besides(own.assessment, peers.assessment)
    for place in places:
        name = _file_name(place, taken)
        taken[name] = None
        yield PackFile(name, render_pack(own.assessment, schemes, place, generated))


def _file_name(place: Place, taken: dict[str, None]) -> str:
    """Return a name for the file: the code, when it is a plain one that no other level has too."""
    code = place.organisation
    if not _PLAIN_CODE.fullmatch(code):
        code = f"{place.level}-{hashlib.sha256(code.encode()).hexdigest()[:12]}"
    return f"{code}.html" if f"{code}.html" not in taken else f"{code}-{place.level}.html"


def render_pack(run: Assessment, schemes: Sequence[Beside], place: Place, generated: str) -> str:
    """Return one organisation's pack as a page that stands by itself."""
    pack = pack_of(schemes, place, run.span.label)
    baseline = run.baseline.label if run.baseline else "none"
    named = (
        ("Organisation", f"{place.name}{f' ({place.code})' if place.code else ''}"),
        ("Period", run.span.label), ("Baseline", baseline), ("Run on", generated), ("Engine", f"version {run.engine_version}"),
    )  # fmt: skip
    facts = tuple(Fact(term, plain(text)) for term, text in named)
    return environment().get_template("pack.html.jinja").render(pack=pack, facts=facts, styles=styles())
