"""The trace `mention_sequence`: naming the same accounts in the same order."""

from __future__ import annotations

from floodwatch.model.units import Parameter
from floodwatch.traces.base import ORIGINAL, Trace, post

MENTION_SEQUENCE = Trace(
    name="mention_sequence",
    description="Naming the same accounts in the same order. Replies and unchanged reposts do not count.",
    sql=f"""
    SELECT platform, account_id, created_at AS acted_at, post_id,
        platform || '/' || array_to_string(named, ' ') AS object_id
    FROM (SELECT platform, account_id, created_at, post_id,
            list_filter(
                list_transform(mentions, lambda m: lower(trim(m))), lambda m: m <> '' AND m <> '@') AS named
          FROM posts WHERE len(mentions) >= {{least_mentions}} AND reply_to IS NULL AND {ORIGINAL})
    WHERE len(named) >= {{least_mentions}}""",
    grows=True,
    needs=("posts",),
    fires={"posts": [post(mentions=["@b", "@c"])]},
    silent={"posts": [post(mentions=["@b"]), post(post_id="2", mentions=["@b", "@c"], reply_to="9")]},
    parameters=(Parameter("least_mentions", 2, "Shorter sequences do not count.", "mentions"),),
)
