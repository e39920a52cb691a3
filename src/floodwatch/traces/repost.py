"""The trace `repost`: sharing somebody's post unchanged."""

from __future__ import annotations

from floodwatch.traces.base import Trace, post, text

SQL = """
    SELECT shared.platform, shared.account_id, shared.created_at AS acted_at, shared.post_id,
        CASE WHEN shared.repost_of IS NOT NULL THEN shared.platform || '/' || shared.repost_of
             ELSE 'text:' || substr(sha256(text_key), 1, 16) END AS object_id
    FROM posts AS shared JOIN post_texts USING (platform, post_id)
    LEFT JOIN (SELECT platform, post_id, account_id FROM posts) AS original
        ON original.platform = shared.platform AND original.post_id = shared.repost_of
    WHERE is_share
        AND coalesce(shared.repost_of_account, original.account_id, '') <> shared.account_id"""

REPOST = Trace(
    name="repost",
    description="Sharing a post unchanged. An original that is not named is known by the hash of its text.",
    sql=SQL,
    grows=True,
    kin=("repost_of",),
    needs=("posts", "post_texts"),
    fires={"posts": [post(repost_of="9", repost_of_account="b")], "post_texts": [text(None, is_share=True)]},
    silent={"posts": [post(repost_of="9", repost_of_account="a")], "post_texts": [text(None, is_share=True)]},
)
