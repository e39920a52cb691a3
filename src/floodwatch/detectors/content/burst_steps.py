"""What may burst, and the posts of a burst: the queries of `bursts`."""

from __future__ import annotations

from floodwatch.model.units import Step

COMMON = 100
"""A word that one post in so many holds is too common to be followed."""
FEWEST = 10
"""Uses of what is followed."""
MOST_SERIES = 20_000
"""Things of one kind that are followed at most, the most used first."""

POSTS = Step(
    "bursts_posts",
    """
    SELECT CAST(row_number() OVER (ORDER BY p.platform, p.post_id) AS BIGINT) AS post_no, p.platform, p.post_id,
        p.account_id, p.created_at, p.language, CAST(floor(epoch(p.created_at) / 3600) AS BIGINT) AS hour,
        coalesce(p.is_repost, FALSE) OR p.repost_of IS NOT NULL AS is_share
    FROM posts p WHERE p.created_at IS NOT NULL""",
)
TEXTS = """
    SELECT b.post_no, p.text FROM bursts_posts b JOIN posts p ON p.platform = b.platform AND p.post_id = b.post_id
    WHERE NOT b.is_share AND length(p.text) > 0"""

ALL_USES = Step(
    "bursts_all_uses",
    """
    SELECT post_no, 'term' AS kind, term AS thing FROM bursts_terms
    UNION ALL
    SELECT DISTINCT b.post_no, 'hashtag', t.tag FROM bursts_posts b JOIN (
        SELECT platform, post_id, unnest(list_transform(hashtags, lambda h: lower(h))) AS tag FROM posts) t
      ON t.platform = b.platform AND t.post_id = b.post_id
    UNION ALL
    SELECT DISTINCT b.post_no, 'domain', l.domain FROM bursts_posts b JOIN post_links l
      ON l.platform = b.platform AND l.post_id = b.post_id WHERE l.domain IS NOT NULL
    UNION ALL
    SELECT b.post_no, 'message', x.text_key FROM bursts_posts b JOIN post_texts x
      ON x.platform = b.platform AND x.post_id = b.post_id WHERE x.text_key IS NOT NULL""",
)
SERIES = Step(
    "bursts_series",
    f"""
    SELECT kind, thing, uses, CAST(row_number() OVER (ORDER BY kind, thing) - 1 AS BIGINT) AS series FROM (
        SELECT u.kind, u.thing, count(*) AS uses FROM bursts_all_uses u
        GROUP BY u.kind, u.thing
        HAVING count(*) >= {FEWEST} AND (u.kind <> 'term' OR count(*) <= (
            SELECT greatest(count(*) // {COMMON}, {2 * FEWEST}) FROM bursts_posts)))
    QUALIFY row_number() OVER (PARTITION BY kind ORDER BY uses DESC, thing) <= {MOST_SERIES}""",
)
USES = Step(
    "bursts_uses",
    """
    SELECT s.series, s.kind, u.post_no, b.hour FROM bursts_all_uses u
    JOIN bursts_series s ON s.kind = u.kind AND s.thing = u.thing
    JOIN bursts_posts b ON b.post_no = u.post_no""",
)
COUNTS = "SELECT kind, series, hour, count(*) AS n FROM bursts_uses GROUP BY ALL ORDER BY kind, series, hour"
EXPOSURE = """
    SELECT hour, count(*) AS every, count(*) FILTER (WHERE NOT is_share) AS own FROM bursts_posts
    GROUP BY hour ORDER BY hour"""

INSIDE = Step(
    "bursts_inside",
    """
    SELECT w.burst, u.post_no FROM bursts_windows w JOIN bursts_uses u ON u.series = w.series
    WHERE u.hour >= w.first_hour AND u.hour < w.last_hour""",
)
TOGETHER = """
    SELECT a.burst AS one, b.burst AS other, count(*) AS shared FROM bursts_inside a
    JOIN bursts_inside b ON b.post_no = a.post_no AND b.burst > a.burst
    GROUP BY a.burst, b.burst ORDER BY a.burst, b.burst"""
SIZES = """
    SELECT i.burst, count(*) AS posts, count(DISTINCT (b.platform, b.account_id)) AS accounts FROM bursts_inside i
    JOIN bursts_posts b ON b.post_no = i.post_no GROUP BY i.burst ORDER BY i.burst"""
JOINED = Step(
    "bursts_joined",
    """
    SELECT DISTINCT g.event, b.* FROM bursts_groups g JOIN bursts_inside i ON i.burst = g.burst
    JOIN bursts_posts b ON b.post_no = i.post_no""",
)
TOLD = """
    WITH pushed AS (
        SELECT DISTINCT j.event, j.post_no FROM bursts_joined j
        JOIN members m ON m.platform = j.platform AND m.account_id = j.account_id)
    SELECT j.event, min(j.created_at) AS started_at, max(j.created_at) AS ended_at, count(*) AS posts,
        count(DISTINCT (j.platform, j.account_id)) AS accounts, count(p.post_no) AS network_posts
    FROM bursts_joined j LEFT JOIN pushed p ON p.event = j.event AND p.post_no = j.post_no
    GROUP BY j.event ORDER BY j.event"""
NAMES = """
    SELECT DISTINCT event, 'platforms' AS field, platform AS name FROM bursts_joined
    UNION ALL SELECT DISTINCT event, 'languages', language FROM bursts_joined WHERE language IS NOT NULL
    UNION ALL SELECT DISTINCT j.event, 'networks', m.network_id FROM bursts_joined j
        JOIN members m ON m.platform = j.platform AND m.account_id = j.account_id
    ORDER BY event, field, name"""
FIRST = """
    SELECT j.event, j.platform, j.post_id FROM bursts_joined j
    QUALIFY row_number() OVER (PARTITION BY j.event ORDER BY j.created_at, j.platform, j.post_id) <= {most}
    ORDER BY j.event, j.created_at, j.platform, j.post_id"""
KNOWN = """
    SELECT j.event, e.event_id, count(*) AS posts FROM bursts_joined j
    JOIN event_posts e ON e.platform = j.platform AND e.post_id = j.post_id
    GROUP BY ALL ORDER BY j.event, posts DESC, e.event_id"""
