"""Pensioners and borrowers with one demand who post a petition's ready-made text to the same addressees."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.columns import texts
from floodwatch.worlds.lexicon import facts, lexicon
from floodwatch.worlds.outlets import domain_of
from floodwatch.worlds.scene import Scene, same


def petition(scene: Scene) -> None:
    """Plant petition campaigners: the text names the petition and links it, half of the profiles name it."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    claim = scene.one(("Pensions", "Student Loans", "Housing Loans", "Tenants"))
    owner = f"{declare.named(scene, 'first')} {claim}"
    site = f"https://{domain_of(draft, rng, owner)}/petition"
    cast = scene.cast(round(plan.members * 1.5), platform=scene.platform, language=language)
    declare.in_bios(scene, "campaign", cast, float(rng.uniform(0.3, 0.7)), owner=owner, site=site)
    words = lexicon(language)
    told = facts(rng, plan.objects)
    lines = [
        declare.line(scene, "calls", "signed", language, owner=owner, m=words.amount(int(f[4]), int(f[5])),
        d=words.dates[f[0]])
        for f in told
    ]  # fmt: skip
    starts = scene.moments(plan.objects)
    wave = scene.wave(cast, starts, lag_s=1800, share=0.45)
    addressees = texts([f"@Minister{n}" for n in (1, 2, 3)])
    draft.say(
        wave.member, wave.second, same(lines, wave.thing), urls=site, mentions=addressees[wave.thing % 3],
        hashtags=declare.tag_of(owner, 26),
    )  # fmt: skip
    scene.tell("control", "overt", np.asarray(cast))
