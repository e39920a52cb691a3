"""Did somebody publicly ask people to post what the network posts?

A call is a post with organising words (in many languages) that names what the network shares: one of its
commonest hashtags or domains. It must say more than that: link a page, or come from somebody whose profile
names a campaign, a club or an institution; it must not itself be one of the copied texts; two accounts must
have made such calls, or two have passed one on; nobody who was selected for the data (a takedown) counts as
the public; it must come first: hardly anybody used the hashtag or domain before; and a site that a tenth of
everybody else links is no campaign's. A member was called when the call was published before the member first
used the object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.wording import clause
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Rows, Step, Value
from floodwatch.tools.urls import shared_hosts

TOP = 5
BEFORE, EVEN = 0.1, 0.25
"""Greatest share of all uses of the object, by anybody, that may precede the first call; and how much less than even
use over the days of the data would have had by then."""
WIDELY, MANY = 0.1, 10
"""Share of the accounts outside, and least number of them, who link a site that is a newspaper and no campaign's."""
COPIES = 3
"""Accounts that may write one text before it counts as copied, so that it cannot be the call to copy it."""

USES = Step(
    "public_call_uses",
    """
    WITH mine AS (
        SELECT account_no, platform, account_id FROM personas
        WHERE account_no IN (SELECT account_no FROM persona_members))
    SELECT a.account_no, 'tag' AS kind,
           unnest(list_transform(p.hashtags, lambda h: lower(h))) AS thing, p.created_at
    FROM posts p JOIN mine a USING (platform, account_id) WHERE len(p.hashtags) > 0
    UNION ALL
    SELECT a.account_no, 'domain', l.domain, l.created_at
    FROM post_links l JOIN mine a USING (platform, account_id) WHERE l.domain IS NOT NULL
    """,
)
SHARED = ", ".join(f"'{site}'" for site in shared_hosts())
THINGS = Step(
    "public_call_things",
    f"""
    SELECT network_id, kind, thing, members FROM (
        SELECT m.network_id, u.kind, u.thing, count(DISTINCT u.account_no) AS members, count(*) AS n
        FROM persona_members m JOIN public_call_uses u USING (account_no)
        WHERE u.kind = 'tag' OR u.thing NOT IN ({SHARED})
        GROUP BY m.network_id, u.kind, u.thing)
    WHERE members >= 3
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY members DESC, n DESC, kind, thing) <= {TOP}
    """,
)
"""Things of somebody's own: shorteners and hosts of everybody are no one's campaign."""
NAMED = Step(
    "public_call_named",
    """
    SELECT platform, post_id, 'tag' AS kind, thing FROM (
        SELECT p.platform, p.post_id, unnest(list_transform(p.hashtags, lambda h: lower(h))) AS thing
        FROM posts p WHERE len(p.hashtags) > 0 AND NOT coalesce(p.is_repost, false) AND p.repost_of IS NULL) t
    WHERE thing IN (SELECT thing FROM public_call_things WHERE kind = 'tag')
    UNION ALL
    SELECT platform, post_id, 'domain' AS kind, domain AS thing FROM post_links
    WHERE NOT is_share AND domain IN (SELECT thing FROM public_call_things WHERE kind = 'domain')
    """,
)
"""Posts that name what a network shares. Their texts are read in a step of its own: an engine that reads them in
this one looks for words of calls in every post there is."""
TEXTS = Step(
    "public_call_texts",
    """
    SELECT p.platform, p.post_id, p.account_id, p.created_at, p.text, n.thing, n.kind
    FROM posts p JOIN public_call_named n USING (platform, post_id) WHERE p.text IS NOT NULL
    """,
)
CALLS = Step(
    "public_call_calls",
    f"""
    SELECT platform, post_id, account_id, created_at, thing, kind FROM public_call_texts
    WHERE {clause("call", "text")}
    """,
)
COPIED = Step(
    "public_call_copied",
    f"""
    SELECT text_key FROM post_texts WHERE NOT is_share AND text_key IN (
        SELECT x.text_key FROM post_texts x JOIN public_call_calls c USING (platform, post_id)
        WHERE x.text_key IS NOT NULL)
    GROUP BY text_key HAVING count(DISTINCT account_id) >= {COPIES}
    """,
)
"""Only texts that call: few, where all texts are many."""
SERIOUS = Step(
    "public_call_serious",
    f"""
    SELECT c.*, (SELECT count(DISTINCT r.account_id) FROM posts r
                 WHERE r.platform = c.platform AND r.repost_of = c.post_id) AS passed_on
    FROM (SELECT DISTINCT * FROM public_call_calls) c
    JOIN post_texts x USING (platform, post_id)
    LEFT JOIN personas a ON a.platform = c.platform AND a.account_id = c.account_id
    WHERE NOT EXISTS (SELECT 1 FROM selected_accounts s
                      WHERE s.platform = c.platform AND s.account_id = c.account_id)
      AND x.text_key IS NOT NULL AND x.text_key NOT IN (SELECT text_key FROM public_call_copied)
      AND (EXISTS (SELECT 1 FROM post_links l WHERE l.platform = c.platform AND l.post_id = c.post_id)
           OR {clause(("campaign", "official", "fan", "owner"), "concat_ws(' ', a.name, a.bio)")})
    """,
)
FIRST = Step(
    "public_call_first",
    """
    SELECT t.network_id, t.kind, t.thing, min(c.created_at) AS called_at,
           arg_min((c.platform, c.post_id), (c.created_at, c.platform, c.post_id)) AS call_post
    FROM public_call_things t JOIN public_call_serious c USING (kind, thing)
    GROUP BY ALL HAVING count(DISTINCT c.account_id) >= 2 OR max(c.passed_on) >= 2
    """,
)
WIDE = Step(
    "public_call_wide",
    f"""
    SELECT l.domain AS thing FROM post_links l JOIN personas a USING (platform, account_id)
    WHERE a.background AND l.domain IN (SELECT thing FROM public_call_first WHERE kind = 'domain')
    GROUP BY l.domain
    HAVING count(DISTINCT a.account_no) > {MANY} AND count(DISTINCT a.account_no) > {WIDELY} * (
        SELECT count(*) FROM personas WHERE background AND posts > 0)
    """,
)
SPAN = Step(
    "public_call_span",
    """
    SELECT epoch(min(created_at)) AS began, greatest(epoch(max(created_at)) - epoch(min(created_at)), 1.0) AS lasted
    FROM posts
    """,
)
USED = Step(
    "public_call_used",
    f"""
    WITH uses AS (
        SELECT 'tag' AS kind, unnest(list_transform(hashtags, lambda h: lower(h))) AS thing, created_at
        FROM posts WHERE len(hashtags) > 0
        UNION ALL SELECT 'domain', domain, created_at FROM post_links
        WHERE domain IN (SELECT thing FROM public_call_first WHERE kind = 'domain'))
    SELECT f.network_id, f.kind, f.thing
    FROM public_call_first f JOIN uses u USING (kind, thing), public_call_span s
    WHERE f.kind = 'tag' OR f.thing NOT IN (SELECT thing FROM public_call_wide)
    GROUP BY f.network_id, f.kind, f.thing, f.called_at, s.began, s.lasted
    HAVING count(*) FILTER (WHERE u.created_at < f.called_at)
        <= count(*) * least({BEFORE}, {EVEN} * (epoch(f.called_at) - s.began) / s.lasted)
    """,
)
"""A newspaper is no more called for by a post at the beginning of the data than by any other."""
ROWS = """
    WITH sizes AS (SELECT network_id, count(*) AS size FROM persona_members GROUP BY ALL),
    began AS (
        SELECT m.network_id, u.account_no, u.kind, u.thing, min(u.created_at) AS first_at
        FROM persona_members m JOIN public_call_uses u USING (account_no) GROUP BY ALL),
    after AS (
        SELECT f.network_id, f.kind, f.thing, f.call_post, count(*) AS called
        FROM public_call_first f JOIN public_call_used USING (network_id, kind, thing)
        JOIN began b USING (network_id, kind, thing)
        WHERE b.first_at >= f.called_at GROUP BY ALL)
    SELECT a.*, sizes.size FROM after a JOIN sizes USING (network_id)
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY called DESC, kind, thing) = 1
    ORDER BY network_id
"""


