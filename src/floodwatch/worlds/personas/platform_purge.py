"""A platform that removes many unrelated accounts on the day on which somebody else's network is exposed."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import texts
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene

NAMED = ("exposure", "takedown")


def platform_purge(scene: Scene) -> None:
    """Plant people who share nothing but the day on which their accounts went."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    exposed = [int(e["second"]) for e in draft.events if e["kind"] in NAMED]
    when = exposed[0] if exposed else int(rng.uniform(0.5, 0.7) * draft.setting.length)
    cast = marks.cast(scene, plan.members * 3)
    away = when + rng.integers(0, DAY, len(cast))
    stays = rng.random(len(cast)) < 0.1
    gone, fates = cast[~stays], texts(["suspended", "missing"])
    fate = fates[rng.choice(2, size=len(gone), p=(0.85, 0.15))]
    draft.people.put("gone", gone, away[~stays])
    draft.people.put("status", gone, fate)
    told = gone[(fate == "suspended") & (rng.random(len(gone)) < 0.4)]
    draft.people.put("notice", told, "account suspended")
    draft.history.shy.append(np.asarray(cast))
    marks.tell(scene, "vanished", gone, away[~stays], fate)
    scene.tell("control", "unclear", cast, coordinated=False)
