"""Does the network keep the hours of the places that its profiles name?

One account's hours say little; the group's say more. Each located account's posts are compared with the
local rhythm of people who name a place, at the offset that fits the group best and at the offsets of the
place it names. The share of members that the group's offset fits better is held against the share of the
background that the same offset fits better, so that a wrong rhythm or wrong gazetteer accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, grouped, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.model.units import Engine, Example, Step, Value

LEAST_POSTS, MOST_POSTS = 5, 300
LEAST_MEMBERS = 4
APART_H = 3
QUIET_H, QUIET_SHARE = 6, 0.15
"""Hours of the quietest stretch, and the greatest share of posts in it for the group to be seen asleep."""
AWAKE_H, AWAKE_SHARE = 8, 0.02
"""Hours that must each hold that share of the posts: two fixed hours a day show a timer, not a day."""
PEAK = 0.125
"""Greatest share of an account's posts that one hour may hold, so that a daily ritual does not set the clock."""
LOCATED_BACKGROUND = 4000

RHYTHM = np.array(
    [2.2, 1.4, 0.9, 0.7, 0.7, 1.0, 1.9, 3.1, 4.2, 4.8, 5.1, 5.3, 5.6, 5.4, 5.2, 5.2, 5.3, 5.5, 5.8, 6.2, 6.6,
     6.6, 5.6, 3.9])  # fmt: skip
"""Percent of posts by local hour, a rounded everyday rhythm; used until enough located people are seen."""

SHARED = Step(
    "clock_shared",
    """
    SELECT DISTINCT a.platform, a.post_id FROM (
        SELECT m.network_id, x.trace, x.object_id FROM actions x
        JOIN personas p USING (platform, account_id) JOIN persona_members m USING (account_no)
        GROUP BY ALL HAVING count(DISTINCT m.account_no) >= 3) s
    JOIN actions a ON a.trace = s.trace AND a.object_id = s.object_id
    """,
)
"""Posts that use what three members of a network used: they formed it, and must not speak of its clock too."""

HOURS = f"""
    WITH wanted AS (
        SELECT account_no, platform, account_id, location, language, background FROM personas
        WHERE length(location) > 1 AND posts >= {LEAST_POSTS}
          AND (background OR account_no IN (SELECT account_no FROM persona_members))
        QUALIFY NOT background
            OR row_number() OVER (PARTITION BY background ORDER BY hash(account_id), account_no) <= {LOCATED_BACKGROUND})
    SELECT w.account_no, w.platform, w.account_id, w.location, w.language, w.background,
           (hour(p.created_at))::INTEGER AS h, count(*) AS n,
           min(p.created_at) AS first_at, max(p.created_at) AS last_at
    FROM wanted w JOIN posts p USING (platform, account_id)
    LEFT JOIN clock_shared s USING (platform, post_id)
    WHERE s.post_id IS NULL
    GROUP BY ALL ORDER BY w.account_no, h
"""
MEMBERS = "SELECT network_id, account_no FROM persona_members ORDER BY ALL"


@dataclass(frozen=True, slots=True)
class Located:
    """Accounts with a known place: posts by UTC hour, and the offsets their place may have."""

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
    description = "Whether a network's hours contradict the places its profiles name."
    needs = ("personas", "persona_members", "posts", "actions/*")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """`clock_offset` for every network seen asleep, and a contradiction where places are named."""
        engine.steps((SHARED,))
        located = _located(columns(engine, HOURS))
        engine.drop(SHARED.name)
        if not len(located.numbers):
            return
        fit = _fit(located)
        rows = columns(engine, MEMBERS)
        for network_id, numbers in grouped(rows["network_id"], rows["account_no"]):
            mine = np.flatnonzero(np.isin(located.numbers, numbers.astype(np.int64)))
            if len(mine) >= LEAST_MEMBERS:
                yield from _network(network_id, mine, located, fit)

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
    """One row per account whose place is known, hours capped so that no account speaks for all."""
    numbers = np.asarray(rows["account_no"], dtype=np.int64)
    distinct, first = np.unique(numbers, return_index=True)
    hours = np.zeros((len(distinct), 24))
    hours[np.searchsorted(distinct, numbers), np.asarray(rows["h"], dtype=np.int64)] = rows["n"]
    zones = [places.zones_of(str(rows["location"][i])) for i in first]
    keep = np.array([bool(z) for z in zones], dtype=bool)
    early, late = _span(rows)
    hours = np.minimum(hours, np.maximum(PEAK * hours.sum(axis=1, keepdims=True), 1))
    kept = [int(i) for i, ok in zip(first, keep, strict=True) if ok]
    return Located(
        distinct[keep],
        account_refs([str(rows["platform"][i]) for i in kept], [str(rows["account_id"][i]) for i in kept]),
        hours[keep] * np.minimum(1, MOST_POSTS / np.maximum(hours[keep].sum(axis=1, keepdims=True), 1)),
        tuple(places.offsets(z, early, late) for z in zones if z),
        tuple(places.country_of(str(rows["location"][i])) for i in kept),
        tuple(str(rows["language"][i]) for i in kept),
        np.array([bool(rows["background"][i]) for i in kept], dtype=bool),
    )


