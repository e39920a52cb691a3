"""What a template works with: people to cast, a plan of who joins when, and ways to act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.draft import Draft, Group
from floodwatch.worlds.people import add_people


@dataclass(frozen=True, slots=True)
class Tactics:
    """How hard a group works and how it hides.

    `members` accounts act on `objects` things, each with probability `share`, typically `lag_s` seconds
    after the first; `cover` is ordinary posts per day and member; `reword` varies copied texts;
    `shift` lets a different part of the group act each time.
    """

    members: int
    objects: int
    share: float
    lag_s: float
    cover: float
    reword: bool = False
    shift: bool = False


BY_STRENGTH = {
    "weak": Tactics(10, 8, 0.5, 900, 2.0),
    "medium": Tactics(20, 14, 0.6, 240, 1.5),
    "strong": Tactics(40, 30, 0.8, 40, 0.8),
}


def tactics(strength: str, evasion: str, size: float = 1.0) -> Tactics:
    """The tactics of a strength and an evasion (KeyError for an unknown strength)."""
    base = BY_STRENGTH[strength]
    hours = 1.5 * HOUR if evasion == "jitter" else 0.0
    return Tactics(
        max(round(base.members * size), 3),
        base.objects,
        base.share * (0.55 if evasion == "rotation" else 1.0),
        base.lag_s + hours,
        base.cover * (5 if evasion == "dilution" else 1),
        evasion == "paraphrase",
        evasion == "rotation",
    )


@dataclass(frozen=True, slots=True)
class Wave:
    """Who acted on which of the given things, and when: one row per action."""

    member: Ints
    thing: Ints
    second: Ints


class Scene:
    """One group being planted in a draft."""

    def __init__(self, draft: Draft, name: str, number: int, plan: Tactics) -> None:
        self.draft, self.name, self.plan = draft, name, plan
        self.group_id = f"{name}-{number}"
        self.rng = draft.rng(name, number)
        self._number = number

    @property
    def platform(self) -> str:
        """The platform on which most of the group's kind live."""
        return self.draft.setting.platforms[0]

    def one(self, values: Any) -> Any:
        """One of some values."""
        return values[int(self.rng.integers(len(values)))]

    def language(self) -> str:
        """A language of the world, the common ones more often."""
        share = self.draft.setting.audience_share
        return str(self.draft.setting.audience_language[self.rng.choice(len(share), p=share)])

    def cast(self, rows: int, **columns: Any) -> Ints:
        """Add members; they live `plan.cover` ordinary posts a day unless `daily` says otherwise."""
        columns.setdefault("daily", self.plan.cover * np.exp(self.rng.normal(-0.2, 0.6, rows)))
        columns.setdefault("fame", 0.3 + self.rng.pareto(2.5, rows))
        return add_people(self.draft, self.rng, rows, **columns)

    def moments(self, count: int, *, first: float = 0.03, last: float = 0.95) -> Ints:
        """Sorted seconds spread over the world's days."""
        length = self.draft.setting.length
        return np.sort(self.rng.integers(int(first * length), int(last * length), size=count))

    def office(self, count: int, offset: float, hours: tuple[float, float] = (9, 18)) -> Ints:
        """Sorted seconds within working hours of weekdays at an offset from UTC."""
        days = self.draft.setting.recipe.days
        working = [d for d in range(days) if d % 7 < 5] or list(range(days))
        day = np.array(working)[self.rng.integers(len(working), size=count)]
        second = ((day * 24 + self.rng.uniform(*hours, count) - offset) * HOUR).astype(np.int64)
        return np.sort(second % self.draft.setting.length)

    def wave(
        self, cast: Ints, starts: Ints, *, lag_s: float | None = None, share: float | None = None
    ) -> Wave:
        """Each member joins each start with the plan's probability, after a lag of its own."""
        share = self.plan.share if share is None else share
        joins = self.rng.random((len(starts), len(cast))) < share
        if self.plan.shift:
            joins &= self._turns(len(starts), len(cast))
        for thing in np.flatnonzero(joins.sum(axis=1) < 2):
            joins[thing, self.rng.permutation(len(cast))[:2]] = True
        thing, member = np.nonzero(joins)
        lag = self.lags(len(thing), self.plan.lag_s if lag_s is None else lag_s)
        return Wave(cast[member], thing, starts[thing] + lag)

    def lags(self, rows: int, lag_s: float) -> Ints:
        """Lags with a median near `lag_s`, at least two seconds."""
        return (2 + lag_s * np.exp(self.rng.normal(0, 0.7, rows))).astype(np.int64)

    def _turns(self, things: int, members: int) -> Any:
        """Rotation: each thing is worked by another, overlapping part of the group."""
        turn = (np.arange(members)[None, :] + np.arange(things)[:, None] * max(members // 4, 1)) % members
        return turn < max(2 * members // 3, 2)

    def popular(self, count: int, platform: str) -> Ints:
        """Posts of the crowd that a group may act on, of well-known authors first."""
        posts, people = self.draft.posts, self.draft.people
        fits = (
            (posts["repost"] < 0) & (people["platform"][posts["author"]] == platform) & (posts["reply"] < 0)
        )
        fits &= (posts["second"] < 0.9 * self.draft.setting.length) & posts["visible"]
        rows = np.flatnonzero(fits)
        if not len(rows):
            return rows
        weight = people["fame"][posts["author"][rows]] * posts["appeal"][rows]
        chosen = self.rng.choice(
            len(rows), size=min(count, len(rows)), replace=False, p=weight / weight.sum()
        )
        return rows[np.sort(chosen)]

    def follow(self, followers: Ints, followed: Ints) -> None:
        """Record that accounts follow others, pair by pair."""
        self.draft.follows.append((np.asarray(followers), np.asarray(followed)))

    def follow_each_other(self, cast: Ints, share: float) -> None:
        """Let a share of all pairs follow one another."""
        chosen = self.rng.random((len(cast), len(cast))) < share
        one, other = np.nonzero(chosen)
        self.follow(cast[one], cast[other])

    def tell(self, role: str, expected: str, members: Ints, *signs: str, coordinated: bool = True) -> None:
        """Write down the truth about the group."""
        group = Group(self.group_id, role, self.name, expected, tuple(signs), coordinated, np.unique(members))
        self.draft.groups.append(group)


Template = Callable[[Scene], None]


def same(values: Texts | list[str], rows: Ints) -> Texts:
    """The values of the given rows (of an array or list of text)."""
    return texts(list(values))[rows] if len(rows) else np.empty(0, dtype=object)
