"""People with one account on each of two platforms who post the same thing on both."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import texts
from floodwatch.worlds.draft import Group
from floodwatch.worlds.scene import Scene


def cross_posters(scene: Scene) -> None:
    """Plant cross-posters: each person is a group of two, the profiles carry one name and name each other."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    count, language = max(plan.members // 2, 3), scene.language()
    home = [p for p in draft.setting.platforms if p != "web"]
    other = home[1] if len(home) > 1 else "mastodon"
    first = scene.cast(count, platform=home[0], language=language, reposts=0.1, replies=0.1)
    people = draft.people
    second = scene.cast(
        count, platform=other, language=language, name=people["name"][first], handle=people["handle"][first],
        bio=people["bio"][first], location=people["location"][first], avatar=people["avatar"][first],
        daily=0.1,
        country=people["country"][first], wakes=people["wakes"][first], client="",
    )  # fmt: skip
    names = texts([f"@{h}" for h in people["handle"][second]])
    declare.in_bios(scene, "same_person", first, 0.8, what=other, handle=names)
    declare.in_bios(scene, "same_person", second, 0.6, what=home[0],
                    handle=texts([f"@{h}" for h in people["handle"][first]]))  # fmt: skip
    author = np.repeat(first, plan.objects)
    when = rng.permutation(np.tile(scene.moments(4 * plan.objects), count))[: len(author)]
    words = sentences(draft, rng, author)
    links = texts(
        [f"https://pics.example/{n}" if n % 3 == 0 else "" for n in rng.integers(10**9, size=len(author))]
    )
    draft.say(author, when, words, urls=links)
    twin = second[author - first[0]]
    lag = np.where(
        rng.random(len(author)) < 0.7, rng.integers(1, 20, len(author)), scene.lags(len(author), 600)
    )
    draft.say(twin, when + lag, words, urls=links, client="Crossposter")
    for row in range(count):
        pair = np.array([first[row], second[row]])
        draft.groups.append(
            Group(f"{scene.group_id}.{row + 1:02d}", "control", scene.name, "overt", (), True, pair)
        )
