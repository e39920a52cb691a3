"""The trace `hashtag_sequence`: using the same hashtags in the same order."""

from __future__ import annotations

from floodwatch.model.units import Parameter
from floodwatch.traces.base import ORIGINAL, Trace, post

HASHTAG_SEQUENCE = Trace(
    name="hashtag_sequence",
    description="Using the same hashtags in the same order. Unchanged reposts do not count.",
    sql=f"""
    SELECT platform, account_id, created_at AS acted_at, post_id,
        '#' || array_to_string(tags, ' #') AS object_id
    FROM (SELECT platform, account_id, created_at, post_id,
            list_filter(
                list_transform(hashtags, lambda h: lower(ltrim(trim(h), '#'))), lambda h: h <> '') AS tags
          FROM posts WHERE len(hashtags) >= {{least_hashtags}} AND {ORIGINAL})
    WHERE len(tags) >= {{least_hashtags}}""",
    grows=True,
    needs=("posts",),
    fires={"posts": [post(hashtags=["One", "two", "three"])]},
    silent={
        "posts": [
            post(hashtags=["one", "two", ""]),
            post(post_id="2", hashtags=["a", "b", "c"], repost_of="9"),
        ]
    },
    parameters=(Parameter("least_hashtags", 3, "Shorter sequences do not count.", "hashtags"),),
)
