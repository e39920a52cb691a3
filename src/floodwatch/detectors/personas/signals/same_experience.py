"""Do accounts under different names tell the same first-person experience in the same words?

Stories are the same where their texts are equal once normalised, or near copies (`copies/texts`). Texts with a link,
a mention or a hashtag are left out, as are prayers, pledges, petitions and what new accounts say of themselves in
their first two weeks: people pass those on, or greet alike. Where the members also share at least BESIDE other
texts, the network stands without the stories, and the measure is told once more as `same_experience_beside`.

Null: each member by itself tells what others tell as often as an account of the background does. That rate is
counted on background accounts drawn by the MD5 of their refs; they may share a story with any account of the
collection, members only with one another, so that it is too high rather than too low. It does not allow for
members who post more than others do, nor for tellers who come in groups because they read each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from floodwatch.detectors.personas.compared import drawn, members_and_drawn
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.wording import clause, clause_in
from floodwatch.model.units import Engine, Example, Rows, Step, Value

LEAST = 3
"""Accounts that must tell one story."""
BACKGROUND = 1500
SHORTEST = 12
NEW_D = 14
"""Days after an account was made in which what it says may be a greeting."""
BESIDE = 3
"""Other texts, each by three members, from which on a network stands without its stories."""
OWN = f"""
      p.text IS NOT NULL AND length(p.text) >= {SHORTEST} AND NOT coalesce(p.is_repost, false)
      AND (a.created_at IS NULL OR p.created_at > a.created_at + INTERVAL {NEW_D} DAY)
      AND p.repost_of IS NULL AND coalesce(len(p.urls), 0) = 0 AND NOT contains(p.text, '://')
      AND coalesce(len(p.mentions), 0) = 0 AND coalesce(len(p.hashtags), 0) = 0"""
"""SQL: whether a post `p` of an account `a` holds nothing but its own words, and is no greeting."""


def _told(posts: str) -> str:
    """SQL for those rows of a table that are `own` and tell an experience; each different text is read once."""
    return f"""
    WITH alike AS (SELECT DISTINCT text, language FROM {posts} WHERE own),
    telling AS (
        SELECT text, language FROM alike
        WHERE ({clause_in("first_person", "text", "language")} OR {clause("experience", "text")})
          AND NOT {clause(("devotion", "moved"), "text")})
    SELECT o.* FROM {posts} o JOIN telling USING (text, language) WHERE o.own
    """


POSTED = "p.posts > 0"
POSTS = Step(
    "same_experience_posts",
    f"""
    SELECT a.account_no, a.language, p.platform, p.post_id, p.text, {OWN} AS own
    FROM posts p
    JOIN (SELECT * FROM personas WHERE account_no IN ({members_and_drawn(POSTED, BACKGROUND)})) a
        USING (platform, account_id)
    """,
)
"""What is their own is told here and asked later: an engine that is asked at once looks at every post there is."""
TOLD = Step("same_experience_told", _told(POSTS.name))
STORIES = Step(
    "same_experience_stories",
    """
    SELECT DISTINCT s.account_no, coalesce(c.copy_id, t.text_key) AS story
    FROM same_experience_told s JOIN post_texts t ON t.platform = s.platform AND t.post_id = s.post_id
    LEFT JOIN copies__texts c ON c.platform = s.platform AND c.post_id = s.post_id
    WHERE t.text_key IS NOT NULL
    """,
)
"""Who of the members and of those drawn tells which story: a copy, or a text that has no other form."""
TELLERS = Step(
    "same_experience_tellers",
    f"""
    WITH mine AS (SELECT m.network_id, account_no, s.story
                  FROM persona_members m JOIN same_experience_stories s USING (account_no)),
    shared AS (SELECT network_id, story FROM mine GROUP BY ALL HAVING count(*) >= {LEAST})
    SELECT DISTINCT network_id, account_no FROM mine JOIN shared USING (network_id, story)
    """,
)
TELL = """
    WITH sizes AS (SELECT network_id, count(*) AS size FROM persona_members GROUP BY ALL)
    SELECT t.network_id, z.size, list(p.platform ORDER BY p.account_no) AS platforms,
           list(p.account_id ORDER BY p.account_no) AS ids
    FROM same_experience_tellers t JOIN personas p USING (account_no) JOIN sizes z ON z.network_id = t.network_id
    GROUP BY t.network_id, z.size ORDER BY t.network_id
