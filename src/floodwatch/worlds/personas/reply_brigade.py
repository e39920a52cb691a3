"""Accounts that fall on one target's posts within minutes, and delete what they said."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.acts import answers, own_support, reposts
from floodwatch.worlds.personas.concealed import concealment
from floodwatch.worlds.personas.hours import far_desk
from floodwatch.worlds.scene import Scene


def reply_brigade(scene: Scene) -> None:
    """Plant a brigade against one well-known account, which is no member."""
    plan, rng = scene.plan, scene.rng
    language = scene.language()
    desk = far_desk(scene, 0.5)
    target = marks.cast(scene, 1, language=language, verified=True, fame=25.0)
    cast = marks.cast(scene, plan.members, language=language)
    letters = []
    if desk:
        marks.clock(scene, cast, desk)
    posts = answers(scene, cast, target, desk)
    if marks.drawn(scene, 0.6):
        own = reposts(scene, cast, desk)
        letters.append(own_support(scene, cast, own))
    if marks.drawn(scene, 0.7):
        erase(scene, posts, float(rng.uniform(0.3, 0.75)), float(rng.uniform(0.3, 1.5)))
    if desk:
        letters.append(marks.false_place(scene, cast, float(rng.uniform(0.6, 1.0))))
    if marks.drawn(scene, 0.5):
        letters.append(marks.frame(scene, cast, float(rng.uniform(0.5, 0.9))))
    if marks.drawn(scene, 0.5):
        marks.batch(scene, cast, float(rng.integers(1, 5)))
    scene.tell("operation", concealment(scene), cast, *letters)


def erase(scene: Scene, posts: Ints, share: float, days: float) -> None:
    """`ephemeral`: authors delete a share of these posts some days later; all of them were collected before."""
    rng, made = scene.rng, scene.draft.posts
    some = posts[(rng.random(len(posts)) < share) & made["visible"][posts]]
    when = made["second"][some] + 1800 + rng.exponential(days * DAY, len(some)).astype(np.int64)
    made.put("deleted", some, np.minimum(when, scene.draft.setting.length + DAY))
    authors, count = np.unique(made["author"][some], return_counts=True)
    marks.tell(scene, "ephemeral", authors, None, count.astype(float).tolist())
