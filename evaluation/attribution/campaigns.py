"""Worlds in which eight actors run four campaigns each: what is kept, what drifts, what is common or copied.

A world is one period: a crowd and one campaign of each actor. Habits are drawn once for each actor. In each campaign a
habit is kept with a chance of its own, else drawn anew; common tools are used by anybody; and every campaign takes
over one habit of another actor, as those do who have read a report about it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from floodwatch.worlds import background, signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.build import complete, crowd
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.people import picture
from floodwatch.worlds.personas.hours import Desk, at_desk, work
from floodwatch.worlds.recipe import Recipe, World
from floodwatch.worlds.scene import Scene, Tactics, same
from floodwatch.worlds.setting import stage

ACTORS, CAMPAIGNS = 8, 4
PLATFORMS = ("x", "telegram", "facebook", "tiktok")
LANGUAGES = ("en", "de", "fr", "es", "pt", "pl")
DESKS = ("RU", "CN", "IR", "IN", "US", "BR", "VN", "NG", "TR", "PH")
TRACES = ("url", "text", "repost", "hashtag_sequence", "reply", "image")
MARKS = ("template", "made_together", "own_place")
PACES = (20.0, 120.0, 600.0, 2400.0)
KEPT = {
    "platform": 0.75, "language": 0.75, "desk": 0.85, "opens": 0.85, "weekends": 0.85, "pace": 0.7, "traces": 0.75,
    "marks": 0.7, "sites": 0.35, "tags": 0.3,
}  # fmt: skip
"""The chance that a campaign keeps a habit: hours are kept longest, sites and hashtags are burnt with a campaign."""
COMMON = 0.6
"""The chance that a campaign uses each of the tools that are everybody's: one site and two hashtags."""
COPYABLE = ("platform", "language", "traces", "marks", "sites", "tags")
CROWD, DAYS, OBJECTS = 240, 7, 10


@dataclass(frozen=True, slots=True)
class Habit:
    """What an actor does: where, in which language, when, how fast, with which traces, marks, sites and hashtags."""

    platform: str
    language: str
    desk: str
    opens: float
    weekends: bool
    pace: float
    traces: tuple[str, ...]
    marks: tuple[str, ...]
    sites: tuple[str, ...]
    tags: tuple[str, ...]


def actors(seed: int) -> tuple[Habit, ...]:
    """The habits of the actors of a seed."""
    rng = np.random.default_rng([seed, 1])
    return tuple(draw(rng) for _ in range(ACTORS))


def draw(rng: np.random.Generator) -> Habit:
    """Habits drawn at random; platforms and languages from few, so that many actors share them."""
    count = int(rng.integers(2, 4))
    return Habit(
        str(rng.choice(PLATFORMS, p=(0.4, 0.25, 0.2, 0.15))),
        str(rng.choice(LANGUAGES, p=(0.4, 0.2, 0.1, 0.1, 0.1, 0.1))),
        str(rng.choice(DESKS)),
        float(rng.choice((7.0, 9.0, 11.0, 14.0))),
        bool(rng.random() < 0.35),
        float(rng.choice(PACES)),
        tuple(sorted(str(t) for t in rng.choice(TRACES, count, replace=False))),
        tuple(m for m in MARKS if rng.random() < 0.5),
        tuple(f"{_word(rng)}-{_word(rng)}.example" for _ in range(2)),
        tuple(_word(rng) for _ in range(4)),
    )


def _word(rng: np.random.Generator) -> str:
    return "".join("bdfgklmnprstv"[int(rng.integers(13))] + "aeiou"[int(rng.integers(5))] for _ in range(4))


def campaign(own: Habit, others: tuple[Habit, ...], rng: np.random.Generator) -> Habit:
    """An actor's habits in one campaign: kept or drawn anew, and one copied from another actor."""
    new = draw(rng)
    changed = {f.name: getattr(new, f.name) for f in fields(Habit) if rng.random() >= KEPT[f.name]}
    made = replace(own, **changed)
    copied = COPYABLE[int(rng.integers(len(COPYABLE)))]
    return replace(made, **{copied: getattr(others[int(rng.integers(len(others)))], copied)})


def world(seed: int, period: int) -> World:
    """One period of a seed: a crowd, and a campaign of each actor; the template of a group is `actor-N`."""
    known = actors(seed)
    recipe = Recipe(
        seed=seed * 10 + period, accounts=CROWD, days=DAYS, platforms=PLATFORMS, languages=LANGUAGES
    )
    draft = stage(recipe)
    people = crowd(draft)
    pending = background.live(draft, draft.rng("life"), people)
    commons = _commons(seed)
    for number, own in enumerate(known):
        rng = np.random.default_rng([seed, 2, period, number])
        others = tuple(one for i, one in enumerate(known) if i != number)
        _plant(draft, number, campaign(own, others, rng), commons, rng)
    return complete(draft, people, pending, f"campaigns-{seed}-{period}")


