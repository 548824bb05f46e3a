"""The page as a document: well formed, self-contained, accessible, the same bytes every time."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace

from improving_value.assess.disclosure import INTERNAL, SHAREABLE, disclose
from improving_value.report.page import render_page
from report.reading import Reading
from report.sample import as_it_is, sample


def test_it_is_well_formed(reading: Reading) -> None:
    assert reading.faults == []


def test_it_says_what_it_is(page: str, reading: Reading) -> None:
    assert reading.all("html") == [{"lang": "en-GB"}]
    assert len(reading.all("h1")) == 1
    assert "Internal – not for onward sharing" in reading.text
    assert page.startswith("<!DOCTYPE html>")


def test_nothing_is_fetched_and_nothing_runs(page: str, reading: Reading) -> None:
    (policy,) = [meta["content"] for meta in reading.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    assert all(reference.startswith("#") for reference in reading.having("href"))
    for attribute in ("src", "srcset", "data", "action", "background", "poster", "xlink:href", "xmlns"):
        assert reading.having(attribute) == []
    assert not {"script", "link", "base", "iframe", "object", "form", "img", "image", "foreignobject", "style"} & {
        tag for tag, _ in reading.elements[reading.elements.index(("body", {})):]
    }  # fmt: skip
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", page))
    assert "@import" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert not [name for _, attributes in reading.elements for name in attributes if name.startswith("on")]


def test_ids_are_unique_and_references_lead_somewhere(reading: Reading) -> None:
    ids = reading.having("id")
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    known = set(ids)
    assert {reference.removeprefix("#") for reference in reading.having("href")} <= known
    assert {name for value in reading.having("aria-labelledby") for name in value.split()} <= known
    assert {target for value in reading.having("clip-path") for target in re.findall(r"#([^)]*)", value)} <= known


def test_headings_go_down_one_step_at_a_time(reading: Reading) -> None:
    levels = [int(tag[1]) for tag, _ in reading.elements if re.fullmatch(r"h[1-6]", tag)]
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


def test_landmarks_and_skip_link(reading: Reading) -> None:
    for landmark in ("header", "nav", "main", "footer"):
        assert len(reading.all(landmark)) == 1
    links = reading.all("a")
    assert links[0] == {"class": "skip", "href": "#main"}


def test_tables_have_captions_and_scopes_and_wide_ones_can_be_reached(reading: Reading) -> None:
    assert len(reading.all("caption")) == len(reading.all("table")) > 20
    assert all(header.get("scope") in ("col", "row", "rowgroup") for header in reading.all("th"))
    regions = [element for element in reading.all("div") if element.get("class") == "scroll"]
    assert all(region["tabindex"] == "0" and region["role"] == "group" and region["aria-labelledby"] for region in regions)


def test_every_chart_has_a_title_and_a_description(reading: Reading) -> None:
    charts = [element for element in reading.all("svg") if element.get("class") in ("chart", "strip")]
    assert len(charts) >= 8
    assert all(chart["role"] == "img" and len(chart["aria-labelledby"].split()) == 2 for chart in charts)
    assert len(reading.all("desc")) == len(charts)


def test_marks_are_never_alone(reading: Reading) -> None:
    assert all(mark.get("aria-hidden") == "true" for mark in reading.all("svg") if mark.get("class") == "mark")
    assert "Not met" in reading.text
    assert "Needs local interpretation" in reading.text


def test_the_same_bytes_every_time(page: str) -> None:
    script = "import sys; from report.sample import as_it_is, sample; from improving_value.report.page import render_page; " \
             "sys.stdout.buffer.write(render_page(as_it_is(sample()), '2018-05-14').encode())"  # fmt: skip
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment).stdout
    assert again == page.encode() == render_page(as_it_is(sample()), "2018-05-14").encode()


def test_considerations_without_a_heading_of_their_own_follow_the_one_above(page: str) -> None:
    section = page.split("Commissioning considerations</h3>", 1)[1]
    assert section.index("Both parties accept the four hours.") < section.index("<h4>Defining the service</h4>")
    assert "<h4></h4>" not in page


def test_the_foot_of_each_sheet_says_which_product_it_is() -> None:
    internal, shareable = "Internal – not for onward sharing", "Shareable – small numbers suppressed"
    for profile, words, others in ((INTERNAL, internal, shareable), (SHAREABLE, shareable, internal)):
        page = render_page(disclose(replace(sample(), run_record={}), profile), "2018-05-14")
        assert f'@page{{@bottom-left{{content:"{words}"' in page
        assert others not in page
