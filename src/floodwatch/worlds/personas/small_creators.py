"""Beginners who list one another and follow back, each for its own small channel."""

from __future__ import annotations

from floodwatch.vocabulary.load import load
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.follow_trains import trains
from floodwatch.worlds.scene import Scene


def small_creators(scene: Scene) -> None:
    """Plant small creators: honest follow trains, mutual follows, lives of their own."""
    plan, rng = scene.plan, scene.rng
    cast = marks.cast(scene, round(plan.members * 1.5), language=scene.language(), daily=2.0)
    scene.draft.people.put("followers", cast, rng.integers(5, 300, len(cast)))
    for row in range(len(cast)):
        craft = str(scene.one(load("worlds/personas.yaml")["crafts"]))
        if marks.drawn(scene, 0.75):
            marks.bios(scene, "creator", cast[row : row + 1], what=craft)
    trains(scene, cast, None, max(plan.objects, 5), float(rng.uniform(0.4, 0.8)))
    scene.tell("control", "unclear", cast, coordinated=False)
