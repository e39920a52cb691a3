"""Fans who write only when their team plays: silent for weeks, all back on one day."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene


def seasonal_fans(scene: Scene) -> None:
    """Plant fans that a match wakes; nobody agreed on anything."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    length = draft.setting.length
    team = f"{declare.named(scene, 'first')} {declare.named(scene, 'team')}"
    cast = marks.cast(scene, plan.members * 2, language=scene.language(), daily=1.5)
    marks.bios(scene, "season", cast, 0.6, owner=team)
    event = int(rng.uniform(0.5, 0.7) * length)
    draft.events.append({"title": team, "kind": "sport", "second": event, "number": 701})
    woken = np.maximum(event - rng.exponential(DAY, len(cast)).astype(np.int64), length // 4)
    since = np.where(rng.random(len(cast)) < 0.6, 0, rng.uniform(0, 0.1, len(cast)) * length).astype(np.int64)
    draft.history.silence(cast, since, woken)
    marks.tell(scene, "dormancy", cast, woken, ((woken - since) / DAY).round(2).tolist())
    wave = scene.wave(cast, np.sort(event + rng.integers(0, 2 * HOUR, plan.objects)), lag_s=900, share=0.15)
    tag = declare.tag_of(team, 26)
    draft.say(wave.member, wave.second, sentences(draft, rng, wave.member), hashtags=tag)
    scene.tell("control", "unclear", cast, coordinated=False)
