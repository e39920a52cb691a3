"""Do accounts under different names tell the same first-person experience in the same words?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.profiles import own_words
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, grouped, rate
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Step, Value

LEAST = 3
"""Accounts that must tell one story."""
MOST_TEXTS = 20_000
SHORTEST = 15

STORIES = Step(
    "same_experience_stories",
    f"""
    SELECT a.account_no, a.platform, a.account_id, a.background, p.text, p.post_id
    FROM posts p JOIN personas a USING (platform, account_id)
    WHERE p.text IS NOT NULL AND length(p.text) >= {SHORTEST} AND NOT coalesce(p.is_repost, false)
      AND p.repost_of IS NULL AND len(p.urls) = 0 AND NOT contains(p.text, '://')
      AND coalesce(len(p.mentions), 0) = 0
      AND (a.background OR a.account_no IN (SELECT account_no FROM persona_members))
    """,
)
TOLD = Step(
    "same_experience_told",
    f"""
    WITH alike AS (SELECT DISTINCT text FROM same_experience_stories),
    telling AS (SELECT text FROM alike WHERE {clause("experience", "text")} AND NOT {clause("devotion", "text")})
    SELECT s.* FROM same_experience_stories s JOIN telling USING (text)
    """,
)
MINE = f"""
    SELECT m.network_id, t.account_no, t.platform, t.account_id, t.text
    FROM persona_members m JOIN same_experience_told t USING (account_no)
    QUALIFY row_number() OVER (ORDER BY m.network_id, hash(t.post_id), t.post_id) <= {MOST_TEXTS}
    ORDER BY m.network_id, t.account_no, t.post_id
"""
OTHERS = f"""
    SELECT account_no, text FROM same_experience_told WHERE background
    ORDER BY hash(post_id), post_id LIMIT {MOST_TEXTS}
"""
SIZES = "SELECT network_id, count(*) AS size FROM persona_members GROUP BY ALL"
WHOLE = "SELECT count(*) AS n FROM personas WHERE background AND posts > 0"


class SameExperience(Signal):
    """Share of members with a near copy of another member's story; prayers, pledges and petitions left out."""

    name = "signals/same_experience"
    description = "Share of a network's accounts that tell one first-person experience."
    needs = ("personas", "persona_members", "posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which three accounts tell the same."""
        engine.steps((STORIES, TOLD))
        mine, others = columns(engine, MINE), columns(engine, OTHERS)
        engine.drop(STORIES.name, TOLD.name)
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
                size = int(sizes[network_id])
                yield Finding(
                    network_id, "same_experience", len(told) / size, "share of accounts",
                    f"{len(told)} of {size} accounts tell a first-person experience in another member's words; "
                    "ready-made texts and joke formats are passed on too", baseline,
                    None if baseline is None else binomial(len(told), size, baseline),
                    account_refs([mine["platform"][r] for r in one_each.values()],
                                 [mine["account_id"][r] for r in one_each.values()]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Four accounts with one grandmother, and four with their own day."""
        story = "My grandmother waited nine hours in the corridor and nobody came to help her"
        own = ("I was late for the bus today", "Yesterday I saw a heron by the lake", "My son built a boat",
               "When I was young we had no phone")  # fmt: skip
        plain = {"urls": [""][:0], "mentions": [""][:0]}
        one = [post(n, n, f"{story} {'!' * n}", **plain) for n in range(4)]
        return (
            Example("one story", True, {**people([{}] * 4, [{}] * 20), "posts": one}),
            Example("own stories", False,
                    {**people([{}] * 4, [{}] * 20), "posts": [post(n, n, t, **plain) for n, t in enumerate(own)]}),
        )  # fmt: skip


def _tellers(accounts: Sequence[int], texts: Sequence[str]) -> set[int]:
    """Accounts that share a near copy of a story with at least two others."""
    found: set[int] = set()
    for group in near_groups([own_words(t) for t in texts]):
        tellers = {accounts[int(i)] for i in group}
        if len(tellers) >= LEAST:
            found |= tellers
    return found


SAME_EXPERIENCE = SameExperience()
