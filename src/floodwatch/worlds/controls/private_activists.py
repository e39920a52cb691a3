"""Pseudonymous activists who agree in a private chat on what to post, and say nothing of it."""

from __future__ import annotations

from floodwatch.worlds.background import sentences
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.scene import Scene, same


def private_activists(scene: Scene) -> None:
    """Plant undeclared activists: real people with grown profiles, pseudonyms, shared texts and tags."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    cast = scene.cast(plan.members, platform=scene.platform, language=language, daily=2.5)
    hidden = rng.random(len(cast)) < 0.6
    draft.people.put("location", cast[hidden], "")
    tags = [f"{t}|{t}Now" for t in draft.setting.audience_tags[int(draft.people["audience"][cast[0]])][:3]]
    starts = scene.moments(plan.objects)
    lines = render(language, facts(rng, len(starts)), starts)
    wave = scene.wave(cast, starts, lag_s=float(rng.uniform(200, 1500)), share=0.5)
    copied = rng.random(len(wave.thing)) < 0.6
    own = sentences(draft, rng, wave.member)
    own[copied] = same(lines, wave.thing)[copied]
    draft.say(wave.member, wave.second, own, hashtags=same(tags, wave.thing % len(tags)))
    targets = scene.popular(plan.objects, scene.platform)
    if len(targets):
        wave = scene.wave(cast, draft.posts["second"][targets], lag_s=1200, share=0.4)
        draft.pass_on(wave.member, targets[wave.thing], wave.second)
    scene.follow_each_other(cast, 0.3)
    scene.tell("control", "unclear", cast)
