"""Activists who follow a public call: copied texts, one hashtag, one day, and a site that explains it all."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.lexicon import facts, lexicon, render
from floodwatch.worlds.outlets import domain_of
from floodwatch.worlds.scene import Scene, same


def toolkit(scene: Scene) -> None:
    """Plant a day of action: the call is public and linked, many of those who take part name the campaign."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    campaign = f"{declare.named(scene, 'first')} {declare.named(scene, 'group')}"
    tag, site = declare.tag_of(campaign, 2026), f"https://{domain_of(draft, rng, campaign)}"
    cast = scene.cast(plan.members * 2, platform=scene.platform, language=language)
    declare.in_bios(scene, "campaign", cast, float(rng.uniform(0.4, 0.8)), owner=campaign, site=site)
    day = int(scene.moments(1, first=0.2, last=0.7)[0])
    _call(scene, cast, language, campaign, tag, site, day)
    lines = render(language, facts(rng, 6), np.arange(6))
    starts = np.sort(day + rng.integers(0, 10 * HOUR, size=plan.objects))
    wave = scene.wave(cast, starts, lag_s=float(rng.uniform(300, 2400)), share=0.35)
    links = np.where(rng.random(len(wave.thing)) < 0.7, site, "")
    draft.say(wave.member, wave.second, same(lines, wave.thing % 6), hashtags=tag, urls=links)
    scene.tell("control", "overt", cast)


def _call(scene: Scene, cast: Ints, language: str, campaign: str, tag: str, site: str, day: int) -> None:
    callers = cast[: max(3, len(cast) // 10)]
    when = np.full(len(callers), day) - scene.rng.integers(HOUR, 20 * HOUR, size=len(callers))
    date = lexicon(language).short_dates[scene.date_of(day)]
    words = [
        declare.line(scene, "calls", "call", language, owner=campaign, tag=tag, d=date, site=site)
        for _ in callers
    ]
    posts = scene.draft.say(callers, np.maximum(when, 0), texts(words), urls=site, hashtags=tag, appeal=5.0)
    wave = scene.wave(cast, scene.draft.posts["second"][posts[:2]], lag_s=3 * HOUR, share=0.3)
    scene.draft.pass_on(wave.member, posts[wave.thing], wave.second)
