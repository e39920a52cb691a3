"""Turns a finished draft into tables of records: ids, counters, addresses, and the truth beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.model.records import ACCOUNTS, COLLECTIONS, EVENTS, FOLLOWS, POSTS
from floodwatch.tools.arrow import conform
from floodwatch.vocabulary.load import load
from floodwatch.worlds import seen, told_of, truth
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.recipe import World
from floodwatch.worlds.tables import DELAY_S, LISTS, MOMENT, arrow, filled, lists, moments, second_of

OLD_FOLLOWS = 0.85
"""Share of follows that the first round saw, where there are several."""


def finish(draft: Draft, name: str) -> World:
    """The world that a draft describes."""
    _once(draft)
    accounts, posts = _account_ids(draft), _post_ids(draft)
    follows = _follow_table(draft, accounts)
    truth.count_followers(draft, accounts, follows)
    handles = seen.observations(draft, accounts) if draft.history.kept else _account_table(draft, accounts)
    events = _events(draft)
    tables = {
        "collections": _collections(draft),
        "posts": _post_table(draft, accounts, posts),
        "accounts": handles,
        "follows": follows,
        "events": _event_table(draft),
        "checks": told_of.checks(draft, accounts, posts),
        "listings": told_of.listings(draft, accounts, events),
    }
    groups, members = _truth(draft, accounts)
    planted = truth.planted(draft, accounts, follows)
    return World(name, draft.setting.recipe.seed, tables, groups, members, _latencies(draft), planted)


def _once(draft: Draft) -> None:
    """An account can repost a post only once: later ones vanish. Coarse clocks lose seconds."""
    posts = draft.posts
    shares = np.flatnonzero(posts["repost"] >= 0)
    shares = shares[np.argsort(posts["second"][shares], kind="stable")]
    pair = posts["author"][shares] * (len(posts) + 1) + posts["repost"][shares]
    first = np.unique(pair, return_index=True)[1]
    again = np.ones(len(shares), dtype=bool)
    again[first] = False
    posts.put("visible", shares[again], False)
    if draft.setting.laws["minutes"] > 0.9:
        every = np.arange(len(posts))
        posts.put("second", every, posts["second"] // 60 * 60)


def _account_ids(draft: Draft) -> Texts:
    """Ids in the order of creation, as platforms give them: nothing about groups can be read from them."""
    rng, people = draft.rng("ids"), draft.people
    order = np.lexsort((rng.random(len(people)), people["made"]))
    number = 10**8 + np.cumsum(rng.integers(1, 10**6, size=len(people)))
    ids = np.empty(len(people), dtype=object)
    ids[order] = [str(n) for n in number]
    site = people["platform"] == "web"
    ids[site] = [w.removeprefix("https://") for w in people["website"][site]]
    return ids


def _post_ids(draft: Draft) -> Texts:
    rng, posts = draft.rng("post ids"), draft.posts
    order = np.lexsort((rng.random(len(posts)), posts["second"]))
    number = 18 * 10**17 + np.cumsum(rng.integers(10**6, 10**9, size=len(posts)))
    ids = np.empty(len(posts), dtype=object)
    ids[order] = [str(n) for n in number]
    return ids


def _post_table(draft: Draft, accounts: Texts, ids: Texts) -> pa.Table:
    posts, people = draft.posts, draft.people
    author = posts["author"]
    shown = np.flatnonzero(posts["visible"])
    shown = shown[np.lexsort((ids[shown].astype(str), posts["second"][shown]))]
    counters = _counters(draft)
    said = _said(draft)
    columns: dict[str, Any] = {
        "platform": people["platform"][author][shown],
        "post_id": ids[shown],
        "account_id": accounts[author][shown],
        "created_at": moments(draft, posts["second"][shown]),
        "text": said[shown],
        "language": posts["language"][shown],
        "is_repost": posts["repost"][shown] >= 0,
        "conversation_id": ids[_roots(posts["reply"])][shown],
        "permalink": _addresses(draft, ids)[shown],
        "client": _client(draft)[shown],
        "observed_at": moments(draft, _collected(draft)[shown]),
        "collection_id": texts([f"c-{p}" for p in people["platform"][author][shown]]),
    }
    for column in ("repost", "reply", "quote"):
        target = posts[column][shown]
        columns[f"{column}_{'to' if column == 'reply' else 'of'}"] = _named(ids, target)
        columns[f"{column}_{'to' if column == 'reply' else 'of'}_account"] = _named(accounts[author], target)
    made = {key: arrow(values) for key, values in columns.items()}
    for key, values in counters.items():
        made[key] = pa.array(values[shown], pa.int64(), mask=posts["repost"][shown] >= 0)
    for key, source in (("urls", "urls"), ("hashtags", "hashtags"), ("mentions", "mentions"), ("media",
    "media"),
                        ("poll_options", "poll")):  # fmt: skip
        made[key] = lists(posts[source][shown])
    return conform(POSTS, pa.table(made))


def _collected(draft: Draft) -> Ints:
    """When posts were seen: with their counters after the last day, or soon after posting if they went away."""
    posts = draft.posts
    away = np.minimum(posts["deleted"], draft.people["gone"][posts["author"]])
    soon = np.minimum(posts["second"] + 300, away - 1)
    return np.where(away < draft.setting.length + DELAY_S, soon, draft.setting.length + DELAY_S)


def _said(draft: Draft) -> Texts:
    """Texts, with a repost carrying its original's as the platform shows it."""
    posts, said = draft.posts, draft.posts["text"].copy()
    shares = np.flatnonzero(posts["repost"] >= 0)
    origin = posts["repost"][shares]
    names = draft.people["handle"][posts["author"][origin]]
    on_x = draft.people["platform"][posts["author"][shares]] == "x"
    said[shares] = [f"RT @{n}: {t}" if x else t for n, t, x in zip(names, said[origin], on_x, strict=True)]
    posts.put("language", shares, posts["language"][origin])
    for column in ("urls", "hashtags", "media"):
        posts.put(column, shares, posts[column][origin])
    return said