class PublicCall(Signal):
    """Share of members who first used the called object after a public call for it."""

    name = "signals/public_call"
    version = 2
    description = "Whether a public call in the data asked people to post what the network posts."
    needs = ("personas", "persona_members", "posts", "post_texts", "post_links", "selected_accounts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network for which a call is found."""
        found, judged = (USES, THINGS, NAMED, TEXTS, CALLS), (COPIED, SERIOUS, FIRST, WIDE, SPAN, USED)
        engine.steps(found)
        rows: Rows = []
        if engine.arrow(f"SELECT count(*) AS n FROM {CALLS.name}")["n"][0].as_py():
            engine.steps(judged)
            rows = engine.arrow(ROWS).to_pylist()
        engine.drop(*(s.name for s in (*found, *judged)))
        for row in rows:
            shown = f"#{row['thing']}" if row["kind"] == "tag" else row["thing"]
            call = tuple(str(v) for v in row["call_post"].values())
            yield Finding(
                row["network_id"], "public_call", row["called"] / row["size"], "share of accounts",
                f"{row['called']} of {row['size']} accounts used {shown} only after a post that called for it; "
                "an operation can publish a call too", evidence=(refs.post(*call),), untested=COUNTED,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A toolkit before the posts, posts without one, and a call for what everybody posts anyway."""
        call = "Copy and paste one of these tonight and use #SaveTheBay"
        toolkit = _said(
            (9, call), *((n % 4, f"The bay is ours {n}") for n in range(1, 9)), (8, f"Everybody! {call}")
        )
        usual = ((n % 4, f"The bay on day {n}") for n in range(30))
        evenly = _said(*((6, f"The bay {n}") for n in range(3)), (9, call), (8, f"Everybody! {call}"), *usual)
        return (
            Example("a toolkit", True, _tables(toolkit)),
            Example("no call", False, _tables(toolkit[1:-1])),
            Example("used as much before", False, _tables(evenly)),
        )


def _said(*texts: tuple[int, str]) -> list[dict[str, object]]:
    return [post(n, who, text, hashtags=["SaveTheBay"]) for n, (who, text) in enumerate(texts)]


def _tables(posts: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    texts = [{k: p[k] for k in ("platform", "post_id", "account_id", "created_at")}
             | {"text_key": str(p["text"]), "is_share": False} for p in posts]  # fmt: skip
    link = {"platform": "x", "post_id": "none", "account_id": "none", "created_at": posts[0]["created_at"],
            "position": 0, "url": "https://e.org", "domain": "e.org", "is_share": False}  # fmt: skip
    return {
        **people([{}] * 4, [{"bio": "Bay campaign volunteer"}] * 6),
        "posts": posts,
        "post_texts": texts,
        "post_links": [link],
    }


PUBLIC_CALL = PublicCall()
