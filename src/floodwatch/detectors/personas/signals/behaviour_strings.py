"""Do members behave in the same sequences: what they do after what, and after which pause?

Each post is a letter for what it is, after a mark for the pause before it; an account is the counts of pairs of
neighbours (after BLOC: Nwala, Flammini and Menczer 2023). How alike members are is the mean cosine of all pairs,
with pairs of letters weighted by how rare they are in the background. Chance is what as many background accounts
that are about as active reach: a Monte Carlo over draws within bands of activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, columns, grouped
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.timelines import LEAST_BUSY
from floodwatch.model.units import Engine, Example, Step, Value

Floats = NDArray[np.float64]
LEAST_MEMBERS, MOST_MEMBERS = 3, 200
BANDS = (10, 20, 40, 80, 160)
"""Numbers of posts at which bands of activity begin."""
DRAWS, ENOUGH = 999, 10

CHOSEN = Step(
    "strings_accounts",
    f"""
    SELECT p.account_no, p.platform, p.account_id, p.background, p.posts
    FROM personas p WHERE p.posts >= {LEAST_BUSY}
      AND (p.account_no IN (SELECT account_no FROM persona_members)
           OR p.account_no IN (SELECT account_no FROM persona_sampled WHERE sample = 'busy'))
    """,
)
TOKENS = Step(
    "behaviour_tokens",
    """
    SELECT account_no, posted_at, post_id,
           CASE WHEN pause_s IS NULL THEN '' WHEN pause_s < 60 THEN '' WHEN pause_s < 3600 THEN '.'
                WHEN pause_s < 86400 THEN '-' ELSE '|' END || letter AS token
    FROM (
        SELECT c.account_no, p.created_at AS posted_at, p.post_id,
               epoch(p.created_at) - epoch(lag(p.created_at) OVER (
                   PARTITION BY c.account_no ORDER BY p.created_at, p.post_id)) AS pause_s,
               substr('raqpmt', p.act + 1, 1) AS letter
        FROM persona_posts p JOIN strings_accounts c USING (account_no))
    """,
)
STRINGS = Step(
    "behaviour_strings",
    """
    SELECT c.platform, c.account_id, c.account_no, c.background, s.pair, s.times
    FROM (SELECT account_no, pair, count(*) AS times
          FROM (SELECT account_no, lag(token) OVER (PARTITION BY account_no ORDER BY posted_at, post_id) || token
                       AS pair
                FROM behaviour_tokens)
          WHERE pair IS NOT NULL GROUP BY account_no, pair) s
    JOIN strings_accounts c USING (account_no)
    """,
)
ROWS = "SELECT * FROM behaviour_strings ORDER BY account_no, pair"
SIZES = "SELECT account_no, posts FROM strings_accounts ORDER BY account_no"
MEMBERS = "SELECT network_id, account_no FROM persona_members ORDER BY network_id, account_no"


class BehaviourStrings(Signal):
    """Mean likeness of members' sequences of acts and pauses; the table holds the counts for each account."""

    name = "signals/behaviour_strings"
    description = "Whether a network's accounts do the same things in the same order with the same pauses."
    needs = ("personas", "persona_members", "persona_posts", "persona_sampled")

    @property
    def makes(self) -> tuple[str, ...]:
        """The signal, and how often each account has each pair of neighbours."""
        return (self.name, STRINGS.name)

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network of which enough members post enough."""
        engine.steps((CHOSEN, TOKENS, STRINGS))
        rows, sizes, members = (columns(engine, sql) for sql in (ROWS, SIZES, MEMBERS))
        engine.drop(CHOSEN.name, TOKENS.name)
        known = Sequences(rows, dict(zip(sizes["account_no"], sizes["posts"], strict=True)))
        random = np.random.default_rng(int(str(settings.get("seed", 0))))
        for network_id, numbers in grouped(members["network_id"], members["account_no"]):
            mine = known.places(numbers.astype(np.int64))[:MOST_MEMBERS]
            if len(mine) >= LEAST_MEMBERS:
                yield _finding(network_id, known, mine, random)

    def examples(self) -> Sequence[Example]:
        """Four accounts that repost and reply in turn, beside people who do not; and two accounts."""
        kinds: tuple[dict[str, Any], ...] = ({"is_repost": True}, {"reply_to": "z"}, {"media": ["m"]}, {})
        turn = [post(n, n % 4, **kinds[n // 4 % 2]) for n in range(80)]
        lives = [post(100 + n, 4 + n % 30, **kinds[(n * n // 30 + n) % 4]) for n in range(600)]
        own, others = [{"posts": 20}] * 4, [{"posts": 20}] * 30
        said = {"posts": [*turn, *lives]}
        return (
            Example("one sequence", True, {**people(own, others), **said}),
            Example("two accounts", False, {**people(own[:2], others), **said}),
        )


class Sequences:
    """Unit vectors of accounts over pairs of neighbours, rare pairs weighing more."""

    def __init__(self, rows: Mapping[str, Sequence[Any]], posts: Mapping[int, int]) -> None:
        numbers = np.asarray(rows["account_no"], dtype=np.int64)
        self.numbers, first, place = np.unique(numbers, return_index=True, return_inverse=True)
        self.pairs, column = np.unique(
            np.asarray(rows["pair"], dtype=object).astype(str), return_inverse=True
        )
        background = np.asarray(rows["background"], dtype=bool)
        self.others = np.flatnonzero(background[first]) if len(first) else np.zeros(0, dtype=np.int64)
        self.platforms, self.ids = (
            [str(rows[name][i]) for i in first] for name in ("platform", "account_id")
        )
        self.band = np.digitize([posts[int(n)] for n in self.numbers], BANDS)
        counts = np.zeros((len(self.numbers), len(self.pairs)))
        counts[place, column] = np.log1p(np.asarray(rows["times"], dtype=float))
        held = (counts[self.others] > 0).sum(axis=0)
        weighted = counts * np.log((len(self.others) + 1.0) / (held + 1.0) + 1.0)
        norm = np.linalg.norm(weighted, axis=1, keepdims=True)
        self.vectors = weighted / np.where(norm > 0, norm, 1.0)

    def places(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the accounts that have a sequence."""
        return np.flatnonzero(np.isin(self.numbers, numbers))

    def likeness(self, rows: NDArray[np.int64]) -> float:
        """Mean cosine of all pairs of the rows."""
        total = self.vectors[rows].sum(axis=0)
        size = len(rows)
        return float((total @ total - (self.vectors[rows] ** 2).sum()) / (size * (size - 1)))

    def draw(self, like: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64] | None:
        """As many background accounts of the same bands of activity, each at most once; None if there are too few."""
        found = []
        for band, wanted in zip(*np.unique(self.band[like], return_counts=True), strict=True):
            pool = self.others[self.band[self.others] == band]
            if len(pool) < wanted:
                return None
            found.append(random.permutation(pool)[:wanted])
        return np.concatenate(found)

    def commonest(self, rows: NDArray[np.int64]) -> str:
        """The three pairs of neighbours that weigh most among the rows."""
        order = np.argsort(-self.vectors[rows].sum(axis=0), kind="stable")[:3]
        return ", ".join(f"“{self.pairs[i]}”" for i in order)


