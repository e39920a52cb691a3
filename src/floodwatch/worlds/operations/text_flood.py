"""Accounts that post the same text, each as if it were its own."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import signs
from floodwatch.worlds.lexicon import SHAPES, facts, render
from floodwatch.worlds.scene import Scene, same


def text_flood(scene: Scene) -> None:
    """Plant a copy-paste flood; members who reword write the same facts in another order."""
    plan, rng = scene.plan, scene.rng
    language, hidden = scene.language(), scene.hide(0.3)
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    starts = scene.moments(plan.objects)
    told = facts(rng, len(starts))
    wave = scene.wave(cast, starts)
    order = np.zeros(len(wave.thing), dtype=np.int64) + wave.thing
    if plan.reword:
        order = rng.integers(len(SHAPES), size=len(wave.thing))
    words = render(language, told[wave.thing], order)
    scene.draft.say(wave.member, wave.second, same(words, np.arange(len(words))), outside=0.1)
    planted = []
    if rng.random() < 0.5:
        planted.append(signs.same_story(scene, cast, float(rng.uniform(0.5, 0.9))))
    if hidden or rng.random() < 0.4:
        planted.append(signs.one_template(scene, cast, float(rng.uniform(0.5, 1.0))))
    if planted and not hidden:
        signs.made_together(scene, cast, 4)
    if hidden:
        planted.append(signs.false_place(scene, cast, 0.85))
    scene.tell("operation", "covert" if planted else "unclear", cast, *planted)
