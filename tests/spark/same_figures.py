"""The plans of published schemes give the same figures on a local Spark session as on DuckDB.

One scheme in the tests, which looks bands up and compares with a baseline: Spark takes half a minute for it.
All of them with `make test-spark`, which says so by an environment variable.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from improving_value.assess.chapter import assess_scheme
from improving_value.assess.disclosure import INTERNAL, disclose
from improving_value.check.absent import without
from improving_value.compile.plan import compile_scheme
from improving_value.library import check_all, illustrative_names, read_library
from improving_value.pipeline import demo_request, run
from improving_value.report.tables import write_tables
from improving_value.run.session import Activity, read_activity, short_histories, unlisted_providers
from improving_value.run.store import open_store
from improving_value.spec.parameters_file import load_parameters

SOME = ("chemo_dose_standardisation",)
ONLY = () if os.environ.get("IMPROVING_VALUE_EVERY_SCHEME") == "1" else SOME


def test_kpis_and_savings_are_the_same(spark: Any, tmp_path: Path) -> None:
    from improving_value.run.engines.spark import SparkEngine

    request = replace(demo_request(tmp_path / "duckdb", date(2026, 11, 21)), only=ONLY)
    assessment = run(request)
    library = read_library((), ())
    assert request.parameters is not None
    entries = load_parameters(request.parameters)
    checked, _ = check_all(library, entries, ONLY)
    assert len(checked) == len(assessment.schemes) > 0
    sources = tmp_path / "sources"
    sources.mkdir()
    chapters = []
    with open_store(tmp_path, "1GB") as store:
        activity: Activity = read_activity(store, request.data, tmp_path, checked, library.dictionary, request.span, request.baseline)
        for one in checked:
            scheme = without(one, activity.intake.absent)
            calendar = activity.calendar(scheme)
            store.engine.export_sources(compile_scheme(scheme, calendar, "duckdb"), sources)
            results = SparkEngine(spark, sources).run(compile_scheme(scheme, calendar, "spark"))
            notes = (*short_histories(scheme, activity), *unlisted_providers(scheme, activity))
            invented = illustrative_names(entries.get(scheme.scheme.scheme, {}))
            chapters.append(assess_scheme(scheme, results, request.span, request.baseline, invented, notes))
    folder = tmp_path / "spark"
    folder.mkdir()
    write_tables(disclose(replace(assessment, schemes=tuple(chapters)), INTERNAL), folder)
    for name in ("kpis.csv", "savings.csv", "counts.csv", "costs.csv"):
        assert (folder / name).read_bytes() == (tmp_path / "duckdb" / "internal" / name).read_bytes(), name
