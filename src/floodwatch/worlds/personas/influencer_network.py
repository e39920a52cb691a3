"""A state outlet, its declared faces, and independent influencers in many languages who relay it without saying so."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.clock import HOUR
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.history import NEVER
from floodwatch.worlds.lexicon import SHAPES, facts, render, titles
from floodwatch.worlds.outlets import domain_of
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.concealed import concealment
from floodwatch.worlds.personas.hours import Desk, far_desk
from floodwatch.worlds.scene import Scene, same
from floodwatch.worlds.tables import DELAY_S


def influencer_network(scene: Scene) -> None:
    """Plant the outlet (a member), some declared and many undeclared accounts, and their followers."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    desk = far_desk(scene, 0.5)
    known = list(dict.fromkeys((language, *draft.setting.languages, "en", "es", "fr")))[
        : int(rng.integers(2, 6))
    ]
    outlet, domain, state = _outlet(scene, language)
    name = str(draft.people["name"][outlet[0]])
    faces = texts([str(scene.one(known)) for _ in range(int(rng.integers(3, 6)))])
    declared = marks.cast(scene, len(faces), language=faces, fame=6.0)
    marks.bios(scene, "correspondent", declared, owner=name)
    _listed(scene, declared, name, state)
    spoken = texts([str(scene.one(known)) for _ in range(plan.members)])
    cast = marks.cast(scene, plan.members, language=spoken, fame=5.0 + rng.pareto(2.0, plan.members))
    free = declare.in_bios(scene, "independent", cast, 0.85)
    letters = [f"d:{len(free) / len(cast):.2g}"]
    if desk:
        letters.append(marks.false_place(scene, cast, float(rng.uniform(0.5, 0.9))))
        marks.clock(scene, np.concatenate((declared, cast)), desk)
    _relay(scene, outlet, declared, cast, desk, domain)
    everybody = np.concatenate((outlet, declared, cast))
    _followed(scene, everybody)
    for sign, rows in (("state_media", outlet), ("declared", declared), ("undeclared", cast)):
        marks.tell(scene, sign, rows, None, name)
    scene.tell("operation", concealment(scene), everybody, *letters)


def _outlet(scene: Scene, language: str) -> tuple[Ints, str, str]:
    """The outlet: labelled, listed and described as a state's."""
    state = declare.named(scene, "state")
    name = f"{state} {declare.named(scene, 'second')}"
    domain = domain_of(scene.draft, scene.rng, name)
    bio = declare.line(scene, "declared", "state_outlet", language, owner=state, name=name)
    outlet = marks.cast(
        scene, 1, language=language, name=[name], handle=[name.replace(" ", "")], bio=[bio], labels=["state-media"],
        verified=True, daily=0.0, website=[f"https://{domain}"], fame=25.0,
    )  # fmt: skip
    return outlet, domain, state


def _listed(scene: Scene, declared: Ints, name: str, state: str) -> None:
    """Some of the declared accounts stand in the list of state media beside the outlet."""
    common = {
        "listing_role": "state_media",
        "outlet": name,
        "owner": state,
        "typology": "SC",
        "source": "made up",
    }
    common |= {"list_name": "faces of state media of a made-up world"}
    for row in declared[scene.rng.random(len(declared)) < 0.6]:
        when = scene.draft.setting.length + DELAY_S
        scene.draft.history.listed.append({"account": int(row), "second": when, **common})


def _relay(scene: Scene, outlet: Ints, declared: Ints, cast: Ints, desk: Desk | None, domain: str) -> None:
    """`relay`: some time after a release the members tell it together, each in its own language."""
    draft, rng, plan = scene.draft, scene.rng, scene.plan
    starts = np.sort(marks.moments(scene, desk, plan.objects, 0.03, 0.9))
    told = facts(rng, len(starts))
    urls = [f"https://{domain}/{n}" for n in rng.integers(10**6, 10**7, size=len(starts))]
    language = str(draft.people["language"][outlet[0]])
    releases = draft.say(
        np.repeat(outlet, len(starts)), starts, titles(language, told), urls=urls, appeal=4.0
    )
    delay = (0.7 * HOUR * np.exp(rng.normal(0, 0.5, len(starts)))).astype(np.int64)
    wave = scene.wave(cast, starts + delay)
    order = rng.integers(len(SHAPES), size=len(wave.thing)) if plan.reword else 1
    spoken = draft.people["language"][wave.member]
    words = render(spoken, told[wave.thing], order, brief=not plan.reword)
    linked = np.where(rng.random(len(wave.thing)) < 0.6, same(urls, wave.thing), "")
    draft.say(wave.member, wave.second, words, urls=linked)
    faces = scene.wave(declared, starts, lag_s=600, share=0.6)
    draft.pass_on(faces.member, releases[faces.thing], faces.second)
    late = wave.second - starts[wave.thing]
    acted = np.unique(wave.member)
    marks.tell(scene, "relay", acted, None, [float(np.median(late[wave.member == m])) for m in acted])


def _followed(scene: Scene, everybody: Ints) -> None:
    """`reach`: followers that overlap; the counters show them all, or a multiple where the lists are samples."""
    draft, rng = scene.draft, scene.rng
    people = draft.people
    crowd = np.flatnonzero((people["platform"] == scene.platform) & (people["gone"] == NEVER))
    crowd = np.setdiff1d(crowd, draft.history.members())
    keen = rng.permutation(crowd)[: max(len(crowd) // 3, 1)]
    share = rng.uniform(0.1, 0.6, len(everybody))
    met = rng.random((len(everybody), len(keen))) < share[:, None]
    which, follower = np.nonzero(met)
    draft.follows.append((keen[follower], everybody[which]))
    scale = 1 if marks.drawn(scene, 0.5) else int(rng.integers(5, 60))
    draft.history.reaches.append((scene.group_id, scene.platform, everybody, scale))
