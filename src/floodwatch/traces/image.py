"""The trace `image`: attaching the same file."""

from __future__ import annotations

from floodwatch.traces.base import ORIGINAL, Trace, post

IMAGE = Trace(
    name="image",
    description="Attaching the same file (id, address or hash). Reposts and profile pictures do not count.",
    sql=f"""
    SELECT platform, account_id, created_at AS acted_at, post_id, trim(given) AS object_id
    FROM (SELECT platform, account_id, created_at, post_id, unnest(media) AS given
          FROM posts WHERE len(media) > 0 AND {ORIGINAL})
    WHERE lower(trim(given)) NOT IN ('null', 'none', 'nan', '-', 'http://', 'https://')
        AND NOT contains(given, '/profile_images/') AND NOT contains(given, '/default_profile')""",
    grows=True,
    needs=("posts",),
    fires={"posts": [post(media=["sha256:" + "ab" * 32])]},
    silent={
        "posts": [
            post(media=["", " "]),
            post(post_id="2", media=["https://example.org/profile_images/a.jpg"]),
        ]
    },
)
