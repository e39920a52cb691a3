"""At which offset from UTC does a group live or work: a likelihood under an everyday and an office rhythm.

Posts are counted in half hours of the week (336, from Monday 00:00 UTC). An account's likelihood at an offset is
the mean of those under two rhythms, everyday life (learned from people whose place is known) and office work
(nine to six with a lunch break, weekends off), so that weekends and lunch tell an office from a short day.
Accounts add up, each with a bounded loss, so that shifts and colleagues elsewhere do not decide. What posts on a timer
add is flat or a few fixed hours: rhythms have a floor and hours a cap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.hours import RHYTHM, capped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY, WEEK = 48, 336
"""Half hours of a day and of a week."""
OFFSETS = np.arange(-22, 27) / 2.0
"""Offsets looked at, in hours: -11 to +13. A day's rhythm repeats, so that what lies beyond reads 24 hours away."""
FLOOR = 0.1
"""Share of every rhythm that is spread evenly: timers, nights, shifts."""
LEARNED = 30.0
"""Located accounts that weigh as much as the everyday rhythm known beforehand."""
BOUND = 24.0
"""Greatest loss of one account in log-likelihood."""
TEMPER = 0.5
"""Posts come in sessions: two of them say about as much as one alone."""
NEAR, STANDS_OUT = 4, 1.3
"""Half hours on each side whose median says what is usual, and how far above it a half hour may stand."""
OPENINGS, LUNCHES = (8.5, 9.0, 9.5), (12.0, 12.5, 13.0)
"""Hours at which offices open, and the middles of their lunch breaks."""
OPEN_H, RAMP, LUNCH_H, LUNCH_LOW = 9.0, 0.75, 1.1, 0.5
"""Length of an office day and of its edges, of lunch, and share of the posts that is kept during lunch."""
FREE_DAY, AFTER_HOURS = 0.12, 0.15
"""Office posts of a free day beside a working day, and share of an office worker's posts that follow everyday life."""
HABIT = 0.5
"""Hours on each side that are added to an interval: groups have habits, which drawing their accounts does not show."""
ROUNDS = 999
AT_ONCE = 25
"""Rounds that are taken together: so few that they stay in the processor's cache, and are no work for threads."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The group's offset in hours, its interval, and the chance that clocks set at random agree as well."""

    offset: float
    low: float
    high: float
    p_value: float


def weekly(account: Ints, slot: Ints, weight: Floats, size: int) -> Floats:
    """Accounts x half hours of the week: posts, with hours and accounts capped."""
    weeks = np.zeros((size, WEEK))
    np.add.at(weeks, (account, slot % WEEK), weight)
    hours = daily(weeks).reshape(size, 24, 2).sum(axis=2)
    kept = capped(hours) / np.maximum(hours, 1e-12)
    return np.asarray(weeks * np.tile(np.repeat(kept, 2, axis=1), 7))


def untimed(weeks: Floats) -> Floats:
    """The same counts with half hours of the day that stand out of those around them cut: a group's timers."""
    pooled = daily(weeks).sum(axis=0)
    around = np.median([np.roll(pooled, shift) for shift in range(-NEAR, NEAR + 1)], axis=0)
    kept = np.minimum(1.0, np.maximum(STANDS_OUT * around, pooled.mean() / 10) / np.maximum(pooled, 1e-12))
    return np.asarray(weeks * np.tile(kept, 7))


def daily(weeks: Floats) -> Floats:
    """Accounts x half hours of the day."""
    return np.asarray(weeks.reshape(-1, 7, DAY).sum(axis=1))


def local(weeks: Floats, offset: float) -> Floats:
    """The same counts by half hour of the local week."""
    return np.roll(weeks, round(2 * offset), axis=-1)


def everyday(weeks: Floats, offsets: Floats) -> Floats:
    """Share of posts by half hour of the local week in everyday life, moved towards that of located people."""
    known = np.tile(
        np.interp(np.arange(DAY) / 2 + 0.25, np.arange(25) + 0.5, np.append(RHYTHM, RHYTHM[0])), 7
    )
    rhythm = known / known.sum()
    for own, offset in zip(weeks, offsets, strict=True):
        rhythm = rhythm + local(own, offset) / max(1.0, own.sum()) / LEARNED
    days = rhythm.reshape(7, DAY)
    smooth = np.concatenate((np.tile(days[:5].mean(axis=0), 5), np.tile(days[5:].mean(axis=0), 2)))
    return _floored(smooth)