def _roots(reply: Ints) -> Ints:
    root = np.where(reply >= 0, reply, np.arange(len(reply)))
    for _ in range(64):
        above = root[root]
        if (above == root).all():
            break
        root = above
    return root


def _named(ids: Texts, target: Ints) -> Texts:
    made: Texts = ids[target].copy()
    made[target < 0] = None
    return made


def _client(draft: Draft) -> Texts:
    own = draft.people["client"][draft.posts["author"]]
    given = draft.posts["client"]
    return filled(np.where(given == "", own, given))


def _counters(draft: Draft) -> dict[str, Ints]:
    """What the public counters read: what the data shows, and what came from outside it."""
    rng, posts, people = draft.rng("counters"), draft.posts, draft.people
    followers = people["followers"][posts["author"]]
    mean = posts["outside"] * 0.0015 * (followers + 30.0) * np.minimum(posts["appeal"], 50)
    spread = np.minimum(mean * np.exp(rng.normal(-0.5, 1.0, len(posts))), 1e6)
    seen = {
        c: np.bincount(posts[c][posts[c] >= 0], minlength=len(posts)) for c in ("repost", "reply", "quote")
    }
    reposts = seen["repost"] + rng.poisson(spread * 0.3)
    likes = rng.poisson(spread) + rng.binomial(seen["repost"] + seen["reply"], 0.8)
    return {
        "likes": likes,
        "reposts": reposts,
        "replies": seen["reply"] + rng.poisson(spread * 0.1),
        "quotes": seen["quote"] + rng.poisson(spread * 0.02),
        "views": (likes + reposts + 1) * rng.integers(8, 60, size=len(posts)),
    }


def _addresses(draft: Draft, ids: Texts) -> Texts:
    people, posts = draft.people, draft.posts
    form = {p: row["link"] for p, row in load("worlds/platforms.yaml").items()}
    platform, handle = people["platform"][posts["author"]], people["handle"][posts["author"]]
    links = posts["urls"]
    return texts(
        [
            form[p].replace("{handle}", h).replace("{id}", i) or u
            for p, h, i, u in zip(platform, handle, ids, links, strict=True)
        ]
    )


def _account_table(draft: Draft, ids: Texts) -> pa.Table:
    people = draft.people
    written = (
        np.bincount(draft.posts["author"], minlength=len(people))
        if len(people)
        else np.zeros(0, dtype=np.int64)
    )
    before = (-people["made"] / DAY * people["daily"] * 0.3).astype(np.int64)
    columns: dict[str, Any] = {
        "account_id": ids,
        "created_at": moments(draft, people["made"]),
        "post_count": written + before,
        "observed_at": moments(draft, np.full(len(people), draft.setting.length + DELAY_S)),
        "collection_id": texts([f"c-{p}" for p in people["platform"]]),
    }
    for name in ("platform", "followers", "following", "verified", "status"):
        columns[name] = people[name]
    for name in ("handle", "name", "bio", "location", "website", "avatar", "language"):
        columns[name] = filled(people[name])
    made = {key: arrow(values) for key, values in columns.items()} | {"labels": lists(people["labels"])}
    table = conform(ACCOUNTS, pa.table(made))
    return table.sort_by([("platform", "ascending"), ("account_id", "ascending")])