def _commons(seed: int) -> tuple[str, tuple[str, ...]]:
    rng = np.random.default_rng([seed, 3])
    return f"{_word(rng)}.example", (_word(rng), _word(rng))


def _plant(
    draft: Draft, number: int, habit: Habit, commons: tuple[str, tuple[str, ...]], rng: np.random.Generator
) -> None:
    """One campaign of one actor."""
    plan = Tactics(int(rng.integers(9, 15)), OBJECTS, 0.7, habit.pace, 1.0)
    scene = Scene(draft, f"actor-{number}", 1, plan)
    scene.abroad, scene.offset = habit.desk, scene.hours_of(habit.desk)
    cast = scene.cast(plan.members, platform=habit.platform, language=habit.language)
    desk = Desk(habit.desk, scene.offset, habit.opens, habit.opens + 9.0, habit.opens + 4.0)
    for trace in habit.traces:
        _act(scene, cast, desk, habit, trace)
    _common_tools(scene, cast, desk, commons)
    if "template" in habit.marks:
        signs.one_template(scene, cast, 0.8)
    if "made_together" in habit.marks:
        signs.made_together(scene, cast, 4)
    if "own_place" in habit.marks:
        signs.false_place(scene, cast, 0.8)
    if not habit.weekends:
        work(scene, cast, desk)
    else:
        _every_day(scene, cast, habit)
    scene.tell("operation", "unclear", cast)


def _every_day(scene: Scene, cast: Ints, habit: Habit) -> None:
    """Let members keep the hours of their desk on all seven days."""
    people = scene.draft.people
    people.put("offset", cast, scene.offset)
    people.put("wakes", cast, habit.opens)
    people.put("waking", cast, 9.0)
    people.put("weekend", cast, 1.0)
    people.put("daily", cast, 2.5)


def _act(scene: Scene, cast: Ints, desk: Desk, habit: Habit, trace: str) -> None:
    """The campaign's posts that leave one trace."""
    draft, rng = scene.draft, scene.rng
    starts = np.sort(at_desk(scene, desk, OBJECTS))
    told = facts(rng, OBJECTS)
    if trace in ("repost", "reply"):
        _on_posts(scene, cast, starts, trace)
        return
    wave = scene.wave(cast, starts)
    rows = np.arange(len(wave.thing))
    given: dict[str, Any] = {"hashtags": habit.tags[0]}
    words = sentences(draft, rng, wave.member)
    if trace == "url":
        pages = [f"https://{habit.sites[i % len(habit.sites)]}/{scene.group_id}/{i}" for i in range(OBJECTS)]
        given["urls"] = same(pages, wave.thing)
    elif trace == "text":
        words = same(render(habit.language, told[wave.thing], wave.thing), rows)
    elif trace == "image":
        given["media"] = same([picture(rng) for _ in starts], wave.thing)
    else:
        orders = ["|".join(habit.tags[int(j)] for j in rng.permutation(4)[:3]) for _ in starts]
        given["hashtags"] = same(orders, wave.thing)
    draft.say(wave.member, wave.second, words, outside=0.1, **given)


def _on_posts(scene: Scene, cast: Ints, starts: Ints, trace: str) -> None:
    """Reposts of heads of the group, or answers to posts of the crowd."""
    draft, rng = scene.draft, scene.rng
    if trace == "repost":
        heads = cast[rng.integers(2, size=len(starts))]
        posts = draft.say(heads, starts, sentences(draft, rng, heads))
        wave = scene.wave(cast[2:], starts)
        draft.pass_on(wave.member, posts[wave.thing], wave.second)
        return
    posts = scene.popular(len(starts), str(draft.people["platform"][cast[0]]))
    wave = scene.wave(cast, np.maximum(draft.posts["second"][posts], starts[: len(posts)]))
    draft.say(wave.member, wave.second, sentences(draft, rng, wave.member), reply=posts[wave.thing])


def _common_tools(scene: Scene, cast: Ints, desk: Desk, commons: tuple[str, tuple[str, ...]]) -> None:
    """The site and the hashtags that anybody may use."""
    draft, rng = scene.draft, scene.rng
    for place, tool in enumerate((commons[0], *commons[1])):
        if rng.random() >= COMMON:
            continue
        who = cast[rng.integers(len(cast), size=12)]
        when = at_desk(scene, desk, len(who))
        given = (
            {"urls": [f"https://{tool}/{rng.integers(10**6)}" for _ in who]}
            if not place
            else {"hashtags": tool}
        )
        draft.say(who, when, sentences(draft, rng, who), outside=0.3, **given)
