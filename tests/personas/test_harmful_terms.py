"""Rates of harmful terms: what counts, what is told beside, and what is never tested."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from floodwatch.detectors.personas.originals import PERSONA_ORIGINALS
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.signals.harmful_terms import HARMFUL_TERMS
from floodwatch.features.post_terms import POST_TERMS
from tests.personas.table import engine, rows, run


def signals(posts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows by signal; accounts 0 to 3 are a network, 4 to 33 the background."""
    table = engine(posts=posts)
    for name, given in people([{}] * 4, [{}] * 30).items():
        table.register(name, pa.Table.from_pylist(given))
    run(table, POST_TERMS, PERSONA_ORIGINALS, HARMFUL_TERMS)
    return {r["signal"]: r for r in rows(table, HARMFUL_TERMS.name)}


def said(text: str, first: int = 0, many: int = 12, **given: Any) -> list[dict[str, Any]]:
    return [post(first + n, n % 4, f"{text} ({n})", **given) for n in range(many)]


QUIET = [post(500 + n, 4 + n % 30, f"Rain on day {n}") for n in range(300)]


def test_terms_are_counted_against_the_background_and_shown_masked():
    row = signals([*said("Refugees are parasites"), *QUIET])["terms_anti_migrant"]
    assert row["value"] == 1 and row["p_value"] < 0.001 and row["baseline"] < 0.01
    assert "dh-vermin p*** 12" in row["explanation"] and "parasites" not in row["explanation"]
    assert "not hate speech found" in row["explanation"]
    assert len(row["evidence"].split("|")) == 12


def test_what_is_quoted_reported_or_opposed_does_not_count():
    told = [
        *said("“Refugees are parasites”", 20),
        *said("Refugees are not parasites", 40),
        *said("A man said refugees are parasites", 60),
    ]
    assert "terms_anti_migrant" not in signals([*told, *QUIET])
    row = signals([*said("Refugees are parasites", many=4), *told, *QUIET])["terms_anti_migrant"]
    assert row["value"] == 4 / 40
    assert "12 counter speech" in row["explanation"] and "12 quoted" in row["explanation"]


def test_reposts_are_somebody_elses_words():
    assert not signals([*said("Refugees are parasites", repost_of="1", is_repost=True), *QUIET])


def test_criticism_of_a_state_is_no_harm_and_never_tested():
    found = signals([*said("The government is corrupt"), *QUIET])
    assert set(found) == {"state_criticism"}
    assert found["state_criticism"]["p_value"] is None
    assert "political speech" in found["state_criticism"]["explanation"]
    assert "counted, not tested" in found["state_criticism"]["explanation"]
