"""The posts behind every accepted edge: per shared object, the two posts that lie nearest in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from floodwatch.detectors.coordination.kernel import RARE_CAP
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

PAIR = "trace_key, account_a, account_b"

ACCEPTED = Step("edge_evidence_accepted", """
    SELECT trace_key, account_a, account_b, behaviour, source_platform, source_id, target_platform, target_id,
        window_s
    FROM edges JOIN keyed_traces ON keyed_traces.trace = edges.behaviour""")  # fmt: skip


def object_step(rare_cap: int) -> Step:
    """The objects of each edge: those met within its window, or the rare ones both used when it has none."""
    return Step("edge_evidence_objects", f"""
        SELECT accepted.*, object_key
        FROM edge_evidence_accepted AS accepted JOIN co_actions USING ({PAIR})
        WHERE nearest_s <= window_s
        UNION ALL
        SELECT accepted.*, side_a.object_key
        FROM edge_evidence_accepted AS accepted
        JOIN edge_evidence_rare AS side_a
            ON side_a.trace_key = accepted.trace_key AND side_a.account_key = accepted.account_a
        JOIN edge_evidence_rare AS side_b
            ON side_b.object_key = side_a.object_key AND side_b.account_key = accepted.account_b
        WHERE window_s IS NULL AND side_a.actors <= {rare_cap}""")  # fmt: skip


RARE = Step("edge_evidence_rare", """
    SELECT DISTINCT trace_key, account_key, object_key, actors
    FROM keyed_actions JOIN (SELECT object_key, actors FROM object_margins) USING (object_key)
    SEMI JOIN (
        SELECT trace_key, unnest([account_a, account_b]) AS account_key
        FROM edge_evidence_accepted WHERE window_s IS NULL) AS without_window
    USING (trace_key, account_key)""")  # fmt: skip

EVIDENCE = Step("edge_evidence", """
    SELECT behaviour, source_platform, source_id, target_platform, target_id, object_id, source_post,
        target_post,
        to_timestamp(source_s) AS source_at, to_timestamp(target_s) AS target_at, target_s - source_s AS lag_s
    FROM (
        SELECT objects.*, side_a.post_id AS source_post, side_b.post_id AS target_post,
            side_a.acted_s AS source_s, side_b.acted_s AS target_s,
            row_number() OVER (PARTITION BY objects.trace_key, account_a, account_b, objects.object_key
                ORDER BY abs(side_b.acted_s - side_a.acted_s), side_a.acted_s, side_a.post_id, side_b.post_id)
                AS place
        FROM edge_evidence_objects AS objects
        JOIN keyed_actions AS side_a
            ON side_a.object_key = objects.object_key AND side_a.account_key = account_a
        JOIN keyed_actions AS side_b
            ON side_b.object_key = objects.object_key AND side_b.account_key = account_b)
    JOIN keyed_objects USING (object_key)
    WHERE place = 1""")  # fmt: skip


class EdgeEvidence:
    """Lists the post pairs behind each edge, so that every number of a finding can be looked at."""

    name = "edge_evidence"
    description = (
        "For every accepted edge and shared object, the two posts nearest in time within the edge's window."
    )
    version = 1
    parameters = (
        Parameter("rare_cap", RARE_CAP, "As for the co-actions: what counts as a rare object.", "accounts"),
    )
    needs = (
        "edges", "co_actions", "object_margins", "keyed_actions", "keyed_objects", "keyed_traces",
    )  # fmt: skip
    makes = ("edge_evidence",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `edge_evidence`; lag_s is the target's time less the source's, the edge's first account."""
        rare_cap = int(str(settings.get("rare_cap", RARE_CAP)))
        engine.steps((ACCEPTED, RARE, object_step(rare_cap), EVIDENCE))
        engine.drop("edge_evidence_accepted", "edge_evidence_rare", "edge_evidence_objects")

    def examples(self) -> Sequence[Example]:
        """An edge with one shared link; the same table without edges accepted for it."""
        return (
            Example("an edge of one minute", True, {**_TABLES, "edges": [_edge("url")]}),
            Example("an edge of a trace that has no actions", False, {**_TABLES, "edges": [_edge("text")]}),
        )


def _edge(behaviour: str) -> dict[str, object]:
    sides = {"source_platform": "x", "source_id": "a", "target_platform": "x", "target_id": "b"}
    return {"behaviour": behaviour, **sides, "window_s": 60, "account_a": 0, "account_b": 1}


def _acted(account: int, second: int) -> dict[str, object]:
    row = {"trace_key": 0, "account_key": account, "object_key": 0}
    return {**row, "acted_s": _NOON + second, "post_id": f"p{account}"}


_NOON = int((datetime(2024, 5, 1, tzinfo=UTC) + timedelta(hours=12)).timestamp())
_TABLES: dict[str, Rows] = {
    "co_actions": [{"trace_key": 0, "object_key": 0, "account_a": 0, "account_b": 1, "nearest_s": 20}],
    "object_margins": [{"trace_key": 0, "object_key": 0, "actors": 2}],
    "keyed_actions": [_acted(0, 0), _acted(1, 20)],
    "keyed_objects": [{"trace_key": 0, "object_key": 0, "object_id": "https://example.org/a"}],
    "keyed_traces": [{"trace_key": 0, "trace": "url"}],
}

EDGE_EVIDENCE = EdgeEvidence()
