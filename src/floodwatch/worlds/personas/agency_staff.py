"""People of one agency: accounts made in one week, office hours, the same clients to follow, all of it declared."""

from __future__ import annotations

from floodwatch.vocabulary.load import load
from floodwatch.worlds import declare
from floodwatch.worlds.people import place_in
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.acts import reposts
from floodwatch.worlds.personas.follow_trains import shared_targets
from floodwatch.worlds.personas.hours import desk_in
from floodwatch.worlds.scene import Scene


def agency_staff(scene: Scene) -> None:
    """Plant an agency's staff, who repost its clients from their desks."""
    plan, rng = scene.plan, scene.rng
    language = scene.language()
    country = str(scene.one(list(load("worlds/languages.yaml")[language]["countries"])))
    desk = desk_in(scene, country, rests=True)
    cast = marks.cast(scene, plan.members, language=language, country=country)
    scene.draft.people.put("location", cast, place_in(rng, country))
    owner = f"{declare.named(scene, 'first')} {scene.one(('Communications', 'Media', 'Public Relations'))}"
    marks.bios(scene, "agency", cast, 0.95, owner=owner)
    marks.clock(scene, cast, desk)
    marks.batch(scene, cast, 5.0)
    shared_targets(scene, cast, 0.8)
    reposts(scene, cast, desk)
    scene.tell("control", "overt", cast)
