"""Keeps accounts silent where they are: while they pause, before they are made and after they are gone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from floodwatch.worlds.background import Pending
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.draft import Draft

Flags = NDArray[np.bool_]


def silent(draft: Draft, author: Ints, second: Ints) -> Flags:
    """Whether each author writes nothing at that second."""
    people = draft.people
    quiet = (second < people["made"][author]) | (second >= people["gone"][author])
    for silence in draft.history.silences:
        since, until = np.zeros(len(people), dtype=np.int64), np.zeros(len(people), dtype=np.int64)
        since[silence.rows], until[silence.rows] = silence.since, silence.until
        quiet |= (second >= since[author]) & (second < until[author])
    return np.asarray(quiet)


def hush(draft: Draft, pending: Pending) -> Pending:
    """Take back what silent accounts wrote, and what referred to it; returns the moments that remain."""
    posts = draft.posts
    take_back(draft, silent(draft, posts["author"], posts["second"]))
    keep = ~silent(draft, pending.author, pending.second)
    return Pending(pending.author[keep], pending.second[keep], pending.kind[keep])


def take_back(draft: Draft, never: Flags) -> None:
    """Posts that were never written, with the reposts, replies and quotes of them, are shown to nobody."""
    posts, before = draft.posts, -1
    while int(never.sum()) != before:
        before = int(never.sum())
        for link in ("repost", "reply", "quote"):
            target = posts[link]
            never = never | ((target >= 0) & never[target])
    rows = np.flatnonzero(never)
    posts.put("visible", rows, False)
    posts.put("appeal", rows, 0.0)


def follow_silence(draft: Draft) -> None:
    """Once more after everybody reacted: nobody can have reacted to what was never written."""
    posts = draft.posts
    take_back(draft, silent(draft, posts["author"], posts["second"]))