def _finding(
    network_id: str, known: Sequences, mine: NDArray[np.int64], random: np.random.Generator
) -> Finding:
    seen = known.likeness(mine)
    drawn = _drawn(known, mine, seen, random)
    chance = None if drawn is None else drawn[1]
    return Finding(
        network_id, "behaviour_strings", seen, "mean cosine of pairs of accounts",
        f"{len(mine)} accounts act in alike sequences, such as {known.commonest(mine)} (r repost, a answer, q quote, "
        "p poll, m media, t text; . after a minute, - an hour, | a day); people with one habit do too",
        None if drawn is None else drawn[0], chance,
        account_refs([known.platforms[i] for i in mine], [known.ids[i] for i in mine]),
    )  # fmt: skip


def _drawn(
    known: Sequences, mine: NDArray[np.int64], seen: float, random: np.random.Generator
) -> tuple[float, float] | None:
    """Mean likeness of drawn groups, and the share of draws (with the group itself) that reach what was seen."""
    values: list[float] = []
    reached = 0
    while len(values) < DRAWS and reached < ENOUGH:
        rows = known.draw(mine, random)
        if rows is None:
            return None
        values.append(known.likeness(rows))
        reached += values[-1] >= seen
    chance = reached / len(values) if reached == ENOUGH else (1 + reached) / (len(values) + 1)
    return float(np.mean(values)), chance


BEHAVIOUR_STRINGS = BehaviourStrings()
