"""Who engaged with whom: reposts, replies and quotes, with the account at both ends where it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.model.units import Engine, Example, Parameter, Step, Value

TARGETS = Step(
    "engagements_targets",
    """
    SELECT platform, post_id, account_id, created_at, 'repost' AS form,
           repost_of AS target_post, repost_of_account AS target_id
    FROM posts WHERE repost_of IS NOT NULL OR repost_of_account IS NOT NULL
    UNION ALL
    SELECT platform, post_id, account_id, created_at, 'reply', reply_to, reply_to_account
    FROM posts WHERE reply_to IS NOT NULL OR reply_to_account IS NOT NULL
    UNION ALL
    SELECT platform, post_id, account_id, created_at, 'quote', quote_of, quote_of_account
    FROM posts WHERE quote_of IS NOT NULL OR quote_of_account IS NOT NULL
    """,
)

AUTHORS = Step(
    "engagements_authors",
    """
    SELECT o.platform, o.post_id, o.account_id, a.account_no FROM posts o
    JOIN (SELECT DISTINCT platform, target_post FROM engagements_targets
          WHERE target_id IS NULL AND target_post IS NOT NULL) t
        ON t.platform = o.platform AND t.target_post = o.post_id
    LEFT JOIN personas a ON a.platform = o.platform AND a.account_id = o.account_id
    """,
)
"""Authors of posts that are named without them: a small table to join, where all posts are a large one."""

ENGAGEMENTS = Step(
    "engagements",
    """
    SELECT e.platform, e.post_id, e.form, e.created_at, e.target_post, me.account_no,
           o.account_id AS target_id, o.account_no AS target_no
    FROM engagements_targets e
    JOIN engagements_authors o ON o.platform = e.platform AND o.post_id = e.target_post
    JOIN personas me ON me.platform = e.platform AND me.account_id = e.account_id
    WHERE e.target_id IS NULL AND o.account_id <> e.account_id
    UNION ALL
    SELECT e.platform, e.post_id, e.form, e.created_at, e.target_post, me.account_no,
           e.target_id, them.account_no AS target_no
    FROM engagements_targets e
    JOIN personas me ON me.platform = e.platform AND me.account_id = e.account_id
    LEFT JOIN personas them ON them.platform = e.platform AND them.account_id = e.target_id
    WHERE e.target_id IS NOT NULL AND e.target_id <> e.account_id
    """,
)


class Engagements:
    """One row per repost, reply or quote of somebody else's post whose author is known."""

    name = "engagements"
    description = "Reposts, replies and quotes with the account at both ends."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts", "personas")
    makes = ("engagements",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `engagements`; the author of a post named without its author is looked up."""
        engine.steps((TARGETS, AUTHORS, ENGAGEMENTS))
        engine.drop("engagements_targets", "engagements_authors")

    def examples(self) -> Sequence[Example]:
        """A reply to another account makes a row; a reply to oneself makes none."""
        who = [{"account_no": 0, "platform": "x", "account_id": "a"}]
        answer = {"platform": "x", "post_id": "1", "account_id": "a", "reply_to": "0"}
        return (
            Example("a reply", True, {"posts": [{**answer, "reply_to_account": "b"}], "personas": who}),
            Example("to oneself", False, {"posts": [{**answer, "reply_to_account": "a"}], "personas": who}),
        )


ENGAGEMENT = Engagements()
