"""Fans of a singer who repost, tag and vote together, and are proud of it."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.lexicon import lexicon
from floodwatch.worlds.scene import Scene


def fandom(scene: Scene) -> None:
    """Plant a fandom: reposts of fan pages, runs of hashtags, an open call."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language, singer = scene.language(), declare.named(scene, "singer")
    cast = scene.cast(round(plan.members * 1.5), platform=scene.platform, language=language, daily=3.0)
    declare.in_bios(scene, "fan", cast, float(rng.uniform(0.7, 0.95)), owner=singer)
    heads = cast[: max(2, len(cast) // 8)]
    starts = scene.moments(plan.objects)
    author = heads[rng.integers(len(heads), size=len(starts))]
    tag = declare.tag_of(singer, int(rng.integers(1, 99)))
    run = f"{tag}|{singer}Live|{singer}Tour"
    posts = draft.say(author, starts, sentences(draft, rng, author), hashtags=run, appeal=6.0)
    wave = scene.wave(cast, starts, lag_s=float(rng.uniform(120, 1500)))
    draft.pass_on(wave.member, posts[wave.thing], wave.second)
    party = scene.wave(cast, scene.moments(max(plan.objects // 3, 2)), lag_s=900)
    draft.say(party.member, party.second, sentences(draft, rng, party.member), hashtags=run)
    _call(scene, heads, language, singer, tag)
    scene.follow_each_other(cast, 0.2)
    scene.tell("control", "overt", np.asarray(cast))


def _call(scene: Scene, heads: Ints, language: str, singer: str, tag: str) -> None:
    day = lexicon(language).dates[int(scene.rng.integers(180))]
    words = declare.line(
        scene, "calls", "call", language, owner=singer, tag=tag, d=day, site=f"https://{tag.lower()}.example"
    )
    scene.draft.say(heads[:1], scene.moments(1, last=0.3), words, hashtags=tag)
