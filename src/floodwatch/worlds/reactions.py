"""Reposts, replies and quotes of the crowd, and the moments when everybody looks at one thing."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.background import (
    QUOTE,
    REPLY,
    SHARE,
    Pending,
    sentences,
    small_talk,
    write,
)
from floodwatch.worlds.columns import Floats, Ints, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.lexicon import facts, titles
from floodwatch.worlds.shelf import Shelf

Chance = np.random.Generator
FAVOURITES = 5


class Choice:
    """How people find what they react to: favourite authors, their audience, their language, anybody."""

    def __init__(self, draft: Draft, rng: Chance) -> None:
        self._draft, people, posts = draft, draft.people, draft.posts
        rows = np.flatnonzero(posts["repost"] < 0)
        author = posts["author"][rows]
        weight = people["fame"][author] * posts["appeal"][rows]
        self._platform, self._language = _codes(people["platform"]), _codes(people["language"])
        self._rows, self._author = rows, author
        when = posts["second"][rows]
        levels = (
            np.arange(len(people)),
            self._room(people["audience"]),
            self._room(self._language),
            self._platform,
        )
        self._keys = levels
        self._shelves = [Shelf(rows, key[author], when, weight) for key in levels]
        self._favourites = self._choose_favourites(rng)

    def _room(self, key: Ints) -> Ints:
        return np.asarray(self._platform * 10_000 + key, dtype=np.int64)

    def _choose_favourites(self, rng: Chance) -> Ints:
        """Five authors for each account, of its own audience and platform where there are any."""
        people = self._draft.people
        authors = np.unique(self._author)
        key = self._keys[1]
        shelf = Shelf(authors, key[authors], np.zeros(len(authors), dtype=np.int64), people["fame"][authors])
        wanted = np.repeat(key, FAVOURITES)
        return shelf.pick(rng, wanted, np.ones(len(wanted), dtype=np.int64), 10.0).reshape(-1, FAVOURITES)

    def pick(self, rng: Chance, author: Ints, second: Ints, haste: float) -> Ints:
        """A post for each row (-1 where there is none); `haste` shortens how far back one looks."""
        laws, rows = self._draft.setting.laws, len(author)
        reach = 2 * haste * laws["reach_s"] * np.exp(rng.normal(0, laws["reach_sigma"], rows))
        level = _levels(rng, rows, laws["loyalty"], laws["homophily"])
        picked = np.full(rows, -1, dtype=np.int64)
        for depth in range(4):
            todo = (picked < 0) & (level <= depth)
            if not todo.any():
                continue
            key = self._key(rng, depth, author[todo])
            picked[todo] = self._shelves[depth].pick(rng, key, second[todo], reach[todo] * (1 + depth))
        own = (picked >= 0) & (self._draft.posts["author"][picked] == author)
        return np.where(own, -1, picked)

    def _key(self, rng: Chance, depth: int, author: Ints) -> Ints:
        if depth:
            return self._keys[depth][author]
        return self._favourites[author, rng.integers(FAVOURITES, size=len(author))]


def _levels(rng: Chance, rows: int, loyalty: float, homophily: float) -> Ints:
    drawn = rng.random(rows)
    edges = (loyalty, loyalty + (1 - loyalty) * homophily, loyalty + (1 - loyalty) * (homophily * 0.2 + 0.8))
    return np.searchsorted(np.array(edges), drawn).astype(np.int64)


def _codes(names: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Ints:
    return np.unique(names.astype(str), return_inverse=True)[1].astype(np.int64)


def react(draft: Draft, rng: Chance, pending: Pending) -> None:
    """Turn pending moments into reposts, replies and quotes; who finds nothing writes something."""
    choice = Choice(draft, rng)
    idle = []
    for kind, haste in ((SHARE, 1.0), (REPLY, 0.4), (QUOTE, 1.0)):
        here = pending.kind == kind
        author, second = pending.author[here], pending.second[here]
        target = choice.pick(rng, author, second, haste)
        found = target >= 0
        idle.append((author[~found], second[~found]))
        _act(draft, rng, kind, author[found], second[found], target[found])
    write(draft, rng, *(np.concatenate(part) for part in zip(*idle, strict=True)))


def _act(draft: Draft, rng: Chance, kind: int, author: Ints, second: Ints, target: Ints) -> None:
    if kind == SHARE:
        draft.pass_on(author, target, second)
    elif kind == REPLY:
        answer(draft, rng, author, target, second)
    else:
        draft.say(author, second, sentences(draft, rng, author), quote=target, appeal=_little(rng, author))


def answer(draft: Draft, rng: Chance, author: Ints, target: Ints, second: Ints) -> Ints:
    """Reply to posts with a few words of small talk or a sentence."""
    short = rng.random(len(author)) < 0.3
    words = np.where(short, small_talk(rng, draft.people["language"][author]), sentences(draft, rng, author))
    names = draft.people["handle"][draft.posts["author"][target]]
    at = texts([f"@{n}" for n in names]) if len(names) else names
    return draft.say(author, second, words, reply=target, mentions=at, appeal=_little(rng, author))


def _little(rng: Chance, author: Ints) -> Floats:
    return 0.1 * (rng.pareto(2.0, len(author)) + 0.05)


def shock(draft: Draft, rng: Chance, number: int) -> None:
    """Something happens: part of one or two audiences reposts one post, or links one article, in minutes."""
    laws, people = draft.setting.laws, draft.people
    when = int(rng.uniform(0.05, 0.9) * draft.setting.length)
    rooms = rng.choice(len(draft.setting.audience_share), size=2, p=draft.setting.audience_share)
    near = np.flatnonzero(np.isin(people["audience"], rooms) & (people["daily"] > 0))
    many = near[rng.random(len(near)) < laws["shock_share"] * np.minimum(people["daily"][near], 4)]
    lag = 5 + laws["shock_s"] * np.exp(rng.normal(0, 1.0, len(many)))
    language = str(draft.setting.audience_language[rooms[0]])
    head = str(titles(language, facts(rng, 1))[0])
    draft.events.append({"title": head, "kind": _event_kind(rng), "second": when, "number": number})
    second = when + lag.astype(np.int64)
    if rng.random() < 0.5 and len(draft.outlets):
        source = draft.outlets[rng.integers(len(draft.outlets))]
        post = draft.say(np.array([source]), np.array([when]), head, appeal=60.0)
        draft.pass_on(many, np.repeat(post, len(many)), second)
    else:
        url = f"https://{draft.setting.languages[0]}-wire.example/{when}"
        text = np.where(rng.random(len(many)) < laws["buttons"], head, sentences(draft, rng, many))
        draft.say(many, second, text, urls=url)


def _event_kind(rng: Chance) -> str:
    kinds = ("election", "disaster", "accident", "policy", "protest", "sport", "weather")
    return kinds[int(rng.integers(len(kinds)))]


def befriend(draft: Draft, rng: Chance) -> None:
    """Give everybody people to follow: mostly well-known ones of the own audience, sometimes back."""
    people = draft.people
    who = np.flatnonzero(people["platform"] != "web")
    platform, audience = _codes(people["platform"]), people["audience"]
    room, nought = platform * 10_000 + audience, np.zeros(len(who), dtype=np.int64)
    near = Shelf(who, room[who], nought, people["fame"][who])
    far = Shelf(who, platform[who], nought, people["fame"][who])
    follower = np.repeat(who, np.minimum(rng.poisson(6, len(who)), 40))
    one = np.ones(len(follower), dtype=np.int64)
    close = near.pick(rng, room[follower], one, 10.0)
    wide = far.pick(rng, platform[follower], one, 10.0)
    followed = np.where(
        (rng.random(len(follower)) < draft.setting.laws["homophily"]) & (close >= 0), close, wide
    )
    back = rng.random(len(follower)) < 0.2
    draft.follows.append((follower, followed))
    draft.follows.append((followed[back], follower[back]))
