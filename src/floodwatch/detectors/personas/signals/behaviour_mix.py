"""What do members do: repost, reply, quote, post media, text or polls, and with which pauses?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal, account_refs, columns
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Value

ACTS = ("repost", "reply", "quote", "poll", "media", "text")
CALLED = ("reposts", "replies", "quotes", "polls", "media", "texts")
LEAST = 3

ROWS = """
    WITH acts AS (
        SELECT platform, account_id, post_id, created_at,
               CASE WHEN coalesce(is_repost, false) OR repost_of IS NOT NULL THEN 0
                    WHEN reply_to IS NOT NULL OR reply_to_account IS NOT NULL THEN 1
                    WHEN quote_of IS NOT NULL OR quote_of_account IS NOT NULL THEN 2
                    WHEN len(poll_options) > 0 THEN 3 WHEN len(media) > 0 THEN 4 ELSE 5 END AS act
        FROM posts),
    paused AS (
        SELECT *, epoch(created_at) - epoch(lag(created_at) OVER (
                      PARTITION BY platform, account_id ORDER BY created_at, post_id)) >= 3600 AS rested
        FROM acts)
    SELECT coalesce(m.network_id, '') AS network_id, p.account_no, a.act, count(*) AS n,
           count(*) FILTER (WHERE a.rested) AS pauses, any_value(p.platform) AS platform,
           any_value(p.account_id) AS account_id
    FROM paused a JOIN personas p USING (platform, account_id) LEFT JOIN persona_members m USING (account_no)
    WHERE m.network_id IS NOT NULL OR p.background
    GROUP BY m.network_id, p.account_no, a.act ORDER BY network_id, p.account_no, a.act
"""


class BehaviourMix(Signal):
    """The commonest act's share of a network's mean mix, against the mean and spread of background accounts."""

    name = "signals/behaviour_mix"
    description = "Shares of reposts, replies, quotes, polls, media and text in what a network posts."
    version = 2
    needs = ("personas", "persona_members", "posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with three active members or more."""
        rows = columns(engine, ROWS)
        mixes, rests, who = _mixes(rows)
        outside = mixes.pop("", np.zeros((0, len(ACTS))))
        for network_id, mix in mixes.items():
            if len(mix) < LEAST:
                continue
            mean = mix.mean(axis=0)
            main = int(np.argmax(mean))
            baseline = float(outside[:, main].mean()) if len(outside) else None
            yield Finding(
                network_id, "behaviour_mix", float(mean[main]), f"share of posts that are {ACTS[main]}",
                f"{_said(mean)}; {rests[network_id]:.0%} of posts after a pause of an hour; people with one "
                "habit post alike", baseline, _chance(mix[:, main], outside[:, main]), who[network_id],
            )  # fmt: skip
            if main == 0:
                yield Finding(
                    network_id, "mostly_reposts", float(mean[0]), "share of posts that are reposts",
                    "most posts are reposts; so are those of many readers", untested=COUNTED,
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Three accounts that only reply, and too few to say."""
        replies = [post(n, n % 3, "no", reply_to="z", media=["m"], poll_options=["p"]) for n in range(9)]
        return (
            Example("only replies", True, {**people([{}] * 3, [{}] * 5), "posts": replies}),
            Example("two accounts", False, {**people([{}] * 2, [{}] * 5), "posts": replies}),
        )


def _mixes(
    rows: Mapping[str, Sequence[Any]],
) -> tuple[dict[str, NDArray[np.float64]], dict[str, float], dict[str, tuple[str, ...]]]:
    """Per network: one row of shares per account, the share of posts after a pause, and the accounts."""
    counts: dict[str, dict[int, NDArray[np.float64]]] = defaultdict(dict)
    pauses: dict[str, int] = defaultdict(int)
    refs: dict[str, dict[int, str]] = defaultdict(dict)
    for network_id, number, act, n, rested, platform, identity in zip(*rows.values(), strict=True):
        key, account = str(network_id), int(str(number))
        counts[key].setdefault(account, np.zeros(len(ACTS)))[int(str(act))] += int(str(n))
        pauses[key] += int(str(rested))
        if key:
            refs[key][account] = account_refs([str(platform)], [str(identity)])[0]
    stacked = {key: np.stack(list(found.values())) for key, found in counts.items()}
    rests = {key: pauses[key] / found.sum() for key, found in stacked.items()}
    mixes = {key: found / found.sum(axis=1, keepdims=True) for key, found in stacked.items()}
    return mixes, rests, {key: tuple(found.values()) for key, found in refs.items()}


def _said(mean: NDArray[np.float64]) -> str:
    """87% replies, 6% texts: the acts that make up half a percent or more, the commonest first."""
    order = sorted(range(len(ACTS)), key=lambda act: (-mean[act], act))
    return ", ".join(f"{mean[act]:.0%} {CALLED[act]}" for act in order if mean[act] >= 0.005)


def _chance(mine: NDArray[np.float64], outside: NDArray[np.float64]) -> float | None:
    """Two-sided p of the members' mean under draws of as many background accounts (normal, with a floor)."""
    from scipy.special import ndtr

    if len(outside) < LEAST:
        return None
    spread = max(float(outside.std()), 0.02) / len(mine) ** 0.5
    return float(2 * ndtr(-abs(float(mine.mean() - outside.mean())) / spread))


BEHAVIOUR_MIX = BehaviourMix()
