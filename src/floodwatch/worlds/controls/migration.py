"""People who move to another platform in the same days, many with the handle that it proposed."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare, signs
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.scene import Scene


def migration(scene: Scene) -> None:
    """Plant newcomers: created within days, default handles, a greeting, then ordinary life."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    home = [p for p in draft.setting.platforms if p != "web"]
    cast = scene.cast(plan.members * 3, platform=home[-1], language=scene.language(), daily=3.0)
    signs.made_together(scene, cast, 3)
    draft.people.put("made", cast, -rng.integers(1, 4 * DAY, len(cast)))
    draft.people.put("followers", cast, rng.integers(0, 40, len(cast)))
    words = declare.lines(scene, "calls", "moved", draft.people["language"][cast])
    when = scene.moments(len(cast), last=0.4)
    tags = np.where(rng.random(len(cast)) < 0.5, "newhere|introduction|hello", "")
    draft.say(cast, rng.permutation(when), words, hashtags=tags)
    scene.follow_each_other(cast, 0.08)
    scene.tell("control", "unclear", cast, coordinated=False)