def office(life: Floats, opens: float, lunch: float) -> Floats:
    """Share of posts by half hour of the local week of people who post at work, and a little at home."""
    hour = np.arange(DAY) / 2 + 0.25
    rise = np.clip((hour - opens) / RAMP + 0.5, 0, 1) * np.clip((opens + OPEN_H - hour) / RAMP + 0.5, 0, 1)
    day = rise * np.where(np.abs(hour - lunch) < LUNCH_H / 2, LUNCH_LOW, 1.0)
    week = np.concatenate((np.tile(day, 5), np.tile(FREE_DAY * day, 2)))
    return _floored((1 - AFTER_HOURS) * week / week.sum() + AFTER_HOURS * life)


def rhythms(life: Floats) -> Floats:
    """Logarithms of the share of posts by half hour of the week, at each offset: everyday life's, then every desk's."""
    desks = [office(life, opens, lunch) for opens in OPENINGS for lunch in LUNCHES]
    turned = (np.arange(WEEK) + np.round(2 * OFFSETS[:, None]).astype(np.int64)) % WEEK
    return np.asarray(np.log(np.stack([life, *desks]))[:, turned])


def scores(weeks: Floats, rhythms: Floats) -> Floats:
    """Desks x accounts x offsets: bounded log-likelihood of each account's posts beside its best (0 there)."""
    fit = TEMPER * (weeks @ rhythms.transpose(0, 2, 1))
    both = np.logaddexp(fit[0], fit[1:])
    return np.asarray(np.maximum(both - both.max(axis=(0, 2), keepdims=True), -BOUND))


def any_desk(score: Floats) -> Floats:
    """The same with desks, the first axis, taken together: their mean likelihood."""
    top = score.max(axis=0)
    apart = score - top
    return np.asarray(np.log(np.exp(apart, out=apart).mean(axis=0)) + top)


def estimated(score: Floats, seed: int) -> Estimate:
    """The offset of the greatest sum; 90% of draws of accounts with `HABIT` beyond; p by turning clocks at random."""
    random = np.random.default_rng(seed)
    size, best = score.shape[1], place(any_desk(score.sum(axis=1)))
    drawn = random.multinomial(size, np.full(size, 1 / size), ROUNDS).astype(np.float64)
    parts = np.array_split(drawn, ROUNDS // AT_ONCE)
    again = np.concatenate([any_desk(part @ score) for part in parts])
    apart = (OFFSETS[place(again)] - OFFSETS[best] + 12) % 24 - 12
    low, high = np.quantile(apart, [0.05, 0.95])
    offset = float(OFFSETS[best])
    low, high = float(low) - HABIT, float(high) + HABIT
    return Estimate(offset, offset + low, offset + high, _chance(any_desk(score), random))


def place(total: Floats) -> NDArray[np.int64]:
    """Where the greatest sum stands; of several alike the one in their middle."""
    top = total >= total.max(axis=-1, keepdims=True) - 1e-9
    count = np.cumsum(top, axis=-1)
    return np.asarray(np.argmax(count >= (count[..., -1:] + 1) // 2, axis=-1))


def _chance(score: Floats, random: np.random.Generator) -> float:
    """Share of rounds in which clocks that are each turned at random agree as well as these."""
    around = score[:, :DAY]
    turned = np.lib.stride_tricks.sliding_window_view(np.tile(around, 2), DAY, axis=1)
    total = np.zeros((ROUNDS, DAY))
    for one in turned:
        total += one[random.integers(DAY, size=ROUNDS)]
    return float((1 + (total.max(axis=1) >= around.sum(axis=0).max()).sum()) / (ROUNDS + 1))


def _floored(rhythm: Floats) -> Floats:
    return np.asarray((1 - FLOOR) * rhythm / rhythm.sum() + FLOOR / WEEK)
