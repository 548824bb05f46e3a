"""Everything that Spark must do as the other engines do, in one file: the session takes as long to start as a test to run."""

from __future__ import annotations

import pytest

from spark.same_cells import test_spark_agrees_with_rows
from spark.same_figures import test_kpis_and_savings_are_the_same
from spark.same_words import test_spark_says_what_rows_say

__all__ = ["test_kpis_and_savings_are_the_same", "test_spark_agrees_with_rows", "test_spark_says_what_rows_say"]
pytestmark = pytest.mark.spark
