"""Plants signs of personas one by one, each with its truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import asking, declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.history import planted
from floodwatch.worlds.people import default_handle, full_name, place_in, taken
from floodwatch.worlds.personas.hours import Desk, at_desk, day_of, work
from floodwatch.worlds.scene import Scene
from floodwatch.worlds.signs import pick, said


def tell(
    scene: Scene, sign: str, rows: Ints | None = None, second: Any = None, value: Any = None, **about: Any
) -> None:
    """Write down a planted sign of the group."""
    made = planted(scene.group_id, sign, scene.platform, rows, second, value, **about)
    scene.draft.history.signs.append(made)


def cast(scene: Scene, rows: int, **columns: Any) -> Ints:
    """Accounts whose history is planted, not drawn: nothing happens to them but what the template says."""
    columns.setdefault("status", "active")
    columns.setdefault("platform", scene.platform)
    made = scene.cast(rows, **columns)
    scene.draft.history.cast.append(made)
    return made


def drawn(scene: Scene, chance: float) -> bool:
    """Whether something happens, at a chance."""
    return bool(scene.rng.random() < chance)


def clock(scene: Scene, members: Ints, desk: Desk, since: int = 0, until: int | None = None) -> None:
    """`utc`, `holiday`: members write at the desk, from a second on."""
    work(scene, members, desk, since, until)
    tell(scene, "utc", None, since, desk.offset)
    for day in desk.free:
        begins, when = day_of(scene.draft, desk, day)
        if begins >= since:
            tell(scene, "holiday", None, begins, when)


def at_home(scene: Scene, members: Ints, country: str, offset: float) -> None:
    """`utc` of a group that lives in one place, with everybody's daily life."""
    scene.draft.people.put("country", members, country)
    scene.draft.people.put("offset", members, offset)
    tell(scene, "utc", None, 0, offset)


def false_place(scene: Scene, members: Ints, share: float) -> str:
    """`false_place`: members name a place of the country in which their language is spoken; the others none."""
    some, people = pick(scene, members, share), scene.draft.people
    people.put("location", members, "")
    claimed = [str(c) for c in people["country"][some]]
    people.put("location", some, texts([place_in(scene.rng, c) for c in claimed]))
    tell(scene, "false_place", some, None, claimed)
    return said("a", some, members)


def default_handles(scene: Scene, members: Ints, share: float) -> None:
    """`default_handle`: handles as the platform proposes them."""
    some = pick(scene, members, share)
    made = [default_handle(scene.rng, full_name(scene.rng, "en")[1]) for _ in some]
    scene.draft.people.put("handle", some, taken(scene.draft, made, scene.platform))
    tell(scene, "default_handle", some)


def batch(scene: Scene, members: Ints, days: float) -> None:
    """`batch`: accounts made within a few days, some weeks to two years before."""
    rng, people = scene.rng, scene.draft.people
    born = -int(rng.integers(20, 700)) * DAY
    made = np.minimum(born + rng.integers(0, max(int(days * DAY), 1), len(members)), -DAY)
    people.put("made", members, made)
    people.put("followers", members, rng.integers(3, 400, len(members)))
    tell(scene, "batch", members, int(made.min()), float(days))


def camps(scene: Scene, members: Ints, parties: Sequence[str], *, framed: bool) -> None:
    """`camp`, `occupation`, `bio_template`: bios of a job, a place and a party; in one frame, or in any words."""
    rng, people = scene.rng, scene.draft.people
    language, words = str(people["language"][members[0]]), load("worlds/personas.yaml")
    own = [parties[row % len(parties)] for row in range(len(members))]
    known = words["jobs"].get(language, words["jobs"]["en"])
    jobs = [str(known[int(rng.integers(len(known)))]) for _ in members]
    frame = str(scene.one(words["frames"].get(language, words["frames"]["en"])))
    bios = []
    for row, member in enumerate(members):
        camp = declare.line(scene, "declared", "supporter", language, owner=own[row])
        place = place_in(rng, str(people["country"][member]))
        form = (
            frame if framed else str(scene.one(("{job}. {camp}", "{camp} / {job}", "{camp}, {place}, {job}")))
        )
        bios.append(form.format(job=jobs[row], place=place, camp=camp, hobby=_hobby(scene, language)))
    people.put("bio", members, texts(bios))
    tell(scene, "camp", members, None, own)
    tell(scene, "occupation", members, None, jobs)
    if framed:
        tell(scene, "bio_template", members)


def _hobby(scene: Scene, language: str) -> str:
    life = load("worlds/bios.yaml")["life"]
    return str(scene.one(life.get(language, life["en"])))


def frame(scene: Scene, members: Ints, share: float) -> str:
    """`bio_template`: members fill one frame of a bio with words of their own."""
    rng, people = scene.rng, scene.draft.people
    some, words = pick(scene, members, share), load("worlds/personas.yaml")
    language = str(people["language"][some[0]])
    one = str(scene.one(words["frames"].get(language, words["frames"]["en"])))
    one = one.replace("{camp}", _hobby(scene, language))
    known = words["jobs"].get(language, words["jobs"]["en"])
    places = [place_in(rng, str(c)) for c in people["country"][some]]
    bios = [one.format(job=scene.one(known), place=p, hobby=_hobby(scene, language)) for p in places]
    people.put("bio", some, texts(bios))
    tell(scene, "bio_template", some)
    return said("b", some, members)


def bios(scene: Scene, kind: str, members: Ints, share: float = 1.0, **slots: Any) -> Ints:
    """Let a share of the members describe themselves with lines of one kind; returns those who do."""
    rng, people = scene.rng, scene.draft.people
    some = pick(scene, members, share)
    made = []
    for row in some:
        language, country = str(people["language"][row]), str(people["country"][row])
        place = str(people["location"][row]) or place_in(rng, country)
        given = {"place": place, "hobby": _hobby(scene, language), "name": str(people["name"][row])} | slots
        made.append(declare.line(scene, "personas", kind, language, **given))
    people.put("bio", some, texts(made))
    return some


def probes(scene: Scene, members: Ints, each: int, desk: Desk | None, first: float = 0.03) -> None:
    """`probe`: members ask what readers think of some piece of news, a quarter of them with a poll."""
    draft, rng = scene.draft, scene.rng
    author = np.repeat(members, np.maximum(rng.poisson(each, len(members)), 1))
    second = moments(scene, desk, len(author), first)
    spoken = draft.people["language"][author]
    asked = [
        f"{s} {asking.question(rng, str(c))}"
        for s, c in zip(sentences(draft, rng, author), spoken, strict=True)
    ]
    polls = [asking.poll(rng) if p < 0.25 else "" for p in rng.random(len(author))]
    draft.say(author, second, asked, poll=polls)
    counts = np.bincount(author, minlength=len(draft.people))[members]
    tell(scene, "probe", members, None, counts.tolist())


def moments(scene: Scene, desk: Desk | None, count: int, first: float = 0.03, last: float = 0.95) -> Ints:
    """Seconds of the group's day, in any order: at its desk, or at home."""
    length = scene.draft.setting.length
    if desk is None:
        return scene.rng.permutation(scene.moments(count, first=first, last=last))
    return at_desk(scene, desk, count, first * length, last * length)
