"""One small Spark session for the tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

REQUIRED = os.environ.get("IMPROVING_VALUE_REQUIRE_ALL") == "1"


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    if not REQUIRED:
        pytest.importorskip("pyspark")
        if shutil.which("java") is None:
            pytest.skip("no Java")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        .config("spark.driver.memory", "3g")
        # One virtual machine serves every test of a worker: what the first to start it asks for is what all have.
        # Thousands of rows, hundreds of small queries: compiling each to Java would take most of the time.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.adaptive.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
