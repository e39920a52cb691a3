"""What groups of personas do together: copied texts, reposts, links, answers; the same acts for all templates."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.background import sentences
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.lexicon import SHAPES, facts, render, titles
from floodwatch.worlds.personas.hours import Desk
from floodwatch.worlds.personas.marks import moments, tell
from floodwatch.worlds.scene import Scene, same


def copies(scene: Scene, cast: Ints, desk: Desk | None, first: float = 0.03, **columns: str) -> Ints:
    """Members post the same facts in the same words, or reworded; returns the posts."""
    plan, rng = scene.plan, scene.rng
    starts = np.sort(moments(scene, desk, plan.objects, first))
    told, wave = facts(rng, len(starts)), scene.wave(cast, starts)
    order = rng.integers(len(SHAPES), size=len(wave.thing)) if plan.reword else wave.thing
    spoken: Texts = scene.draft.people["language"][wave.member]
    words = render(spoken, told[wave.thing], order)
    return scene.draft.say(wave.member, wave.second, words, **columns)


def links(
    scene: Scene, cast: Ints, desk: Desk | None, domains: list[str], first: float = 0.03, last: float = 0.95
) -> Ints:
    """Members link the same pages of a few domains; returns the posts."""
    plan, rng = scene.plan, scene.rng
    starts = np.sort(moments(scene, desk, plan.objects, first, last))
    wave = scene.wave(cast, starts)
    pages = [f"https://{scene.one(domains)}/{n}" for n in rng.integers(10**5, 10**7, size=len(starts))]
    language = str(scene.draft.people["language"][cast[0]])
    heads = titles(language, facts(rng, len(starts)))
    words = sentences(scene.draft, rng, wave.member) if plan.reword else same(heads, wave.thing)
    return scene.draft.say(wave.member, wave.second, words, urls=same(pages, wave.thing))


def reposts(scene: Scene, cast: Ints, desk: Desk | None, first: float = 0.03, **columns: float) -> Ints:
    """A few members write and the others repost them; returns the posts that were reposted."""
    plan, rng = scene.plan, scene.rng
    heads = cast[: max(2, len(cast) // 6)]
    starts = np.sort(moments(scene, desk, plan.objects, first))
    author = heads[rng.integers(len(heads), size=len(starts))]
    posts = scene.draft.say(author, starts, sentences(scene.draft, rng, author), **columns)
    wave = scene.wave(np.setdiff1d(cast, heads), starts)
    scene.draft.pass_on(wave.member, posts[wave.thing], wave.second)
    return posts


def answers(scene: Scene, cast: Ints, target: Ints, desk: Desk | None, first: float = 0.03) -> Ints:
    """`swarm`: members answer the same posts of a target within minutes; returns the answers."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    starts = np.sort(moments(scene, desk, plan.objects, first, 0.85))
    author = target[rng.integers(len(target), size=len(starts))]
    posts = draft.say(author, starts, sentences(draft, rng, author), appeal=4.0)
    wave = scene.wave(cast, starts)
    names = texts([f"@{h}" for h in draft.people["handle"][author[wave.thing]]])
    words = sentences(draft, rng, wave.member)
    made = draft.say(wave.member, wave.second, words, reply=posts[wave.thing], mentions=names)
    for row in range(len(starts)):
        tell(scene, "swarm", None, int(starts[row]), None, about=author[row : row + 1])
    return made


def own_support(scene: Scene, cast: Ints, posts: Ints) -> str:
    """`own_amplification`: hardly anybody else reacts to these posts; the counters say so."""
    draft = scene.draft
    draft.posts.put("outside", posts, 0.02)
    draft.posts.put("appeal", posts, 0.0)
    inside = np.isin(draft.posts["author"], cast)
    given = sum(int((inside & np.isin(draft.posts[link], posts)).sum()) for link in ("repost", "reply"))
    tell(scene, "own_amplification", None, None, given)
    return "e:1"


def again(scene: Scene, author: Ints, second: Ints, source: Ints) -> Ints:
    """Posts with the words, links and hashtags of earlier ones, by other accounts."""
    posts = scene.draft.posts
    carried = {name: posts[name][source] for name in ("text", "language", "urls", "hashtags", "media")}
    inside = (second >= 0) & (second < scene.draft.setting.length)
    return posts.add(len(author), author=author, second=second, visible=inside, **carried)
