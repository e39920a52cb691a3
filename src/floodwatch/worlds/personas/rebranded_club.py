"""A club whose sections take a new name, handle and crest on one day, and say so."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import texts
from floodwatch.worlds.drift import before
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.people import picture, place_in, taken
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene, same


def rebranded_club(scene: Scene) -> None:
    """Plant sections of a club that rebrand together and post the club's notices."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    people, language = draft.people, scene.language()
    old, new = (f"{declare.named(scene, 'first')} {declare.named(scene, 'team')}" for _ in range(2))
    cast = marks.cast(scene, plan.members, language=language)
    places = [place_in(rng, str(c)) for c in people["country"][cast]]
    people.put("location", cast, texts(places))
    crests = [picture(rng) for _ in range(2)]
    marks.bios(scene, "club", cast, name=old)
    earlier = {"name": texts([f"{old} {p}" for p in places]), "bio": people["bio"][cast].copy()}
    earlier |= {
        word: taken(draft, [f"{word_of(old)}{n}" for n in range(len(cast))], scene.platform)
        for word in ("handle",)
    }
    earlier["avatar"] = texts([crests[0]] * len(cast))
    people.put("name", cast, texts([f"{new} {p}" for p in places]))
    people.put("handle", cast, taken(draft, [f"{word_of(new)}{n}" for n in range(len(cast))], scene.platform))
    people.put("avatar", cast, crests[1])
    marks.bios(scene, "formerly", cast, name=new, old=old)
    when = int(rng.uniform(0.35, 0.65) * draft.setting.length) + rng.integers(0, 8 * HOUR, len(cast))
    before(draft, cast, when, earlier)
    marks.tell(scene, "drift", cast, when, "|".join(("name", "handle", "bio", "avatar")))
    starts = scene.moments(max(plan.objects // 2, 3))
    notices = render(language, facts(rng, len(starts)), 3)
    wave = scene.wave(cast, starts, lag_s=1200, share=0.5)
    draft.say(wave.member, wave.second, same(notices, wave.thing))
    scene.tell("control", "overt", np.asarray(cast))


def word_of(name: str) -> str:
    """A name as one word."""
    return name.replace(" ", "")
