"""Does a network ask its readers for their opinion, or poll them, more often than others who post on its topics do?

Topics are the hashtags and sites that most members use. Where enough others post on them, and the network
mostly does, both sides are counted on these posts alone; else over all original posts, and the row says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from floodwatch.detectors.personas.excess import Excess, backgrounds, measured
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Step, Value
from floodwatch.tools.urls import shared_hosts

TOPICS = 20
"""Hashtags and sites of a network that are its topics: those of most members, of two at least."""
LEAST_POSTS, LEAST_ACCOUNTS = 100, 20
"""The least background on the topics that is compared with."""

ASKED = Step(
    "opinion_asked",
    """
    SELECT DISTINCT 'opinion_probe' AS thing, a.account_no, b.platform, b.post_id, b.created_at
    FROM post_probes b JOIN personas a USING (platform, account_id)
    WHERE b.probe IN ('opinion_question', 'opinion_poll') AND NOT b.is_share
    """,
)
MEMBERS = Step(
    "opinion_members",
    """
    SELECT m.network_id, m.account_no, a.platform, a.account_id
    FROM persona_members m JOIN personas a USING (account_no)
    WHERE m.network_id IN (SELECT n.network_id FROM opinion_asked q JOIN persona_members n USING (account_no))
    """,
)
"""Members of the networks that ask: of no other network are topics needed."""
TAGS = """
    SELECT p.platform, p.account_id, p.post_id, unnest(list_transform(p.hashtags, lambda h: lower(h))) AS topic
    FROM posts p WHERE len(p.hashtags) > 0 AND NOT coalesce(p.is_repost, false) AND p.repost_of IS NULL"""
SITES = """
    SELECT l.platform, l.account_id, l.post_id, l.domain AS topic FROM post_links l
    WHERE NOT l.is_share AND l.domain IS NOT NULL"""
USED = Step(
    "opinion_used",
    f"""
    SELECT m.network_id, t.kind, t.topic, count(DISTINCT m.account_no) AS members, count(*) AS n
    FROM (SELECT 'tag' AS kind, t.* FROM ({TAGS}) t UNION ALL SELECT 'site' AS kind, s.* FROM ({SITES}) s) t
    JOIN opinion_members m USING (platform, account_id)
    GROUP BY m.network_id, t.kind, t.topic HAVING count(DISTINCT m.account_no) >= 2
    """,
)
"""What networks name. Sites of everybody go in the next step: an engine that drops them here looks at every link."""
TOPIC = f"""
    SELECT network_id, kind, topic FROM opinion_used WHERE kind = 'tag' OR topic NOT IN ({{shared}})
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY members DESC, n DESC, kind, topic) <= {TOPICS}
"""
THINGS = Step(
    "opinion_things",
    f"""
    SELECT a.account_no, a.background, t.post_id, t.kind, t.topic, q.post_id IS NOT NULL AS asks
    FROM (SELECT 'tag' AS kind, t.* FROM ({TAGS}) t
          WHERE t.topic IN (SELECT topic FROM opinion_topics WHERE kind = 'tag')
          UNION ALL
          SELECT 'site' AS kind, s.* FROM ({SITES}) s
          WHERE s.topic IN (SELECT topic FROM opinion_topics WHERE kind = 'site')) t
    JOIN personas a USING (platform, account_id)
    LEFT JOIN (SELECT DISTINCT platform, post_id FROM opinion_asked) q
        ON q.platform = t.platform AND q.post_id = t.post_id
    WHERE a.background OR a.account_no IN (SELECT account_no FROM persona_members)
    """,
)
"""Posts on these topics only: few, where all posts with a hashtag or a link are many."""
ALIKE = """
    SELECT s.network_id, m.account_no IS NOT NULL AS mine, s.posts, s.hits, count(*) AS accounts
    FROM (SELECT network_id, account_no, background, count(*) AS posts, count(CASE WHEN asks THEN 1 END) AS hits
          FROM (SELECT DISTINCT c.network_id, t.account_no, t.background, t.post_id, t.asks
                FROM opinion_things t JOIN opinion_topics c USING (kind, topic)) each_once
          GROUP BY network_id, account_no, background) s
    LEFT JOIN persona_members m ON m.network_id = s.network_id AND m.account_no = s.account_no
    WHERE s.background OR m.account_no IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""
