"""Posts of those whose habits are looked at: all members of networks, and samples of the background.

Several signals read the same posts of the same accounts for hours, pauses and sequences of acts; all posts are read
once for them. The samples are drawn by the MD5 of the account's ref, so that they are the same ones every time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

LEAST_SEEN, LEAST_BUSY = 5, 10
"""Posts of an account that is sampled for its hours, and of one that is sampled for what it does after what."""
PLACED, UNPLACED, BUSY = 4000, 2000, 4000
"""Background accounts sampled: with a place and without one for hours, of any kind for sequences."""
ACT = """CASE WHEN coalesce(p.is_repost, false) OR p.repost_of IS NOT NULL THEN 0
                WHEN p.reply_to IS NOT NULL OR p.reply_to_account IS NOT NULL THEN 1
                WHEN p.quote_of IS NOT NULL OR p.quote_of_account IS NOT NULL THEN 2
                WHEN len(p.poll_options) > 0 THEN 3 WHEN len(p.media) > 0 THEN 4 ELSE 5 END"""
"""What a post `p` is: 0 a repost, 1 a reply, 2 a quote, 3 a poll, 4 media, 5 text."""

_PLACE = "coalesce(length(p.location), 0) > 1"
_DRAWN = """
    SELECT * FROM (
        SELECT '{name}' AS sample, p.account_no, md5(p.platform || '/' || p.account_id) AS draw FROM personas p
        WHERE p.background AND p.posts >= {least} AND {given} ORDER BY draw, p.account_no LIMIT {size}) {name}_ones"""
_SAMPLES = " UNION ALL ".join(
    _DRAWN.format(name=name, least=least, given=given, size=size)
    for name, least, given, size in (
        ("placed", LEAST_SEEN, _PLACE, PLACED),
        ("unplaced", LEAST_SEEN, f"NOT ({_PLACE})", UNPLACED),
        ("busy", LEAST_BUSY, "true", BUSY),
    )
)
SAMPLED = Step(
    "persona_sampled",
    f"""
    SELECT sample, account_no,
           CAST(row_number() OVER (PARTITION BY sample ORDER BY draw, account_no) AS BIGINT) AS place
    FROM ({_SAMPLES})
    """,
)
WHO = Step(
    "timelines_who",
    """
    SELECT account_no, platform, account_id FROM personas
    WHERE account_no IN (SELECT account_no FROM persona_members)
       OR account_no IN (SELECT account_no FROM persona_sampled)
    """,
)
ACTED = Step(
    "timelines_acted",
    """
    SELECT w.account_no, a.trace, a.object_id, a.platform, a.post_id
    FROM actions a JOIN timelines_who w ON w.platform = a.platform AND w.account_id = a.account_id
    """,
)
COMPANY = Step(
    "timelines_company",
    """
    SELECT a.platform, a.post_id, max(s.company) AS company FROM (
        SELECT m.network_id, x.trace, x.object_id, count(DISTINCT x.account_no) AS company
        FROM timelines_acted x JOIN persona_members m USING (account_no)
        GROUP BY m.network_id, x.trace, x.object_id HAVING count(DISTINCT x.account_no) >= 2) s
    JOIN timelines_acted a ON a.trace = s.trace AND a.object_id = s.object_id
    GROUP BY a.platform, a.post_id
    """,
)
"""How many members of a network acted on what a post acts on, where there are two or more."""
POSTS = Step(
    "persona_posts",
    f"""
    SELECT t.account_no, t.post_id, t.created_at, t.act, coalesce(c.company, 1) AS company,
           t.reposts, t.replies, t.quotes
    FROM (
        SELECT w.account_no, p.platform, p.post_id, p.created_at, {ACT} AS act, p.reposts, p.replies, p.quotes
        FROM posts p JOIN timelines_who w ON w.platform = p.platform AND w.account_id = p.account_id) t
    LEFT JOIN timelines_company c ON c.platform = t.platform AND c.post_id = t.post_id
    """,
)


class Timelines:
    """One row per post of a member or of a sampled background account."""

    name = "persona_posts"
    description = "Posts of members and of samples of the background: when, what act, and in what company."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts", "personas", "persona_members", "actions/*")
    makes = ("persona_posts", "persona_sampled")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave both tables; `company`: the most members of one network that acted on what the post acts on."""
        engine.steps((SAMPLED, WHO, ACTED, COMPANY, POSTS))
        engine.drop(WHO.name, ACTED.name, COMPANY.name)

    def examples(self) -> Sequence[Example]:
        """A member's post is kept; that of somebody who posts once and is in no network is not."""
        act = {"trace": "url", "platform": "x", "object_id": "o", "account_id": "0000", "post_id": "p0000"}
        given = {**people([{}], [{}]), "actions/*": [act]}
        return (
            Example("a member", True, {**given, "posts": [post(0, 0)]}),
            Example("one post of a stranger", False, {**given, "posts": [post(0, 1)]}),
        )


TIMELINES = Timelines()
