"""Do a network's posts come from apps that say what they do, or from one app that nobody else uses?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, rate
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Step, Value

COMMON = 0.05
"""Share of a platform's background that makes an app the platform's ordinary one, whatever its name says."""

MAIN = Step(
    "open_clients_main",
    f"""
    SELECT c.account_no, a.platform, c.background, c.client, n.says_so
    FROM persona_clients c JOIN personas a USING (account_no)
    JOIN (SELECT client, {clause("client", "client")} AS says_so
          FROM (SELECT DISTINCT client FROM persona_clients)) n USING (client)
    """,
)
RARE = Step(
    "open_clients_rare",
    f"""
    SELECT o.* FROM open_clients_main o
    LEFT JOIN (SELECT platform, client, count(*) AS n FROM open_clients_main WHERE background GROUP BY ALL) c
        USING (platform, client)
    LEFT JOIN (SELECT platform, count(*) AS n FROM open_clients_main WHERE background GROUP BY ALL) w
        USING (platform)
    WHERE coalesce(c.n, 0) < {COMMON} * greatest(coalesce(w.n, 0), 20)
    """,
)
ROWS = """
    WITH sizes AS (SELECT network_id, count(*) AS size FROM persona_members GROUP BY ALL),
    mine AS (
        SELECT m.network_id, o.client, o.says_so, o.account_no, a.platform, a.account_id
        FROM persona_members m JOIN open_clients_rare o USING (account_no) JOIN personas a USING (account_no)),
    counted AS (
        SELECT network_id, 'open_client' AS signal, '' AS client, account_no, platform, account_id
        FROM mine WHERE says_so
        UNION ALL
        SELECT network_id, 'rare_client', client, account_no, platform, account_id FROM mine WHERE NOT says_so),
    summed AS (
        SELECT network_id, signal, client, count(*) AS hits, list(platform ORDER BY account_no) AS platforms,
               list(account_id ORDER BY account_no) AS ids
        FROM counted GROUP BY ALL)
    SELECT s.*, sizes.size,
           (SELECT count(*) FROM open_clients_main o WHERE o.background) AS whole,
           (SELECT count(*) FROM open_clients_rare o WHERE o.background
               AND CASE WHEN s.signal = 'open_client' THEN o.says_so ELSE o.client = s.client END) AS seen
    FROM summed s JOIN sizes USING (network_id)
    WHERE hits >= 2
    QUALIFY row_number() OVER (PARTITION BY network_id, signal ORDER BY hits DESC, client) = 1
    ORDER BY network_id, signal
"""


class OpenClients(Signal):
    """`open_client`: apps that repeat or cross-post and say so; `rare_client`: the commonest other app."""

    name = "signals/open_clients"
    description = "Which apps a network's posts come from."
    needs = ("personas", "persona_members", "persona_clients")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to two rows per network whose posts name their app."""
        engine.steps((MAIN, RARE))
        rows = engine.arrow(ROWS).to_pylist()
        engine.drop(MAIN.name, RARE.name)
        for row in rows:
            named = f" {row['client']}" if row["client"] else " that repeat or schedule for their users"
            baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
            yield Finding(
                row["network_id"], row["signal"], row["hits"] / row["size"], "share of accounts",
                f"{row['hits']} of {row['size']} accounts post mostly from apps{named}; apps are common "
                "where their makers are", baseline,
                None if baseline is None else binomial(row["hits"], row["size"], baseline, 3),
                account_refs(row["platforms"], row["ids"]),
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Reposts by a retweet app, and everybody's own app."""
        app = [post(n, n, client="Python Retweet Bot") for n in range(4)]
        own = [post(n, n, client=f"app {n}") for n in range(20)]
        return (
            Example("a retweet app", True, {**people([{}] * 4, [{}] * 20), "posts": app}),
            Example("different apps", False, {**people([{}] * 4, [{}] * 16), "posts": own}),
        )


OPEN_CLIENTS = OpenClients()
