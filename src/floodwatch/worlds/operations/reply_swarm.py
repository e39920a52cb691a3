"""Accounts created in one batch that answer the same posts of one target within minutes."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.scene import Scene


def reply_swarm(scene: Scene, *, certain: bool = False) -> None:
    """Plant a reply swarm; most share a profile template, some claim a place that their clock denies.

    `certain` plants both signs in every case.
    """
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language, hidden = scene.language(), scene.hide(1.0 if certain else 0.4)
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    target = scene.cast(2, platform=scene.platform, language=language, verified=True, fame=25.0, daily=3.0)
    starts = scene.moments(plan.objects)
    author = target[rng.integers(2, size=len(starts))]
    posts = draft.say(author, starts, sentences(draft, rng, author), appeal=8.0)
    wave = scene.wave(cast, starts)
    told = facts(rng, len(starts))
    order = rng.integers(8, size=len(wave.thing))
    words = (
        render(language, told[wave.thing], order)
        if rng.random() < 0.5
        else sentences(draft, rng, wave.member)
    )
    handles = draft.people["handle"][author[wave.thing]]
    draft.say(
        wave.member,
        wave.second,
        words,
        reply=posts[wave.thing],
        mentions=[f"@{h}" for h in handles],
        outside=0.05,
    )
    signs.made_together(scene, cast, 2)
    planted = []
    if hidden or rng.random() < 0.5:
        planted.append(signs.one_template(scene, cast, float(rng.uniform(0.5, 1.0))))
    if hidden:
        planted.append(signs.false_place(scene, cast, 0.9))
    scene.tell("operation", "covert" if planted else "unclear", np.asarray(cast), *planted)
