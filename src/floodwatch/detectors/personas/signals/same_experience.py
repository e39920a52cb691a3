"""Do accounts under different names tell the same first-person experience in the same words?

Texts with a link, a mention or a hashtag are left out, as are prayers, pledges, petitions and what new
accounts say of themselves in their first two weeks: people pass those on, or greet alike. Where the
members also share at least BESIDE other texts, the network stands without the stories,
and the measure is told once more as `same_experience_beside`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
OWN = f"""
      p.text IS NOT NULL AND length(p.text) >= {SHORTEST} AND NOT coalesce(p.is_repost, false)
      AND (a.created_at IS NULL OR p.created_at > a.created_at + INTERVAL {NEW_D} DAY)
      AND p.repost_of IS NULL AND coalesce(len(p.urls), 0) = 0 AND NOT contains(p.text, '://')
      AND coalesce(len(p.mentions), 0) = 0 AND coalesce(len(p.hashtags), 0) = 0"""
"""SQL: whether a post `p` of an account `a` holds nothing but its own words, and is no greeting."""


def _told(stories: str) -> str:
    """SQL for the rows of a table whose text tells an experience; each different text is read once."""
    return f"""
    WITH alike AS (SELECT DISTINCT text, language FROM {stories}),
    telling AS (
        SELECT text, language FROM alike
        WHERE ({clause_in("first_person", "text", "language")} OR {clause("experience", "text")})
          AND NOT {clause(("devotion", "moved"), "text")})
    SELECT s.* FROM {stories} s JOIN telling USING (text, language)
    """


STORIES = Step(
    "same_experience_stories",
    f"""
    SELECT a.account_no, a.platform, a.account_id, a.language, p.text, p.post_id
    FROM posts p
    JOIN (SELECT * FROM personas WHERE account_no IN (SELECT account_no FROM persona_members)) a
        USING (platform, account_id)
    WHERE {OWN}
    """,
)
TOLD = Step("same_experience_told", _told(STORIES.name))
MINE = f"""
    SELECT network_id, account_no, platform, account_id, text
    FROM (SELECT m.network_id, account_no, t.platform, t.account_id, t.text, t.post_id,
              row_number() OVER (ORDER BY m.network_id, md5(t.platform || '/' || t.post_id), t.post_id) AS place
          FROM persona_members m JOIN same_experience_told t USING (account_no))
    WHERE place <= {MOST_TEXTS} ORDER BY network_id, account_no, post_id
"""
COMMON = Step(
    "same_experience_common",
    f"""
    WITH often AS (
        SELECT text_key FROM post_texts WHERE text_key IS NOT NULL AND NOT is_share
        GROUP BY text_key HAVING count(*) >= {LEAST}),
    candidates AS (
        SELECT t.platform, t.post_id, t.account_id, t.text_key FROM post_texts t
        WHERE NOT t.is_share AND t.text_key IN (SELECT text_key FROM often)),
    common AS (
        SELECT text_key FROM (SELECT DISTINCT text_key, platform, account_id FROM candidates) each_account
        GROUP BY text_key HAVING count(*) >= {LEAST})
    SELECT platform, post_id, account_id FROM candidates WHERE text_key IN (SELECT text_key FROM common)
    """,
)
"""Posts whose text three accounts wrote or more."""
OUTSIDE = Step(
    "same_experience_outside",
    f"""
    SELECT a.account_no, a.language, p.platform, p.post_id, p.text
    FROM same_experience_common c JOIN personas a USING (platform, account_id)
    JOIN posts p USING (platform, post_id)
    WHERE a.background AND {OWN}
    """,
)
TOLD_OUTSIDE = Step("same_experience_told_outside", _told(OUTSIDE.name))
OTHERS = f"""
    SELECT account_no, text FROM same_experience_told_outside
    ORDER BY md5(platform || '/' || post_id), post_id LIMIT {MOST_TEXTS}
"""
SIZES = "SELECT network_id, count(*) AS size FROM persona_members GROUP BY ALL"
OTHER_TEXTS = """
    SELECT network_id, count(*) AS texts FROM (
        SELECT m.network_id, t.text_key FROM post_texts t
        JOIN (SELECT n.network_id, n.account_no, p.platform, p.account_id
              FROM persona_members n JOIN personas p USING (account_no)) m USING (platform, account_id)
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
        engine.steps((STORIES, TOLD))
        mine = columns(engine, MINE)
        found = dict(_told_by(mine))
        beside = dict(zip(*columns(engine, OTHER_TEXTS).values(), strict=True)) if found else {}
        engine.drop(STORIES.name, TOLD.name)
        sizes = dict(zip(*columns(engine, SIZES).values(), strict=True))
        # All texts of everybody are gone through for the background: only where there is something to compare.
        baseline = _background(engine) if found else None
        for network_id, one_each in found.items():
            evidence = account_refs(
                [mine["platform"][r] for r in one_each], [mine["account_id"][r] for r in one_each]
            )
            size = int(sizes[network_id])
            chance = None if baseline is None else binomial(len(one_each), size, baseline)
            stands = int(beside.get(network_id, 0)) >= BESIDE
            for name in ("same_experience", *(["same_experience_beside"] if stands else [])):
                yield Finding(
                    network_id, name, len(one_each) / size, "share of accounts",
                    f"{len(one_each)} of {size} accounts tell a first-person experience in another member's "
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


def _told_by(mine: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, list[int]]]:
    """Networks whose members tell one story, with a row of each member who does."""
    for network_id, rows in grouped(mine["network_id"], np.arange(len(mine["text"]))):
        picked = [int(r) for r in rows]
        told = _tellers([mine["account_no"][r] for r in picked], [mine["text"][r] for r in picked])
        if told:
            yield network_id, list({n: r for r in picked if (n := mine["account_no"][r]) in told}.values())


def _background(engine: Engine) -> float | None:
    """Share of the background's accounts that tell what others tell; None where there is no background."""
    whole = int(columns(engine, WHOLE)["n"][0])
    if not whole:
        return None
    steps = (COMMON, OUTSIDE, TOLD_OUTSIDE)
    engine.steps(steps)
    others = columns(engine, OTHERS)
    engine.drop(*(s.name for s in steps))
    return rate(len(_tellers(others["account_no"], others["text"])), whole)


def _tellers(accounts: Sequence[int], texts: Sequence[str]) -> set[int]:
    """Accounts that share a near copy of a story with at least two others."""
    found: set[int] = set()
    for group in near_groups([own_words(t) for t in texts]):
        tellers = {accounts[int(i)] for i in group}
        if len(tellers) >= LEAST:
            found |= tellers
    return found


SAME_EXPERIENCE = SameExperience()
