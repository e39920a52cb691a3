"""Simpler methods of the field, run on the same worlds. One file each; one list."""

from __future__ import annotations

from collections.abc import Callable

from evaluation.answer import Answer
from evaluation.baselines import (
    activity,
    chance,
    coortweet,
    five_traces,
    minute_ten,
    repost_cosine,
)
from evaluation.baselines.actions import Actions

Baseline = Callable[[Actions, int], Answer]
"""From the actions of a world and a seed to an answer."""

BASELINES: dict[str, Baseline] = {
    "CooRTweet rule": coortweet.answer,
    "co-repost cosine": repost_cosine.answer,
    "five traces, centrality": five_traces.answer,
    "1 minute, 10 co-actions": minute_ten.answer,
    "activity only": activity.answer,
    "random": chance.answer,
}
