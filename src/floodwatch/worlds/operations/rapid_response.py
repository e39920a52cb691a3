"""Personas that repost an event while it happens and post their own video of it four to five hours later."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.lexicon import facts, render, titles
from floodwatch.worlds.people import picture
from floodwatch.worlds.scene import Scene


def rapid_response(scene: Scene) -> None:
    """Plant a persona set; each event is reposted live, then one video is posted by several."""
    plan, rng = scene.plan, scene.rng
    language = scene.language()
    scene.hide(1.0)
    cast = scene.cast(max(plan.members // 2, 5), platform=scene.platform, language=language)
    events = scene.moments(max(plan.objects // 3, 3), last=0.75)
    for number, when in enumerate(events):
        _event(scene, cast, language, int(when), number)
    _ask(scene, cast[rng.random(len(cast)) < 0.4], language)
    planted = [
        signs.false_place(scene, cast, float(rng.uniform(0.7, 1.0))),
        signs.one_template(scene, cast, float(rng.uniform(0.4, 0.9))),
    ]
    scene.tell("operation", "covert", cast, *planted)


def _ask(scene: Scene, who: Ints, language: str) -> None:
    """Let members ask their audience what it thinks, with a poll."""
    forms = load("worlds/small_talk.yaml")["questions"]
    ends = [str(scene.one(forms.get(language, forms[""]))) for _ in who]
    words = [f"{s} {e}" for s, e in zip(sentences(scene.draft, scene.rng, who), ends, strict=True)]
    scene.draft.say(who, scene.moments(len(who)), words, poll="1|2")


def _event(scene: Scene, cast: Ints, language: str, when: int, number: int) -> None:
    draft, rng, plan = scene.draft, scene.rng, scene.plan
    told = facts(rng, 1)
    head = str(titles(language, told)[0])
    event = {"title": head, "kind": "accident", "second": when, "number": 1000 + number}
    draft.events.append(event)
    reporters = np.flatnonzero(
        (draft.people["platform"] == scene.platform)
        & (draft.people["verified"])
        & (draft.people["daily"] >= 0)
    )
    source = scene.one(reporters) if len(reporters) else cast[0]
    live = draft.say(
        np.repeat(source, 4), when + np.array([0, 400, 900, 1700]), render(language, np.repeat(told, 4, 0),
        np.arange(4)),
        language=language, appeal=20.0,
    )  # fmt: skip
    wave = scene.wave(cast, draft.posts["second"][live], share=0.8 * plan.share)
    passed = draft.pass_on(wave.member, live[wave.thing], wave.second)
    makers = cast[rng.random(len(cast)) < max(plan.share, 0.5)]
    later = when + (4 * HOUR + rng.uniform(0, HOUR, len(makers))).astype(np.int64)
    order = rng.integers(8, size=len(makers)) if plan.reword else np.full(len(makers), 2)
    words = render(language, np.repeat(told, len(makers), 0), order)
    shown = draft.say(
        makers, later, words, media=picture(rng), hashtags=draft.setting.audience_tags[0][0], outside=0.5
    )
    event["first"] = {(scene.group_id, "repost"): passed, (scene.group_id, "original_media"): shown}
