"""Accounts that each post a few links a day to a handful of sites nobody else uses, hours apart."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import signs
from floodwatch.worlds.background import sentences
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.outlets import domain_of, outlet_name
from floodwatch.worlds.scene import Scene


def link_drip(scene: Scene) -> None:
    """Plant a slow drip with a daily quota; no window finds it, the shared rare sites do."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    spoken, hidden = scene.language(), scene.hide(0.35)
    cast = scene.cast(plan.members, platform=scene.platform, language=spoken)
    sites = [domain_of(draft, rng, outlet_name(draft, rng)) for _ in range(max(2, plan.members // 8))]
    pages = [f"https://{sites[n % len(sites)]}/p/{rng.integers(10**5, 10**6)}" for n in range(plan.objects)]
    quota = 2
    days = draft.setting.recipe.days
    author = np.repeat(cast, days * quota)
    keep = rng.random(len(author)) < plan.share + 0.2
    author = author[keep]
    day = np.tile(np.repeat(np.arange(days), quota), len(cast))[keep]
    second = day * DAY + (rng.uniform(7, 22, len(author)) * HOUR).astype(np.int64)
    second -= int((scene.hours_of(scene.abroad) if hidden else scene.offset) * HOUR)
    page = _pages_of_the_day(scene, day, len(pages))
    urls = [pages[p] for p in page]
    draft.say(author, second % draft.setting.length, sentences(draft, rng, author), urls=urls, outside=0.1)
    planted = []
    if hidden or rng.random() < 0.4:
        planted.append(signs.one_template(scene, cast, float(rng.uniform(0.5, 0.9))))
    if planted and not hidden:
        signs.made_together(scene, cast, 6)
    if hidden:
        planted.append(signs.false_place(scene, cast, 0.9))
    scene.tell("operation", "covert" if planted else "unclear", cast, *planted)


def _pages_of_the_day(scene: Scene, day: Ints, pages: int) -> list[int]:
    """Pages come up in turn and stay for about three days."""
    days = max(scene.draft.setting.recipe.days, 1)
    newest = (day + 1) / days * pages
    back = scene.rng.uniform(0, max(3 / days * pages, 2), len(day))
    return [int(p) for p in np.clip(newest - back, 0, pages - 1)]
