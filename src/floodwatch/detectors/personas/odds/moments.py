"""Moments in the life of accounts that two of them may have in common: made, woken, or become somebody else.

A waking ends a silence between two posts that is as long as `signals/dormancy` asks for by itself; what comes before
the first post does not count here, and nothing need follow. To become somebody else is to have both name and handle
replaced from one look to the next: coarser than `signals/persona_drift`, which weighs how alike five fields are. Every
account is looked at, not a sample.

The surprise of a common moment is −log10 of the share of background accounts that have one as close to either, of all
that could have one: whose date of creation is known, whose posts lie far enough apart to hold such a silence, or whose
name and handle were read twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import columns
from floodwatch.detectors.personas.silences import GAP, LEAST_DAYS, LEAST_SHARE, SPAN, days_of
from floodwatch.detectors.personas.turned import DAY_S
from floodwatch.model.units import Engine, Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MADE = "SELECT account_no, epoch(created_at)::BIGINT AS moment_s FROM {who} WHERE created_at IS NOT NULL"
WOKEN = f"""
    SELECT account_no, CAST(max(CASE WHEN gap >= enough THEN day_no END) * {DAY_S} AS BIGINT) AS moment_s
    FROM (SELECT account_no, day_no, {GAP} FROM ({days_of("{posts}")}) each_day) gaps
    CROSS JOIN (SELECT greatest({LEAST_DAYS}, {LEAST_SHARE} * days) AS enough FROM ({SPAN}) spanned) asked
    GROUP BY account_no HAVING max(day_no) - min(day_no) >= max(enough)"""
CHANGED = """
    SELECT account_no,
           CAST(max(CASE WHEN lower(name) <> lower(old_name) AND lower(handle) <> lower(old_handle) THEN seen_s END)
                AS BIGINT) AS moment_s
    FROM (
        SELECT p.account_no, epoch(a.observed_at) AS seen_s, a.name, a.handle,
               lag(a.name) OVER (PARTITION BY p.account_no ORDER BY a.observed_at, a.name, a.handle) AS old_name,
               lag(a.handle) OVER (PARTITION BY p.account_no ORDER BY a.observed_at, a.name, a.handle) AS old_handle
        FROM accounts_observed a JOIN {who} p USING (platform, account_id)
        WHERE a.observed_at IS NOT NULL) looks
    WHERE name IS NOT NULL AND handle IS NOT NULL AND old_name IS NOT NULL AND old_handle IS NOT NULL
    GROUP BY account_no"""
MOMENTS = {"created_together": MADE, "woke_together": WOKEN, "changed_together": CHANGED}
"""Signs, and the moment of each account of `who`, with its `posts`, that could have one: the last, null for none."""
MINE = {"who": "odds_accounts", "posts": "odds_posts p JOIN odds_accounts w USING (account_no)"}
THEIRS = {"who": "odds_others", "posts": "posts p JOIN odds_others w USING (platform, account_id)"}
OTHERS = Step(
    "odds_others", "SELECT account_no, platform, account_id, created_at FROM personas WHERE background"
)


def common_moments(engine: Engine, one: Ints, other: Ints) -> dict[str, Floats]:
    """Surprise of each pair for each sign: NaN where one of the two has no such moment.

    The moments of everybody else, which take long, are looked for only where both of some pair have one; where nobody
    else could have one, nothing is measured.
    """
    engine.table(OTHERS)
    found = {}
    for sign, sql in MOMENTS.items():
        rows = columns(engine, f"{sql.format(**MINE)} ORDER BY account_no")
        here, there = (looked_up(rows["account_no"], rows["moment_s"], n) for n in (one, other))
        known = ~(np.isnan(here) | np.isnan(there))
        found[sign] = np.full(len(one), np.nan)
        if known.any():
            beside = engine.arrow(f"SELECT moment_s FROM ({sql.format(**THEIRS)}) theirs")["moment_s"]
            if len(beside):
                moments = np.sort(beside.drop_null().to_numpy())
                found[sign][known] = _close(here[known], there[known], moments, len(beside))
    engine.drop(OTHERS.name)
    return found


def _close(here: Floats, there: Floats, others: Ints, whole: int) -> Floats:
    """Surprise of each pair of moments: how many of the others have one as close to either, of `whole` who could."""
    gap, near = np.abs(here - there), np.zeros(len(here))
    for middle in (here, there):
        low, high = np.searchsorted(others, middle - gap), np.searchsorted(others, middle + gap, side="right")
        near = np.maximum(near, high - low)
    return np.asarray(-np.log10((near + 0.5) / (whole + 1.0)))


def looked_up(keys: Sequence[Any], values: Sequence[Any], wanted: Ints) -> Floats:
    """Values of the wanted keys (`keys` sorted and distinct), NaN where there is none."""
    if not len(keys):
        return np.full(len(wanted), np.nan)
    known = np.asarray(keys, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[place] == wanted, np.asarray(values, dtype=float)[place], np.nan)
