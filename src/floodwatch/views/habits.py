"""What a network is in the habit of doing: its features by group, each with the numbers that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from floodwatch.model.dossier import Rows
from floodwatch.model.habits import Feature, Habits
from floodwatch.model.units import Parameter
from floodwatch.views.unit import Reader, View, grouped, has, literals, rows
from floodwatch.vocabulary.load import load

PLATFORM, LANGUAGE, CLIENT, SITE, TAG = 0.2, 0.1, 0.3, 0.2, 0.3
"""Least share of members (of posts, for a language) that make a feature of a platform, client, site or hashtag."""
RARE = 0.02
"""Greatest share of accounts outside that use a site, client or hashtag which is the network's own."""
BLOCK = 3
BUSY = 0.17
"""Hours of a block of the day, and the least share of posts that makes it a busy one (an eighth is even)."""
WEEKEND = 0.12
"""Share of posts on Saturdays and Sundays up to which a network works on weekdays."""
PACES = ((60, "within a minute"), (900, "within minutes"), (7200, "within an hour or two"))
OWN = """
WITH own AS (
  SELECT m.network_id, p.* FROM posts p JOIN members m ON m.platform = p.platform AND m.account_id = p.account_id
  WHERE m.network_id IN ({ids}))"""
SIZES = """
SELECT network_id, count(*) AS members FROM members WHERE network_id IN ({ids}) GROUP BY ALL ORDER BY ALL"""
PLATFORMS = """
SELECT network_id, platform AS name, count(*) AS members FROM members WHERE network_id IN ({ids}) GROUP BY ALL
ORDER BY ALL"""
LANGUAGES = """
SELECT network_id, language AS name, count(*) AS posts FROM own WHERE language IS NOT NULL AND language <> 'und'
GROUP BY ALL ORDER BY ALL"""
HOURS = """
SELECT network_id, CAST(isodow(created_at) AS INTEGER) AS day_number, CAST(hour(created_at) AS INTEGER) AS hour_number,
  count(*) AS posts FROM own GROUP BY ALL ORDER BY ALL"""
TRACES = """
SELECT a.network_id, e.behaviour AS name, count(*) AS edges, median(e.median_lag_s) AS lag_s FROM edges e
JOIN members a ON a.platform = e.source_platform AND a.account_id = e.source_id
JOIN members b ON b.platform = e.target_platform AND b.account_id = e.target_id AND b.network_id = a.network_id
WHERE a.network_id IN ({ids}) GROUP BY ALL ORDER BY ALL"""
SIGNALS = """
SELECT coalesce(network_id, subject_id) AS network_id, signal, value, p_value FROM signals
WHERE coalesce(network_id, subject_id) IN ({ids}) AND signal IN ({names}) ORDER BY ALL"""
USED = {
    "site": "SELECT platform, account_id, domain AS name FROM post_links WHERE domain IS NOT NULL",
    "client": "SELECT platform, account_id, client AS name FROM posts WHERE client IS NOT NULL AND client <> ''",
    "tag": "SELECT platform, account_id, lower(unnest(hashtags)) AS name FROM posts WHERE len(hashtags) > 0",
}
SHARED = """
WITH used AS (SELECT DISTINCT platform, account_id, name FROM ({used})),
inside AS (
  SELECT m.network_id, u.name, count(*) AS members FROM used u
  JOIN members m ON m.platform = u.platform AND m.account_id = u.account_id
  WHERE m.network_id IN ({ids}) GROUP BY ALL HAVING count(*) > 1),
everybody AS (SELECT name, count(*) AS accounts FROM used WHERE name IN (SELECT name FROM inside) GROUP BY ALL)
SELECT i.network_id, i.name, i.members, e.accounts FROM inside i JOIN everybody e ON e.name = i.name ORDER BY ALL"""
ACCOUNTS = "SELECT count(*) AS accounts FROM (SELECT DISTINCT platform, account_id FROM posts)"
LOOKED = frozenset({"platforms", "languages", "rhythm", "traces", "infrastructure", "narratives"})


def view(reader: Reader, ids: Sequence[str]) -> dict[str, Habits]:
    """The habits of each network of `ids`; one with no member in the case has none."""
    if not ids:
        return {}
    inside = literals(ids)
    sizes = {row["network_id"]: int(row["members"]) for row in rows(reader, SIZES.format(ids=inside))}
    crowd = int(rows(reader, ACCOUNTS)[0]["accounts"])
    found = {key: grouped(value) for key, value in _tables(reader, inside).items()}
    codes = _measured(reader)
    return {
        one: Habits(
            dict(_features({k: v.get(one, []) for k, v in found.items()}, sizes[one], crowd)), LOOKED, codes
        )
        for one in ids
        if one in sizes
    }


