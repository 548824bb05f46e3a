"""Each engine's own words, by dialect."""

from __future__ import annotations

from improving_value.compile.primitives_duckdb import DuckDBPrimitives
from improving_value.compile.primitives_spark import SparkPrimitives
from improving_value.expression.sql_primitives import Primitives


def primitives_for(dialect: str) -> Primitives:
    """Return the primitives of a dialect: duckdb or spark."""
    if dialect == "duckdb":
        return DuckDBPrimitives()
    if dialect == "spark":
        return SparkPrimitives()
    raise ValueError(f"no engine speaks `{dialect}`")
