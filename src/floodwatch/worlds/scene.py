"""What a template works with: people to cast, a plan of who joins when, and ways to act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.draft import Draft, Group
from floodwatch.worlds.lexicon import DAYS
from floodwatch.worlds.people import add_people
from floodwatch.worlds.zones import offset_of


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
    strength: str = ""
    evasion: str = ""


NEW_YEAR = 1_767_225_600  # 2026-01-01T00:00:00Z
ABROAD = ("US", "BR", "GB", "RU", "IN", "PH", "VN", "TW", "AU", "NG", "CL", "KZ", "JP", "MX")
"""Countries that hidden operators work from: any, as nothing hangs on which."""

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
        strength,
        evasion,
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
        self.abroad = ""
        self.offset = 0.0

    @property
    def platform(self) -> str:
        """The platform on which most of the group's kind live."""
        return self.draft.setting.platforms[0]

    def one(self, values: Any) -> Any:
        """One of some values."""
        return values[int(self.rng.integers(len(values)))]

    def language(self) -> str:
        """A language of the world, the common ones more often; the group then keeps its speakers' hours."""
        share = self.draft.setting.audience_share
        code = str(self.draft.setting.audience_language[self.rng.choice(len(share), p=share)])
        self.offset = self.hours_of(next(iter(load("worlds/languages.yaml")[code]["countries"])))
        return code

    def hours_of(self, country: str) -> float:
        """Hours from UTC that a country keeps in the world."""
        return offset_of(country, self.draft.setting.middle)

    def hide(self, chance: float) -> bool:
        """With this chance, run the group from a country at least five hours from where it claims to be."""
        if self.rng.random() < chance:
            far = [c for c in ABROAD if 5 <= abs(self.hours_of(c) - self.offset) <= 19]
            self.abroad = str(self.one(far or ABROAD))
        return bool(self.abroad)

    def cast(self, rows: int, **columns: Any) -> Ints:
        """Add members; they live `plan.cover` ordinary posts a day unless `daily` says otherwise."""
        columns.setdefault("daily", self.plan.cover * np.exp(self.rng.normal(-0.2, 0.6, rows)))
        columns.setdefault("fame", 0.3 + self.rng.pareto(2.5, rows))
        return add_people(self.draft, self.rng, rows, **columns)

    def moments(self, count: int, *, first: float = 0.03, last: float = 0.95) -> Ints:
        """Sorted seconds in the group's waking hours, or in the office hours of its hiding place."""
        if self.abroad:
            found: Ints = self.office(8 * count, self.hours_of(self.abroad), (8.5, 18.0))
        else:
            day = self.rng.integers(0, self.draft.setting.recipe.days, size=8 * count)
            hour = 7.5 + 15.5 * self.rng.beta(1.6, 1.4, 8 * count) - self.offset
            found = ((day * 24 + hour) * HOUR).astype(np.int64) % self.draft.setting.length
        length = self.draft.setting.length
        fits = found[(found >= first * length) & (found <= last * length)]
        spare = self.rng.integers(int(first * length), int(last * length), size=count)
        return np.sort(np.concatenate((self.rng.permutation(fits), spare))[:count])

    def date_of(self, second: int) -> int:
        """The number of the day among the lexicon's dates, to the nearest that it has."""
        return int((self.draft.setting.start + second - NEW_YEAR) // (2 * 24 * HOUR)) % DAYS

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
        for lonely in np.flatnonzero(joins.sum(axis=1) < 2):
            joins[lonely, self.rng.permutation(len(cast))[:2]] = True
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

    def popular_of(self, language: str, count: int) -> Ints:
        """Posts of newspapers in a language, on the group's platform."""
        posts, people = self.draft.posts, self.draft.people
        author = posts["author"]
        fits = (
            np.isin(author, self.draft.outlets)
            & (people["language"][author] == language)
            & (posts["repost"] < 0)
        )
        rows = np.flatnonzero(fits & (people["platform"][author] == self.platform))
        chosen: Ints = np.sort(self.rng.permutation(rows)[:count])
        return chosen

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
        hard = (self.plan.strength, self.plan.evasion) if role == "operation" else ("", "")
        group = Group(self.group_id, role, self.name, expected, signs, coordinated, np.unique(members), *hard)
        self.draft.groups.append(group)


Template = Callable[[Scene], None]


def same(values: Texts | list[str], rows: Ints) -> Texts:
    """The values of the given rows (of an array or list of text)."""
    return texts(list(values))[rows] if len(rows) else np.empty(0, dtype=object)
