"""Do the network's posts draw reposts without the likes and answers that reposts usually come with?

Public counters only: nobody needs to be named. Each author's median ratio of likes, replies and quotes to
reposts is held against the lowest twentieth of the background's authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, grouped
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Step, Value

LEAST_REPOSTS, LEAST_POSTS = 3, 2
LEAST_BACKGROUND = 20
LOWEST = 0.05

RATIOS = Step(
    "thin_echo_ratios",
    f"""
    SELECT a.account_no, a.background, r.ratio FROM (
        SELECT p.platform, p.account_id,
               median((p.likes + coalesce(p.replies, 0) + coalesce(p.quotes, 0)) / p.reposts) AS ratio
        FROM posts p
        WHERE p.reposts >= {LEAST_REPOSTS} AND p.likes IS NOT NULL AND p.repost_of IS NULL
          AND NOT coalesce(p.is_repost, false)
        GROUP BY p.platform, p.account_id HAVING count(*) >= {LEAST_POSTS}) r
    JOIN personas a USING (platform, account_id)
    WHERE a.background OR a.account_no IN (SELECT account_no FROM persona_members)
    """,
)
OTHERS = """
    SELECT ratio FROM thin_echo_ratios
    WHERE background AND account_no NOT IN (SELECT account_no FROM persona_members)"""
"""In no order: all that is asked of them is how many lie where."""
ROWS = """
    SELECT m.network_id, a.platform, a.account_id, r.ratio
    FROM thin_echo_ratios r JOIN persona_members m USING (account_no) JOIN personas a USING (account_no)
    ORDER BY m.network_id, r.account_no
"""


class ThinEcho(Signal):
    """Share of a network's reposted authors whose ratio lies in the lowest twentieth of the background."""

    name = "signals/thin_echo"
    description = "Whether a network's reposts come without the likes and answers that are usual."
    needs = ("personas", "persona_members", "posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with reposted authors, where the background has enough of them."""
        engine.table(RATIOS)
        background = engine.arrow(OTHERS).column("ratio").to_numpy()
        rows = columns(engine, ROWS)
        engine.drop(RATIOS.name)
        places = np.arange(len(rows["ratio"]))
        ratios = np.asarray(rows["ratio"], dtype=float)
        if len(background) < LEAST_BACKGROUND:
            return
        low = float(np.quantile(background, LOWEST))
        share = float((background <= low).mean())
        for network_id, chosen in grouped(rows["network_id"], places):
            hits = [int(i) for i in chosen if ratios[i] <= low]
            if hits:
                yield Finding(
                    network_id, "thin_echo", len(hits) / len(chosen), "share of reposted authors",
                    f"the posts of {len(hits)} of {len(chosen)} reposted authors drew at most {low:.2g} likes and "
                    "answers for each repost; calls to share, and news that nobody enjoys, do too",
                    share, binomial(len(hits), len(chosen), share),
                    account_refs([rows["platform"][i] for i in hits], [rows["account_id"][i] for i in hits]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Thirty reposts and one like, and the usual measure of likes."""
        usual = [post(n, n % 40, reposts=10, likes=30 + n % 40, replies=4, quotes=1) for n in range(8, 160)]
        thin = [post(200 + n, n % 4, reposts=30, likes=1, replies=0, quotes=0) for n in range(8)]
        plain = [post(200 + n, n % 4, reposts=10, likes=60, replies=0, quotes=0) for n in range(8)]
        others = [p for p in usual if p["account_id"] > "0003"]
        return (
            Example("few likes", True, {**people([{}] * 4, [{}] * 40), "posts": others + thin}),
            Example("usual likes", False, {**people([{}] * 4, [{}] * 40), "posts": others + plain}),
        )


THIN_ECHO = ThinEcho()
