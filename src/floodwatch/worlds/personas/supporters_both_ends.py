"""Local groups of two rival parties, each openly its party's: together they name both camps, no group does."""

from __future__ import annotations

from floodwatch.vocabulary.load import load
from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.draft import Group
from floodwatch.worlds.history import planted
from floodwatch.worlds.people import place_in
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene


def supporters_both_ends(scene: Scene) -> None:
    """Plant two groups that answer one another under the same news and repost only their own."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    parties = [str(p) for p in rng.permutation(load("worlds/outlets.yaml")["party"])[:2]]
    place = ""
    for number, party in enumerate(parties, 1):
        cast = marks.cast(scene, max(plan.members // 2, 3), language=language, daily=2.0)
        place = place or place_in(rng, str(draft.people["country"][cast[0]]))
        draft.people.put("location", cast, place)
        marks.bios(scene, "branch", cast, 0.95, owner=party)
        _meet(scene, cast, party)
        group = f"{scene.group_id}.{number:02d}"
        draft.groups.append(Group(group, "control", scene.name, "overt", (), True, cast))
        draft.history.signs.append(planted(group, "camp", scene.platform, cast, None, party))


def _meet(scene: Scene, cast: Ints, party: str) -> None:
    """What a party's local group does: its heads write, the others repost, all under the party's tag."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    tag, heads = declare.tag_of(party, 2026), cast[: max(2, len(cast) // 5)]
    starts = scene.moments(plan.objects)
    author = heads[rng.integers(len(heads), size=len(starts))]
    posts = draft.say(author, starts, sentences(draft, rng, author), hashtags=tag)
    wave = scene.wave(cast[len(heads) :], starts, lag_s=900)
    draft.pass_on(wave.member, posts[wave.thing], wave.second)
    news = scene.popular_of(str(draft.people["language"][cast[0]]), max(plan.objects // 2, 2))
    if len(news):
        wave = scene.wave(cast, draft.posts["second"][news], lag_s=3600, share=0.2)
        draft.say(
            wave.member, wave.second, sentences(draft, rng, wave.member), reply=news[wave.thing], hashtags=tag
        )
