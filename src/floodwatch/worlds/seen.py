"""Accounts as a collector saw them: a snapshot of every profile each week, and one after the last day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.model.records import ACCOUNTS
from floodwatch.tools.arrow import conform
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.history import NEVER
from floodwatch.worlds.tables import DELAY_S, arrow, filled, lists, moments

COLUMNS = ("handle", "name", "bio", "location", "website", "avatar", "language", "verified", "labels")
MISSED = 0.03
"""Share of observations that a collector misses."""
ROUND_S = 6 * HOUR
"""How long one round of observations takes."""


def rounds(draft: Draft) -> list[int]:
    """Seconds at which rounds of observation begin: every week, in short worlds four times; the last is now."""
    length = draft.setting.length
    step = min(7 * DAY, length // 4)
    return [*range(0, length, step), length + DELAY_S]


def observations(draft: Draft, ids: Texts) -> pa.Table:
    """Every account at every round: as it was then, or for the last round as it is now."""
    rng, people = draft.rng("rounds"), draft.people
    growth = rng.lognormal(-4.2, 1.0, len(people)), rng.lognormal(-4.2, 1.0, len(people))
    tables = []
    *earlier, last = rounds(draft)
    for start in earlier:
        second = start + rng.integers(0, ROUND_S, len(people))
        seen = (people["made"] <= second) & (second < people["gone"]) & (rng.random(len(people)) > MISSED)
        tables.append(_snapshot(draft, ids, second, growth).filter(pa.array(seen)))
    now = np.full(len(people), last, dtype=np.int64)
    tables.append(_snapshot(draft, ids, now, growth))
    order = [(name, "ascending") for name in ("platform", "account_id", "observed_at")]
    return conform(ACCOUNTS, pa.concat_tables(tables)).sort_by(order)


def _snapshot(draft: Draft, ids: Texts, second: Ints, growth: tuple[Any, Any]) -> pa.Table:
    people = draft.people
    state = draft.history.at(people, COLUMNS, second)
    gained, given = follows_until(draft, second)
    month = np.maximum(draft.setting.length + DELAY_S - second, 0) / (30 * DAY)
    columns: dict[str, Any] = {
        "platform": people["platform"],
        "account_id": ids,
        "created_at": moments(draft, people["made"]),
        "followers": np.round(people["followers"] / (1 + growth[0] * month)).astype(np.int64) + gained,
        "following": np.round(people["following"] / (1 + growth[1] * month)).astype(np.int64) + given,
        "post_count": post_counts(draft, second),
        "verified": state["verified"].astype(bool),
        "status": np.where(second >= draft.setting.length, people["status"], "active").astype(object),
        "observed_at": moments(draft, second),
        "collection_id": texts([f"c-{p}" for p in people["platform"]]),
    }
    for name in ("handle", "name", "bio", "location", "website", "avatar", "language"):
        columns[name] = filled(state[name])
    made = {key: arrow(values) for key, values in columns.items()} | {"labels": lists(state["labels"])}
    return conform(ACCOUNTS, pa.table(made))


def post_counts(draft: Draft, second: Ints) -> Ints:
    """How many posts the counter of each account shows at its own second: those that are not deleted by then."""
    people, posts = draft.people, draft.posts
    author = posts["author"]
    there = posts["visible"] & (posts["second"] <= second[author]) & (posts["deleted"] > second[author])
    wrote = np.bincount(author, minlength=len(people)) / (draft.setting.length / DAY)
    older = np.maximum(-people["made"], 0) / DAY * np.maximum(people["daily"], wrote) * 0.3
    before = np.where(people["before"] >= 0, people["before"], older.astype(np.int64))
    counted = np.bincount(author[there], minlength=len(people)) + before
    return np.asarray(counted, dtype=np.int64)


def follows_until(draft: Draft, second: Ints) -> tuple[Ints, Ints]:
    """Followers gained and follows given since the first day, as of each account's own second, among dated ones."""
    count = len(draft.people)
    gained, given = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for follower, followed, when in draft.history.follows:
        here = when < NEVER
        gained += np.bincount(followed[here & (when <= second[followed])], minlength=count)
        given += np.bincount(follower[here & (when <= second[follower])], minlength=count)
    return gained, given
