"""What a network did in one period of a case, and how that was collected: values for comparing two periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from floodwatch.model.units import Parameter
from floodwatch.views.impact import INSIDE
from floodwatch.views.unit import Reader, View, literal, rows

PARTS = ("sources", "breadth", "scope", "outside")
MOST = 20_000
"""Posts of the network that are compared, drawn by the hash of their ids."""
BOUNDS = """
SELECT CAST(min(created_at) AS DATE) AS first_day, CAST(max(created_at) AS DATE) AS last_day FROM posts"""
WITHIN = """
, days AS (SELECT CAST({first} AS DATE) AS first_day, CAST({last} AS DATE) AS last_day),
here AS (
  SELECT p.* FROM posts p CROSS JOIN days d
  WHERE CAST(p.created_at AS DATE) BETWEEN d.first_day AND d.last_day),
acted AS (SELECT o.* FROM own o CROSS JOIN days d WHERE CAST(o.created_at AS DATE) BETWEEN d.first_day AND d.last_day)
"""
SOURCES = """
SELECT DISTINCT h.platform, coalesce(c.method, 'unknown') AS method,
  coalesce(c.collection_query, '') AS collection_query
FROM here h LEFT JOIN collections c ON c.collection_id = h.collection_id ORDER BY ALL"""
BACKGROUND = """
SELECT count(*) AS posts FROM here h LEFT JOIN inside i ON i.platform = h.platform AND i.account_id = h.account_id
WHERE i.account_id IS NULL"""
BREADTH = """
SELECT 'platform' AS kind, platform AS name FROM acted
UNION SELECT 'language', language FROM acted WHERE language IS NOT NULL AND language <> 'und' ORDER BY ALL"""
SCOPE = """
SELECT 'topic' AS kind, lower(tag) AS name FROM (SELECT unnest(hashtags) AS tag FROM acted)
UNION SELECT 'target', a.platform || '/' || a.reply_to_account FROM acted a
  LEFT JOIN inside i ON i.platform = a.platform AND i.account_id = a.reply_to_account
  WHERE a.reply_to_account IS NOT NULL AND i.account_id IS NULL ORDER BY ALL"""
OUTSIDE = """
, each_post AS (
  SELECT platform, target_id, count(*) FILTER (is_own) AS own, count(*) FILTER (NOT is_own) AS others
  FROM got GROUP BY ALL)
SELECT greatest(
  coalesce(a.reposts, 0) + coalesce(a.replies, 0) + coalesce(a.quotes, 0) - coalesce(e.own, 0),
  coalesce(e.others, 0)) AS engagements
FROM acted a LEFT JOIN each_post e ON e.platform = a.platform AND e.target_id = a.post_id
ORDER BY md5(a.platform || '/' || a.post_id), a.post_id LIMIT {most}"""


def view(reader: Reader, network: str, first: str = "", last: str = "") -> dict[str, Any]:
    """What the network did between two days, both included; from the first to the last of the case when empty."""
    ends = bounds(reader)
    if ends is None:
        return {"first": first, "last": last, "background": 0, **{part: [] for part in PARTS}}
    days = first or ends[0].isoformat(), last or ends[1].isoformat()
    inside = INSIDE.format(one=literal(network)) + WITHIN.format(
        first=literal(days[0]), last=literal(days[1])
    )

    def named(sql: str) -> list[str]:
        return [": ".join(str(part) for part in row.values()) for row in rows(reader, inside + sql)]

    return {
        "first": days[0], "last": days[1], "sources": named(SOURCES),
        "background": int(rows(reader, inside + BACKGROUND)[0]["posts"]),
        "breadth": named(BREADTH), "scope": named(SCOPE),
        "outside": [int(row["engagements"]) for row in rows(reader, inside + OUTSIDE.format(most=MOST))],
    }  # fmt: skip


def bounds(reader: Reader) -> tuple[date, date] | None:
    """The first and the last day of the posts of a case; None where there are none."""
    row = rows(reader, BOUNDS)[0]
    return (row["first_day"], row["last_day"]) if row["first_day"] else None


PERIODS = View(
    "periods",
    "What a network did in a period and how that was collected, for comparing it with another period",
    view,
    needs=("members", "posts", "collections"),
    parameters=(
        Parameter("network", "", "which network"),
        Parameter("first", "", "First day, as YYYY-MM-DD; that of the case when empty."),
        Parameter("last", "", "Last day; that of the case when empty."),
    ),
)
