"""Voters of both camps, all of them one office: borrowed bios, false places, questions to the audience."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.acts import copies
from floodwatch.worlds.personas.concealed import concealment
from floodwatch.worlds.personas.hours import Desk, far_desk
from floodwatch.worlds.scene import Scene


def voter_personas(scene: Scene) -> None:
    """Plant voters for one or two made-up parties that share pictures, answer the same posts and ask questions."""
    plan, rng = scene.plan, scene.rng
    language = scene.language()
    desk = far_desk(scene, 0.65)
    cast = marks.cast(scene, plan.members, language=language)
    both, framed = marks.drawn(scene, 0.7), marks.drawn(scene, 0.7)
    parties = [str(p) for p in rng.permutation(load("worlds/outlets.yaml")["party"])[: 2 if both else 1]]
    marks.camps(scene, cast, parties, framed=framed)
    letters = ["b:1"] if framed else []
    if both:
        marks.tell(scene, "both_sides", None, None, "|".join(parties))
        letters.append("f:1")
    if desk:
        letters.append(marks.false_place(scene, cast, float(rng.uniform(0.7, 1.0))))
        marks.clock(scene, cast, desk)
    if marks.drawn(scene, 0.7):
        marks.batch(scene, cast, float(rng.integers(1, 5)))
    if marks.drawn(scene, 0.7):
        marks.default_handles(scene, cast, float(rng.uniform(0.5, 0.95)))
    if marks.drawn(scene, 0.7):
        marks.probes(scene, cast, int(rng.integers(4, 10)), desk)
    _act(scene, cast, desk, parties)
    scene.tell("operation", concealment(scene), cast, *letters)


def _act(scene: Scene, cast: Ints, desk: Desk | None, parties: list[str]) -> None:
    """Both sides answer the same posts and post the same pictures; some texts are copied."""
    draft, rng, plan = scene.draft, scene.rng, scene.plan
    tags = texts([declare.tag_of(p, 2026) for p in parties])
    starts = np.sort(marks.moments(scene, desk, plan.objects))
    opener = cast[rng.integers(len(cast), size=len(starts))]
    posts = draft.say(opener, starts, sentences(draft, rng, opener), appeal=0.5)
    wave = scene.wave(cast, starts)
    tag = tags[(wave.member - cast[0]) % len(parties)]
    words, answered = sentences(draft, rng, wave.member), wave.thing % 2 == 0
    draft.say(
        wave.member[answered],
        wave.second[answered],
        words[answered],
        reply=posts[wave.thing[answered]],
        hashtags=tag[answered],
    )
    pictures = [f"sha256:{rng.bytes(32).hex()}" for _ in starts]
    media = [pictures[t] for t in wave.thing[~answered]]
    draft.say(
        wave.member[~answered], wave.second[~answered], words[~answered], media=media, hashtags=tag[~answered]
    )
    copies(scene, cast, desk)
