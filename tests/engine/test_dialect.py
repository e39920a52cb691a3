"""What becomes of DuckDB's SQL on Spark, where the two differ; and that both give the same values."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest

from floodwatch.engine import DuckDB, Spark
from floodwatch.engine.dialect import statement


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("len(a)", "SIZE(a)"),
        ("length(a)", "LENGTH(a)"),
        ("lower(a)", "LOWER(TRANSLATE(a, 'İΣ', 'iσ'))"),
        ("epoch(a)", "UNIX_MICROS(a) / CAST(1000000 AS DOUBLE)"),
        ("to_timestamp(a)", "TIMESTAMP_SECONDS(a)"),
        ("strftime(a, '%Y-%mT%H')", "DATE_FORMAT(a, 'yyyy-MM\\'T\\'HH')"),
        ("quantile_disc(a, 0.98)", "PERCENTILE_DISC(0.98) WITHIN GROUP (ORDER BY a NULLS LAST)"),
        ("quantile_cont(a, 0.5)", "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a NULLS LAST)"),
        ("row_number() OVER ()", "ROW_NUMBER() OVER (ORDER BY NULL)"),
        ("list_has_any(a, b)", "ARRAYS_OVERLAP(a, b)"),
        ("regexp_replace(a, '(b)$', '$\\1', 'g')", "REGEXP_REPLACE(a, '(b)$', '\\\\$$1')"),
        (
            "list(DISTINCT a ORDER BY a)",
            "TRANSFORM(ARRAY_SORT(COLLECT_SET(STRUCT(a IS NULL AS k0, a AS k1, a AS v))), r -> r.v)",
        ),
        (
            "list(lower(a) ORDER BY b) FILTER (WHERE c)",
            "TRANSFORM(ARRAY_SORT(COLLECT_LIST(STRUCT(b IS NULL AS k0, b AS k1, LOWER(TRANSLATE(a, 'İΣ', 'iσ')) AS v))"
            " FILTER(WHERE c)), r -> r.v)",
        ),
    ],
)
def test_what_differs_is_translated(ours, theirs):
    assert statement(f"SELECT {ours}").sql == f"SELECT {theirs}"


def test_a_statement_says_what_it_makes():
    assert (statement("CREATE OR REPLACE TABLE t AS SELECT 1 AS n").makes, "table") == ("table", "table")
    view = statement("CREATE OR REPLACE VIEW v AS SELECT 1 AS n")
    assert (view.makes, view.name, view.sql) == ("view", "v", "SELECT 1 AS n")
    assert statement("DROP TABLE IF EXISTS t").name == "t"
    kept = "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1"
    assert "QUALIFY" in statement(kept).sql


def test_what_has_no_translation_is_refused():
    with pytest.raises(NotImplementedError, match="falling order"):
        statement("SELECT list(a ORDER BY b DESC) FROM t")


VALUES = """
    SELECT g, list(w ORDER BY n) AS first_ones, list(DISTINCT w ORDER BY w) AS once_each, median(n) AS middle,
        quantile_disc(n, 0.5) AS half, string_agg(DISTINCT w, '|' ORDER BY w) AS said, bool_and(n > 0) AS all_over,
        arg_min(w, n) AS least_one, min(epoch(made_at)) AS since,
        strftime(to_timestamp(min(n)), '%Y-%m-%dT%H:%M:%SZ') AS day,
        regexp_replace(min(w), '(\\p{L})(\\d)', '\\1-\\2', 'g') AS parted, CAST(sum(n) AS BIGINT) // 2 AS halved
    FROM t GROUP BY g ORDER BY g"""


@pytest.mark.spark
def test_values_are_the_same_on_both_engines():
    at = pa.array([1_700_000_000_500_000 + 7 * n for n in range(12)], pa.timestamp("us", tz="UTC"))
    rows = pa.table({
        "g": [n % 3 for n in range(12)], "n": [(n * 5) % 12 for n in range(12)],
        "w": [["a1", "b2", None, "ä9"][n % 4] for n in range(12)], "made_at": at,
    })  # fmt: skip
    found = []
    for kind in (DuckDB, Spark):
        with kind() as engine:
            engine.register("t", rows)
            found.append(engine.arrow(VALUES).to_pylist())
    assert found[0] == found[1]


@pytest.mark.spark
def test_every_letter_of_unicode_15_is_lowered_alike():
    """Java and DuckDB do not know the same later versions."""
    letters = [chr(n) for n in range(1, 0x2FFFF) if unicodedata.category(chr(n)) in ("Lu", "Ll", "Lt")]
    assert unicodedata.unidata_version < "16"
    assert len(letters) > 4000
    rows = pa.table({"a": [*letters, "ΟΔΟΣ", "DİYARBAKIR", "ΑΣ ΑΣ"]})
    found = []
    for kind in (DuckDB, Spark):
        with kind() as engine:
            engine.register("t", rows)
            found.append(engine.arrow("SELECT a, lower(a) AS low FROM t ORDER BY a").to_pylist())
    assert found[0] == found[1]
