"""Who is in a network, when and in which form they post: counts over the members' own posts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from floodwatch.model.dossier import Rows
from floodwatch.model.voices import BYSTANDER
from floodwatch.views.mask import account
from floodwatch.views.unit import Reader, grouped, parts, rows

POSTED = """
WITH posted AS (
  SELECT m.network_id, p.* FROM posts p
  JOIN members m ON m.platform = p.platform AND m.account_id = p.account_id
  WHERE m.network_id IN ({ids}))"""
RHYTHM = """
SELECT network_id, CAST(isodow(created_at) AS INTEGER) AS day_number,
  CAST(hour(created_at) AS INTEGER) AS hour_number,
  count(*) AS posts
FROM posted GROUP BY ALL ORDER BY ALL"""
HOURS = """
SELECT network_id, CAST(floor(epoch(created_at) / 3600) AS BIGINT) AS hour_number, count(*) AS posts
FROM posted GROUP BY ALL ORDER BY ALL"""
SHARES = """
SELECT network_id, kind, name, posts FROM (
  SELECT network_id, 'platform' AS kind, platform AS name, count(*) AS posts FROM posted GROUP BY ALL
  UNION ALL
  SELECT network_id, 'language', coalesce(language, 'not declared'), count(*) FROM posted GROUP BY ALL
  UNION ALL
  SELECT network_id, 'form', CASE WHEN is_repost OR repost_of IS NOT NULL THEN 'reposts'
    WHEN reply_to IS NOT NULL THEN 'replies' WHEN quote_of IS NOT NULL THEN 'quotes'
    ELSE 'own posts' END, count(*)
  FROM posted GROUP BY ALL)
ORDER BY network_id, kind, posts DESC, name"""
MEMBERS = """
WITH counted AS (SELECT platform, account_id, count(*) AS posts FROM posts GROUP BY ALL)
SELECT m.network_id, m.platform, m.account_id, m.score, m.behaviours, m.route, a.handle, a.name, a.created_at,
  a.followers, a.following, a.status, coalesce(c.posts, 0) AS posts
FROM members m
LEFT JOIN accounts a ON a.platform = m.platform AND a.account_id = m.account_id
LEFT JOIN counted c ON c.platform = m.platform AND c.account_id = m.account_id
WHERE m.network_id IN ({ids})
ORDER BY m.network_id, m.score DESC, m.platform, m.account_id"""

MOST_BARS = 60


def rhythm(reader: Reader, ids: str) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Posts by weekday (Monday first) and hour in UTC, per network."""
    tables: dict[str, list[list[int]]] = {}
    for row in rows(reader, POSTED.format(ids=ids) + RHYTHM):
        table = tables.setdefault(row["network_id"], [[0] * 24 for _ in range(7)])
        table[row["day_number"] - 1][row["hour_number"]] = row["posts"]
    return {key: tuple(tuple(day) for day in table) for key, table in tables.items()}


def timelines(reader: Reader, ids: str) -> dict[str, tuple[Rows, str]]:
    """Posts over time in at most 60 bars of equal length, per network, and the length of a bar in words."""
    found = grouped(rows(reader, POSTED.format(ids=ids) + HOURS))
    return {key: timeline([(r["hour_number"], r["posts"]) for r in hours]) for key, hours in found.items()}


def timeline(hours: list[tuple[int, int]]) -> tuple[Rows, str]:
    """Bars over (hour since 1970, posts): the shortest of some round lengths that needs at most 60 bars."""
    first, last = hours[0][0], hours[-1][0]
    lengths = (1, 3, 6, 12, 24, 168, 672, 8760)
    length = next((n for n in lengths if last // n - first // n < MOST_BARS), 87600)
    bars = [0] * (last // length - first // length + 1)
    for hour, posts in hours:
        bars[hour // length - first // length] += posts
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    began = (epoch + timedelta(hours=(first // length + i) * length) for i in range(len(bars)))
    return [{"began_at": b, "posts": n} for b, n in zip(began, bars, strict=True)], _words(length)


def _words(hours: int) -> str:
    names = {1: "hour", 24: "day", 168: "week", 672: "4 weeks", 8760: "365 days", 87600: "10 years"}
    return names.get(hours, f"{hours} hours")


def shares(reader: Reader, ids: str) -> dict[str, dict[str, Rows]]:
    """Posts by platform, language and form, per network."""
    found = grouped(rows(reader, POSTED.format(ids=ids) + SHARES))
    return {key: dict(grouped(group, "kind")) for key, group in found.items()}


def members(reader: Reader, ids: str, roles: Mapping[str, str]) -> dict[str, Rows]:
    """Members with score, behaviours, route, profile and part in the case, highest score first, per network."""
    found: Rows = []
    for row in rows(reader, MEMBERS.format(ids=ids)):
        shown: dict[str, Any] = dict(row)
        shown["account"], shown["behaviours"] = account(row), parts(row["behaviours"])
        shown["part"] = roles.get(shown["account"].ref, BYSTANDER)
        found.append(shown)
    return dict(grouped(found))