"""How many accounts have so many posts on a network's topics, and so many that ask; a post counts once for each."""
SAID = (
    "{hits} of {posts} original posts of {members} accounts ask readers what they think or attach a poll, compared "
    "with {against}; newsrooms, pollsters and community managers ask as well"
)


class OpinionProbe(Signal):
    """Share of a network's posts that ask or poll the audience, against the topic's background."""

    name = "signals/opinion_probe"
    description = "How often a network asks its audience for opinions, against others on the same topics."
    needs = ("personas", "persona_members", "persona_originals", "posts", "post_links", "post_probes")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network that asks at all."""
        shared = ", ".join(f"'{site}'" for site in shared_hosts())
        topics = Step("opinion_topics", TOPIC.format(shared=shared))
        engine.steps((ASKED, MEMBERS))
        if not engine.arrow(f"SELECT count(*) AS n FROM {MEMBERS.name}")["n"][0].as_py():
            engine.drop(ASKED.name, MEMBERS.name)
            return
        steps = (ASKED, MEMBERS, USED, topics, THINGS)
        engine.steps(steps[2:])
        topical = dict(_topical(engine.arrow(ALIKE).to_pylist()))
        found = list(measured(engine, "persona_originals", ASKED.name))
        engine.drop(*(s.name for s in steps))
        for one in found:
            yield _finding(one, topical.get(one.network_id))

    def examples(self) -> Sequence[Example]:
        """Posts that ask, and posts that tell."""
        ask = [
            post(n, n % 3, f"The bridge closes on day {n} of this month. What do you think?")
            for n in range(9)
        ]
        tell = [post(n, n % 3, f"The bridge closes on day {n} of this month.") for n in range(9)]
        others = [post(50 + n, 3 + n % 9, f"A quiet walk by the lake, number {n}") for n in range(40)]
        return (
            Example("they ask", True, {**people([{}] * 3, [{}] * 9), "posts": ask + others}),
            Example("they tell", False, {**people([{}] * 3, [{}] * 9), "posts": tell + others}),
        )


def _finding(found: Excess, topical: Excess | None) -> Finding:
    one = found
    against = "all original posts of others"
    if topical is not None and 2 * topical.posts >= found.posts:
        one = replace(topical, evidence=found.evidence, members=found.members)
        against = "posts of others with the same hashtags and sites"
    said = SAID.format(hits=one.hits, posts=one.posts, members=one.members, against=against)
    return Finding(
        one.network_id, "opinion_probe", one.value, "share of posts", said, one.baseline, one.p_value,
        one.evidence,
    )  # fmt: skip


def _topical(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Excess]]:
    """Both sides on a network's topics, where the background has enough of them."""
    others = backgrounds(_table([r for r in rows if not r["mine"]]))
    for network_id in sorted({str(r["network_id"]) for r in rows}):
        mine = [r for r in rows if r["mine"] and r["network_id"] == network_id]
        background = others.get(network_id)
        if background and mine and background.posts >= LEAST_POSTS and background.accounts >= LEAST_ACCOUNTS:
            posts = np.repeat([float(r["posts"]) for r in mine], [int(r["accounts"]) for r in mine])
            hits = sum(r["hits"] * r["accounts"] for r in mine)
            yield network_id, Excess(
                network_id, "opinion_probe", hits, int(posts.sum()), 0, background,
                background.chance(hits, posts), (),
            )  # fmt: skip


def _table(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    names = {"thing": "network_id", "posts": "posts", "hits": "hits", "accounts": "accounts"}
    return {new: [r[old] for r in rows] for new, old in names.items()}


OPINION_PROBE = OpinionProbe()
