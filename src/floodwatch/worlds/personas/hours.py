"""Where and when a hidden group works: a desk far away, with a lunch break, free weekends and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.background import ORIGINAL, kinds, write
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.scene import ABROAD, Scene

LUNCH_KEPT = 0.2
"""Share of what would be posted at lunch that is."""
STRAY = 0.025
"""Share of posts outside working hours, on any day."""
LEAST_PER_DAY = 1.9
"""Ordinary posts per day of the world that each member writes at least, so that its clock can be read."""
HOLIDAY = 0.6
"""Chance that a group with a holiday in the world's days does not work on it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Working hours at an offset from UTC; `free` are local days of the world that are not worked."""

    country: str
    offset: float
    opens: float = 9.0
    closes: float = 18.0
    lunch: float = 12.5
    free: tuple[int, ...] = ()


def far_desk(scene: Scene, chance: float) -> Desk | None:
    """With this chance a desk at least five hours from where the group claims to be."""
    if scene.rng.random() >= chance:
        return None
    far = [c for c in ABROAD if 5 <= abs(scene.hours_of(c) - scene.offset) <= 19] or list(ABROAD)
    resting = [c for c in far if holidays(scene.draft, c)]
    keeps = bool(resting) and scene.rng.random() < HOLIDAY
    scene.abroad = str(scene.one(resting if keeps else far))
    return desk_in(scene, scene.abroad, rests=keeps)


def desk_in(scene: Scene, country: str, *, rests: bool) -> Desk:
    """A desk in a country, with working hours of its own."""
    opens = float(scene.rng.uniform(8.0, 10.0))
    closes = opens + float(scene.rng.uniform(8.5, 9.5))
    free = holidays(scene.draft, country) if rests else ()
    return Desk(country, scene.hours_of(country), opens, closes, float(scene.rng.uniform(12.0, 13.0)), free)


def holidays(draft: Draft, country: str) -> tuple[int, ...]:
    """Days of the world that are public holidays in a country, without weekends."""
    first = datetime.fromtimestamp(draft.setting.start, UTC).date()
    days = [date.fromisoformat(f"2026-{day}") for day in load("worlds/holidays.yaml").get(country, ())]
    found = [(day - first).days for day in days]
    return tuple(d for d in found if 0 <= d < draft.setting.recipe.days and d % 7 < 5)


def at_desk(
    scene: Scene, desk: Desk, count: int, since: float = 0, until: float | None = None, *, stray: float = 0.0
) -> Ints:
    """Seconds in working hours between two seconds, in any order; a share `stray` of them at any time."""
    rng, end = scene.rng, scene.draft.setting.length if until is None else until
    days = np.arange(int(since // DAY), int(end // DAY) + 1)
    open_days = np.array([d for d in days if d % 7 < 5 and d not in desk.free])
    found = np.zeros(0, dtype=np.int64)
    for _ in range(40 if len(open_days) else 0):
        day = open_days[rng.integers(len(open_days), size=4 * count + 8)]
        hour = rng.uniform(desk.opens, desk.closes, len(day))
        eaten = (np.abs(hour - desk.lunch) < 0.6) & (rng.random(len(day)) > LUNCH_KEPT)
        second = ((day * 24 + hour - desk.offset) * HOUR).astype(np.int64)
        fits = second[~eaten & (second >= since) & (second < end)]
        found = np.concatenate((found, fits))
        if len(found) >= count:
            break
    spare = rng.integers(int(since), max(int(end), int(since) + 1), size=count)
    mixed = np.concatenate((found, spare))[:count]
    loose = rng.random(len(mixed)) < stray
    return np.where(loose, spare[: len(mixed)], mixed)


def work(scene: Scene, cast: Ints, desk: Desk, since: float = 0, until: float | None = None) -> None:
    """Let members live at their desk instead of at home: everything that they do beside the group's acts.

    They write as much between the two seconds as others do in all of the world's days.
    """
    draft, rng = scene.draft, scene.rng
    days = draft.setting.recipe.days
    each = rng.poisson(draft.setting.recipe.posts_per_day * days * np.exp(rng.normal(0, 0.25, len(cast))))
    author = np.repeat(cast, np.maximum(each, int(np.ceil(LEAST_PER_DAY * days))))
    second = at_desk(scene, desk, len(author), since, until, stray=STRAY)
    draft.people.put("daily", cast, 0.0)
    draft.people.put("offset", cast, desk.offset)
    kind = kinds(draft, rng, author)
    fresh = kind == ORIGINAL
    write(draft, rng, author[fresh], second[fresh])
    draft.history.moments.append((author[~fresh], second[~fresh], kind[~fresh]))


def day_of(draft: Draft, desk: Desk, day: int) -> tuple[int, str]:
    """The second at which a local day begins, and its date."""
    when = datetime.fromtimestamp(draft.setting.start + day * DAY, UTC).date()
    return int(day * DAY - desk.offset * HOUR), when.isoformat()
