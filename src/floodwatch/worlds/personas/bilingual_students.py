"""Exchange students who arrive in one town and write its language from then on."""

from __future__ import annotations

from floodwatch.vocabulary.load import load
from floodwatch.worlds.columns import texts
from floodwatch.worlds.drift import before
from floodwatch.worlds.people import place_in
from floodwatch.worlds.personas import marks
from floodwatch.worlds.scene import Scene


def bilingual_students(scene: Scene) -> None:
    """Plant students: many home languages before, mostly one language after they came."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    country = str(next(iter(load("worlds/languages.yaml")[language]["countries"])))
    cast = marks.cast(scene, plan.members, language=language, daily=3.0)
    marks.at_home(scene, cast, country, scene.hours_of(country))
    draft.people.put("location", cast, place_in(rng, country))
    marks.bios(scene, "exchange", cast, 0.7)
    known = [c for c in (*draft.setting.languages, "en", "es", "fr", "ja") if c != language]
    spoken = texts([str(scene.one(known)) for _ in cast])
    when = int(rng.uniform(0.35, 0.65) * draft.setting.length) + rng.integers(
        0, draft.setting.length // 10, len(cast)
    )
    draft.history.speak(cast, 0, when, spoken, 0.9)
    before(draft, cast, when, {"language": spoken})
    marks.tell(scene, "language_switch", cast, when, [f"{s}|{language}" for s in spoken])
    scene.follow_each_other(cast, 0.15)
    scene.tell("control", "unclear", cast, coordinated=False)
