"""The trace `reply`: answering somebody's post."""

from __future__ import annotations

from floodwatch.traces.base import Trace, post

REPLY = Trace(
    name="reply",
    description="Answering a post. Answers to oneself (threads) do not count.",
    sql="""
    SELECT answer.platform, answer.account_id, answer.created_at AS acted_at, answer.post_id,
        answer.platform || '/' || answer.reply_to AS object_id
    FROM posts AS answer
    LEFT JOIN (SELECT platform, post_id, account_id FROM posts) AS original
        ON original.platform = answer.platform AND original.post_id = answer.reply_to
    WHERE answer.reply_to <> ''
        AND coalesce(answer.reply_to_account, original.account_id, '') <> answer.account_id""",
    grows=True,
    kin=("reply_to",),
    needs=("posts",),
    fires={"posts": [post(reply_to="9", reply_to_account="b")]},
    silent={"posts": [post(reply_to="9", reply_to_account="a"), post(post_id="2")]},
)
