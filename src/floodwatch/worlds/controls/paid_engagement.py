"""Accounts that repost and like for money, for any customer: commercial spam without a story of its own."""

from __future__ import annotations

from floodwatch.worlds import declare, signs
from floodwatch.worlds.columns import texts
from floodwatch.worlds.scene import Scene


def paid_engagement(scene: Scene) -> None:
    """Plant an engagement pool: default handles, made in batches, reposts of unrelated customers' posts."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    cast = scene.cast(round(plan.members * 1.3), platform=scene.platform, language=language, daily=0.8)
    signs.made_together(scene, cast, 20)
    sells = cast[rng.random(len(cast)) < 0.3]
    offers = [declare.line(scene, "calls", "gig", language, d=int(rng.integers(2, 60))) for _ in sells]
    own = draft.people["bio"][sells]
    draft.people.put(
        "bio", sells, texts([f"{b} | {o}" if b else o for b, o in zip(own, offers, strict=True)])
    )
    bought = scene.popular(plan.objects * 2, scene.platform)
    if len(bought):
        wave = scene.wave(
            cast, draft.posts["second"][bought] + rng.integers(600, 20_000, len(bought)), lag_s=300
        )
        draft.pass_on(wave.member, bought[wave.thing], wave.second)
    scene.tell("control", "unclear", cast)
