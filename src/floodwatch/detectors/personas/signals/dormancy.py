"""Were accounts silent for long and then awake within the same few days as other members of their network?

A silence is the longest gap between two posts of the data, or the time from the account's creation to its first post
where its counter shows that all of its posts are in the data. It counts when it is long beside the data's own span
and some posts follow. Null: members woke on days drawn from the days on which the background woke (scan statistic
over 1, 3 and 7 days, Monte Carlo as in `bursts`). Where fewer than 20 background accounts woke, there are no
days to draw from: then p is binomial against the background's rate of waking in such a window, times the windows
looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from floodwatch.detectors.personas.bursts import SPANS, Others
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.silences import GAP, LEAST_DAYS, LEAST_SHARE, SPAN, days
from floodwatch.detectors.personas.turned import DAY_S, Life, networks
from floodwatch.detectors.personas.watched import watch
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

SMALLEST = 3
"""Members who must have woken for their days to be looked at."""
ENOUGH_WAKES = 20
"""Background accounts that must have woken for days to be drawn from theirs."""
ROUNDS = 999

DAYS = Step("dormancy_days", days("dormancy_watched"))
FIRSTS = Step(
    "dormancy_firsts",
    f"""
    SELECT d.account_no, min(d.day_no) AS day_no,
        min(d.day_no) - max(CAST(floor(epoch(a.created_at) / {DAY_S}) AS BIGINT)) AS gap,
        CAST(sum(d.posts) AS BIGINT) AS following
    FROM dormancy_days d JOIN dormancy_watched w USING (account_no)
    JOIN accounts a ON a.platform = w.platform AND a.account_id = w.account_id
    WHERE a.created_at IS NOT NULL AND a.post_count IS NOT NULL
    GROUP BY d.account_no
    HAVING max(a.post_count) = coalesce(sum(CASE WHEN a.observed_at IS NULL
        OR d.day_no <= CAST(floor(epoch(a.observed_at) / {DAY_S}) AS BIGINT) THEN d.posts END), 0)
    """,
)
GAPS = Step(
    "dormancy_gaps",
    f"""
    SELECT account_no, day_no, {GAP},
        CAST(sum(posts) OVER (PARTITION BY account_no ORDER BY day_no DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS following
    FROM dormancy_days
    """,
)
WAKES = """
    SELECT w.account_no, w.platform, w.account_id, w.background, g.day_no, g.gap
    FROM dormancy_watched w LEFT JOIN (
        SELECT account_no, day_no, gap FROM (
            SELECT account_no, day_no, gap, following FROM dormancy_gaps
            UNION ALL SELECT account_no, day_no, gap, following FROM dormancy_firsts)
        WHERE gap >= {least} AND following >= {after}
        QUALIFY row_number() OVER (PARTITION BY account_no ORDER BY gap DESC, day_no) = 1) g USING (account_no)
    ORDER BY w.account_no"""
SAID = (
    "{who} of {size} accounts were silent for {least} days or more and woke, {together} of them within {days} days; "
    "seasons, elections and big events wake real people too, and what the collection missed looks like silence"
)


class Dormancy(Signal):
    """Share of members who woke from a long silence within the same few days, against the background's wakes."""

    name = "signals/dormancy"
    description = "Share of a network's accounts that woke from a long silence within days of each other."
    needs = ("personas", "persona_members", "posts", "accounts")
    parameters = (
        Parameter("least_days", LEAST_DAYS, "Shortest silence that counts, however short the data", "days"),
        Parameter("least_share", LEAST_SHARE, "Shortest silence that counts, as a share of the data's span"),
        Parameter("after", 3, "Least posts after the silence", "posts"),
    )

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which three members or more woke."""
        span = engine.arrow(SPAN)["days"][0].as_py() or 0.0
        long = max(float(str(settings["least_days"])), float(str(settings["least_share"])) * span)
        after, least = int(str(settings["after"])), int(np.ceil(long))
        watch(engine, "dormancy_watched", f"p.posts >= {after}")
        engine.steps((DAYS, FIRSTS, GAPS))
        lives = {
            r["account_no"]: _life(r)
            for r in engine.arrow(WAKES.format(least=least, after=after)).to_pylist()
        }
        engine.drop("dormancy_watched", "dormancy_days", "dormancy_firsts", "dormancy_gaps")
        seed = int(str(settings.get("seed", 0)))
        others = [one.when for one in lives.values() if one.background]
        wakes = Others(np.sort(np.array([when for when in others if when is not None], dtype=np.int64)))
        for network_id, mine in networks(engine, lives):
            who = sorted(
                (o for o in mine if o.when is not None), key=lambda o: (o.when, o.platform, o.account_id)
            )
            if len(who) >= SMALLEST:
                yield _finding(network_id, who, len(mine), wakes, len(others), least, seed)

    def examples(self) -> Sequence[Example]:
        """Four accounts that wake on one day, and four that post every week."""
        return (
            Example("woken together", True, _tables((0, 60, 60, 61))),
            Example("never silent", False, _tables(tuple(range(0, 62, 6)))),
        )


def _finding(
    network_id: str, who: Sequence[Life], size: int, wakes: Others, others: int, least: int, seed: int
) -> Finding:
    woken = np.array([o.when for o in who], dtype=np.int64)
    found = wakes.scan(woken)
    start, hits, days = int(woken[found.first]), found.last - found.first, found.days
    inside = who[found.first : found.last]
    then = ((wakes.moments >= start) & (wakes.moments < start + days * DAY_S)).sum()
    baseline = rate(int(then), others) if others else None
    if baseline is None:
        chance = None
    elif len(wakes.moments) < ENOUGH_WAKES:
        chance = binomial(hits, size, baseline, looks=len(who) * len(SPANS))
    else:
        chance = wakes.chance(found.llr, len(who), ROUNDS, seed)
    return Finding(
        network_id, "dormancy", hits / size, f"share of accounts with {SMALLEST} posts or more",
        SAID.format(who=len(who), size=size, least=least, together=hits, days=days), baseline, chance,
        account_refs([o.platform for o in inside], [o.account_id for o in inside]),
    )  # fmt: skip


def _life(row: Mapping[str, Any]) -> Life:
    when = None if row["day_no"] is None else float(row["day_no"] * DAY_S)
    return Life(row["platform"], row["account_id"], row["background"], "", when)


def _tables(days: Sequence[int]) -> dict[str, Rows]:
    """Four members who post on these days, and thirty others who post every tenth."""
    each = [(author, day) for author in range(4) for day in days]
    each += [(author, day + author % 7) for author in range(4, 34) for day in range(0, 62, 10)]
    posts = [
        {**post(n, author), "created_at": NOON + timedelta(days=day)} for n, (author, day) in enumerate(each)
    ]
    return {**people([{"posts": len(days)}] * 4, [{"posts": 7}] * 30), "posts": posts}


DORMANCY = Dormancy()
