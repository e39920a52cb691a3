"""Twenty-eight local newspapers of one owner that post the same headlines, and say whose they are."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import declare
from floodwatch.worlds.columns import texts
from floodwatch.worlds.lexicon import facts, titles
from floodwatch.worlds.outlets import domain_of, open_sites
from floodwatch.worlds.scene import Scene, same

OUTLETS = 28


def franchise(scene: Scene) -> None:
    """Plant a newsroom franchise: every paper links the story on its own domain or on the owner's."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    owner = (
        f"{declare.named(scene, 'first')} {scene.one(('Media', 'Newspapers', 'Press Group', 'News Holding'))}"
    )
    paper = declare.named(scene, "second")
    places = texts([p for p in _places(scene) if f"{p} {paper}" not in draft.names][:OUTLETS])
    names = texts([f"{p} {paper}" for p in places])
    sites = texts([domain_of(draft, rng, str(n)) for n in names])
    main = domain_of(draft, rng, owner)
    cast = scene.cast(
        OUTLETS, platform=scene.platform, language=language, name=names, location=places, daily=0.4,
        handle=texts([str(n).replace(" ", "") for n in names]),
        website=texts([f"https://{s}" for s in sites]),
        verified=rng.random(OUTLETS) < 0.4, fame=3.0, followers=rng.integers(300, 20_000, OUTLETS),
        client=str(scene.one(("", "SocialFlow", "Echobox", "Hootsuite"))),
    )  # fmt: skip
    declare.in_bios(scene, "franchise", cast, 0.95, owner=owner, site=main)
    starts = scene.moments(plan.objects)
    heads = titles(language, facts(rng, len(starts)))
    wave = scene.wave(cast, starts, lag_s=90, share=float(rng.uniform(0.5, 0.9)))
    own = rng.random() < 0.5
    home = sites[wave.member - cast[0]] if own else np.full(len(wave.member), main, dtype=object)
    urls = [f"https://{h}/story/{1000 + t}" for h, t in zip(home, wave.thing, strict=True)]
    draft.say(wave.member, wave.second, same(heads, wave.thing), urls=urls)
    homes = open_sites(draft, rng, [str(s) for s in sites], names, texts([language] * OUTLETS))
    if len(homes):
        draft.say(homes[wave.member - cast[0]], wave.second, same(heads, wave.thing), urls=urls)
    scene.tell("control", "overt", np.concatenate((cast, homes)))


def _places(scene: Scene) -> list[str]:
    """Made-up towns in any order."""
    return [str(p) for p in scene.rng.permutation(load("worlds/outlets.yaml")["first"])]
