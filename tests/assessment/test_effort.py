"""The estimate of a run: from a part in order, from a part without order, from the whole; and what it advises."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from floodwatch.assessment.effort import Part, effort, later
from floodwatch.vocabulary.load import load

COSTS = load("calibration/costs.yaml")
TRACES = ({"actions": 1000, "pairs": 5000}, {"actions": 500, "pairs": 1000})


@pytest.mark.parametrize(
    ("part", "likely"),
    [
        (Part(2000, 1.0, 0.5), 6000),
        (Part(2000, 0.1, 0.99), 60_000),
        (Part(2000, 0.1, 0.01), 60_000),
        (Part(2000, 0.1, 0.5), 600_000),
        (Part(2000, 0.1, 0.75), 189_736),
    ],
)
def test_pairs_grow_with_the_part_or_with_its_square(part, likely):
    found = effort(part, TRACES, COSTS, 8000)
    assert found.pairs.likely == likely
    assert found.pairs.low <= found.pairs.likely <= found.pairs.high
    assert found.cpu_seconds.low <= found.cpu_seconds.likely <= found.cpu_seconds.high
    assert found.posts == round(2000 / part.share)


def test_a_large_input_is_sent_to_spark_and_a_middling_one_to_the_disk():
    small = effort(Part(1000, 1.0, 1.0), TRACES, COSTS, 8000)
    middling = effort(Part(4_000_000, 1.0, 1.0), TRACES, COSTS, 8000)
    large = effort(Part(1_000_000, 0.001, 1.0), ({"actions": 10**6, "pairs": 10**8},), COSTS, 8000)
    assert (small.engine, middling.engine, large.engine) == ("duckdb", "duckdb", "spark")
    assert "fits" in small.advice[0]
    assert any("--memory 6400MB" in line for line in middling.advice)
    assert large.cores == 40
    assert "0.1% of the input" in large.advice[0]


def test_where_memory_is_not_known_nothing_is_made_of_it():
    found = effort(Part(8_000_000, 1.0, 1.0), TRACES, COSTS, 0)
    assert found.engine == "duckdb"
    assert "not known" in found.advice[0]


def test_order_is_seen_in_the_times():
    start = datetime(2024, 1, 1, tzinfo=UTC)
    times = [start + timedelta(minutes=n) for n in range(100)]
    kind = pa.timestamp("us", tz="UTC")
    assert later(pa.chunked_array([pa.array(times, kind)])) == 1.0
    assert later(pa.chunked_array([pa.array(times[::-1], kind)])) == 0.0
    assert later(pa.chunked_array([pa.array([*times[:1], None], kind)])) == 1.0
