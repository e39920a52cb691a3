"""Do accounts under different names tell the same first-person experience in the same words?

Texts with a link, a mention or a hashtag are left out, as are prayers, pledges, petitions and what new
accounts say of themselves in their first two weeks: people pass those on, or greet alike. Where the
members also share at least BESIDE other texts, the network stands without the stories,
and the measure is told once more as `same_experience_beside`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.profiles import own_words
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, grouped, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.wording import clause, clause_in
from floodwatch.model.units import Engine, Example, Rows, Step, Value

LEAST = 3
"""Accounts that must tell one story."""
MOST_TEXTS = 20_000
SHORTEST = 12
NEW_D = 14
"""Days after an account was made in which what it says may be a greeting."""
BESIDE = 3
"""Other texts, each by three members, from which on a network stands without its stories."""

COMMON = Step(
    "same_experience_common",
    f"""
    SELECT text_key FROM post_texts WHERE text_key IS NOT NULL AND NOT is_share
    GROUP BY ALL HAVING count(DISTINCT (platform, account_id)) >= {LEAST}
    """,
)
STORIES = Step(
    "same_experience_stories",
    f"""
    SELECT a.account_no, a.platform, a.account_id, a.background, p.text, p.post_id, a.language
    FROM posts p JOIN personas a USING (platform, account_id)
    JOIN post_texts t ON t.platform = p.platform AND t.post_id = p.post_id
    WHERE (a.account_no IN (SELECT account_no FROM persona_members)
           OR a.background AND t.text_key IN (SELECT text_key FROM same_experience_common))
      AND p.text IS NOT NULL AND length(p.text) >= {SHORTEST} AND NOT coalesce(p.is_repost, false)
      AND (a.created_at IS NULL OR p.created_at > a.created_at + INTERVAL {NEW_D} DAY)
      AND p.repost_of IS NULL AND coalesce(len(p.urls), 0) = 0 AND NOT contains(p.text, '://')
      AND coalesce(len(p.mentions), 0) = 0 AND coalesce(len(p.hashtags), 0) = 0
    """,
)
TOLD = Step(
    "same_experience_told",
    f"""
    WITH alike AS (SELECT DISTINCT text, language FROM same_experience_stories),
    telling AS (
        SELECT text, language FROM alike
        WHERE ({clause_in("first_person", "text", "language")} OR {clause("experience", "text")})
          AND NOT {clause(("devotion", "moved"), "text")})
    SELECT s.* FROM same_experience_stories s JOIN telling USING (text, language)
    """,
)
MINE = f"""
    SELECT network_id, account_no, platform, account_id, text
    FROM (SELECT m.network_id, account_no, t.platform, t.account_id, t.text, t.post_id,
              row_number() OVER (ORDER BY m.network_id, md5(t.platform || '/' || t.post_id), t.post_id) AS place
          FROM persona_members m JOIN same_experience_told t USING (account_no))
    WHERE place <= {MOST_TEXTS} ORDER BY network_id, account_no, post_id
"""
OTHERS = f"""
    SELECT account_no, text FROM same_experience_told WHERE background
    ORDER BY md5(platform || '/' || post_id), post_id LIMIT {MOST_TEXTS}
"""
SIZES = "SELECT network_id, count(*) AS size FROM persona_members GROUP BY ALL"
OTHER_TEXTS = """
    SELECT network_id, count(*) AS texts FROM (
        SELECT m.network_id, t.text_key FROM post_texts t
        JOIN personas p USING (platform, account_id) JOIN persona_members m USING (account_no)
        WHERE t.text_key IS NOT NULL AND NOT t.is_share
          AND NOT EXISTS (SELECT 1 FROM same_experience_told s
                          WHERE s.platform = t.platform AND s.post_id = t.post_id)
        GROUP BY ALL HAVING count(DISTINCT m.account_no) >= 3)
    GROUP BY ALL
"""
WHOLE = "SELECT count(*) AS n FROM personas WHERE background AND posts > 0"


class SameExperience(Signal):
    """Share of members with a near copy of another member's story; prayers, pledges and petitions left out."""

    name = "signals/same_experience"
    version = 2
    description = "Share of a network's accounts that tell one first-person experience."
    needs = ("personas", "persona_members", "posts", "post_texts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which three accounts tell the same."""
        engine.steps((COMMON, STORIES, TOLD))
        mine, others = columns(engine, MINE), columns(engine, OTHERS)
        beside = dict(zip(*columns(engine, OTHER_TEXTS).values(), strict=True))
        engine.drop(COMMON.name, STORIES.name, TOLD.name)
        sizes = dict(zip(*columns(engine, SIZES).values(), strict=True))
        whole = int(columns(engine, WHOLE)["n"][0])
        seen = len(_tellers(others["account_no"], others["text"]))
        baseline = rate(seen, whole) if whole else None
        for network_id, rows in grouped(mine["network_id"], np.arange(len(mine["text"]))):
            picked = [int(r) for r in rows]
            numbers = [mine["account_no"][r] for r in picked]
            told = _tellers(numbers, [mine["text"][r] for r in picked])
            if told:
                one_each = {mine["account_no"][r]: r for r in picked if mine["account_no"][r] in told}
                evidence = account_refs(
                    [mine["platform"][r] for r in one_each.values()],
                    [mine["account_id"][r] for r in one_each.values()],
                )
                size = int(sizes[network_id])
                chance = None if baseline is None else binomial(len(told), size, baseline)
                stands = int(beside.get(network_id, 0)) >= BESIDE
                for name in ("same_experience", *(["same_experience_beside"] if stands else [])):
                    yield Finding(
                        network_id, name, len(told) / size, "share of accounts",
                        f"{len(told)} of {size} accounts tell a first-person experience in another member's "
                        "words; ready-made texts and joke formats are passed on too", baseline, chance, evidence,
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
            Example("one story", True, {**who, "posts": one, "post_texts": _keyed(one)}),
            Example("own stories", False, {**who, "posts": many, "post_texts": _keyed(many)}),
        )


def _keyed(posts: Sequence[Mapping[str, Any]]) -> Rows:
    """Rows of `post_texts` for the examples."""
    kept = ("platform", "post_id", "account_id")
    return [{**{k: p[k] for k in kept}, "text_key": p["text"], "is_share": False} for p in posts]


def _tellers(accounts: Sequence[int], texts: Sequence[str]) -> set[int]:
    """Accounts that share a near copy of a story with at least two others."""
    found: set[int] = set()
    for group in near_groups([own_words(t) for t in texts]):
        tellers = {accounts[int(i)] for i in group}
        if len(tellers) >= LEAST:
            found |= tellers
    return found


SAME_EXPERIENCE = SameExperience()