def _follow_table(draft: Draft, ids: Texts) -> pa.Table:
    platform = draft.people["platform"]
    pairs: dict[tuple[str, str, str], int] = {}
    for left, right, since in _dated(draft):
        for a, b, second in zip(left.tolist(), right.tolist(), since.tolist(), strict=True):
            if a != b and platform[a] == platform[b]:
                pair = str(platform[a]), str(ids[a]), str(ids[b])
                pairs[pair] = min(second, pairs.get(pair, second))
    rows = sorted(pairs)
    table = pa.table(
        {
            "platform": pa.array([r[0] for r in rows], pa.string()),
            "follower_id": pa.array([r[1] for r in rows], pa.string()),
            "followed_id": pa.array([r[2] for r in rows], pa.string()),
            "observed_at": moments(draft, np.array([pairs[r] for r in rows], dtype=np.int64)),
            "collection_id": pa.array([f"c-{r[0]}" for r in rows], pa.string()),
        }
    )
    return conform(FOLLOWS, table)


def _dated(draft: Draft) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Follows, with the second of the round that first saw them: the last one where there is no other."""
    last = draft.setting.length + DELAY_S
    if not draft.history.kept:
        yield from ((a, b, np.full(len(a), last, dtype=np.int64)) for a, b in draft.follows)
        return
    starts = np.array(seen.rounds(draft), dtype=np.int64)
    rng = draft.rng("follow rounds")
    for a, b in draft.follows:
        since = np.where(rng.random(len(a)) < OLD_FOLLOWS, 0, rng.integers(0, last, len(a)))
        yield a, b, starts[np.searchsorted(starts, since)]
    for a, b, since in draft.history.follows:
        begun = since <= last
        yield a[begun], b[begun], starts[np.searchsorted(starts, since[begun])]


def _events(draft: Draft) -> list[tuple[str, dict[str, Any]]]:
    """The events in their order, each with its id."""
    rows = sorted(draft.events, key=lambda e: (e["second"], e["number"]))
    return [(f"e{n}", event) for n, event in enumerate(rows, 1)]


def _event_table(draft: Draft) -> pa.Table:
    ids, rows = [e for e, _ in _events(draft)], [event for _, event in _events(draft)]
    table = pa.table(
        {
            "event_id": pa.array(ids, pa.string()),
            "title": pa.array([e["title"] for e in rows], pa.string()),
            "kind": pa.array([e["kind"] for e in rows], pa.string()),
            "started_at": pa.array([second_of(draft, e["second"]) for e in rows], pa.int64()).cast(MOMENT),
            "source": pa.array(["made up"] * len(rows), pa.string()),
        }
    )
    return conform(EVENTS, table)


def _collections(draft: Draft) -> pa.Table:
    names = sorted(set(draft.people["platform"].tolist()) | set(draft.setting.platforms))
    count = len(names)
    first, last = second_of(draft, 0), second_of(draft, draft.setting.length)
    table = pa.table(
        {
            "collection_id": [f"c-{p}" for p in names],
            "platform": names,
            "method": ["firehose"] * count,
            "collection_query": ["everything of a made-up world"] * count,
            "from_at": pa.array([first] * count, pa.int64()).cast(MOMENT),
            "to_at": pa.array([last] * count, pa.int64()).cast(MOMENT),
            "released_by": ["floodwatch sample"] * count,
            "identifiers_hashed": [False] * count,
            "markings": pa.array([["TLP:CLEAR"]] * count, LISTS),
        }
    )
    return conform(COLLECTIONS, table)


def _truth(draft: Draft, accounts: Texts) -> tuple[pa.Table, pa.Table]:
    groups = pa.table(
        {
            "group_id": pa.array([g.group_id for g in draft.groups], pa.string()),
            "role": pa.array([g.role for g in draft.groups], pa.string()),
            "template": pa.array([g.template for g in draft.groups], pa.string()),
            "expected": pa.array([g.expected for g in draft.groups], pa.string()),
            "strength": pa.array([g.strength for g in draft.groups], pa.string()),
            "evasion": pa.array([g.evasion for g in draft.groups], pa.string()),
            "deception_signs": pa.array([list(g.signs) for g in draft.groups], LISTS),
            "coordinated": pa.array([g.coordinated for g in draft.groups], pa.bool_()),
        }
    )
    rows = sorted(
        (g.group_id, str(draft.people["platform"][m]), str(accounts[m]))
        for g in draft.groups
        for m in g.members
    )
    names = ("group_id", "platform", "account_id")
    members = pa.table({n: pa.array([r[i] for r in rows], pa.string()) for i, n in enumerate(names)})
    return groups, members


def _latencies(draft: Draft) -> pa.Table:
    """How soon after each event planted groups acted on it: the first of the posts that they were made to write."""
    posts, rows = draft.posts, []
    for event_id, event in _events(draft):
        for (group, form), planted in sorted(event.get("first", {}).items()):
            seen = posts["second"][planted][posts["visible"][planted]]
            if len(seen):
                rows.append((group, event_id, form, int(seen.min()) - event["second"]))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    kinds = (pa.string(), pa.string(), pa.string(), pa.int64())
    names = ("group_id", "event_id", "form", "seconds")
    return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