def _span(rows: Mapping[str, Sequence[Any]]) -> tuple[object, object]:
    first, last = rows["first_at"], rows["last_at"]
    return (min(first), max(last)) if len(first) else (NOON, NOON)  # type: ignore[type-var]


def _fit(located: Located) -> NDArray[np.float64]:
    """Log-likelihood of each account's hours at each of 24 UTC offsets (-11 … 12)."""
    rhythm = RHYTHM / RHYTHM.sum()
    for account in np.flatnonzero(located.background):
        share = located.hours[account] / max(1.0, located.hours[account].sum())
        rhythm = rhythm + np.roll(share, min(located.offsets[account])) / 30
    rhythm = rhythm / rhythm.sum() * 0.9 + 0.1 / 24
    shifted = np.log(np.stack([np.roll(rhythm, -offset) for offset in range(-11, 13)]))
    return np.asarray(located.hours @ shifted.T)


def _network(
    network_id: str, mine: NDArray[np.int64], located: Located, fit: NDArray[np.float64]
) -> Iterator[Finding]:
    shares = located.hours[mine] / located.hours[mine].sum(axis=1, keepdims=True)
    quiet = min(np.roll(shares.mean(axis=0), -h)[:QUIET_H].sum() for h in range(24))
    if quiet > QUIET_SHARE or (shares.mean(axis=0) >= AWAKE_SHARE).sum() < AWAKE_H:
        return
    offset = int(np.argmax((fit[mine] / located.hours[mine].sum(axis=1, keepdims=True)).sum(axis=0))) - 11
    far = np.array([_distance(offset, o) >= APART_H for o in located.offsets])
    better = np.array([_gain(fit[i], offset, located.offsets[i]) > 0 for i in range(len(fit))]) & far
    hits, chosen = int(better[mine].sum()), mine[better[mine]]
    others = located.background
    baseline = rate(int((better & others).sum()), int(others.sum())) if others.any() else None
    at_home = [located.languages[i] in places.languages_of(located.countries[i]) for i in chosen]
    name = "clock_contradiction" if at_home and np.mean(at_home) >= 0.8 else "foreign_clock"
    yield Finding(
        network_id, name, hits / len(mine), "share of located accounts",
        f"{hits} of {len(mine)} accounts that name a place keep hours that fit UTC{offset:+d} better than that "
        "place; people who live abroad, work at night or follow another country's news do too", baseline,
        None if baseline is None else binomial(hits, len(mine), max(baseline, 0.05), 2),
        tuple(located.refs[i] for i in chosen),
    )  # fmt: skip


def _gain(fit: NDArray[np.float64], offset: int, own: frozenset[int]) -> float:
    """How much better an offset fits than the best of the place's own, each give or take one hour."""
    return float(fit[(offset + 11) % 24] - max(fit[(o + d + 11) % 24] for o in own for d in (-1, 0, 1)))


def _distance(offset: int, own: frozenset[int]) -> int:
    return min(min((offset - o) % 24, (o - offset) % 24) for o in own)


CLOCK = Clock()
