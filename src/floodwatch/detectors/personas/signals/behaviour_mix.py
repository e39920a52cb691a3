"""What do members do: repost, reply, quote, post media, text or polls, and with which pauses?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal, account_refs, columns
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Value

ACTS = ("repost", "reply", "quote", "poll", "media", "text")
CALLED = ("reposts", "replies", "quotes", "polls", "media", "texts")
LEAST = 3

OTHERS = f"""
    SELECT account_no, {", ".join(CALLED)} FROM persona_acts
    WHERE background AND account_no NOT IN (SELECT account_no FROM persona_members) ORDER BY account_no"""
"""Posts of each background account by act. Nothing else is asked of it: pauses are told of networks only."""
ROWS = """
    WITH paused AS (
        SELECT account_no, act, epoch(created_at) - epoch(lag(created_at) OVER (
                   PARTITION BY account_no ORDER BY created_at, post_id)) >= 3600 AS rested
        FROM persona_posts WHERE account_no IN (SELECT account_no FROM persona_members)),
    counted AS (
        SELECT account_no, act, count(*) AS n, count(*) FILTER (WHERE rested) AS pauses
        FROM paused GROUP BY account_no, act)
    SELECT m.network_id, c.account_no, c.act, c.n, c.pauses, a.platform, a.account_id
    FROM counted c JOIN persona_members m USING (account_no) JOIN personas a USING (account_no)
    ORDER BY m.network_id, c.account_no, c.act
"""


class BehaviourMix(Signal):
    """The commonest act's share of a network's mean mix, against the mean and spread of background accounts."""

    name = "signals/behaviour_mix"
    description = "Shares of reposts, replies, quotes, polls, media and text in what a network posts."
    version = 2
    needs = ("personas", "persona_members", "persona_acts", "persona_posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with three active members or more."""
        mixes, rests, who = _mixes(columns(engine, ROWS))
        outside = Outside(_outside(engine))
        for network_id, mix in mixes.items():
            if len(mix) < LEAST:
                continue
            mean = mix.mean(axis=0)
            main = int(np.argmax(mean))
            usual = outside.usual(main)
            yield Finding(
                network_id, "behaviour_mix", float(mean[main]), f"share of posts that are {ACTS[main]}",
                f"{_said(mean)}; {rests[network_id]:.0%} of posts after a pause of an hour; people with one "
                "habit post alike", usual.mean if usual.size else None, _chance(mix[:, main], usual), who[network_id],
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


@dataclass(frozen=True, slots=True)
class Usual:
    """What the background's accounts do of one act: how many accounts, mean share and spread."""

    size: int
    mean: float
    spread: float


class Outside:
    """Shares of the background's accounts; each act is summed up once, however many networks are set beside it."""

    def __init__(self, shares: NDArray[np.float64]) -> None:
        self.shares = shares
        self._usual: dict[int, Usual] = {}

    def usual(self, act: int) -> Usual:
        """Accounts, mean and spread of an act."""
        if act not in self._usual:
            column = self.shares[:, act]
            told = (float(column.mean()), float(column.std())) if len(column) else (0.0, 0.0)
            self._usual[act] = Usual(len(column), *told)
        return self._usual[act]


def _outside(engine: Engine) -> NDArray[np.float64]:
    """One row of shares per background account that posts."""
    table = engine.arrow(OTHERS)
    found = np.column_stack([table.column(name).to_numpy().astype(np.float64) for name in CALLED])
    return np.asarray(found / found.sum(axis=1, keepdims=True))


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
        refs[key][account] = account_refs([str(platform)], [str(identity)])[0]
    stacked = {key: np.stack(list(found.values())) for key, found in counts.items()}
    rests = {key: pauses[key] / found.sum() for key, found in stacked.items()}
    mixes = {key: found / found.sum(axis=1, keepdims=True) for key, found in stacked.items()}
    return mixes, rests, {key: tuple(found.values()) for key, found in refs.items()}


def _said(mean: NDArray[np.float64]) -> str:
    """87% replies, 6% texts: the acts that make up half a percent or more, the commonest first."""
    order = sorted(range(len(ACTS)), key=lambda act: (-mean[act], act))
    return ", ".join(f"{mean[act]:.0%} {CALLED[act]}" for act in order if mean[act] >= 0.005)


def _chance(mine: NDArray[np.float64], outside: Usual) -> float | None:
    """Two-sided p of the members' mean under draws of as many background accounts (normal, with a floor)."""
    from scipy.special import ndtr

    if outside.size < LEAST:
        return None
    spread = max(outside.spread, 0.02) / len(mine) ** 0.5
    return float(2 * ndtr(-abs(float(mine.mean() - outside.mean)) / spread))


BEHAVIOUR_MIX = BehaviourMix()
