"""Where SQL runs. An engine knows tables, not threats."""

from __future__ import annotations

from floodwatch.engine.base import Engine
from floodwatch.engine.duckdb import DuckDB
from floodwatch.engine.spark import Spark

ENGINES: tuple[type[Engine], ...] = (DuckDB, Spark)

__all__ = ["ENGINES", "DuckDB", "Engine", "Spark"]
