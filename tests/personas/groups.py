"""A small seeded simulator of groups that live or work at an offset: when each account posts."""

from __future__ import annotations

import numpy as np

from floodwatch.detectors.personas import offsets
from floodwatch.detectors.personas.hours import RHYTHM

HOUR, DAYS = 3600, 30
WEEKENDS = {"living": 1.0, "late": 1.0, "operators": 0.3, "office": 0.05}
OFFSETS = (-8, -7, -5, -4, -3.5, -3, 0, 1, 2, 3, 3.5, 4, 4.5, 5.5, 5.75, 7, 8, 9, 9.5, 10, 12)


def hours_of(rng, kind, count):
    """Local hours at which one person of a kind posts."""
    if kind == "living":
        return rng.choice(24, count, p=RHYTHM / RHYTHM.sum()) + rng.random(count) + rng.normal(0, 1.2)
    if kind == "office":
        hour = rng.uniform(9 + rng.normal(0, 0.4), 18 + rng.normal(0, 0.5), 4 * count)
        lunch = (hour > 12.5) & (hour < 13.5) & (rng.random(4 * count) < 0.5)
        return hour[~lunch][:count]
    wakes, awake = (8.5 + rng.normal(0, 0.3), 10.0) if kind == "operators" else (rng.normal(7.5, 1.4), 16.0)
    lark = rng.beta(1.5, 2.2)
    hour = wakes + awake * rng.beta(1.2 + 1.5 * lark, 1.2 + 1.5 * (1 - lark), count)
    return np.where(rng.random(count) < 0.03, 24 * rng.random(count), hour)


def group(seed, kind, offset, accounts=None, posts=(50, 100), timed=0.2, summer=False, together=False):
    """(account, second from a Monday, UTC) of posts of one group; `timed` of them at three hours, own or common.

    With `summer` the clocks go forward an hour half way through the thirty days.
    """
    rng = np.random.default_rng(seed)
    accounts = int(rng.integers(20, 41)) if accounts is None else accounts
    common, begins = rng.integers(0, 48, 3) / 2, int(rng.integers(7))
    weekend = (begins + np.arange(DAYS)) % 7 >= 5
    who, when = [], []
    for account in range(accounts):
        count = int(rng.integers(posts[0], posts[1] + 1))
        by_timer = int(rng.binomial(count, timed))
        hour = hours_of(rng, kind, count - by_timer)
        weight = np.where(weekend, WEEKENDS[kind], 1.0)
        day = rng.choice(DAYS, size=len(hour), p=weight / weight.sum())
        own = 24 * day + hour - offset - (day >= DAYS // 2) * summer
        hours = common if together else rng.integers(0, 48, 3) / 2
        fixed = 24 * rng.integers(0, DAYS, by_timer) + rng.choice(hours, by_timer) + rng.random(by_timer) / 30
        both = np.concatenate((own, fixed)) + 24 * begins
        who.append(np.full(len(both), account))
        when.append(both * HOUR)
    return np.concatenate(who), np.concatenate(when)


def weeks(who, when):
    """Accounts x half hours of the week, as the signal counts them."""
    slot = np.floor(when / 1800).astype(np.int64)
    return offsets.weekly(who, slot, np.ones(len(who)), int(who.max()) + 1)


def estimate(who, when, rhythms):
    """The offset that the kernel finds."""
    score = offsets.scores(offsets.untimed(weeks(who, when)), rhythms)
    return float(offsets.OFFSETS[offsets.place(offsets.any_desk(score.sum(axis=1)))])


def apart(one, other):
    """Hours between two offsets, around the clock."""
    return abs((one - other + 12) % 24 - 12)


def off(seed, kind, rhythms):
    """How far the estimate of a random group is from the truth, in hours; with two truths, from the nearer."""
    rng = np.random.default_rng([seed, 7])
    offset, summer, together = float(rng.choice(OFFSETS)), rng.random() < 0.25, rng.random() < 0.5
    found = estimate(*group(seed, kind, offset, summer=bool(summer), together=bool(together)), rhythms)
    return min(apart(found, offset), apart(found, offset + bool(summer)))
