"""A crowd that watches one match or storm and posts about every turn of it in the same minute."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.scene import Scene


def live_event(scene: Scene) -> None:
    """Plant spectators: nobody agreed on anything, the event sets the clock and the hashtags."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    cast = scene.cast(plan.members * 4, platform=scene.platform, language=language, daily=2.0)
    start = int(scene.moments(1, first=0.1, last=0.85)[0])
    teams = [f"{declare.named(scene, 'first')}{declare.named(scene, 'team')}" for _ in range(2)]
    draft.events.append({"title": " - ".join(teams), "kind": "sport", "second": start, "number": 500})
    starts = np.sort(start + rng.integers(0, 2 * HOUR, size=plan.objects))
    tag = f"{teams[0][:3]}{teams[1][:3]}".upper()
    wave = scene.wave(cast, starts, lag_s=40, share=0.15)
    short = rng.random(len(wave.thing)) < 0.3
    goal = [f"{t // 2} - {t % 3} !!!" for t in wave.thing]
    words = np.where(short, np.array(goal, dtype=object), sentences(draft, rng, wave.member))
    draft.say(wave.member, wave.second, words, hashtags=f"{tag}|{teams[0]}|{teams[1]}")
    press = draft.outlets[rng.integers(len(draft.outlets), size=len(starts))]
    posts = draft.say(press, starts, sentences(draft, rng, press), hashtags=tag, appeal=10.0)
    wave = scene.wave(cast, starts, lag_s=150, share=0.12)
    draft.pass_on(wave.member, posts[wave.thing], wave.second)
    scene.tell("control", "unclear", cast, coordinated=False)
