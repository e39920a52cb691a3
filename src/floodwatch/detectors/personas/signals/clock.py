"""Does the network keep the hours of the places that its profiles name?

One account's hours say little; the group's say more. For every located account and UTC offset the gain is the
log-likelihood by which the offset explains the account's posts better than the offsets of the place that it
names (0 for offsets near it), under a daily rhythm learned from located background. The network's offset is
the one with the greatest summed gain; its p value is the share of draws of as many background accounts whose
own best offset gains as much, so that a wrong rhythm, gazetteer or habit of the background accuses nobody.
What several members did together counts once, not once for each of them: whoever acts on the same objects
keeps the same hours, be it a ritual at a fixed hour, warnings that an agency sends, or posts of customers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, columns, grouped, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.model.units import Engine, Example, Step, Value

LEAST_POSTS, MOST_POSTS = 5, 300
LEAST_MEMBERS = 3
APART_H = 4
QUIET_H, QUIET_SHARE = 6, 0.15
"""Hours of the quietest stretch, and the greatest share of posts in it for the group to be seen asleep."""
AWAKE_H, AWAKE_SHARE = 6, 0.03
"""Hours that must each hold that share of the posts: a few fixed hours show a timer, not a day."""
PEAK = 0.125
"""Greatest share of an account's posts that one hour may hold."""
MOST_GAIN = 6.0
"""Bound on one account's gain or loss, so that no account speaks for all."""
DRAWS, ENOUGH = 1999, 10
LOCATED_BACKGROUND = 4000

RHYTHM = np.array(
    [2.2, 1.4, 0.9, 0.7, 0.7, 1.0, 1.9, 3.1, 4.2, 4.8, 5.1, 5.3, 5.6, 5.4, 5.2, 5.2, 5.3, 5.5, 5.8, 6.2, 6.6,
     6.6, 5.6, 3.9])  # fmt: skip
"""Percent of posts by local hour, a rounded everyday rhythm; used until enough located people are seen."""

COMPANY = Step(
    "clock_company",
    """
    SELECT a.platform, a.post_id, max(s.company) AS company FROM (
        SELECT m.network_id, x.trace, x.object_id, count(DISTINCT m.account_no) AS company FROM actions x
        JOIN personas p USING (platform, account_id) JOIN persona_members m USING (account_no)
        GROUP BY ALL HAVING count(DISTINCT m.account_no) >= 2) s
    JOIN actions a ON a.trace = s.trace AND a.object_id = s.object_id
    GROUP BY ALL
    """,
)
"""How many members of a network acted on what a post acts on, where there are two or more."""

HOURS = f"""
    WITH wanted AS (
        SELECT account_no, platform, account_id, location, language, background FROM personas
        WHERE length(location) > 1 AND posts >= {LEAST_POSTS}
          AND (background OR account_no IN (SELECT account_no FROM persona_members))
        QUALIFY NOT background
            OR row_number() OVER (PARTITION BY background
                ORDER BY md5(platform || '/' || account_id), account_no)
               <= {LOCATED_BACKGROUND})
    SELECT w.account_no, w.platform, w.account_id, w.location, w.language, w.background,
           (hour(p.created_at))::INTEGER AS h, coalesce(c.company, 1) AS company, count(*) AS n,
           min(p.created_at) AS first_at, max(p.created_at) AS last_at
    FROM wanted w JOIN posts p USING (platform, account_id) LEFT JOIN clock_company c USING (platform, post_id)
    GROUP BY ALL ORDER BY w.account_no, h, company
"""
MEMBERS = "SELECT network_id, account_no FROM persona_members ORDER BY ALL"


