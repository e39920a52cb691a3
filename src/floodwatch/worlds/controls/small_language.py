"""Readers of a small language who all share the few articles that exist in it."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import texts
from floodwatch.worlds.lexicon import facts, titles
from floodwatch.worlds.outlets import domain_of, outlet_name, publish
from floodwatch.worlds.scene import Scene, same

SMALL = {
    "cy": "GB",
    "is": "IS",
    "eu": "ES",
    "gl": "ES",
    "lv": "LV",
    "mk": "MK",
    "mn": "MN",
    "si": "LK",
    "lo": "LA",
}


def small_language(scene: Scene) -> None:
    """Plant a small-language public: one or two sites, every article shared by many at their own time."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = str(scene.one(list(SMALL)))
    scene.offset = scene.hours_of(SMALL[language])
    cast = scene.cast(plan.members * 2, platform=scene.platform, language=language, country=SMALL[language])
    site = domain_of(draft, rng, outlet_name(draft, rng))
    starts = scene.moments(plan.objects)
    urls, _ = publish(draft, rng, site, texts([language] * len(starts)), starts)
    heads = titles(language, facts(rng, len(starts)))
    wave = scene.wave(cast, starts, lag_s=9000, share=0.3)
    button = rng.random(len(wave.thing)) < 0.5
    words = np.where(button, same(heads, wave.thing), sentences(draft, rng, wave.member))
    draft.say(wave.member, wave.second, words, urls=same(urls, wave.thing))
    scene.tell("control", "unclear", cast, coordinated=False)
