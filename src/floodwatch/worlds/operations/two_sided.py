"""One set of accounts that plays both sides of a quarrel, half of its personas for each."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import declare, signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.scene import Scene


def two_sided(scene: Scene) -> None:
    """Plant personas for two made-up parties that answer the same posts and post the same pictures."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language, hidden = scene.language(), scene.hide(0.6)
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    parties = [str(p) for p in rng.permutation(load("worlds/outlets.yaml")["party"])[:2]]
    side = np.arange(len(cast)) % 2
    for number, party in enumerate(parties):
        declare.in_bios(scene, "supporter", cast[side == number], 0.8, owner=party)
    tags = texts([declare.tag_of(p, 2026) for p in parties])
    starts = scene.moments(plan.objects)
    wave = scene.wave(cast, starts)
    own = tags[side[wave.member - cast[0]]]
    _act(scene, cast, starts, wave.member, wave.thing, wave.second, own)
    planted = [f"f:{0.8:.2g}"]
    if hidden:
        planted.append(signs.false_place(scene, cast, float(rng.uniform(0.7, 1.0))))
    else:
        planted.append(signs.one_template(scene, cast, 0.6))
        for number, party in enumerate(parties):
            declare.in_bios(scene, "supporter", cast[side == number], 0.8, owner=party)
    scene.tell("operation", "covert", np.asarray(cast), *planted)
    draft.posts.put("outside", np.flatnonzero(np.isin(draft.posts["author"], cast)), 0.2)


def _act(scene: Scene, cast: Ints, starts: Ints, member: Ints, thing: Ints, second: Ints, tag: Texts) -> None:
    """Half of the things are posts that both sides answer, the others a picture that both sides post."""
    draft, rng = scene.draft, scene.rng
    opener = cast[rng.integers(len(cast), size=len(starts))]
    posts = draft.say(opener, starts, sentences(draft, rng, opener), hashtags="", appeal=0.5)
    answered = thing % 2 == 0
    words = sentences(draft, rng, member)
    draft.say(
        member[answered],
        second[answered],
        words[answered],
        reply=posts[thing[answered]],
        hashtags=tag[answered],
    )
    pictures = [f"sha256:{rng.bytes(32).hex()}" for _ in starts]
    shown = ~answered
    media = [pictures[t] for t in thing[shown]]
    draft.say(member[shown], second[shown], words[shown], media=media, hashtags=tag[shown])
