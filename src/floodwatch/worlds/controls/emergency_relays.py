"""Stations of an emergency service that pass on their agency's warnings, as their profiles say."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.columns import Texts, texts
from floodwatch.worlds.lexicon import facts, lexicon, render
from floodwatch.worlds.outlets import domain_of
from floodwatch.worlds.scene import Scene, same


def emergency_relays(scene: Scene) -> None:
    """Plant official relays: reposts of the agency within minutes, and its text and link word for word."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    agency = f"{declare.named(scene, 'first')} {declare.named(scene, 'agency')}"
    site = domain_of(draft, rng, agency)
    places = texts([lexicon(language).territories[int(i)] for i in rng.integers(200, size=plan.members)])
    cast = scene.cast(
        plan.members, platform=scene.platform, language=language, daily=0.3, location=places,
        name=texts([f"{agency} {p}" for p in places]), handle=_handles(agency, places),
        website=f"https://{site}", verified=rng.random(plan.members) < 0.5,
    )  # fmt: skip
    declare.in_bios(scene, "relay", cast, 0.95, owner=agency, site=site)
    head = scene.cast(
        1,
        platform=scene.platform,
        language=language,
        name=[agency],
        handle=[agency.replace(" ", "")],
        verified=True,
        daily=0.0,
        fame=10.0,
    )
    declare.in_bios(scene, "relay", head, 1.0, owner=agency, site=site)
    starts = np.sort(rng.integers(0, int(0.97 * draft.setting.length), size=plan.objects))
    told = render(language, facts(rng, len(starts)))
    urls = [f"https://{site}/warning/{n}" for n in rng.integers(10**4, 10**5, len(starts))]
    posts = draft.say(np.repeat(head, len(starts)), starts, told, urls=urls, appeal=4.0)
    wave = scene.wave(cast, starts, lag_s=150, share=0.7)
    copies = rng.random(len(wave.thing)) < 0.5
    draft.pass_on(wave.member[~copies], posts[wave.thing[~copies]], wave.second[~copies])
    thing = wave.thing[copies]
    draft.say(wave.member[copies], wave.second[copies], same(told, thing), urls=same(urls, thing))
    scene.tell("control", "overt", np.concatenate((cast, head)))


def _handles(agency: str, places: Texts) -> Texts:
    """Handles such as `FloodOfficePeru`, or with a number where the place has no Latin letters."""
    stem = "".join(agency.split()[1:])
    short = ["".join(c for c in str(p) if c.isascii() and c.isalpha()) for p in places]
    return texts([f"{stem}{s or 100 + n}" for n, s in enumerate(short)])
