"""A parish or a school class that posts the same short reading or notice at the same hour of the day."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.scene import Scene, same


def prayer_group(scene: Scene) -> None:
    """Plant a group with a daily rhythm; in some worlds its profiles name it, in others nothing does."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    owner = f"{declare.named(scene, 'first')} {scene.one(('Parish', 'School', 'Choir', 'Class 7b'))}"
    cast = scene.cast(plan.members, platform=scene.platform, language=language, daily=1.0)
    named = rng.random() < 0.4
    if named:
        declare.in_bios(scene, "parish", cast, 0.9, owner=owner)
    hour = float(rng.uniform(6, 20)) - scene.offset
    starts = ((np.arange(draft.setting.recipe.days) * 24 + hour) * HOUR).astype(np.int64)
    starts = np.sort(np.concatenate((starts, starts + 6 * HOUR)) % (draft.setting.recipe.days * DAY))
    lines = render(language, facts(rng, len(starts)), 5)
    wave = scene.wave(cast, starts, lag_s=400, share=0.6)
    draft.say(wave.member, wave.second, same(lines, wave.thing))
    scene.tell("control", "overt" if named else "unclear", cast)
