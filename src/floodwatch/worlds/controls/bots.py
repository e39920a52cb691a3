"""Weather, quake and score robots of one operator that say they are robots and post on the minute."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import texts
from floodwatch.worlds.lexicon import facts, lexicon, render
from floodwatch.worlds.scene import Scene, same

TOPICS = {"weather": "temperature-celsius", "earthquakes": "length-kilometer", "results": "duration-minute"}


def bots(scene: Scene) -> None:
    """Plant declared robots: regular hours day and night, one form of words, the agency's link."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language, topic = scene.language(), str(scene.one(list(TOPICS)))
    agency = f"{declare.named(scene, 'first')} {declare.named(scene, 'agency')}"
    count = max(plan.members * 2 // 3, 4)
    places = texts([lexicon(language).territories[int(i)] for i in rng.integers(200, size=count)])
    cast = scene.cast(
        count, platform=scene.platform, language=language, daily=0.0, location=places, client=f"{agency} Bot",
        handle=texts([f"{topic}_{scene.one(('bot', 'auto', 'alert'))}{n}" for n in rng.integers(100, 999,
        count)]),
        name=texts([f"{topic.title()} {p}" for p in places]),
    )  # fmt: skip
    declare.in_bios(scene, "bot", cast, 0.95, owner=agency, what=topic)
    step = int(scene.one((1, 2, 3, 6))) * HOUR
    starts = np.arange(int(rng.integers(HOUR)), draft.setting.length - 600, step)
    wave = scene.wave(cast, starts, lag_s=15, share=0.9)
    site = f"https://{declare.tag_of(agency, 1).lower()}.example"
    alert = rng.random(len(starts)) < 0.4
    shared = render(language, facts(rng, len(starts)))
    own = render(language, facts(rng, len(wave.thing)))
    words = np.where(alert[wave.thing], same(shared, wave.thing), own)
    draft.say(wave.member, wave.second, words, urls=[f"{site}/{t}" for t in wave.thing // 4])
    scene.tell("control", "overt", cast)