def _tables(reader: Reader, inside: str) -> dict[str, Rows]:
    made = {"platforms": PLATFORMS, "traces": TRACES} | {
        name: OWN + sql for name, sql in {"languages": LANGUAGES, "hours": HOURS}.items()
    }
    found = {name: rows(reader, sql.format(ids=inside)) for name, sql in made.items()}
    for name, used in USED.items():
        known = name != "site" or has(reader, "post_links")
        found[name] = rows(reader, SHARED.format(used=used, ids=inside)) if known else []
    names = literals(load("frameworks/shown_by.yaml")["signals"])
    signals = has(reader, "signals")
    found["signals"] = rows(reader, SIGNALS.format(ids=inside, names=names)) if signals else []
    return found


def _measured(reader: Reader) -> frozenset[Feature]:
    """Techniques that would have been seen: those that a trace or a signal shows."""
    told = load("frameworks/shown_by.yaml")
    signals = [row["code"] for row in told["signals"].values()] if has(reader, "signals") else []
    return frozenset(Feature("techniques", code) for code in (*told["traces"].values(), *signals))


def _features(found: Mapping[str, Rows], size: int, crowd: int) -> Iterable[tuple[Feature, str]]:
    """The features of one network."""
    for row in found["platforms"]:
        if row["members"] >= PLATFORM * size:
            yield Feature("platforms", row["name"]), f"{row['members']} of {size} members"
    posts = sum(row["posts"] for row in found["languages"])
    for row in found["languages"]:
        if row["posts"] >= LANGUAGE * posts:
            yield Feature("languages", row["name"]), f"{row['posts']:,} of {posts:,} posts"
    yield from rhythm(found["hours"])
    yield from _traces(found["traces"])
    yield from techniques(found["traces"], found["signals"])
    yield from _shared("infrastructure", "", found["site"], SITE, size, crowd)
    yield from _shared("infrastructure", "client ", found["client"], CLIENT, size, crowd)
    yield from _shared("narratives", "#", found["tag"], TAG, size, crowd)


def rhythm(hours: Rows) -> Iterable[tuple[Feature, str]]:
    """Busy blocks of the day in UTC, and whether weekends are free."""
    whole = sum(row["posts"] for row in hours)
    for first in range(0, 24, BLOCK):
        some = sum(row["posts"] for row in hours if first <= row["hour_number"] < first + BLOCK)
        if whole and some >= BUSY * whole:
            said = f"{some:,} of {whole:,} posts"
            yield Feature("rhythm", f"busy {first:02d}:00 to {first + BLOCK:02d}:00 UTC"), said
    free = sum(row["posts"] for row in hours if row["day_number"] > 5)
    days = {row["day_number"] for row in hours}
    if whole and len(days) > 4 and free <= WEEKEND * whole:
        yield Feature("rhythm", "weekdays"), f"{free:,} of {whole:,} posts on Saturdays and Sundays"


def _traces(found: Rows) -> Iterable[tuple[Feature, str]]:
    """The traces of a network's edges, and the pace of the most of them."""
    for row in found:
        yield Feature("traces", row["name"]), f"{row['edges']:,} pairs of accounts"
    lags = sorted((row["lag_s"], row["edges"]) for row in found if row["lag_s"] is not None)
    if lags:
        half = sum(edges for _, edges in lags) / 2
        middle = next(lag for i, (lag, _) in enumerate(lags) if sum(e for _, e in lags[: i + 1]) >= half)
        pace = next((words for most, words in PACES if middle <= most), "within hours")
        yield Feature("rhythm", pace), f"half of the pairs act within {middle:,.0f} seconds"


def techniques(traces: Rows, signals: Rows) -> Iterable[tuple[Feature, str]]:
    """Techniques that a network's traces and signals show, by code."""
    told = load("frameworks/shown_by.yaml")
    for row in traces:
        if row["name"] in told["traces"]:
            yield Feature("techniques", told["traces"][row["name"]]), f"trace {row['name']}"
    for row in signals:
        rule: dict[str, Any] = told["signals"][row["signal"]]
        chance = 1.0 if row["p_value"] is None else row["p_value"]
        if (row["value"] or 0.0) >= rule["value"] and chance <= rule["p"]:
            yield Feature("techniques", rule["code"]), f"signal {row['signal']}"


def _shared(
    group: str, prefix: str, found: Rows, share: float, size: int, crowd: int
) -> Iterable[tuple[Feature, str]]:
    """What members share and hardly anybody else uses."""
    for row in found:
        others = row["accounts"] - row["members"]
        if row["members"] >= share * size and others <= RARE * max(crowd - size, 0):
            said = f"{row['members']} of {size} members, {others:,} of {crowd - size:,} others"
            yield Feature(group, f"{prefix}{row['name']}"), said


HABITS = View(
    "habits",
    "What networks are in the habit of doing: platforms, languages, rhythm, traces, techniques, sites, hashtags",
    view,
    needs=("members", "edges", "posts", "post_links", "signals/*"),
    parameters=(Parameter("ids", (), "which networks"),),
)
