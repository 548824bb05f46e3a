"""Text from data and from YAML is only ever text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improving_value.assess.assessment import Assessment
from improving_value.kernel.issues import Issue, Location
from improving_value.report.page import render_page
from report.reading import Reading, read
from report.sample import as_it_is, sample

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\"><img src=x onerror=alert(1)>'"
TURNED = "\u202egnp.exe\u202c \u200f\u2067x\u2069"
LONG = "X" * 10_000
OTHERS = (
    "{{ 7 * 7 }}{% raw %}",
    "</style></title></svg><b>",
    "]]>&lt;&#60;",
    "\x00\x08\ud800\ufffe",
    "$\\frac{a}{0}$",
    "中文 ✓ 🙂",
    "javascript:alert(1)",
)


def spoiled(text: str) -> Assessment:
    """Return the sample with the text in every place where a user's words can stand."""
    clean = sample()
    issue = Issue("x", Location(text, 1, 1, 1, text), text, text, text, "warning")
    schemes = []
    for one in clean.schemes:
        chapter = one.scheme.chapter.model_copy(
            update={"summary": text, "aim": [text], "who_should_consider": [text], "key_enablers": [text]}
        )
        unit = next(iter(one.scheme.units))
        scheme = one.scheme.model_copy(update={
            "title": text, "chapter": chapter, "authored_by": text, "checked_by": text,
            "units": {**one.scheme.units, unit: one.scheme.units[unit].model_copy(update={"say": text})},
            "kpis": [kpi.model_copy(update={"title": text, "note": text}) for kpi in one.scheme.kpis],
            "savings": [saving.model_copy(update={"title": text, "basis": text}) for saving in one.scheme.savings],
        })  # fmt: skip
        schemes.append(replace(
            one, scheme=scheme, issues=(issue,), file_hash=text,
            rules=tuple(replace(row, say=text, field=text) for row in one.rules),
            kpis=tuple(replace(row, category=text if row.category else "", unit=text if row.unit not in ("share", "GBP") else row.unit) for row in one.kpis),
            savings=tuple(replace(row, needs=text, status="partial") for row in one.savings),
            parameters=tuple(replace(row, name=text, say=text, key=text, value=text, source=text, unit=text, used_by=(text,)) for row in one.parameters),
            formulas=tuple(replace(row, formula=text, words=text, numbers=text) for row in one.formulas),
        ))  # fmt: skip
    return replace(
        clean, schemes=tuple(schemes), engine_version=text, warnings=(text,), run_record={text: {text: [text]}},
        organisations={code: text for code in clean.organisations},
        not_run=tuple(replace(one, title=text, scheme=text, issues=(issue,)) for one in clean.not_run),
        quality=tuple(replace(one, dataset=text, file=text, sha256=text, issues=((text, text, 1),)) for one in clean.quality),
    )  # fmt: skip


def shapes(reading: Reading) -> set[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page with the names of their attributes."""
    return {(tag, tuple(sorted(attributes))) for tag, attributes in reading.elements}


@pytest.mark.parametrize("text", [SCRIPT, BREAKOUT, TURNED, LONG, *OTHERS], ids=lambda text: ascii(text)[:20])
def test_hostile_text_is_inert(text: str, reading: Reading) -> None:
    page = render_page(as_it_is(spoiled(text)), text)
    seen = read(page)
    assert seen.faults == []
    assert shapes(seen) <= shapes(reading)
    assert seen.styles == reading.styles
    assert all(reference.startswith("#") for reference in seen.having("href"))
    page.encode("utf-8")


def test_marks_that_turn_text_round_are_taken_out() -> None:
    page = render_page(as_it_is(spoiled(TURNED)), "2018-05-14")
    assert not {"\u202e", "\u202c", "\u200f", "\u2067", "\u2069", "\x00"} & set(page)
    assert "gnp.exe" in page


def test_a_very_long_name_is_cut_and_says_so() -> None:
    clean = sample()
    page = render_page(as_it_is(replace(clean, organisations={code: LONG for code in clean.organisations})), "2018-05-14")
    assert "X" * 121 not in page
    assert "X…" in page
