"""Do members behave in the same sequences: what they do after what, and after which pause?

Each post is a letter for what it is, after a mark for the pause before it; an account is the counts of pairs of
neighbours (after BLOC: Nwala, Flammini and Menczer 2023). How alike members are is the mean cosine of all pairs,
with pairs of letters weighted by how rare they are in the background. Chance is what as many background accounts
that are about as active reach: a Monte Carlo over draws within bands of activity. Of large networks, 200 members are
looked at, drawn by the MD5 of their refs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, columns, grouped
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.timelines import LEAST_BUSY
from floodwatch.model.units import Engine, Example, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
LEAST_MEMBERS, MOST_MEMBERS = 3, 200
BANDS = (10, 20, 40, 80, 160)
"""Numbers of posts at which bands of activity begin."""
DRAWS, ENOUGH = 999, 10

DRAWN = Step(
    "strings_members",
    f"""
    SELECT m.network_id, m.account_no FROM persona_members m JOIN personas p USING (account_no)
    WHERE p.posts >= {LEAST_BUSY}
    QUALIFY row_number() OVER (
        PARTITION BY m.network_id ORDER BY md5(p.platform || '/' || p.account_id), m.account_no) <= {MOST_MEMBERS}
    """,
)
"""The members of each network that are looked at, by the MD5 of their refs: the same ones every time."""
CHOSEN = Step(
    "strings_accounts",
    f"""
    SELECT p.account_no, p.platform, p.account_id, p.background, p.posts
    FROM personas p WHERE p.posts >= {LEAST_BUSY}
      AND (p.account_no IN (SELECT account_no FROM strings_members)
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
ROWS = "SELECT account_no, pair, times FROM behaviour_strings ORDER BY account_no, pair"
WHO = """
    SELECT account_no, platform, account_id, background, posts FROM strings_accounts
    WHERE account_no IN (SELECT account_no FROM behaviour_strings) ORDER BY account_no"""
MEMBERS = "SELECT network_id, account_no FROM strings_members ORDER BY network_id, account_no"


class BehaviourStrings(Signal):
    """Mean likeness of members' sequences of acts and pauses; the table holds the counts for each account."""

    name = "signals/behaviour_strings"
    version = 2
    description = "Whether a network's accounts do the same things in the same order with the same pauses."
    needs = ("personas", "persona_members", "persona_posts", "persona_sampled")

    @property
    def makes(self) -> tuple[str, ...]:
        """The signal, and how often each account has each pair of neighbours."""
        return (self.name, STRINGS.name)

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network of which enough members post enough."""
        engine.steps((DRAWN, CHOSEN, TOKENS, STRINGS))
        rows, who, members = engine.arrow(ROWS), columns(engine, WHO), columns(engine, MEMBERS)
        engine.drop(DRAWN.name, CHOSEN.name, TOKENS.name)
        known = Sequences(rows, who)
        random = np.random.default_rng(int(str(settings.get("seed", 0))))
        for network_id, numbers in grouped(members["network_id"], members["account_no"]):
            mine = known.places(numbers.astype(np.int64))
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
    """Unit vectors of accounts over pairs of neighbours, rare pairs weighing more; `background` holds the others'."""

    def __init__(self, rows: pa.Table, who: Mapping[str, Sequence[Any]]) -> None:
        """From rows account_no, pair, times, by account, and a row for each of these accounts in the same order."""
        self.numbers = np.asarray(who["account_no"], dtype=np.int64)
        self.platforms, self.ids = who["platform"], who["account_id"]
        self.band = np.digitize(np.asarray(who["posts"], dtype=np.int64), BANDS)
        self.others = np.flatnonzero(np.asarray(who["background"], dtype=bool))
        self.pairs, self._column = np.unique(rows["pair"].to_numpy().astype(str), return_inverse=True)
        self._times = np.log1p(rows["times"].to_numpy().astype(float))
        place = np.searchsorted(self.numbers, rows["account_no"].to_numpy())
        self._first = np.searchsorted(place, np.arange(len(self.numbers) + 1))
        held = np.bincount(self._column[np.isin(place, self.others)], minlength=len(self.pairs))
        self._weight = np.log((len(self.others) + 1.0) / (held + 1.0) + 1.0)
        self.background = self.vectors(self.others)

    def vectors(self, places: NDArray[np.int64]) -> Floats:
        """The accounts' vectors; those of members are made one network at a time."""
        found = np.zeros((len(places), len(self.pairs)))
        for row, place in enumerate(places):
            own = slice(self._first[place], self._first[place + 1])
            found[row, self._column[own]] = self._times[own]
        found *= self._weight
        norm = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(norm > 0, norm, 1.0))

    def places(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the accounts that have a sequence."""
        return np.flatnonzero(np.isin(self.numbers, numbers))

    def draw(self, like: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64] | None:
        """Rows of `background` of the same bands of activity, each at most once; None if there are too few."""
        found = []
        for band, wanted in zip(*np.unique(self.band[like], return_counts=True), strict=True):
            pool = np.flatnonzero(self.band[self.others] == band)
            if len(pool) < wanted:
                return None
            found.append(random.permutation(pool)[:wanted])
        return np.concatenate(found)

    def commonest(self, vectors: Floats) -> str:
        """The three pairs of neighbours that weigh most among the rows."""
        order = np.argsort(-vectors.sum(axis=0), kind="stable")[:3]
        return ", ".join(f"“{self.pairs[i]}”" for i in order)


def likeness(vectors: Floats) -> float:
    """Mean cosine of all pairs of the rows."""
    total = vectors.sum(axis=0)
    size = len(vectors)
    return float((total @ total - (vectors**2).sum()) / (size * (size - 1)))


def _finding(
    network_id: str, known: Sequences, mine: NDArray[np.int64], random: np.random.Generator
) -> Finding:
    vectors = known.vectors(mine)
    seen = likeness(vectors)
    drawn = _drawn(known, mine, seen, random)
    chance = None if drawn is None else drawn[1]
    return Finding(
        network_id, "behaviour_strings", seen, "mean cosine of pairs of accounts",
        f"{len(mine)} accounts act in alike sequences, such as {known.commonest(vectors)} (r repost, a answer, "
        "q quote, p poll, m media, t text; . after a minute, - an hour, | a day); people with one habit do too",
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
        values.append(likeness(known.background[rows]))
        reached += values[-1] >= seen
    chance = reached / len(values) if reached == ENOUGH else (1 + reached) / (len(values) + 1)
    return float(np.mean(values)), chance


BEHAVIOUR_STRINGS = BehaviourStrings()