"""
DRAWN = Step("same_experience_drawn", drawn(POSTED, BACKGROUND))
MATES = Step(
    "same_experience_mates",
    """
    WITH theirs AS (
        SELECT DISTINCT story FROM same_experience_stories
        WHERE account_no IN (SELECT account_no FROM same_experience_drawn)),
    alike AS (
        SELECT platform, post_id, account_id, copy_id AS story FROM copies__texts
        WHERE copy_id IN (SELECT story FROM theirs)
        UNION ALL
        SELECT platform, post_id, account_id, text_key AS story FROM post_texts
        WHERE NOT is_share AND text_key IN (SELECT story FROM theirs))
    SELECT a.account_no, a.language, a.created_at, m.platform, m.post_id, m.story
    FROM alike m JOIN personas a USING (platform, account_id)
    """,
)
"""Everybody's posts that may hold a story of those drawn, with who wrote them: few, before all posts are read."""
MATES_POSTS = Step(
    "same_experience_mates_posts",
    f"""
    SELECT a.account_no, a.language, a.story, p.text, {OWN} AS own
    FROM same_experience_mates a JOIN posts p USING (platform, post_id)
    """,
)
MATES_TOLD = Step("same_experience_mates_told", _told(MATES_POSTS.name))
OUTSIDE = f"""
    WITH everyone AS (SELECT DISTINCT account_no, story FROM same_experience_mates_told),
    shared AS (SELECT story FROM everyone GROUP BY story HAVING count(*) >= {LEAST})
    SELECT count(DISTINCT account_no) AS tell, (SELECT count(*) FROM same_experience_drawn) AS whole
    FROM everyone JOIN shared USING (story)
    WHERE account_no IN (SELECT account_no FROM same_experience_drawn)
"""
OTHER_TEXTS = """
    SELECT network_id, count(*) AS texts FROM (
        SELECT m.network_id, t.text_key FROM post_texts t
        JOIN (SELECT n.network_id, n.account_no, p.platform, p.account_id
              FROM persona_members n JOIN personas p USING (account_no)
              WHERE n.network_id IN (SELECT network_id FROM same_experience_tellers)) m USING (platform, account_id)
        WHERE t.text_key IS NOT NULL AND NOT t.is_share
          AND NOT EXISTS (SELECT 1 FROM same_experience_told s
                          WHERE s.platform = t.platform AND s.post_id = t.post_id)
        GROUP BY ALL HAVING count(DISTINCT m.account_no) >= 3)
    GROUP BY ALL
"""


class SameExperience(Signal):
    """Share of members with a near copy of another member's story; prayers, pledges and petitions left out."""

    name = "signals/same_experience"
    version = 3
    description = "Share of a network's accounts that tell one first-person experience."
    needs = ("personas", "persona_members", "posts", "post_texts", "copies/texts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which three accounts tell the same."""
        steps = (POSTS, TOLD, STORIES, TELLERS)
        engine.steps(steps)
        found = engine.arrow(TELL).to_pylist()
        # All texts of everybody are gone through here: only where there is something to compare, and for whom.
        beside = dict(zip(*columns(engine, OTHER_TEXTS).values(), strict=True)) if found else {}
        baseline = _background(engine) if found else None
        engine.drop(*(s.name for s in steps))
        for row in found:
            network_id, hits, size = row["network_id"], len(row["ids"]), int(row["size"])
            chance = None if baseline is None else binomial(hits, size, baseline)
            stands = int(beside.get(network_id, 0)) >= BESIDE
            for name in ("same_experience", *(["same_experience_beside"] if stands else [])):
                yield Finding(
                    network_id, name, hits / size, "share of accounts",
                    f"{hits} of {size} accounts tell a first-person experience in another member's "
                    "words; ready-made texts and joke formats are passed on too", baseline, chance,
                    account_refs(row["platforms"], row["ids"]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Four accounts with one grandmother, and four with their own day."""
        story = "My grandmother waited nine hours in the corridor and nobody came to help her"
        own = ("I was late for the bus today", "Yesterday I saw a heron by the lake", "My son built a boat",
               "When I was young we had no phone")  # fmt: skip
        one = [post(n, n, f"{story} {'!' * n}") for n in range(4)]
        grown = [{"created_at": NOON.replace(year=2015)}] * 4
        many = [post(n, n, t) for n, t in enumerate(own)]
        who = people(grown, [{}] * 20)
        return (
            Example("one story", True, {**who, "posts": one, **_keyed(one, "c")}),
            Example("own stories", False, {**who, "posts": many, **_keyed(many)}),
        )


def _keyed(posts: Sequence[Mapping[str, Any]], copy: str | None = None) -> dict[str, Rows]:
    """Rows of `post_texts` for the examples, and of `copies/texts` where they are near copies."""
    kept = ("platform", "post_id", "account_id", "created_at")
    keyed = [{**{k: p[k] for k in kept}, "text_key": p["text"]} for p in posts]
    return {
        "post_texts": [{**k, "is_share": False} for k in keyed],
        "copies/texts": [{**k, "copy_id": copy or k["text_key"], "distance": 0.1} for k in keyed],
    }


def _background(engine: Engine) -> float | None:
    """Share of the accounts drawn that tell what two others tell; None where there is no background."""
    steps = (DRAWN, MATES, MATES_POSTS, MATES_TOLD)
    engine.steps(steps)
    (row,) = engine.arrow(OUTSIDE).to_pylist()
    engine.drop(*(s.name for s in steps))
    return rate(row["tell"], row["whole"]) if row["whole"] else None


SAME_EXPERIENCE = SameExperience()
