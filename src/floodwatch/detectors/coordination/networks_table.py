"""One row per network, as the findings carry it: how large, where, when, by which traces, and of what kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

SHARED = Step(
    "network_table_shared",
    """
    SELECT m.network_id, a.trace_key, a.object_key
    FROM members m JOIN keyed_actions a USING (account_key)
    GROUP BY ALL HAVING count(DISTINCT a.account_key) >= 2
    """,
)

POSTS = Step(
    "network_table_posts",
    """
    SELECT m.network_id, count(DISTINCT (m.platform, a.post_id)) AS posts,
           min(a.acted_s) AS first_s, max(a.acted_s) AS last_s
    FROM members m JOIN keyed_actions a USING (account_key)
    JOIN network_table_shared s
      ON s.network_id = m.network_id AND s.trace_key = a.trace_key AND s.object_key = a.object_key
    GROUP BY ALL
    """,
)

BEHAVIOURS = Step(
    "network_table_behaviours",
    """
    SELECT network_id, string_agg(DISTINCT behaviour, '|' ORDER BY behaviour) AS behaviours
    FROM (SELECT network_id, unnest(string_split(behaviours, '|')) AS behaviour FROM members)
    WHERE behaviour <> '' GROUP BY ALL
    """,
)

PLACES = Step(
    "network_table_places",
    """
    SELECT network_id, count(*) AS members, string_agg(DISTINCT platform, '|' ORDER BY platform) AS platforms
    FROM members GROUP BY ALL
    """,
)

TABLE = Step(
    "networks",
    """
    SELECT f.network_id, coalesce(k.kind, 'unclear') AS kind, coalesce(w.members, 0) AS members,
           coalesce(p.posts, 0) AS posts, coalesce(w.platforms, '') AS platforms,
           coalesce(b.behaviours, '') AS behaviours,
           strftime(to_timestamp(p.first_s), '%Y-%m-%dT%H:%M:%SZ') AS first_seen,
           strftime(to_timestamp(p.last_s), '%Y-%m-%dT%H:%M:%SZ') AS last_seen,
           f.q_value, coalesce(k.summary, '') AS summary
    FROM networks_found f
    LEFT JOIN network_kinds k USING (network_id)
    LEFT JOIN network_table_posts p USING (network_id)
    LEFT JOIN network_table_behaviours b USING (network_id)
    LEFT JOIN network_table_places w USING (network_id)
    ORDER BY f.network_id
    """,
)


class NetworkTable:
    """`posts` counts the members' posts that use an object which two members or more have used."""

    name = "network_table"
    description = "One row per network: size, traces, platforms, time span, kind and reason."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("networks_found", "network_kinds", "members", "keyed_actions")
    makes = ("networks",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `networks`, sorted by id."""
        engine.steps((SHARED, POSTS, BEHAVIOURS, PLACES, TABLE))
        engine.drop(*(step.name for step in (SHARED, POSTS, BEHAVIOURS, PLACES)))

    def examples(self) -> Sequence[Example]:
        """A network of two accounts makes a row; no network makes none."""
        members: Rows = [
            {"network_id": "n-1", "platform": "x", "account_id": str(n), "behaviours": "url|text",
             "account_key": n}
            for n in (0, 1)
        ]  # fmt: skip
        actions: Rows = [
            {
                "trace_key": 0,
                "account_key": n,
                "object_key": 7,
                "acted_s": 1_700_000_000 + n,
                "post_id": f"p{n}",
            }
            for n in (0, 1)
        ]
        kinds: Rows = [{"network_id": "n-1", "kind": "unclear", "summary": "Unclear."}]
        found: Rows = [{"network_id": "n-1", "q_value": 1e-6}]
        tables = {
            "members": members,
            "keyed_actions": actions,
            "network_kinds": kinds,
            "networks_found": found,
        }
        return (Example("two accounts", True, tables), Example("no network", False, {}))


NETWORK_TABLE = NetworkTable()
