"""How surprising it is that two accounts are so alike: by dependence group, for any list of pairs.

Pairs stand in the table `odds_candidates`. Chance is what background accounts do: how many have what both have,
how many were created as close to one of them, how alike the hours of two others are who post as much, how likely
their shared actions and follows are. What could not be seen of both is not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.odds import things
from floodwatch.detectors.personas.odds.common_hours import BAND, LEAST_POSTS, PER_BAND, Clocks, surprises
from floodwatch.detectors.personas.odds.curves import GROUPS, strongest
from floodwatch.detectors.personas.odds.moments import common_moments, looked_up
from floodwatch.detectors.personas.rows import columns
from floodwatch.model.units import Engine, Step
from floodwatch.tools.statistics import poisson_tail

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST = 12.0
"""Surprises beyond this are cut: no test here is known to hold further out."""
LEAST_OBJECTS = 2
"""Objects that an account must act on in a trace: a pair passes by what it shares, and it must share two."""
RARE, FEW = 0.02, 30
"""Share of all who follow anybody, and at least this many, who may follow an account for it to be telling."""

EDGE_GROUPS = {
    "text": "content", "similar_text": "content", "translated_text": "content", "hashtag_sequence": "content",
    "repost": "network", "reply": "network", "mention_sequence": "network", "url": "infrastructure",
    "domain": "infrastructure", "image": "infrastructure",
}  # fmt: skip
"""The dependence group of a trace; any other trace belongs to `network`."""

ACCOUNTS = Step(
    "odds_accounts",
    """
    SELECT account_no, platform, account_id, language, background, created_at FROM personas WHERE account_no IN (
        SELECT one_no FROM odds_candidates UNION ALL SELECT other_no FROM odds_candidates)
    """,
)
CANDIDATES = "SELECT DISTINCT one_no, other_no FROM odds_candidates ORDER BY one_no, other_no"
CLOCKED = Step(
    "odds_clocked",
    f"""
    SELECT p.account_no, p.platform, p.account_id, p.language, p.background FROM personas p JOIN (
        SELECT account_no FROM odds_accounts
        UNION SELECT account_no FROM (
            SELECT p.account_no, row_number() OVER (
                PARTITION BY p.language, {BAND} ORDER BY md5(p.platform || '/' || p.account_id), p.account_no) AS place
            FROM personas p WHERE p.background AND p.posts >= {LEAST_POSTS}
              AND p.language IN (SELECT language FROM odds_accounts)) by_band
        WHERE place <= {PER_BAND}) c USING (account_no)
    WHERE p.posts >= {LEAST_POSTS}
    """,
)
"""Those whose hours may be asked for, and others of their languages in every band of posts, drawn by hash."""
POSTS = Step(
    "odds_posts",
    """
    SELECT w.account_no, p.created_at, p.client
    FROM posts p JOIN (
        SELECT account_no, platform, account_id FROM odds_accounts
        UNION SELECT account_no, platform, account_id FROM odds_clocked) w USING (platform, account_id)
    """,
)
"""Read once for hours, silences and apps."""
HOURS = """
    SELECT w.account_no, w.language, w.background, (hour(p.created_at))::INTEGER AS h, count(*) AS n
    FROM odds_clocked w JOIN odds_posts p USING (account_no)
    GROUP BY w.account_no, w.language, w.background, 4 ORDER BY w.account_no, h"""
ACTED = f"""
    SELECT t.trace, a.account_no FROM odds_accounts a JOIN keyed_accounts k USING (platform, account_id)
    JOIN account_margins m ON m.account_key = k.account_key JOIN keyed_traces t ON t.trace_key = m.trace_key
    WHERE m.objects >= {LEAST_OBJECTS} ORDER BY t.trace, a.account_no"""
EDGES = """
    SELECT a.account_no AS one_no, b.account_no AS other_no, e.behaviour, min(e.p_value) AS p_value
    FROM edges e
    JOIN odds_accounts a ON a.platform = e.source_platform AND a.account_id = e.source_id
    JOIN odds_accounts b ON b.platform = e.target_platform AND b.account_id = e.target_id
    GROUP BY a.account_no, b.account_no, e.behaviour ORDER BY e.behaviour, 1, 2"""
EVERYBODY = "(SELECT count(*) FROM follow_degrees WHERE known_follows > 0)"
"""All who follow anybody that is known."""
MINE = Step(
    "odds_mine",
    f"""
    SELECT f.one_no AS account_no, f.other_no AS target_no, d.known_followers / {EVERYBODY} AS share
    FROM follow_pairs f JOIN odds_accounts a ON a.account_no = f.one_no
    JOIN follow_degrees d ON d.account_no = f.other_no
    WHERE f.apart AND d.known_followers <= greatest({RARE} * {EVERYBODY}, {FEW})
    """,
)
FOLLOWING = """
    SELECT account_no, count(*) AS targets, sum(share) AS mean FROM odds_mine GROUP BY account_no ORDER BY account_no"""
FOLLOWERS = """
    SELECT a.account_no FROM odds_accounts a JOIN follow_degrees d USING (account_no)
    WHERE d.known_follows > 0 ORDER BY a.account_no"""
TOGETHER = """
    SELECT c.one_no, c.other_no, count(*) AS shared
    FROM (SELECT DISTINCT one_no, other_no FROM odds_candidates) c
    JOIN odds_mine f ON f.account_no = c.one_no
    JOIN odds_mine g ON g.account_no = c.other_no AND g.target_no = f.target_no
    GROUP BY c.one_no, c.other_no ORDER BY c.one_no, c.other_no"""
MUTUAL = """
    SELECT c.one_no, c.other_no FROM (SELECT DISTINCT one_no, other_no FROM odds_candidates) c
    JOIN follow_pairs f ON f.one_no = c.one_no AND f.other_no = c.other_no
    WHERE f.returned ORDER BY c.one_no, c.other_no"""
TOTALS = f"""
    SELECT count(*) AS follows, count(CASE WHEN returned THEN 1 END) AS returned, {EVERYBODY} AS everybody,
        (SELECT CAST(sum(known_followers) AS DOUBLE) FROM follow_degrees
         WHERE known_followers <= greatest({RARE} * {EVERYBODY}, {FEW})) AS rare
    FROM follow_pairs WHERE one_no IS NOT NULL AND other_no IS NOT NULL AND apart"""


@dataclass(frozen=True, slots=True)
class PairScores:
    """Pairs with the surprise of every sign (NaN: not measured), by dependence group."""

    one: Ints
    other: Ints
    signs: Mapping[str, Mapping[str, Floats]]

    def groups(self) -> dict[str, Floats]:
        """The corrected surprise of the strongest sign of each group."""
        return {g: strongest(signs)[0] for g, signs in self.signs.items() if signs}

    def reasons(self) -> dict[str, list[str]]:
        """Name of the strongest sign of each group, for each pair; empty where nothing is alike."""
        named = {}
        for group, signs in self.signs.items():
            if signs:
                best, which = strongest(signs)
                names = list(signs)
                named[group] = [
                    names[w] if s > 0 else "" for w, s in zip(which, np.nan_to_num(best), strict=True)
                ]
        return named


def pair_scores(engine: Engine, seed: int) -> PairScores:
    """Scores of the pairs of `odds_candidates` (`one_no` < `other_no`)."""
    engine.steps((ACCOUNTS, CLOCKED, POSTS))
    rows = columns(engine, CANDIDATES)
    one, other = (np.asarray(rows[n], dtype=np.int64) for n in ("one_no", "other_no"))
    signs: dict[str, dict[str, Floats]] = {g: {} for g in GROUPS}
    if len(one):
        for thing, held in things.held(engine).items():
            signs[things.THINGS[thing]][f"same_{thing}"] = held.shared(one, other)
        signs["time"] |= common_moments(engine, one, other)
        signs["time"]["same_hours"] = _hours(engine, one, other, seed)
        for group, name, surprise in _edges(engine, one, other):
            signs[group][name] = surprise
        signs["network"] |= _follows(engine, one, other)
    engine.drop(ACCOUNTS.name, CLOCKED.name, POSTS.name)
    return PairScores(
        one, other, {g: {n: np.minimum(s, MOST) for n, s in found.items()} for g, found in signs.items()}
    )


def _hours(engine: Engine, one: Ints, other: Ints, seed: int) -> Floats:
    """Surprise of how alike the hours of two accounts are."""
    rows = columns(engine, HOURS)
    numbers, first, place = np.unique(
        np.asarray(rows["account_no"], dtype=np.int64), return_index=True, return_inverse=True
    )
    hours = np.zeros((len(numbers), 24), dtype=np.int64)
    hours[place, np.asarray(rows["h"], dtype=np.int64)] = rows["n"]
    language = np.unique(np.asarray(rows["language"], dtype=object)[first].astype(str), return_inverse=True)[
        1
    ]
    others = np.flatnonzero(np.asarray(rows["background"], dtype=bool)[first])
    rows_of = [looked_up(numbers.tolist(), list(range(len(numbers))), n) for n in (one, other)]
    known = ~(np.isnan(rows_of[0]) | np.isnan(rows_of[1]))
    here, there = (r[known].astype(np.int64) for r in rows_of)
    found = np.full(len(one), np.nan)
    found[known] = surprises(Clocks(hours, language, others), here, there, seed)
    return found


def _keys(one: Ints, other: Ints) -> Ints:
    return np.minimum(one, other) * (1 << 31) + np.maximum(one, other)


def _edges(engine: Engine, one: Ints, other: Ints) -> list[tuple[str, str, Floats]]:
    """(group, sign, surprise) for each trace: 0 where a pair that could have passed the test did not."""
    rows, acts = columns(engine, EDGES), columns(engine, ACTED)
    keys = _keys(*(np.asarray(rows[n], dtype=np.int64) for n in ("one_no", "other_no")))
    chance = np.maximum(np.asarray(rows["p_value"], dtype=float), 10.0**-MOST)
    trace, of = (np.asarray(names, dtype=object) for names in (rows["behaviour"], acts["trace"]))
    acted = np.asarray(acts["account_no"], dtype=np.int64)
    found = []
    for name in sorted({*rows["behaviour"], *acts["trace"]}):
        here = np.flatnonzero(trace == name)
        here = here[np.argsort(keys[here])]
        passed = looked_up(keys[here].tolist(), (-np.log10(chance[here])).tolist(), _keys(one, other))
        could = np.isin(one, acted[of == name]) & np.isin(other, acted[of == name])
        surprise = np.where(could & np.isnan(passed), 0.0, passed)
        found.append((EDGE_GROUPS.get(name, "network"), f"acts_alike_{name}", surprise))
    return found


def _follows(engine: Engine, one: Ints, other: Ints) -> dict[str, Floats]:
    """Surprise of a mutual follow, and of the rare accounts that both follow; NaN where follows of one are not known.

    By chance both would follow as many of one's rare accounts as the other's number of them lets expect, had each
    chosen by how many follow an account.
    """
    engine.table(MINE)
    (total,) = engine.arrow(TOTALS).to_pylist()
    mutual, together, own, told = (columns(engine, sql) for sql in (MUTUAL, TOGETHER, FOLLOWING, FOLLOWERS))
    engine.drop(MINE.name)
    if not total["follows"]:
        return {}
    wanted = _keys(one, other)
    met = np.isin(wanted, _keys(*(np.asarray(mutual[n], dtype=np.int64) for n in ("one_no", "other_no"))))
    known = np.isin(one, told["account_no"]) & np.isin(other, told["account_no"])
    chance = (total["returned"] + 0.5) / (total["everybody"] * max(total["everybody"] - 1, 1) + 1.0)
    keys = _keys(*(np.asarray(together[n], dtype=np.int64) for n in ("one_no", "other_no")))
    shared = np.nan_to_num(looked_up(keys.tolist(), together["shared"], wanted))
    expected, targets = (
        [looked_up(own["account_no"], own[name], wanted) for wanted in (one, other)]
        for name in ("mean", "targets")
    )
    usual = max((total["rare"] or 0.0) / total["everybody"], 1e-9)
    mean = np.maximum(expected[0] * targets[1], expected[1] * targets[0]) / usual
    tail = poisson_tail(shared, np.maximum(np.nan_to_num(mean), 1e-9))
    return {
        "mutual_follow": np.where(known, np.where(met, -np.log10(min(chance, 1.0)), 0.0), np.nan),
        "shared_follows": np.where(np.isnan(mean), np.nan, -np.log10(np.maximum(tail, 10.0**-MOST))),
    }
