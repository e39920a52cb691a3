"""Plants deception signs in the data, on a stated share of the members each, told as `letter:share`."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.lexicon import facts, lexicon
from floodwatch.worlds.people import default_handle, full_name, personal_bio, picture, place_in
from floodwatch.worlds.scene import Scene


def pick(scene: Scene, cast: Ints, share: float) -> Ints:
    """A random share of the members, at least two where there are two."""
    count = min(max(round(share * len(cast)), 2), len(cast))
    return np.sort(scene.rng.permutation(cast)[:count])


def said(letter: str, some: Ints, cast: Ints) -> str:
    """How strongly a sign was planted, as `b:0.8`."""
    return f"{letter}:{len(some) / max(len(cast), 1):.2g}"


def false_place(scene: Scene, cast: Ints, share: float) -> str:
    """Sign a: members name places where their language is spoken and keep the office hours of `scene.abroad`.

    Ask `scene.hide` first: the group's own moments must lie in those hours too.
    """
    some, people = pick(scene, cast, share), scene.draft.people
    claimed = people["country"][some]
    people.put("location", some, texts([place_in(scene.rng, str(c)) for c in claimed]))
    people.put("offset", some, scene.hours_of(scene.abroad))
    people.put("wakes", some, 8.5 + scene.rng.normal(0, 0.3, len(some)))
    people.put("waking", some, 10.0)
    people.put("weekend", some, 0.3)
    return said("a", some, cast)


def one_template(scene: Scene, cast: Ints, share: float) -> str:
    """Sign b: members who pass as strangers share a bio's wording, counts, and some the picture."""
    some, people, rng = pick(scene, cast, share), scene.draft.people, scene.rng
    language = str(people["language"][some[0]])
    bio = ""
    while len(bio) < 15:
        bio = personal_bio(rng, language, place_in(rng, str(people["country"][some[0]])))
    places = [place_in(rng, str(c)) for c in people["country"][some]]
    style = int(rng.integers(3))
    bios = [bio if style == 0 else f"{bio} · {p}" if style == 1 else f"{p} | {bio}" for p in places]
    people.put("bio", some, texts(bios))
    people.put("followers", some, int(rng.integers(3, 90)))
    people.put("following", some, int(rng.integers(40, 900)))
    if rng.random() < 0.6:
        people.put("avatar", pick(scene, some, 0.6), picture(rng))
    return said("b", some, cast)


def same_story(scene: Scene, cast: Ints, share: float) -> str:
    """Sign b: members tell the same first-person experience, word for word or nearly, within a day."""
    some, rng = pick(scene, cast, share), scene.rng
    forms: dict[str, list[str]] = load("worlds/small_talk.yaml")["first_person"]
    fact, start = facts(rng, 1)[0], scene.moments(1, last=0.8)[0]
    lines = []
    for language in scene.draft.people["language"][some]:
        words = lexicon(language if language in forms else "en")
        form = forms[words.language][0]
        lines.append(form.format(m=words.amount(8, int(fact[5])), d=words.dates[fact[0]]))
    scene.draft.say(some, start + rng.integers(60, DAY, len(some)), lines, outside=0.1)
    return said("b", some, cast)


def made_together(scene: Scene, cast: Ints, days: float) -> None:
    """No sign of deception by itself: accounts made within a few days, with default handles."""
    people, rng = scene.draft.people, scene.rng
    born = -int(rng.integers(20, 400)) * DAY
    people.put("made", cast, np.minimum(born + rng.integers(0, max(int(days * DAY), 1), len(cast)), -DAY))
    some = pick(scene, cast, float(rng.uniform(0.4, 0.95)))
    made = [default_handle(rng, full_name(rng, "en")[1]) for _ in some]
    people.put("handle", some, texts(made))


def own_support(scene: Scene, posts: Ints) -> str:
    """Sign e: the counters of these posts show the group's own support and hardly any other."""
    scene.draft.posts.put("outside", posts, 0.02)
    return "e:1"


def languages_of(scene: Scene, cast: Ints) -> Texts:
    """The members' languages."""
    made: Texts = scene.draft.people["language"][cast]
    return made
