"""What watch rules look at: networks, narratives, events, claims about votes, and watched names, sites and accounts.

Each thing comes with its values, the records that show it, and what chance would have given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from floodwatch.model import refs
from floodwatch.model.watching import Lists, Subject
from floodwatch.tools.phrases import Phrases, plain
from floodwatch.tools.statistics import benjamini_hochberg
from floodwatch.views.unit import Reader, has, literals, parts, rows

WINDOWS = 28
"""Windows that a surge is looked for in: the last one, and those before it."""
EVIDENCE = 20
EVENT = ("posts", "accounts", "q_value", "network_share", "network_posts", "known_event", "started_at")
NETWORK = ("kind", "members", "posts", "q_value", "behaviours", "first_seen", "last_seen")
NETWORKS = "SELECT * FROM networks ORDER BY network_id"
MEMBERS = "SELECT network_id, platform, account_id FROM members ORDER BY network_id, platform, account_id"
FIRSTS = """
SELECT m.network_id, p.platform, p.post_id FROM members m
JOIN posts p ON p.platform = m.platform AND p.account_id = m.account_id
QUALIFY row_number() OVER (PARTITION BY m.network_id ORDER BY p.created_at DESC, p.platform, p.post_id) <= {most}
ORDER BY m.network_id, p.created_at DESC, p.platform, p.post_id"""
STRONGEST = "SELECT * FROM {table} ORDER BY q_value NULLS LAST, accounts DESC, posts DESC, {key}"
TOLD = "SELECT * FROM {table} ORDER BY ALL"
SIGNALS = """
SELECT subject_id, signal, value, unit, baseline, p_value, evidence, explanation FROM signals
WHERE subject_kind = 'account' AND p_value IS NOT NULL ORDER BY signal, subject_id, value"""
POSTS = """
SELECT platform, post_id, account_id, created_at, text FROM posts
WHERE created_at >= TIMESTAMPTZ '{since}' AND created_at < TIMESTAMPTZ '{until}'
ORDER BY created_at, platform, post_id"""
LINKS = """
SELECT DISTINCT platform, post_id, account_id, created_at, domain AS name FROM post_links
WHERE domain IN ({names}) AND created_at >= TIMESTAMPTZ '{since}' AND created_at < TIMESTAMPTZ '{until}'
ORDER BY created_at, platform, post_id"""
SPAN = "SELECT min(created_at) AS first FROM posts WHERE created_at < TIMESTAMPTZ '{until}'"
TABLES = (
    "networks",
    "members",
    "narratives",
    "narrative_firsts",
    "events_suggested",
    "election_watch",
    "signals/*",
    "post_links",
    "posts",
)

Members = Mapping[str, Sequence[str]]
"""Refs of accounts by the id of their network."""
Surges = Callable[[Mapping[str, Sequence[int]], Sequence[int]], Mapping[str, Any]]


def view(reader: Reader, until: datetime, lists: Lists, surges: Surges, window: timedelta) -> list[Subject]:
    """Everything that rules may look at in a case, as it is known up to a moment."""
    members = _members(reader) if has(reader, "members") else {}
    return [
        *(_networks(reader, members) if has(reader, "networks") else ()),
        *(_narratives(reader, members) if has(reader, "narratives") else ()),
        *(_events(reader, members) if has(reader, "events_suggested") else ()),
        *(_integrity(reader) if has(reader, "election_watch") else ()),
        *(_accounts(reader, lists.accounts) if lists.accounts and has(reader, "signals") else ()),
        *_counted(reader, until, lists, surges, window),
    ]


def _members(reader: Reader) -> Members:
    found: dict[str, list[str]] = {}
    for row in rows(reader, MEMBERS):
        found.setdefault(row["network_id"], []).append(refs.account(row["platform"], row["account_id"]))
    return found


def _pushers(row: Mapping[str, Any], members: Members) -> frozenset[str]:
    """Members of the networks that push something: what one network pushes in a week is one piece of news."""
    return frozenset(account for name in parts(row["networks"]) for account in members.get(name, ()))


def _networks(reader: Reader, members: Members) -> Iterator[Subject]:
    posts: dict[str, list[str]] = {}
    for row in rows(reader, FIRSTS.format(most=EVIDENCE)):
        posts.setdefault(row["network_id"], []).append(refs.post(row["platform"], row["post_id"]))
    for row in rows(reader, NETWORKS):
        one = row["network_id"]
        yield Subject(
            "networks",
            refs.entity("network", one),
            f"network {one}: {row['members']} accounts on {row['platforms'].replace('|', ', ')}",
            {
                name: row[name]
                for name in ("kind", "members", "posts", "q_value", "behaviours", "first_seen", "last_seen")
            },
            tuple(posts.get(one, ())),
            frozenset(members.get(one, ())),
            f"A share of at most {row['q_value']:.2g} of networks as strong comes about by chance.",
            row["summary"],
        )


def _narratives(reader: Reader, members: Members) -> Iterator[Subject]:
    for row in rows(reader, STRONGEST.format(table="narratives", key="narrative_id")):
        yield Subject(
            "narratives",
            refs.entity("narrative", row["narrative_id"]),
            f"narrative {row['narrative_id']}: {row['words'].replace('|', ', ')}",
            {
                n: row[n]
                for n in ("posts", "accounts", "pushed_accounts", "pushed_share", "q_value", "peak_posts")
            },
            (),
            _pushers(row, members),
            f"{row['expected_accounts']:.3g} accounts of networks were to be expected among those that told it.",
            row["explanation"],
        )


def _events(reader: Reader, members: Members) -> Iterator[Subject]:
    for row in rows(reader, STRONGEST.format(table="events_suggested", key="event_id")):
        yield Subject(
            "events",
            refs.entity("event", row["event_id"]),
            f"event: {row['title']}",
            {n: row[n] for n in EVENT},
            parts(row["first_posts"]),
            _pushers(row, members),
            f"{row['expected']:.3g} posts were to be expected.",
            row["explanation"],
        )  # fmt: skip


def _integrity(reader: Reader) -> Iterator[Subject]:
    found = [r for r in rows(reader, TOLD.format(table="election_watch")) if r["p_value"] is not None]
    for row, q in zip(found, _q(found), strict=True):
        yield Subject(
            "integrity",
            refs.entity("event", f"{row['event_id']}/{row['claim']}"),
            f"claims about the vote {row['event_id']}: {row['claim'].replace('_', ' ')}",
            {n: row[n] for n in ("posts", "accounts", "rate", "rate_before", "network_share")}
            | {"q_value": q},
            parts(row["first_posts"]),
            frozenset(),
            f"{row['expected']:.3g} posts were to be expected from the weeks before.",
            row["explanation"],
        )


def _accounts(reader: Reader, watched: Sequence[str]) -> Iterator[Subject]:
    """Signals of watched accounts; q values are over all accounts, watched or not, that have a p value."""
    found = rows(reader, SIGNALS)
    chosen = set(watched)
    for row, q in zip(found, _q(found), strict=True):
        if row["subject_id"] in chosen:
            usual = "" if row["baseline"] is None else f"{row['baseline']:.3g} {row['unit']} is usual."
            yield Subject(
                "accounts",
                f"{row['subject_id']}",
                f"account {row['subject_id']}: {row['signal'].replace('_', ' ')}",
                {"signal": row["signal"], "value": row["value"], "p_value": row["p_value"], "q_value": q},
                parts(row["evidence"]),
                frozenset({f"{row['subject_id']} {row['signal']}"}),
                usual,
                row["explanation"],
            )


def _q(found: Sequence[Mapping[str, Any]]) -> list[float]:
    import numpy as np

    p = np.array([row["p_value"] for row in found], dtype=float)
    return [float(q) for q in benjamini_hochberg(p)] if len(p) else []


def _counted(
    reader: Reader, until: datetime, lists: Lists, surges: Surges, window: timedelta
) -> Iterator[Subject]:
    """Watched names and sites: posts of the last window beside those before it."""
    if not (lists.targets or lists.sites):
        return
    first = rows(reader, SPAN.format(until=until.isoformat()))[0]["first"]
    if first is None or until - first < window:
        return
    number = min(int((until - first) / window), WINDOWS)
    times = {"since": (until - number * window).isoformat(), "until": until.isoformat()}
    posts = rows(reader, POSTS.format(**times))
    total = [0] * number
    for post in posts:
        total[_place(post, until, window, number)] += 1
    links = rows(reader, LINKS.format(names=literals(lists.sites), **times)) if lists.sites else []
    inside = (
        {(r["platform"], r["account_id"]) for r in rows(reader, MEMBERS)} if has(reader, "members") else set()
    )
    for over, names, found in (
        ("targets", tuple(lists.targets), list(_mentions(posts, lists.targets))),
        ("sites", lists.sites, links),
    ):
        series = {name: [0] * number for name in names}
        last: dict[str, list[Mapping[str, Any]]] = {name: [] for name in names}
        for row in found:
            place = _place(row, until, window, number)
            series[row["name"]][place] += 1
            if place == number - 1:
                last[row["name"]].append(row)
        for name, surge in surges(series, total).items():
            yield _surge(over, name, surge, last[name], inside)


def _place(row: Mapping[str, Any], until: datetime, window: timedelta, number: int) -> int:
    """In which window a row lies, the oldest being 0."""
    behind = until - row["created_at"] - timedelta(microseconds=1)
    return max(number - 1 - int(behind / window), 0)


def _mentions(
    posts: Sequence[Mapping[str, Any]], targets: Mapping[str, tuple[str, ...]]
) -> Iterator[dict[str, Any]]:
    phrases = Phrases((word, name) for name, words in targets.items() for word in words)
    for post in posts:
        for name in sorted(
            {found.meaning for found in phrases.found(plain(post["text"] or ""))} if phrases else ()
        ):
            yield {**post, "name": name}


def _surge(
    over: str, name: str, surge: Any, last: Sequence[Mapping[str, Any]], inside: set[tuple[str, str]]
) -> Subject:
    people = {(row["platform"], row["account_id"]) for row in last}
    pushed = sum((row["platform"], row["account_id"]) in inside for row in last)
    values = {
        "posts": surge.count, "accounts": len(people), "expected": surge.expected, "p_value": surge.p_value,
        "q_value": surge.q_value, "network_share": pushed / len(last) if last else 0.0,
    }  # fmt: skip
    tested = f"{surge.expected:.3g} posts were to be expected from the {surge.windows} windows before"
    return Subject(
        over,
        refs.entity(over.removesuffix("s"), name),
        f"{over.removesuffix('s')} {name}",
        values,
        tuple(refs.post(row["platform"], row["post_id"]) for row in last[:EVIDENCE]),
        frozenset(),
        f"{tested}." if surge.p_value is not None else f"{tested}; too few windows to test.",
        "",
    )
