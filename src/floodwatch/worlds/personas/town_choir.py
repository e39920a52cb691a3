"""A choir of one town: one line in every bio, one place, the same notices, nothing hidden."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import declare
from floodwatch.worlds.columns import texts
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.people import personal_bio, place_in
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene, same


def town_choir(scene: Scene) -> None:
    """Plant singers who live in one town and post the choir's notices."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    country = str(scene.one(list(load("worlds/languages.yaml")[language]["countries"])))
    cast = marks.cast(scene, plan.members, language=language, country=country, daily=2.5)
    place, owner = place_in(rng, country), f"{declare.named(scene, 'first')} Choir"
    marks.at_home(scene, cast, country, scene.hours_of(country))
    draft.people.put("location", cast, place)
    line = declare.line(scene, "personas", "choir", language, owner=owner, place=place)
    own = [personal_bio(rng, language, "") if marks.drawn(scene, 0.3) else "" for _ in cast]
    draft.people.put("bio", cast, texts([f"{o} | {line}" if o else line for o in own]))
    marks.tell(scene, "bio_template", cast)
    starts = scene.moments(max(plan.objects // 2, 3))
    notices = render(language, facts(rng, len(starts)), 2)
    wave = scene.wave(cast, starts, lag_s=1800, share=0.4)
    draft.say(wave.member, wave.second, same(notices, wave.thing))
    scene.follow_each_other(cast, 0.3)
    scene.tell("control", "overt", np.asarray(cast))
