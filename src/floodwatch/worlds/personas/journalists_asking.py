"""Reporters of several newsrooms who ask their readers and hold polls, under their names."""

from __future__ import annotations

from floodwatch.worlds import declare
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene


def journalists_asking(scene: Scene) -> None:
    """Plant reporters: each newsroom is named in the bio; nobody acts with anybody."""
    plan, rng = scene.plan, scene.rng
    cast = marks.cast(scene, plan.members, language=scene.language(), daily=3.0, fame=3.0)
    for row in range(len(cast)):
        owner = f"{declare.named(scene, 'first')} {declare.named(scene, 'second')}"
        marks.bios(scene, "reporter", cast[row : row + 1], owner=owner)
    marks.probes(scene, cast, int(rng.integers(4, 12)), None)
    scene.tell("control", "overt", cast, coordinated=False)
