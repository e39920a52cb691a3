"""Accounts that post the same unusual hashtags in the same order under ever other sentences."""

from __future__ import annotations

from floodwatch.worlds import signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.lexicon import codes, lexicon
from floodwatch.worlds.scene import Scene, same


def hashtag_run(scene: Scene) -> None:
    """Plant a hashtag campaign that passes as spontaneous; half of them show a sign of deception."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language, hidden = scene.language(), scene.hide(0.3)
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    starts = scene.moments(plan.objects)
    runs = ["|".join(_run(scene, language)) for _ in starts]
    wave = scene.wave(cast, starts)
    words = sentences(draft, rng, wave.member)
    draft.say(wave.member, wave.second, words, hashtags=same(runs, wave.thing), outside=0.1)
    planted = []
    if hidden or rng.random() < 0.35:
        planted.append(signs.one_template(scene, cast, float(rng.uniform(0.5, 1.0))))
    if hidden:
        planted.append(signs.false_place(scene, cast, 0.9))
    if (planted and not hidden) or rng.random() < 0.3:
        signs.made_together(scene, cast, 7)
    scene.tell("operation", "covert" if planted else "unclear", cast, *planted)


def _run(scene: Scene, language: str) -> list[str]:
    """Four hashtags in one order: two territories, a number, another territory."""
    names = [lexicon(language).territories[int(i)] for i in scene.rng.integers(len(codes()), size=3)]
    tags = ["".join(c for c in n if c.isalnum()) for n in names]
    return [
        tags[0],
        f"{tags[1]}{int(scene.rng.integers(10, 99))}",
        tags[2],
        f"n{int(scene.rng.integers(100, 999))}",
    ]
