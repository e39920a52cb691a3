"""When accounts are awake and post: sessions in the waking hours of each account's own time zone."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.columns import Columns, Floats, Ints

DAY = 86_400
HOUR = 3_600


def slots(
    rng: np.random.Generator, people: Columns, who: Ints, days: int, session: float, gap_s: float
) -> tuple[Ints, Ints]:
    """Moments at which the accounts `who` do something: (account, second from the world's start).

    Sessions of `session` posts on average, `gap_s` seconds apart; none while the account sleeps, apart
    from three in a hundred; fewer or more at the weekend as the account is.
    """
    per_day = people["daily"][who]
    counts = rng.poisson(per_day * days / session)
    account = np.repeat(who, counts)
    starts = moments(rng, people, account, days)
    sizes = 1 + rng.poisson(max(session - 1, 0), size=len(account))
    each = np.repeat(np.arange(len(account)), sizes)
    gaps = rng.exponential(gap_s, size=len(each))
    first = np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sizes) else np.zeros(0, dtype=np.int64)
    gaps[first] = 0
    total = np.cumsum(gaps)
    second = starts[each] + (total - total[first][each]).astype(np.int64)
    inside = second < days * DAY
    return account[each][inside], second[inside]


def moments(rng: np.random.Generator, people: Columns, account: Ints, days: int) -> Ints:
    """One waking moment for each row of `account`, in seconds from the world's start (a Monday, UTC)."""
    hour = _local_hours(rng, people, account)
    day = _days(rng, people["weekend"][account], days)
    second = (day * DAY + (hour - people["offset"][account]) * HOUR).astype(np.int64)
    return np.asarray(second % (days * DAY), dtype=np.int64)


def _local_hours(rng: np.random.Generator, people: Columns, account: Ints) -> Floats:
    lark = people["lark"][account]
    share = rng.beta(1.2 + 1.5 * lark, 1.2 + 1.5 * (1 - lark))
    awake = people["wakes"][account] + share * people["waking"][account]
    stray = rng.random(len(account)) < 0.03
    return np.where(stray, rng.random(len(account)) * 24, awake)


def _days(rng: np.random.Generator, weekend: Floats, days: int) -> Floats:
    day = rng.integers(0, days, size=len(weekend))
    free = (day % 7) >= 5
    again = rng.random(len(weekend)) > np.where(free, weekend, 1 / np.maximum(weekend, 1))
    return np.where(again, rng.integers(0, days, size=len(weekend)), day).astype(np.float64)
