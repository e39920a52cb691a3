"""Emigrants who live by one clock and follow the news of another: they post at home-country hours."""

from __future__ import annotations

from floodwatch.worlds.columns import texts
from floodwatch.worlds.people import place_in
from floodwatch.worlds.scene import Scene


def diaspora(scene: Scene) -> None:
    """Plant a diaspora: places abroad in the profile, the home country's hours and newspapers."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    cast = scene.cast(plan.members * 2, platform=scene.platform, language=language, daily=3.0)
    abroad = [str(c) for c in rng.permutation(["US", "DE", "GB", "CA", "SE", "AU", "FR"])[:3]]
    draft.people.put("location", cast, texts([place_in(rng, str(scene.one(abroad))) for _ in cast]))
    draft.people.put("offset", cast, scene.offset)
    starts = scene.popular_of(language, plan.objects)
    if len(starts):
        wave = scene.wave(cast, draft.posts["second"][starts], lag_s=5400, share=0.25)
        draft.pass_on(wave.member, starts[wave.thing], wave.second)
    scene.tell("control", "unclear", cast, coordinated=False)
