"""Accounts that pass as strangers and repost the same posts of a few heads within minutes."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.scene import Scene


def repost_ring(scene: Scene) -> None:
    """Plant a repost ring; half of them share profile templates or false places, the others show no sign."""
    plan, rng = scene.plan, scene.rng
    language, hidden = scene.language(), scene.hide(0.35)
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    heads = cast[: max(2, len(cast) // 8)]
    starts = scene.moments(plan.objects)
    author = heads[rng.integers(len(heads), size=len(starts))]
    posts = scene.draft.say(author, starts, sentences(scene.draft, rng, author))
    wave = scene.wave(cast[len(heads) :], starts)
    scene.draft.pass_on(wave.member, posts[wave.thing], wave.second)
    planted = []
    if hidden or rng.random() < 0.4:
        planted.append(signs.one_template(scene, cast, float(rng.uniform(0.5, 1.0))))
        planted.append(signs.own_support(scene, posts))
    if hidden:
        planted.append(signs.false_place(scene, cast, 0.9))
    elif rng.random() < 0.5:
        signs.made_together(scene, cast, 5)
    scene.follow_each_other(cast, float(rng.uniform(0, 0.4)))
    scene.tell("operation", "covert" if planted else "unclear", np.asarray(cast), *planted)
