"""Accounts and sites that take the name and picture of newspapers, and accounts that spread their links."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import signs
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.lexicon import facts, titles
from floodwatch.worlds.scene import Scene, same

SWAPS = (("i", "l"), ("o", "0"), ("e", "ee"), ("r", "rr"), ("a", "aa"), ("u", "v"), ("t", "tt"))


def look_alikes(scene: Scene) -> None:
    """Plant look-alikes of newspapers and a ring that links their pages within minutes."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    spoken, hidden = scene.language(), scene.hide(0.5)
    real = np.resize(_newspapers(scene, spoken), max(3, round(0.6 * plan.members)))
    fakes, domains = _impersonate(scene, real)
    starts = scene.moments(plan.objects)
    source = rng.integers(len(fakes), size=len(starts))
    heads = titles(spoken, facts(rng, len(starts)))
    urls = [
        f"https://{domains[s]}/{n}"
        for s, n in zip(source, rng.integers(10**5, 10**6, len(starts)), strict=True)
    ]
    draft.say(fakes[source], starts, heads, urls=urls, outside=0.1)
    spread = scene.cast(max(plan.members - len(fakes), 3), platform=scene.platform, language=spoken)
    everybody = np.concatenate((fakes, spread))
    wave = scene.wave(everybody, starts)
    other = wave.member != fakes[source][wave.thing]
    draft.say(
        wave.member[other],
        wave.second[other],
        same(heads, wave.thing[other]),
        urls=same(urls, wave.thing[other]),
        outside=0.1,
    )
    planted = [signs.said("c", fakes, everybody)]
    if hidden:
        planted.append(signs.false_place(scene, everybody, 0.8))
    else:
        signs.made_together(scene, spread, 6)
    scene.tell("operation", "covert", everybody, *planted)


def _newspapers(scene: Scene, language: str) -> Ints:
    """Newspapers in the language, of the group's platform where there are any."""
    people, outlets = scene.draft.people, scene.draft.outlets
    spoken = outlets[people["language"][outlets] == language]
    here = spoken[people["platform"][spoken] == scene.platform]
    chosen: Ints = here if len(here) else spoken
    return chosen


def _impersonate(scene: Scene, real: Ints) -> tuple[Ints, list[str]]:
    people = scene.draft.people
    names = [str(n) for n in people["name"][real]]
    domains = [
        _near(scene, str(w).removeprefix("https://").removesuffix(".example"))
        for w in people["website"][real]
    ]
    fakes = scene.cast(
        len(real), platform=scene.platform, language=people["language"][real],
        name=[_styled(scene, n) for n in names],
        handle=[_near(scene, str(h)) for h in people["handle"][real]],
        avatar=texts(list(people["avatar"][real])),
        bio=texts(list(people["bio"][real])), website=[f"https://{d}.example" for d in domains],
    )  # fmt: skip
    return fakes, [f"{d}.example" for d in domains]


def _near(scene: Scene, name: str) -> str:
    """A name that is one small change away."""
    fits = [(a, b) for a, b in SWAPS if a in name]
    if not fits or scene.rng.random() < 0.25:
        return f"{name}-news" if "-" in name else f"{name}_"
    old, new = scene.one(fits)
    return name.replace(old, new, 1)


def _styled(scene: Scene, name: str) -> str:
    return str(scene.one((name, f"{name} News", f"The {name}", _near(scene, name))))
