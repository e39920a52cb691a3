"""Personas who call themselves independent and relay one state outlet without naming it."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare, signs
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.lexicon import facts, render, titles
from floodwatch.worlds.outlets import domain_of
from floodwatch.worlds.scene import Scene, same


def state_relay(scene: Scene) -> None:
    """Plant relay personas; most of what they write is the outlet's, some minutes later, in its words."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language, hidden = scene.language(), scene.hide(0.4)
    outlet, domain = _outlet(scene, language)
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    starts = scene.moments(plan.objects)
    told = facts(rng, len(starts))
    urls = [f"https://{domain}/{n}" for n in rng.integers(10**6, 10**7, size=len(starts))]
    heads = titles(language, told)
    draft.say(np.repeat(outlet, len(starts)), starts, heads, urls=urls)
    wave = scene.wave(cast, starts, lag_s=plan.lag_s * 3)
    words = (
        render(language, told[wave.thing], rng.integers(8, size=len(wave.thing)))
        if plan.reword
        else same(heads, wave.thing)
    )
    linked = rng.random(len(wave.thing)) < 0.5
    links = np.where(linked, same(urls, wave.thing), "")
    draft.say(wave.member, wave.second, words, urls=links, outside=0.2)
    free = declare.in_bios(scene, "independent", cast, 0.85)
    planted = [signs.said("d", free, cast)]
    if hidden:
        planted.append(signs.false_place(scene, cast, 0.8))
    else:
        signs.made_together(scene, cast, 5)
    scene.tell("operation", "covert", cast, *planted)


def _outlet(scene: Scene, language: str) -> tuple[Ints, str]:
    """The outlet: labelled and described as a state's, not a member of the group."""
    state = declare.named(scene, "state")
    name = f"{state} {declare.named(scene, 'second')}"
    domain = domain_of(scene.draft, scene.rng, name)
    bio = declare.line(scene, "declared", "state_outlet", language, owner=state, name=name)
    outlet = scene.cast(
        1, platform=scene.platform, language=language, name=[name], handle=[name.replace(" ", "")], bio=[bio],
        labels=["state-media"], verified=True, daily=0.0, website=[f"https://{domain}"], fame=20.0,
        followers=90_000,
    )  # fmt: skip
    return outlet, domain
