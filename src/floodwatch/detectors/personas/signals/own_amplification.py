"""How much of the engagement that a network gets comes from its own members?

The denominator is the greater of the public counters of the members' posts and of what is seen in the data.
The rest came from outside the detected network, which includes members that were not detected: it is never
called authentic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Step, Value

LEAST = 20
"""Engagements below which nothing is said."""
BESIDE = 3
"""Posts of others, each engaged with by three members, from which on a network stands without its own posts;
its signal then ends in `_beside`."""
COUNTERS = {"repost": "reposts", "reply": "replies", "quote": "quotes"}

INSIDE = Step(
    "own_amplification_inside",
    """
    SELECT b.network_id, e.form, count(*) AS own, count(DISTINCT e.account_no) AS givers
    FROM engagements e JOIN persona_members a ON a.account_no = e.account_no
    JOIN persona_members b ON b.account_no = e.target_no AND b.network_id = a.network_id
    GROUP BY ALL
    """,
)
RECEIVED = Step(
    "own_amplification_received",
    """
    SELECT m.network_id, e.form, count(*) AS seen
    FROM engagements e JOIN persona_members m ON m.account_no = e.target_no GROUP BY ALL
    """,
)
COUNTED = Step(
    "own_amplification_counted",
    """
    SELECT m.network_id, sum(p.reposts)::BIGINT AS repost, sum(p.replies)::BIGINT AS reply,
           sum(p.quotes)::BIGINT AS quote
    FROM persona_members m JOIN persona_posts p USING (account_no) WHERE p.act <> 0 GROUP BY m.network_id
    """,
)
GIVEN = Step(
    "own_amplification_given",
    """
    SELECT m.network_id, e.form, count(*) AS given
    FROM engagements e JOIN persona_members m USING (account_no)
    WHERE NOT EXISTS (SELECT 1 FROM persona_members t
                      WHERE t.network_id = m.network_id AND t.account_no = e.target_no)
    GROUP BY ALL
    """,
)
OUTSIDE = Step(
    "own_amplification_outside",
    """
    SELECT network_id, form, count(*) AS objects FROM (
        SELECT m.network_id, e.form, e.target_post FROM engagements e JOIN persona_members m USING (account_no)
        WHERE e.target_post IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM persona_members t
                          WHERE t.network_id = m.network_id AND t.account_no = e.target_no)
        GROUP BY ALL HAVING count(DISTINCT e.account_no) >= 3)
    GROUP BY ALL
    """,
)
STEPS = (INSIDE, RECEIVED, COUNTED, GIVEN, OUTSIDE)
ROWS = """
    SELECT i.network_id, i.form, i.own, i.givers, r.seen,
           greatest(r.seen, coalesce(CASE i.form WHEN 'repost' THEN c.repost WHEN 'reply' THEN c.reply
                                     ELSE c.quote END, 0)) AS whole,
           coalesce(g.given, 0) AS given, coalesce(o.objects, 0) AS elsewhere,
           coalesce(e.total, 0) AS total,
           list(p.platform ORDER BY p.account_no) AS platforms, list(p.account_id ORDER BY p.account_no) AS ids
    FROM own_amplification_inside i JOIN own_amplification_received r USING (network_id, form)
    LEFT JOIN own_amplification_counted c USING (network_id)
    LEFT JOIN own_amplification_given g USING (network_id, form)
    LEFT JOIN own_amplification_outside o USING (network_id, form)
    LEFT JOIN (SELECT form, count(*) AS total FROM engagements GROUP BY form) e USING (form)
    JOIN persona_members m USING (network_id) JOIN personas p USING (account_no)
    GROUP BY ALL ORDER BY i.network_id, i.form
"""


class OwnAmplification(Signal):
    """Share of reposts, replies and quotes of members' posts that other members gave."""

    name = "signals/own_amplification"
    description = "Share of a network's engagement that comes from its own members."
    needs = ("personas", "persona_members", "engagements", "persona_posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network and form of engagement of which there is enough."""
        engine.steps(STEPS)
        rows = engine.arrow(ROWS).to_pylist()
        engine.drop(*(s.name for s in STEPS))
        for row in rows:
            if row["whole"] < LEAST:
                continue
            others = row["total"] - row["seen"]
            expected = (row["given"] + 0.5) / (others + 1.0) if others else 1.0
            beside = "_beside" if row["elsewhere"] >= BESIDE else ""
            yield Finding(
                row["network_id"], f"own_{COUNTERS[row['form']]}{beside}", row["own"] / row["whole"],
                f"share of {COUNTERS[row['form']]} of its posts",
                f"{row['own']} of {row['whole']} {COUNTERS[row['form']]} of its posts come from {row['givers']} "
                "of its own accounts, the rest from outside the detected network; friends and fans also answer "
                "each other first", expected, binomial(row["own"], row["whole"], expected),
                account_refs(row["platforms"], row["ids"]),
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A ring that reposts its head, and a head whom strangers repost."""
        inside = [_repost(n, 1 + n % 3, 0) for n in range(30)]
        outside = [_repost(n, 5 + n % 3, 0) for n in range(30)]
        shared = {**people([{}] * 4, [{}] * 6), "posts": [post(0, 0, reposts=32, replies=0, quotes=0)]}
        return (
            Example("a ring", True, {**shared, "engagements": inside}),
            Example("a public", False, {**shared, "engagements": outside}),
        )


def _repost(number: int, giver: int, target: int) -> dict[str, object]:
    return {
        "platform": "x", "post_id": f"r{number}", "form": "repost", "account_no": giver,
        "target_id": f"{target:04d}", "target_no": target, "target_post": f"t{target}",
    }  # fmt: skip


OWN_AMPLIFICATION = OwnAmplification()
