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
from functools import cache

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.hours import RHYTHM, capped, lives
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, columns, grouped, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.timelines import LEAST_SEEN
from floodwatch.model.units import Engine, Example, Step, Value

LEAST_MEMBERS = 3
APART_H = 4
MOST_GAIN = 6.0
"""Bound on one account's gain or loss, so that no account speaks for all."""
DRAWS, ENOUGH = 1999, 10
AT_ONCE = 50
"""Draws that are summed together."""

WHO = Step(
    "clock_who",
    f"""
    SELECT w.*, p.first_at, p.last_at FROM (
        SELECT account_no, platform, account_id, location, language, background FROM personas
        WHERE length(location) > 1 AND posts >= {LEAST_SEEN}
          AND (account_no IN (SELECT account_no FROM persona_members)
               OR account_no IN (SELECT account_no FROM persona_sampled WHERE sample = 'placed'))) w
    JOIN (SELECT account_no, min(created_at) AS first_at, max(created_at) AS last_at
          FROM persona_posts GROUP BY account_no) p USING (account_no)
    """,
)
ACCOUNTS = """
    SELECT account_no, platform, account_id, location, language, background FROM clock_who ORDER BY account_no"""
SPAN = "SELECT min(first_at) AS first_at, max(last_at) AS last_at FROM clock_who"
HOURS = """
    SELECT p.account_no, CAST(hour(p.created_at) AS INTEGER) AS h, p.company, count(*) AS n
    FROM persona_posts p JOIN clock_who w USING (account_no)
    GROUP BY ALL ORDER BY p.account_no, h, p.company
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
    needs = ("personas", "persona_members", "persona_posts", "persona_sampled")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """`clock_contradiction` where members write a language of the place they name, else `foreign_clock`."""
        engine.table(WHO)
        located = _located(engine)
        engine.drop(WHO.name)
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


def _located(engine: Engine) -> Located:
    """One row per account whose place is known, hours capped so that no account or hour speaks for all."""
    rows = columns(engine, ACCOUNTS)
    numbers = np.asarray(rows["account_no"], dtype=np.int64)
    zones = [places.zones_of(str(place)) for place in rows["location"]]
    keep = np.array([bool(z) for z in zones], dtype=bool)
    early, late = _span(engine)
    kept = [int(i) for i in np.flatnonzero(keep)]
    return Located(
        numbers[keep],
        account_refs([str(rows["platform"][i]) for i in kept], [str(rows["account_id"][i]) for i in kept]),
        capped(_hours(engine, numbers)[keep]),
        tuple(places.offsets(z, early, late) for z in zones if z),
        tuple(places.country_of(str(rows["location"][i])) for i in kept),
        tuple(str(rows["language"][i]) for i in kept),
        np.array([bool(rows["background"][i]) for i in kept], dtype=bool),
    )


def _hours(engine: Engine, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Accounts x hours of the day: posts, each divided by its company."""
    table = engine.arrow(HOURS)
    who, hour, company, n = (table.column(c).to_numpy() for c in ("account_no", "h", "company", "n"))
    hours = np.zeros((len(numbers), 24))
    np.add.at(hours, (np.searchsorted(numbers, who), hour), n.astype(float) / company.astype(float))
    return hours


def _span(engine: Engine) -> tuple[datetime, datetime]:
    (row,) = engine.arrow(SPAN).to_pylist()
    return (row["first_at"], row["last_at"]) if row["first_at"] else (NOON, NOON)


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
        home, far = _home_and_far(offsets)
        gains[row, far] = fit[row, far] - fit[row, home].max()
    return np.clip(gains, -MOST_GAIN, MOST_GAIN)


@cache
def _home_and_far(offsets: frozenset[int]) -> tuple[list[int], list[int]]:
    """Which of the 24 offsets looked at are a place's own, give or take one hour, and which are far from it."""
    home = [(o + d + 11) % 24 for o in offsets for d in (-1, 0, 1)]
    far = [o for o in range(24) if min(min((o - 11 - x) % 24, (x - o + 11) % 24) for x in offsets) >= APART_H]
    return home, far


def _network(
    network_id: str,
    mine: NDArray[np.int64],
    located: Located,
    gain: NDArray[np.float64],
    seed: int,
) -> Iterator[Finding]:
    pooled = located.hours[mine].sum(axis=0)
    if not lives(pooled):
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
    for before in range(0, DRAWS, AT_ONCE):
        chosen = random.integers(len(others), size=(min(AT_ONCE, DRAWS - before), len(mine)))
        found = np.flatnonzero(others[chosen].sum(axis=1).max(axis=1) >= seen)
        if reached + len(found) >= ENOUGH:
            return float(ENOUGH / (before + 1 + found[ENOUGH - reached - 1]))
        reached += len(found)
    return (1 + reached) / (DRAWS + 1)


CLOCK = Clock()