@dataclass(frozen=True, slots=True)
class Located:
    """Accounts with a known place: their posts by UTC hour, each divided by its company, and their place's offsets."""

    numbers: NDArray[np.int64]
    refs: tuple[str, ...]
    hours: NDArray[np.float64]
    offsets: tuple[frozenset[int], ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    background: NDArray[np.bool_]


class Clock(Signal):
    """Share of located members whose hours fit the group's UTC offset better than their own place's."""

    name = "signals/clock"
    version = 2
    description = "Whether a network's hours contradict the places its profiles name."
    needs = ("personas", "persona_members", "posts", "actions/*")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """`clock_contradiction` where members write a language of the place they name, else `foreign_clock`."""
        engine.steps((COMPANY,))
        located = _located(columns(engine, HOURS))
        engine.drop(COMPANY.name)
        if not len(located.numbers):
            return
        rhythm = _rhythm(located)
        gains = _gains(located.hours, located.offsets, rhythm)
        seed = int(str(settings.get("seed", 0)))
        rows = columns(engine, MEMBERS)
        for network_id, numbers in grouped(rows["network_id"], rows["account_no"]):
            mine = np.flatnonzero(np.isin(located.numbers, numbers.astype(np.int64)))
            if len(mine) >= LEAST_MEMBERS:
                yield from _network(network_id, mine, located, gains, seed)

    def examples(self) -> Sequence[Example]:
        """Six accounts that name Texas and keep Moscow's day, and six that keep their own."""
        days = [
            post(n, n % 6, created_at=NOON + timedelta(days=n // 6, hours=n % 11 - 5)) for n in range(360)
        ]
        texas = [{"location": "Texas, USA", "posts": 60}] * 6
        moscow = [{"location": "Москва", "posts": 60}] * 6
        others = [{"location": "Moscow", "posts": 20}] * 40
        lives = [post(n, 6 + n % 40, created_at=NOON + timedelta(days=n // 40, hours=n % 13 - 6))
                 for n in range(360, 1160)]  # fmt: skip
        act = {"trace": "url", "platform": "x", "object_id": "o", "account_id": "0009", "post_id": "none"}
        said = {"posts": days + lives, "actions/*": [act]}
        return (
            Example("Texas at Moscow's hours", True, {**people(texas, others), **said}),
            Example("too few to say", False, {**people(moscow[:2], others), **said}),
        )


def _located(rows: Mapping[str, Sequence[Any]]) -> Located:
    """One row per account whose place is known, hours capped so that no account or hour speaks for all."""
    numbers = np.asarray(rows["account_no"], dtype=np.int64)
    distinct, first = np.unique(numbers, return_index=True)
    hours = np.zeros((len(distinct), 24))
    place = np.searchsorted(distinct, numbers), np.asarray(rows["h"], dtype=np.int64)
    np.add.at(hours, place, np.asarray(rows["n"], dtype=float) / np.asarray(rows["company"], dtype=float))
    zones = [places.zones_of(str(rows["location"][i])) for i in first]
    keep = np.array([bool(z) for z in zones], dtype=bool)
    early, late = _span(rows)
    kept = [int(i) for i, ok in zip(first, keep, strict=True) if ok]
    return Located(
        distinct[keep],
        account_refs([str(rows["platform"][i]) for i in kept], [str(rows["account_id"][i]) for i in kept]),
        _capped(hours[keep]),
        tuple(places.offsets(z, early, late) for z in zones if z),
        tuple(places.country_of(str(rows["location"][i])) for i in kept),
        tuple(str(rows["language"][i]) for i in kept),
        np.array([bool(rows["background"][i]) for i in kept], dtype=bool),
    )


def _capped(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hours with no hour above its greatest share (one post at least) and no account above its most posts."""
    total = hours.sum(axis=1, keepdims=True)
    flat = np.minimum(hours, np.maximum(PEAK * total, 1))
    return np.asarray(flat * np.minimum(1, MOST_POSTS / np.maximum(total, 1)))


def _span(rows: Mapping[str, Sequence[Any]]) -> tuple[datetime, datetime]:
    first, last = rows["first_at"], rows["last_at"]
    return (min(first), max(last)) if len(first) else (NOON, NOON)


def _rhythm(located: Located) -> NDArray[np.float64]:
    """Share of posts by local hour: the everyday rhythm, moved towards that of the located background."""
    rhythm = RHYTHM / RHYTHM.sum()
    for account in np.flatnonzero(located.background):
        share = located.hours[account] / max(1.0, located.hours[account].sum())
        rhythm = rhythm + np.roll(share, min(located.offsets[account])) / 30
    return np.asarray(rhythm / rhythm.sum() * 0.9 + 0.1 / 24)


def _gains(
    hours: NDArray[np.float64], own: Sequence[frozenset[int]], rhythm: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Gain of each of 24 UTC offsets (-11 … 12) over the place's own, give or take one hour, per account."""
    fit = hours @ np.log(np.stack([np.roll(rhythm, -offset) for offset in range(-11, 13)])).T
    gains = np.zeros_like(fit)
    for row, offsets in enumerate(own):
        home = [(o + d + 11) % 24 for o in offsets for d in (-1, 0, 1)]
        far = [
            o for o in range(24) if min(min((o - 11 - x) % 24, (x - o + 11) % 24) for x in offsets) >= APART_H
        ]
        gains[row, far] = fit[row, far] - fit[row, home].max()
    return np.clip(gains, -MOST_GAIN, MOST_GAIN)


def _network(
    network_id: str,
    mine: NDArray[np.int64],
    located: Located,
    gain: NDArray[np.float64],
    seed: int,
) -> Iterator[Finding]:
    pooled = located.hours[mine].sum(axis=0)
    quiet = min(np.roll(pooled, -h)[:QUIET_H].sum() for h in range(24))
    if quiet > QUIET_SHARE * pooled.sum() or (pooled >= AWAKE_SHARE * pooled.sum()).sum() < AWAKE_H:
        return
    best = int(np.argmax(gain[mine].sum(axis=0)))
    chosen = mine[gain[mine, best] > 0]
    others = gain[located.background]
    baseline = rate(int((others[:, best] > 0).sum()), len(others)) if len(others) else None
    at_home = [located.languages[i] in places.languages_of(located.countries[i]) for i in chosen]
    name = "clock_contradiction" if at_home and np.mean(at_home) >= 0.8 else "foreign_clock"
    yield Finding(
        network_id, name, len(chosen) / len(mine), "share of located accounts",
        f"{len(chosen)} of {len(mine)} accounts that name a place keep hours that fit UTC{best - 11:+d} better "
        "than that place; people who live abroad, work at night or follow another country's news do too",
        baseline, _chance(gain[mine], others, seed), tuple(located.refs[i] for i in chosen),
    )  # fmt: skip


def _chance(mine: NDArray[np.float64], others: NDArray[np.float64], seed: int) -> float | None:
    """Sequential Monte Carlo p of the greatest summed gain, over draws of as many background accounts."""
    if len(others) < LEAST_MEMBERS:
        return None
    random = np.random.default_rng(seed)
    seen, reached = mine.sum(axis=0).max(), 0
    for tried in range(1, DRAWS + 1):
        drawn = others[random.integers(len(others), size=len(mine))].sum(axis=0).max()
        reached += bool(drawn >= seen)
        if reached == ENOUGH:
            return reached / tried
    return (1 + reached) / (DRAWS + 1)


CLOCK = Clock()
