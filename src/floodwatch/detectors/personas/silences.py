"""What a silence of an account is: the days between two days with posts, long beside the days that the data span.

`signals/dormancy` and the signs of pairs (`odds/moments.py`) both measure silences by these.
"""

from __future__ import annotations

from floodwatch.detectors.personas.turned import DAY_S

LEAST_DAYS, LEAST_SHARE = 14, 0.25
"""The shortest silence that counts: at least so many days, and at least this share of the days in the data."""

SPAN = f"SELECT (epoch(max(created_at)) - epoch(min(created_at))) / {DAY_S} AS days FROM posts"
GAP = "day_no - lag(day_no) OVER (PARTITION BY account_no ORDER BY day_no) AS gap"
"""SQL over the rows of `days`: how many days after the day with posts before it; null for the first."""


def days(watched: str) -> str:
    """SQL: posts by day (since 1970, UTC) of the accounts of a table, one row per account and day with posts."""
    return days_of(f"posts p JOIN {watched} w USING (platform, account_id)")


def days_of(posts: str) -> str:
    """As `days`, of posts `p` of accounts `w`."""
    return f"""
    SELECT w.account_no, CAST(floor(epoch(p.created_at) / {DAY_S}) AS BIGINT) AS day_no, count(*) AS posts
    FROM {posts} WHERE p.created_at IS NOT NULL GROUP BY ALL
    """
