"""Accounts that follow one another by lists, follow the same targets and repost their own."""

from __future__ import annotations

from floodwatch.worlds.columns import texts
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.acts import own_support, reposts
from floodwatch.worlds.personas.concealed import concealment
from floodwatch.worlds.personas.follow_trains import shared_targets, trains
from floodwatch.worlds.personas.hours import far_desk
from floodwatch.worlds.scene import Scene


def follow_ring(scene: Scene) -> None:
    """Plant a ring that grows by follow trains, in one language or in several."""
    plan, rng = scene.plan, scene.rng
    language = scene.language()
    desk = far_desk(scene, 0.4)
    several = [language, *(str(c) for c in scene.draft.setting.languages)]
    spoken = [str(scene.one(several)) if marks.drawn(scene, 0.5) else language for _ in range(plan.members)]
    mixed = marks.drawn(scene, 0.4)
    cast = marks.cast(scene, plan.members, language=texts(spoken if mixed else [language] * plan.members))
    letters = []
    posts = reposts(scene, cast, desk)
    if marks.drawn(scene, 0.6):
        letters.append(own_support(scene, cast, posts))
    if desk:
        letters.append(marks.false_place(scene, cast, float(rng.uniform(0.6, 1.0))))
        marks.clock(scene, cast, desk)
    if marks.drawn(scene, 0.5):
        letters.append(marks.frame(scene, cast, float(rng.uniform(0.5, 0.9))))
    listed, shared = marks.drawn(scene, 0.85), marks.drawn(scene, 0.7)
    if listed or not shared:
        trains(scene, cast, desk, max(round(plan.objects * 1.5), 6), float(rng.uniform(0.5, 0.9)))
    if shared:
        shared_targets(scene, cast, float(rng.uniform(0.7, 1.0)))
    scene.tell("operation", concealment(scene), cast, *letters)
