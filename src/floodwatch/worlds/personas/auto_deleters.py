"""People whose posts delete themselves after some days, wherever they live."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.clock import DAY
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene


def auto_deleters(scene: Scene) -> None:
    """Plant people who keep nothing: a few say so, all delete what is older than a few days."""
    plan, rng, history = scene.plan, scene.rng, scene.draft.history
    cast = marks.cast(scene, plan.members, language=scene.language(), daily=3.0)
    marks.bios(scene, "tidy", cast, float(rng.uniform(0.2, 0.6)))
    scene.draft.people.put("before", cast, rng.integers(0, 30, len(cast)))
    keep = rng.integers(2, 8, len(cast)) * min(DAY, scene.draft.setting.length // 10)
    history.tidy.append((scene.group_id, cast, np.asarray(keep)))
    scene.tell("control", "unclear", cast, coordinated=False)
