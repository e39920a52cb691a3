"""The engines over which contract tests run; those on Spark share one session, so they run in one process."""

from __future__ import annotations

import pytest

from floodwatch.engine import ENGINES

ON_ENGINES = [
    pytest.param(engine, id=engine.name, marks=[pytest.mark.spark] if engine.name == "spark" else [])
    for engine in ENGINES
]
